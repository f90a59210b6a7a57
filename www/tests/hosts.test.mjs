// The hosts in `examples`, as they stand there: in Chromium, and in Firefox where it is installed.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, listen, root, temporaryFolder } from "./support/browser.mjs";
import { frameOf, handOver, heading, prepareInside } from "./support/embedded.mjs";
import * as firefox from "./support/engines/firefox.mjs";
import { packageFile, portal } from "./support/package.mjs";

const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const SHAREPOINT = "script-src 'self' 'unsafe-eval'; connect-src 'self'; object-src 'none'";
const example = (name) => join(root, "examples", name, "/");
const csv = "id,given name,surname,dob,postcode\n1,Ann,Field,1980-02-03,CO1 1AB\n2,Bo,Hill,1990-05-06,CO1 1AC\n";

let host;
let place;
let project;
before(async () => {
  place = await temporaryFolder();
  host = await portal({
    folders: { "/plain/": example("portal-plain"), "/sharepoint/": example("portal-sharepoint"), "/elsewhere/": example("portal-other-origin") },
    policies: { "/plain/": STRICT, "/sharepoint/": SHAREPOINT },
  });
  const tally = await import(pathToFileURL(packageFile("node.js")));
  const path = (name) => join(place.folder, name);
  const [agreement, key] = await Promise.all([tally.createAgreement({ parties: ["North", "South"] }), tally.newKey()]);
  project = { agreement: path("agreement.json"), key: path("project.key"), party: "North", file: path("people.csv") };
  await Promise.all([writeFile(project.agreement, agreement.text), writeFile(project.key, key), writeFile(project.file, csv)]);
});
after(async () => {
  await host?.close();
  await place?.remove();
});

describe("in Chromium", () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  const open = async (path) => {
    const page = await browser.newPage({ viewport: { width: 1000, height: 3000 } });
    page.on("filechooser", () => {});
    await page.goto(host.origin + path);
    return page;
  };

  test("the plain page under its strict policy prepares and receives", async () => {
    const page = await open("/plain/");
    const frame = await frameOf(page);
    await prepareInside(frame, project);
    await page.getByText("Your files are ready.", { exact: true }).waitFor();
    await handOver(frame, host.origin);
    await page.getByText("SEND-North.parquet was handed over: 2 rows of tokens.").waitFor();
    assert.equal(await frame.evaluate(() => document.documentElement.style.getPropertyValue("--app-button")), "#4c2c92");
    await page.close();
  });

  test("under SharePoint Online's kind of policy the functions work, in a worker from its address", async () => {
    const page = await open("/sharepoint/");
    await page.getByText("(worker: url)").waitFor({ timeout: 60_000 });
    await page.getByLabel("Records").setInputFiles(project.file);
    await page.getByText("2 rows were prepared.").waitFor({ timeout: 60_000 });
    await page.close();
  });

  test("a frame on another origin holds the whole app, and the element one job", async () => {
    const page = await open(`/elsewhere/?host=${host.otherOrigin}`);
    await page.waitForFunction(() => document.title === "Ready: inspect", null, { timeout: 60_000 });
    const [whole, one] = page.frames().filter((frame) => frame.url().startsWith(host.otherOrigin)).sort((a, b) => a.url().length - b.url().length);
    await whole.getByRole("link", { name: "Prepare my data" }).click();
    await heading(whole, "Which project is this for?");
    // The page's own forms work in a frame that may send none.
    await whole.getByRole("button", { name: "Continue", exact: true }).click();
    await whole.getByRole("alert").first().waitFor();
    await one.getByText(`The page around it, ${host.origin}, cannot see the files you choose here.`).waitFor();
    await page.close();
  });
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

  /** Asks the page until it says something that fits. */
  async function until(script, fits) {
    let said;
    for (let attempt = 0; attempt < 300; attempt += 1) {
      said = await driver.evaluate(script);
      if (fits.test(String(said))) return said;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.fail(`${script}: ${said}`);
  }
  const STATE = 'return document.querySelector("#state").textContent';

  test("the plain page's element starts under its strict policy", async () => {
    await driver.open(`${host.origin}/plain/`);
    await until(STATE, /Nothing is prepared yet/);
    await until('return document.querySelector("split-tally").getBoundingClientRect().height', /^(?!400$|4\d\d$)\d+/);
    assert.equal(await driver.evaluate('return document.querySelector("split-tally").state'), "choosing");
  });

  test("under SharePoint Online's kind of policy the functions work", async () => {
    await driver.open(`${host.origin}/sharepoint/`);
    await until(STATE, /worker: url/);
    await driver.evaluate('const t = new DataTransfer(); t.items.add(new File([arguments[0]], "people.csv")); const i = document.querySelector("#records"); i.files = t.files; i.dispatchEvent(new Event("change", { bubbles: true }))', csv);
    await until(STATE, /2 rows were prepared/);
  });

  test("the element takes its frame from another origin", async () => {
    await driver.open(`${host.origin}/elsewhere/?host=${host.otherOrigin}`);
    await until("return document.title", /Ready: inspect/);
  });
});
