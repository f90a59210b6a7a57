// `<split-tally-unsandboxed>` in a page that is trusted: a job from start to end, what the page and the app do to each other, and what they do not.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { launch, listen, temporaryFolder } from "./support/browser.mjs";
import { elementPage, elementScript, frameOf, handOver, heading, heard, prepareInside, saved, unsandboxedScript, viewInside, waitToHear } from "./support/embedded.mjs";
import * as firefox from "./support/engines/firefox.mjs";
import { packageFile, portal } from "./support/package.mjs";

const TAG = "split-tally-unsandboxed";
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types split-tally";
const AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const people = (party) => ["id,given name,surname,dob,postcode", ...Array.from({ length: 40 }, (_, n) => `${party}${n},Ann${"abcdefghij"[n % 10]},Quillfeather${"abcd"[n % 4]},19${50 + n}-02-03,CO1 ${n % 10}AB`)].join("\n");

/** What pages do that know of nobody beside them. */
const HEAVY = `
  html { font-size: 62.5%; }
  * { letter-spacing: 3px; }
  body { font: italic 30px/3 fantasy; color: #7a003c; text-transform: uppercase; text-align: right; background: #fff8e0; }
  h1, h2, h3, p, label, section { margin: 71px; font-size: 5px; color: lime; }
  button, input, .govuk-button { display: none; }
  .govuk-width-container, #main, #app { width: 3px; overflow: hidden; }
  .host .govuk-button { display: block; background: #ffd1dc; }
`;
const HOST_PARTS = '<link rel="stylesheet" href="/heavy.css"><div class="host"><h2 id="own">Ours</h2><p class="govuk-body">Ours</p><button class="govuk-button">Ours</button><div id="main">Ours</div></div>';

let browser;
let place;
let host;
let project;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const tally = await import(pathToFileURL(packageFile("node.js")));
  const path = (name) => join(place.folder, name);
  const [agreement, key] = await Promise.all([tally.createAgreement({ parties: ["North", "South"] }), tally.newKey()]);
  project = { text: agreement.text, agreement: path("agreement.json"), key: path("project.key"), party: "North", file: path("people.csv"), extracts: [] };
  await Promise.all([writeFile(project.agreement, agreement.text), writeFile(project.key, key), writeFile(project.file, people("North"))]);
  for (const party of ["North", "South"]) {
    const { extract } = await tally.prepare(Buffer.from(people(party)), { agreement, key, party });
    project.extracts.push(Buffer.from(await extract.arrayBuffer()));
  }
  const { extract: seeded } = await tally.prepare(Buffer.from(people("North")), { agreement, key, party: "North", seed: 7 });
  project.seeded = Buffer.from(await seeded.arrayBuffer());
  const page = (attributes, more) => ({ ...elementPage(attributes, more, TAG), policy: POLICY });
  host = await portal({
    pages: {
      "/": page('job="prepare" receive="extract"'),
      "/match": page('job="match" receive="report"'),
      "/two": page('job="prepare"', `<${TAG} job="match" label="The second"></${TAG}>`),
      "/heavy": { ...page('job="prepare"', HOST_PARTS), policy: `${POLICY}; style-src 'self'` },
      "/view": page('job="view" receive="view"'),
      "/framed": { html: elementPage('job="prepare"').html.replace("/portal.js", "/framed.js") },
      "/elsewhere": page('job="prepare" files="/no/such/folder"'),
      "/without-workers": { ...page('job="prepare"'), policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; connect-src 'self'" },
      "/welsh": page('job="prepare" lang="cy"'),
      "/portal.js": unsandboxedScript,
      "/framed.js": elementScript,
      "/heavy.css": { style: HEAVY },
    },
  });
});
after(async () => {
  await browser?.close();
  await host?.close();
  await place?.remove();
});

