// A portal that turns against the person: its script tries to read what is chosen in the element, to forge what the element hears, and to have
// the person press what they do not see. Each attempt and what becomes of it.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, listen, temporaryFolder } from "./support/browser.mjs";
import { elementPage, elementScript, frameOf, handOver, heading, heard, prepareInside, waitToHear } from "./support/embedded.mjs";
import { packageFile, portal } from "./support/package.mjs";

const people = ["id,given name,surname,dob,postcode", ...Array.from({ length: 20 }, (_, n) => `${n},Ann,Quillfeather${"abcdefghij"[n % 10]},19${50 + n}-02-03,CO1 1AB`)].join("\n");

let browser;
let place;
let host;
let outside;
let project;

before(async () => {
  [browser, place, outside] = await Promise.all([launch(), temporaryFolder(), listen()]);
  const tally = await import(pathToFileURL(packageFile("node.js")));
  const path = (name) => join(place.folder, name);
  const [agreement, key] = await Promise.all([tally.createAgreement({ parties: ["North", "South"] }), tally.newKey()]);
  project = { agreement: path("agreement.json"), key: path("project.key"), party: "North", file: path("people.csv") };
  await Promise.all([writeFile(project.agreement, agreement.text), writeFile(project.key, key), writeFile(project.file, people)]);
  const another = '<iframe name="another" srcdoc="<script>addEventListener(\'message\', ({ data }) => parent.frames[0].postMessage(data, \'*\'))</script>"></iframe>';
  host = await portal({
    pages: {
      "/": elementPage('job="prepare" receive="extract"'),
      // A frame of the portal's own making, in the place of the element's.
      "/bare": { html: '<!doctype html><title>A portal</title><iframe sandbox="allow-scripts allow-downloads" src="/split-tally/split-tally.html#/embedded" width="900" height="2500"></iframe>' },
      "/open": { html: '<!doctype html><title>A portal</title><iframe sandbox="allow-scripts allow-downloads allow-same-origin" src="/split-tally/split-tally.html#/embedded"></iframe>' },
      "/another": { html: `<!doctype html><title>A portal</title><iframe sandbox="allow-scripts" src="/split-tally/split-tally.html#/embedded"></iframe>${another}` },
      "/portal.js": elementScript,
    },
  });
});
after(async () => {
  await browser?.close();
  await Promise.all([host?.close(), outside?.close(), place?.remove()]);
});

/** `first` is what the portal runs before anything else of its page does. */
async function open(path, first) {
  const page = await (await browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 3000 } })).newPage();
  page.on("filechooser", () => {});
  if (first) await page.addInitScript(first);
  await page.goto(`${host.origin}${path}`);
  return { page, close: () => page.context().close() };
}

const HELLO = { protocol: "split-tally/embedding", version: 1, kind: "hello", job: "prepare", language: "en", theme: {}, agreement: null, receive: ["extract"] };
/** Says hello to the first frame, from the page; what comes back over the port is kept in `window.back`. */
const greet = (page, hello, ports = 1) =>
  page.evaluate(
    ([message, count]) => {
      window.back ??= [];
      window.ports ??= [];
      const channels = Array.from({ length: count }, () => new MessageChannel());
      for (const { port1 } of channels) {
        port1.onmessage = ({ data }) => window.back.push(data);
        window.ports.push(port1);
      }
      document.querySelector("iframe").contentWindow.postMessage(message, "*", channels.map(({ port2 }) => port2));
    },
    [hello, ports],
  );
const SETTLE_MS = 700;
const isWaiting = async (frame) => (await frame.getByText("Split Tally is starting.").count()) === 1;

describe("reading", () => {
  test("the element's own tree is closed, and its frame, once got hold of, is no page that the portal may look into", async () => {
    const { page, close } = await open("/", () => {
      // What a hostile script does that runs before the element is defined.
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (options) {
        return (window.stolen = attach.call(this, options));
      };
    });
    await waitToHear(page, "ready");
    await prepareInside(await frameOf(page), project);
    const found = await page.evaluate(() => {
      const frame = window.stolen.querySelector("iframe");
      const tried = (read) => {
        try {
          return String(read());
        } catch (error) {
          return error.name;
        }
      };
      return {
        open: document.querySelector("split-tally").shadowRoot,
        document: frame.contentDocument,
        sandbox: frame.getAttribute("sandbox"),
        body: tried(() => frame.contentWindow.document.body.innerHTML),
        address: tried(() => frame.contentWindow.location.href),
        script: tried(() => frame.contentWindow.eval("1")),
        within: tried(() => frame.contentWindow.frames[0]?.document),
        file: tried(() => frame.contentWindow.document.querySelector("input[type=file]").files[0]),
        storage: tried(() => frame.contentWindow.localStorage),
      };
    });
    assert.deepEqual(found, { open: null, document: null, sandbox: "allow-scripts allow-downloads", body: "SecurityError", address: "SecurityError", script: "SecurityError", within: "SecurityError", file: "SecurityError", storage: "SecurityError" });
    await close();
  });

  test("no listener of the portal hears what is typed, chosen or dropped inside", async () => {
    const { page, close } = await open("/", () => {
      window.overheard = [];
      for (const name of ["change", "input", "drop", "dragover", "keydown", "paste", "submit", "click"]) addEventListener(name, (event) => window.overheard.push(event.type), true);
      addEventListener("message", (event) => window.overheard.push(`message ${JSON.stringify(event.data)}`), true);
    });
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await frame.getByRole("button", { name: "Continue", exact: true }).focus();
    await page.keyboard.press("Tab");
    await prepareInside(frame, project);
    assert.deepEqual(await page.evaluate(() => window.overheard), []);
    await close();
  });

  test("what the element hears holds no value, no name of the file, no key and no crosswalk", async () => {
    const { page, close } = await open("/", () => {
      window.everything = [];
      const set = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage").set;
      Object.defineProperty(MessagePort.prototype, "onmessage", {
        set(listener) {
          set.call(this, (event) => (window.everything.push(event.data), listener(event)));
        },
      });
    });
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await prepareInside(frame, project);
    await handOver(frame, host.origin);
    await waitToHear(page, "extract");
    const all = await page.evaluate(async () => {
      const texts = [];
      for (const one of window.everything) texts.push(JSON.stringify(one), one.content ? await one.content.text() : "");
      return texts.join("\n");
    });
    assert.ok(all.includes("status") && all.includes("PAR1"), "it was listened to");
    assert.doesNotMatch(all, /Quillfeather|people\.csv|project\.key|record,id/);
    await close();
  });

  test("nothing inside reaches a server, and nothing is kept", async () => {
    const { page, close } = await open("/");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    const found = await frame.evaluate(async (to) => {
      const tried = (work) => Promise.resolve().then(work).then(() => "done", (error) => error.name);
      new Image().src = `http://${to}/image`;
      return { fetched: await tried(() => fetch(`http://${to}/fetch`)), stored: await tried(() => localStorage.setItem("a", "b")), databases: await tried(() => indexedDB.open("a")), cookie: await tried(() => void (document.cookie = "a=b")), top: await tried(() => void (top.location.href = `http://${to}/top`)) };
    }, outside.host);
    await page.waitForTimeout(SETTLE_MS);
    assert.deepEqual(outside.requests, []);
    assert.deepEqual([found.fetched, found.stored, found.databases, found.cookie], ["TypeError", "SecurityError", "SecurityError", "SecurityError"]);
    assert.equal(new URL(page.url()).origin, host.origin, "the portal's page is still there");
    await close();
  });
});