async function open(path, options = {}) {
  const page = await (await browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 3000 }, ...options })).newPage();
  page.on("filechooser", () => {});
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${host.origin}${path}`);
  return { page, errors, close: () => page.context().close() };
}

test("preparing from start to end: the page gets the extract, and keeps its title, its address and its history", async () => {
  const { page, errors, close } = await open("/?seed=7#own-place");
  await page.evaluate((text) => void (document.querySelector("split-tally-unsandboxed").agreement = text), project.text);
  await waitToHear(page, "ready");
  const before = await page.evaluate(() => [document.title, location.href, history.length, document.documentElement.outerHTML.length]);
  await page.getByText(`it runs inside the page of ${host.origin}, and that page’s own scripts could read the files`).waitFor();
  assert.equal(await page.locator("#requests-made").count(), 0, "nothing is claimed of the page's requests");
  await prepareInside(page, { agreement: null, key: project.key, party: project.party, file: project.file });
  const extract = await saved(page, page, /^Save SEND-/, place.folder);
  assert.equal(await page.evaluate(() => document.querySelector("split-tally-unsandboxed").unsaved), true, "the crosswalk is not saved");
  await saved(page, page, /^Save KEEP-.*crosswalk/, place.folder);
  await page.waitForFunction(() => document.querySelector("split-tally-unsandboxed").unsaved === false);
  await handOver(page, host.origin);
  await waitToHear(page, "extract");
  const bytes = await readFile(extract);
  const same = await page.evaluate(async () => [...new Uint8Array(await window.heard.find((one) => one.event === "extract").content.arrayBuffer())]);
  assert.ok(Buffer.from(same).equals(bytes), "it is the file that the person could save");
  assert.ok(!bytes.equals(project.seeded), "the seed in the page's address is none of the app's: references are random");
  const states = (await heard(page, "status")).map(({ state }) => state);
  assert.ok(states[0] === "choosing" && states.includes("working") && states.at(-1) === "done", states.join());
  assert.deepEqual(await page.evaluate(() => [document.title, location.href, history.length, document.documentElement.outerHTML.length]), before);
  assert.deepEqual(errors, []);
  await close();
});

test("in Welsh beside a page in English, which keeps its language", async () => {
  const { page, errors, close } = await open("/welsh");
  await waitToHear(page, "ready");
  await heading(page, "Ar gyfer pa brosiect y mae hyn?");
  const heardIn = () => page.evaluate(() => [document.documentElement.lang, document.querySelector("split-tally-unsandboxed").shadowRoot.querySelector("#main").closest("[lang]").lang]);
  assert.deepEqual(await heardIn(), ["en", "cy"]);
  const address = page.url();
  await page.getByRole("link", { name: "English", exact: true }).click();
  await heading(page, "Which project is this for?");
  assert.deepEqual(await heardIn(), ["en", "en-GB"]);
  assert.equal(page.url(), address);
  assert.deepEqual(errors, []);
  await close();
});

test("the combined view, with its charts", async () => {
  const { page, errors, close } = await open("/view");
  await waitToHear(page, "ready");
  await viewInside(page, { agreement: project.agreement, files: project.extracts.map((buffer, n) => ({ name: `SEND-${n}.parquet`, mimeType: "application/octet-stream", buffer })) });
  assert.ok((await page.locator(".drawn-chart svg").count()) > 0);
  await handOver(page, host.origin);
  await waitToHear(page, "view");
  assert.deepEqual(errors, []);
  await close();
});

test("closing the page asks while something would be lost, and no longer once the element is gone", async () => {
  const { page, close } = await open("/");
  await waitToHear(page, "ready");
  await prepareInside(page, project);
  const asks = () => page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
  assert.equal(await asks(), true);
  await page.evaluate(() => document.querySelector("split-tally-unsandboxed").remove());
  assert.equal(await asks(), false);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    const { page, close } = await open("/match", { colorScheme });
    const found = [];
    const look = async (name) => {
      const { violations } = await new AxeBuilder({ page }).withTags(AXE).analyze();
      for (const { id, nodes } of violations) for (const { target, failureSummary } of nodes) found.push(`${name}: ${id} at ${target}: ${failureSummary}`);
    };
    await waitToHear(page, "ready");
    await heading(page, "Which project is this for?");
    await look("agreement");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.locator(".govuk-error-summary").waitFor();
    await look("agreement with an error");
    await page.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
    await page.getByText("Is this the project you expect?").waitFor();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await heading(page, "Choose the files to match");
    await page.getByLabel("Choose the prepared files").setInputFiles(project.extracts.map((buffer, n) => ({ name: `SEND-${n}.parquet`, mimeType: "application/octet-stream", buffer })));
    await page.getByText("Ready").nth(1).waitFor();
    await look("files");
    await page.getByRole("button", { name: "Match the files", exact: true }).click();
    await heading(page, "What was found");
    await look("result");
    assert.deepEqual(found, []);
    await close();
  });
}

describe("side by side with the page", () => {
  /** How elements of the app look, wherever it stands. */
  const looks = (where) =>
    where.evaluate(() => {
      const root = document.querySelector("split-tally-unsandboxed")?.shadowRoot ?? document;
      const look = (selector) => {
        const style = getComputedStyle(root.querySelector(selector));
        return [selector, ...["color", "backgroundColor", "fontFamily", "fontSize", "fontStyle", "lineHeight", "letterSpacing", "textTransform", "textAlign", "display", "marginTop", "marginBottom", "paddingTop", "borderTopWidth"].map((name) => style[name])];
      };
      return [".around-line p", ".govuk-heading-l", ".govuk-body", "label", "input[type=file]", "button[type=submit]", ".drop-zone", "footer p"].map(look);
    });

  test("the page's styles do not reach the app: it looks as in a frame", async () => {
    const [heavy, framed] = [await open("/heavy"), await open("/framed")];
    await waitToHear(heavy.page, "ready");
    await waitToHear(framed.page, "ready");
    await heading(heavy.page, "Which project is this for?");
    const frame = await frameOf(framed.page);
    await heading(frame, "Which project is this for?");
    assert.deepEqual(await looks(heavy.page), await looks(frame));
    await Promise.all([heavy.close(), framed.close()]);
  });

  test("the app's styles and ids do not reach the page", async () => {
    const parts = (page) =>
      page.evaluate(() =>
        [document.documentElement, document.body, ...document.querySelectorAll(".host, .host *")].map((element) => {
          const style = getComputedStyle(element);
          return [element.tagName, element.className, element.getAttribute("style"), ...["color", "backgroundColor", "fontFamily", "fontSize", "display", "margin", "padding", "overflowY"].map((name) => style[name])];
        }),
      );
    const { page, close } = await open("/heavy");
    await page.evaluate(() => document.querySelector("split-tally-unsandboxed").remove());
    const without = await parts(page);
    await page.reload();
    await waitToHear(page, "ready");
    await heading(page, "Which project is this for?");
    assert.deepEqual(await parts(page), without);
    assert.equal(await page.evaluate(() => document.getElementById("main").textContent), "Ours");
    assert.deepEqual(await page.evaluate(() => [...document.adoptedStyleSheets].length), 0);
    await close();
  });

  test("a narrow place has the layout of a narrow window", async () => {
    const { page, close } = await open("/");
    await waitToHear(page, "ready");
    await heading(page, "Which project is this for?");
    const size = () => page.evaluate(() => getComputedStyle(document.querySelector("split-tally-unsandboxed").shadowRoot.querySelector(".govuk-heading-l")).fontSize);
    assert.equal(await size(), "36px");
    await page.evaluate(() => void (document.querySelector("split-tally-unsandboxed").style.width = "320px"));
    assert.equal(await size(), "27px");
    await close();
  });

  test("a link of an error leads to its field, and not to an address of the page", async () => {
    const { page, close } = await open("/#own-place");
    await waitToHear(page, "ready");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.locator(".govuk-error-summary a").click();
    assert.equal(await page.evaluate(() => document.querySelector("split-tally-unsandboxed").shadowRoot.activeElement?.id), "agreement");
    assert.equal(new URL(page.url()).hash, "#own-place");
    await close();
  });

  test("colours are taken, unless text could not be read in them", async () => {
    const { page, close } = await open("/");
    await waitToHear(page, "ready");
    const set = (colours) =>
      page.evaluate((given) => {
        const element = document.querySelector("split-tally-unsandboxed");
        for (const [name, colour] of Object.entries(given)) element.style.setProperty(`--split-tally-${name}`, colour);
        element.updateTheme();
      }, colours);
    const button = () => page.evaluate(() => getComputedStyle(document.querySelector("split-tally-unsandboxed").shadowRoot.querySelector("button[type=submit]")).backgroundColor);
    await set({ brand: "#7a003c", "brand-text": "#ffffff" });
    await page.waitForFunction(() => document.querySelector("split-tally-unsandboxed").shadowRoot.querySelector(".app-root").style.getPropertyValue("--app-button") === "#7a003c");
    assert.equal(await button(), "rgb(122, 0, 60)");
    await set({ text: "#fefefe", background: "#ffffff" });
    await page.waitForFunction(() => window.heard.some(({ code }) => code === "theme.contrast"));
    await close();
  });

  test("two have nothing of each other, and one that is taken away forgets", async () => {
    const { page, close } = await open("/two");
    await waitToHear(page, "ready");
    const [first, second] = [page.locator(TAG).nth(0), page.locator(TAG).nth(1)];
    await first.getByRole("heading", { level: 2, name: "Which project is this for?" }).waitFor();
    await second.getByRole("heading", { level: 2, name: "Which project is this for?" }).waitFor();
    await first.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
    await first.getByText("Is this the project you expect?").waitFor();
    await first.getByRole("button", { name: "Continue", exact: true }).click();
    await first.getByRole("heading", { level: 2, name: "Open the project key" }).waitFor();
    await second.getByRole("heading", { level: 2, name: "Which project is this for?" }).waitFor();
    assert.equal(await second.getByText("Is this the project you expect?").count(), 0);
    await page.evaluate(() => {
      const element = document.querySelector("split-tally-unsandboxed");
      const around = element.parentNode;
      element.remove();
      around.prepend(element);
    });
    await first.getByRole("heading", { level: 2, name: "Which project is this for?" }).waitFor();
    assert.equal(await first.getByText("Is this the project you expect?").count(), 0);
    await close();
  });
});

describe("what cannot be started", () => {
  for (const [path, code] of [
    ["/elsewhere", "load.no_file"],
    ["/without-workers", "load.no_worker"],
  ]) {
    test(`${code}: the page is told what to do, and the person what to ask for`, async () => {
      const { page, close } = await open(path);
      await page.waitForFunction((wanted) => window.heard?.some((one) => one.code === wanted), code, { timeout: 60_000 });
      await heading(page, "This browser cannot run Split Tally");
      assert.equal(await page.locator("input[type=file]").count(), 0);
      await close();
    });
  }
});

test("the risk is what it is said to be: a script of the page reads what is chosen", async () => {
  const { page, close } = await open("/");
  await waitToHear(page, "ready");
  await prepareInside(page, project);
  assert.match(await page.evaluate(() => document.querySelector("split-tally-unsandboxed").shadowRoot.querySelector("#main").textContent), /people\.csv/);
  await close();
});

describe("in Firefox", { skip: firefox.path() ? false : "there is none on this computer: .ci/setup engines installs it where it can" }, () => {
  let driver;
  let outside;
  let folder;
  before(async () => {
    [outside, folder] = await Promise.all([listen(), temporaryFolder()]);
    driver = await firefox.start(folder.folder, outside.origin);
  });
  after(async () => {
    await driver?.close();
    await outside?.close();
    await folder?.remove();
  });

  /** Asks the page until it says something that is wanted. */
  async function until(script, wanted) {
    let said;
    for (let attempt = 0; attempt < 300; attempt += 1) {
      said = await driver.evaluate(script);
      if (wanted(said)) return said;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.fail(`${script}: ${said}`);
  }
  const inApp = (what) => `const root = document.querySelector("${TAG}").shadowRoot; ${what}`;
  const title = (text) => until(inApp('return root.querySelector(".govuk-heading-l")?.textContent'), (said) => said === text);
  const choose = (id, name, bytes) =>
    driver.evaluate(inApp(`const list = new DataTransfer(); for (const [name, text] of arguments[0]) list.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name)); const field = root.getElementById("${id}"); field.files = list.files; field.dispatchEvent(new Event("change", { bubbles: true }));`), name.map((one, n) => [one, Buffer.from(bytes[n]).toString("base64")]));
  const go = () => driver.evaluate(inApp('root.querySelector("button[type=submit]").click()'));

  test("matching from start to end", async () => {
    await driver.open(`${host.origin}/match`);
    await title("Which project is this for?");
    await choose("agreement", ["agreement.json"], [project.text]);
    await until(inApp('return root.getElementById("agreement-summary").textContent'), (said) => /Is this the project you expect/.test(said));
    await go();
    await title("Choose the files to match");
    await choose("files", ["SEND-North.parquet", "SEND-South.parquet"], project.extracts);
    await until(inApp('return root.querySelectorAll("#checks .govuk-tag--green").length'), (said) => said === 2);
    await go();
    await title("What was found");
    assert.match(await driver.evaluate(inApp('return root.getElementById("headline").textContent')), /40/);
    const [size, family, letters] = await driver.evaluate(inApp('const style = getComputedStyle(root.querySelector(".govuk-heading-l")); return [style.fontSize, style.fontFamily, style.letterSpacing]'));
    assert.deepEqual([size, letters], ["36px", "normal"]);
    assert.match(family, /arial/i);
    assert.equal(await driver.evaluate("return document.title"), "A portal");
  });
});