describe("forging", () => {
  const forged = {
    "no object": "hello",
    "another protocol": { ...HELLO, protocol: "split-tally" },
    "a version to come": { ...HELLO, version: 2 },
    "a job that there is not": { ...HELLO, job: "send" },
    "a job by way of a prototype": { ...HELLO, job: "__proto__" },
    "an address for a job": { ...HELLO, job: "#/prepare" },
    "asking for the crosswalk": { ...HELLO, receive: ["crosswalk"] },
    "asking for the key": { ...HELLO, receive: ["extract", "key"] },
    "a key of the portal's": { ...HELLO, key: "secret" },
    "a style in the place of a colour": { ...HELLO, theme: { brand: "red;background:url(//example.org)" } },
    "a property that is not on the list": { ...HELLO, theme: { "govuk-error-colour": "#ffffff" } },
    "an agreement that is no text": { ...HELLO, agreement: { parties: [] } },
    "an agreement far larger than any": { ...HELLO, agreement: "x".repeat((1 << 20) + 1) },
    "a list of wishes without end": { ...HELLO, receive: Array(1000).fill("extract") },
  };

  test("hellos that are not exactly one are dropped, and the first proper one is taken", async () => {
    const { page, close } = await open("/bare");
    const frame = await frameOf(page);
    for (const [name, hello] of Object.entries(forged)) {
      await greet(page, hello);
      await frame.waitForTimeout(50);
      assert.ok(await isWaiting(frame), name);
    }
    await greet(page, HELLO, 0);
    await greet(page, HELLO, 2);
    await frame.waitForTimeout(SETTLE_MS);
    assert.ok(await isWaiting(frame), "without its one port");
    assert.deepEqual(await page.evaluate(() => window.back), []);
    await greet(page, HELLO);
    await heading(frame, "Which project is this for?");
    await close();
  });

  test("a hello said again changes nothing, and its port hears nothing", async () => {
    const { page, close } = await open("/bare");
    const frame = await frameOf(page);
    await greet(page, { ...HELLO, receive: [] });
    await heading(frame, "Which project is this for?");
    const before = await page.evaluate(() => window.back.length);
    assert.ok(before > 0);
    await page.evaluate(() => void (window.back.length = 0));
    await greet(page, { ...HELLO, job: "match" });
    await greet(page, HELLO);
    await prepareInside(frame, project);
    assert.equal(await frame.getByRole("button", { name: /^Hand it over/ }).count(), 0, "what the first hello did not ask for is not offered");
    await close();
  });

  test("a frame beside it is not listened to", async () => {
    const { page, close } = await open("/another");
    const frame = await frameOf(page);
    const from = page.frames().find((one) => one.name() === "another");
    await from.evaluate((hello) => parent.frames[0].postMessage(hello, "*", [new MessageChannel().port2]), HELLO);
    await frame.waitForTimeout(SETTLE_MS);
    assert.ok(await isWaiting(frame));
    await close();
  });

  test("what is said over the port and is not a theme is dropped", async () => {
    const { page, close } = await open("/bare");
    const frame = await frameOf(page);
    await greet(page, HELLO);
    await heading(frame, "Which project is this for?");
    await page.evaluate((key) => {
      const [port] = window.ports;
      window.back.length = 0;
      const messages = [null, 7, "crosswalk", {}, [], { version: 1 }, { version: 1, kind: "crosswalk" }, { version: 1, kind: "hand over" }, { version: 1, kind: "theme", theme: { text: "#ffffff" }, key }, { version: 1, kind: "theme", theme: { text: "#fff" } }, { version: 1, kind: "theme", theme: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [n, "#ffffff"])) }, "x".repeat(1 << 24)];
      for (const message of messages) port.postMessage(message);
    }, "x");
    await frame.waitForTimeout(SETTLE_MS);
    assert.deepEqual(await page.evaluate(() => window.back.filter(({ kind }) => kind !== "height")), []);
    assert.equal(await frame.evaluate(() => document.documentElement.getAttribute("style")), null);
    await prepareInside(frame, project);
    await close();
  });

  test("a script that speaks to the element in the frame's place is not heard", async () => {
    const { page, close } = await open("/");
    await waitToHear(page, "ready");
    await page.evaluate(() => {
      const element = document.querySelector("split-tally");
      window.postMessage({ version: 1, kind: "extract", name: "SEND-North.parquet", content: new Blob(["forged"]), summary: {} }, "*");
      element.dispatchEvent(new MessageEvent("message", { data: { version: 1, kind: "status", state: "done", unsaved: false } }));
    });
    await page.waitForTimeout(SETTLE_MS);
    assert.deepEqual(await heard(page, "extract"), []);
    assert.equal(await page.evaluate(() => document.querySelector("split-tally").state), "choosing");
    await close();
  });

  test("a frame that is not sandboxed refuses to work", async () => {
    const { page, close } = await open("/open");
    const frame = await frameOf(page);
    await greet(page, HELLO);
    await heading(frame, "This browser cannot run Split Tally");
    await frame.getByText("a frame that is not sandboxed").waitFor();
    assert.equal(await frame.locator("input[type=file]").count(), 0);
    await close();
  });
});

describe("covering", () => {
  const cover = (page, style) =>
    page.evaluate((given) => {
      const box = document.querySelector("split-tally").getBoundingClientRect();
      const lid = document.createElement("div");
      lid.id = "lid";
      lid.textContent = "Win a prize";
      Object.assign(lid.style, { position: "absolute", left: `${box.left}px`, top: `${box.top + scrollY}px`, width: `${box.width}px`, height: `${box.height}px`, background: "white", pointerEvents: "none", ...given });
      document.body.append(lid);
    }, style);

  for (const [name, conceal] of [
    ["under a picture that lets the press through", (page) => cover(page, {})],
    ["under a sheet of glass", (page) => cover(page, { opacity: "0.02" })],
    ["made transparent", (page) => page.evaluate(() => void (document.querySelector("split-tally").style.opacity = "0.01"))],
    ["blurred", (page) => page.evaluate(() => void (document.querySelector("split-tally").style.filter = "blur(9px)"))],
    ["turned upside down", (page) => page.evaluate(() => void (document.querySelector("split-tally").style.transform = "rotate(180deg)"))],
  ]) {
    test(`nothing is handed over from an element ${name}`, async () => {
      const { page, close } = await open("/");
      await waitToHear(page, "ready");
      const frame = await frameOf(page);
      await prepareInside(frame, project);
      await conceal(page);
      const press = (label) => frame.getByRole("button", { name: label, exact: true }).dispatchEvent("click");
      await press(`Hand it over to ${host.origin}`);
      await frame.waitForTimeout(1500);
      await press(`Yes, hand it over to ${host.origin}`);
      await frame.getByText("Nothing was handed over").waitFor();
      assert.deepEqual(await heard(page, "extract"), []);
      await close();
    });
  }

  test("uncovered again, it is handed over", async () => {
    const { page, close } = await open("/");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await prepareInside(frame, project);
    await cover(page, {});
    await page.evaluate(() => document.querySelector("#lid").remove());
    await handOver(frame, host.origin);
    await waitToHear(page, "extract");
    await close();
  });
});
