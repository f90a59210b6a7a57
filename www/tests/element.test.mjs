// `<split-tally>` in a portal's page: each job, what the portal is told, and what it may set.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { launch, root, temporaryFolder } from "./support/browser.mjs";
import { elementPage, elementScript, frameOf, handOver, heading, heard, matchInside, prepareInside, saved, viewInside, waitToHear } from "./support/embedded.mjs";
import { packageFile, portal } from "./support/package.mjs";

const STRICT = "default-src 'none'; script-src 'self'; frame-src 'self'; connect-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'";
const people = (start) =>
  ["id,given name,surname,dob,postcode,nhs number", ...Array.from({ length: 40 }, (_, n) => `${start}${n},Ann${"abcdefghij"[n % 10]},Quillfeather${"abcd"[n % 4]},19${50 + n}-02-03,CO1 ${n % 10}AB,`)].join("\n");

const COLUMNS = { "given name": "given_name", surname: "surname", dob: "birth_date", postcode: "postcode", "nhs number": "nhs_number" };

let browser;
let place;
let host;
let project;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const tally = await import(pathToFileURL(packageFile("node.js")));
  const path = (name) => join(place.folder, name);
  const agreement = await tally.createAgreement({ parties: ["North", "South"] });
  const key = await tally.newKey();
  project = { text: agreement.text, agreement: path("agreement.json"), key: path("project.key"), file: path("people.csv"), extracts: [] };
  await Promise.all([writeFile(project.agreement, agreement.text), writeFile(project.key, key), writeFile(project.file, people("N"))]);
  for (const party of ["North", "South"]) {
    const { extract } = await tally.prepare(Buffer.from(people(party)), { agreement, key, party, columns: COLUMNS, idColumn: "id" });
    project.extracts.push(path(`${party}.parquet`));
    await writeFile(project.extracts.at(-1), Buffer.from(await extract.arrayBuffer()));
  }
  // Of the two that South alone has, a count would tell.
  const more = ["X1,Zo,Ermintrude,1931-01-01,CO2 1AA,", "X2,Yu,Bartholomew,1932-01-01,CO3 1AA,"];
  const { extract } = await tally.prepare(Buffer.from([people("South"), ...more].join("\n")), { agreement, key, party: "South", columns: COLUMNS, idColumn: "id" });
  project.withMore = [project.extracts[0], path("South-more.parquet")];
  await writeFile(project.withMore[1], Buffer.from(await extract.arrayBuffer()));
  const policy = STRICT;
  host = await portal({
    pages: {
      "/prepare": { ...elementPage('job="prepare" receive="extract"'), policy },
      "/plain": { ...elementPage('job="prepare"'), policy },
      "/match": { ...elementPage('job="match" receive="report"'), policy },
      "/view": { ...elementPage('job="view" receive="view"'), policy },
      "/two": { html: elementPage('job="prepare" label="The first"', '<split-tally job="match" label="The second"></split-tally>').html, policy },
      "/themed": { html: elementPage("", '<link rel="stylesheet" href="/theme.css">').html, policy },
      "/srcdoc": elementPage('mode="srcdoc" job="prepare" receive="extract"'),
      "/welsh": { html: elementPage('job="prepare"').html.replace('<html lang="en">', '<html lang="cy-GB">'), policy },
      "/portal.js": elementScript,
    },
  });
});
after(async () => {
  await browser?.close();
  await host?.close();
  await place?.remove();
});

async function open(path) {
  const page = await (await browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 3000 } })).newPage();
  page.on("filechooser", () => {});
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${host.origin}${path}`);
  return { page, errors, close: () => page.context().close() };
}

for (const [path, how] of [
  ["/prepare", "from its address, under the portal's strict policy"],
  ["/srcdoc", "as text"],
]) {
  test(`preparing, the frame's page ${how}: the portal gets the extract and nothing else`, async () => {
    const { page, errors, close } = await open(path);
    await page.evaluate((text) => void (document.querySelector("split-tally").agreement = text), project.text);
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await frame.getByText(`The page around it, ${host.origin}, cannot see the files you choose here.`).waitFor();
    await prepareInside(frame, { agreement: null, key: project.key, party: "North", file: project.file });
    const extract = await saved(page, frame, /^Save SEND-/, place.folder);
    assert.equal(await page.evaluate(() => document.querySelector("split-tally").unsaved), true, "the crosswalk is not saved");
    await saved(page, frame, /^Save KEEP-.*crosswalk/, place.folder);
    await page.waitForFunction(() => document.querySelector("split-tally").unsaved === false);
    await handOver(frame, host.origin);
    await waitToHear(page, "extract");
    const bytes = await readFile(extract);
    const [{ name, size, summary }] = await heard(page, "extract");
    assert.equal(name, "SEND-North.parquet");
    assert.equal(size, bytes.length);
    assert.equal(summary.rows, 40);
    const same = await page.evaluate(async () => [...new Uint8Array(await window.heard.find((one) => one.event === "extract").content.arrayBuffer())]);
    assert.ok(Buffer.from(same).equals(bytes), "it is the file that the person could save");
    const states = (await heard(page, "status")).map(({ state }) => state);
    assert.equal(states[0], "choosing");
    assert.ok(states.includes("working") && states.at(-1) === "done", states.join());
    assert.ok((await heard(page, "progress")).length > 0);
    const all = JSON.stringify(await page.evaluate(() => window.heard));
    assert.doesNotMatch(all, /Quillfeather|people\.csv|nhs number|AGE-SECRET|split-tally-key/i, "nothing that is in the file, and not its name");
    assert.equal(await frame.locator("#requests-made").textContent(), "0");
    assert.deepEqual(errors, []);
    await close();
  });
}

test("a portal in Welsh has the page in Welsh, and the person can change it", async () => {
  const { page, errors, close } = await open("/welsh");
  await waitToHear(page, "ready");
  assert.equal((await heard(page, "ready"))[0].language, "cy");
  const frame = await frameOf(page);
  await heading(frame, "Ar gyfer pa brosiect y mae hyn?");
  await frame.getByText(`Ni all y dudalen o’i chwmpas, ${host.origin}, weld y ffeiliau`).waitFor();
  assert.equal(await frame.evaluate(() => document.documentElement.lang), "cy");
  await frame.getByRole("link", { name: "English", exact: true }).click();
  await heading(frame, "Which project is this for?");
  assert.equal(await frame.evaluate(() => document.documentElement.lang), "en-GB");
  assert.deepEqual(errors, []);
  await close();
});

test("matching: the portal gets the counts that it asked for, once the person says so", async () => {
  const { page, close } = await open("/match");
  await waitToHear(page, "ready");
  const frame = await frameOf(page);
  await matchInside(frame, { agreement: project.agreement, files: project.extracts });
  assert.deepEqual(await heard(page, "report"), []);
  await handOver(frame, host.origin);
  await waitToHear(page, "report");
  const [{ summary }] = await heard(page, "report");
  assert.deepEqual(Object.keys(summary).sort(), ["agreement", "groups", "links", "parties"]);
  assert.deepEqual(summary.parties.map(({ party, rows }) => [party, rows]), [["North", 40], ["South", 40]]);
  await close();
});

test("the combined view: the portal gets the tables as they may be published, and no word of the files they were made from", async () => {
  const { page, close } = await open("/view");
  await page.evaluate((text) => void (document.querySelector("split-tally").agreement = text), project.text);
  await waitToHear(page, "ready");
  const frame = await frameOf(page);
  await viewInside(frame, { agreement: null, files: project.withMore });
  const json = JSON.parse(await readFile(await saved(page, frame, /^Save .*\.json/, place.folder), "utf8"));
  assert.deepEqual(await heard(page, "view"), []);
  await handOver(frame, host.origin);
  await waitToHear(page, "view");
  const [{ view }] = await heard(page, "view");
  assert.deepEqual(view, { title: json.agreement.title, agreement: json.agreement.digest, rule: json.rule, limits: json.limits, tables: json.tables.map(({ name, title, columns, rows, rule }) => ({ name, title, columns, rows: rows.map(({ label, counts }) => ({ label, counts })), rule })) });
  assert.ok(view.tables.some(({ rows }) => rows.some(({ counts }) => counts.includes("*"))), "what the rule hides is hidden here too");
  assert.doesNotMatch(JSON.stringify(view), /parquet|Quillfeather/);
  await close();
});

describe("the messages of a view", () => {
  const ROW = { label: "North", counts: [40, "*"] };
  const TABLE = { name: "parties", title: "People", columns: ["people", "linked"], rows: [ROW], rule: "Counts of 1 to 4 are hidden." };
  const VIEW = { title: "A project", agreement: "00", rule: "Counts of 1 to 4 are hidden.", limits: ["Counts are of people."], tables: [TABLE] };
  const message = (view) => ({ version: 1, kind: "view", view });
  let isFromFrame;
  before(async () => {
    const { outputFiles } = await build({ entryPoints: [join(root, "www/src/element/protocol.ts")], bundle: true, write: false, format: "esm" });
    ({ isFromFrame } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`));
  });

  test("one that is exactly that is taken", () => assert.ok(isFromFrame(message(VIEW))));

  for (const [name, view] of Object.entries({
    "nothing": null,
    "a list": [VIEW],
    "one more member": { ...VIEW, sources: [{ party: "North", file: "SEND-North.parquet" }] },
    "records in the place of counts": { ...VIEW, tables: [{ ...TABLE, rows: [{ label: "North", counts: [{ row: 7 }] }] }] },
    "text in the place of a count": { ...VIEW, tables: [{ ...TABLE, rows: [{ label: "North", counts: ["Ann"] }] }] },
    "a count below nothing": { ...VIEW, tables: [{ ...TABLE, rows: [{ label: "North", counts: [-1] }] }] },
    "a row with a member more": { ...VIEW, tables: [{ ...TABLE, rows: [{ ...ROW, reference: "00" }] }] },
    "a label without end": { ...VIEW, tables: [{ ...TABLE, rows: [{ label: "x".repeat(5000), counts: [1] }] }] },
    "tables without end": { ...VIEW, tables: Array(2000).fill(TABLE) },
    "no tables": { ...VIEW, tables: undefined },
  })) {
    test(`${name} is dropped`, () => assert.ok(!isFromFrame(message(view))));
  }
});

describe("what a portal sees and sets", () => {
  test("a portal that asks for nothing is offered nothing", async () => {
    const { page, close } = await open("/plain");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await prepareInside(frame, { agreement: project.agreement, key: project.key, party: "North", file: project.file });
    assert.equal(await frame.getByRole("button", { name: /^Hand it over/ }).count(), 0);
    await close();
  });

  test("there is one job and no way to another", async () => {
    const { page, close } = await open("/plain");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await heading(frame, "Which project is this for?");
    assert.equal(await frame.getByRole("link", { name: "Split Tally" }).count(), 0);
    const before = await page.evaluate(() => history.length);
    await frame.evaluate(() => {
      const link = document.createElement("a");
      link.href = "#/set-up";
      document.body.append(link);
      link.click();
    });
    await frame.waitForTimeout(300);
    await heading(frame, "Which project is this for?");
    await frame.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
    await frame.getByText("Is this the project you expect?").waitFor();
    await frame.getByRole("button", { name: "Continue", exact: true }).click();
    await heading(frame, "Open the project key");
    assert.equal(await page.evaluate(() => history.length), before, "the portal's own history is left alone");
    await close();
  });

  test("the element is as high as its page, and several stand side by side", async () => {
    const { page, close } = await open("/two");
    await waitToHear(page, "ready");
    const [first, second] = [await frameOf(page), await frameOf(page, { number: 1 })];
    await heading(first, "Which project is this for?");
    await heading(second, "Which project is this for?");
    for (const frame of [first, second]) {
      await frame.waitForFunction(() => Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) < 2, null, { timeout: 10_000 });
    }
    await first.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
    const before = await first.evaluate(() => innerHeight);
    await first.getByText("Is this the project you expect?").waitFor();
    await first.waitForFunction((height) => innerHeight > height, before);
    await close();
  });

  test("Enter in a field goes on, though the frame may send no forms", async () => {
    const { page, close } = await open("/plain");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    await heading(frame, "Which project is this for?");
    await frame.getByRole("button", { name: "Continue", exact: true }).focus();
    await page.keyboard.press("Enter");
    await frame.getByRole("alert").first().waitFor();
    await close();
  });

  test("colours are taken, unless text could not be read in them", async () => {
    const { page, close } = await open("/themed");
    await waitToHear(page, "ready");
    const frame = await frameOf(page);
    const set = (colours) =>
      page.evaluate((given) => {
        const element = document.querySelector("split-tally");
        for (const [name, colour] of Object.entries(given)) element.style.setProperty(`--split-tally-${name}`, colour);
        element.updateTheme();
      }, colours);
    const button = () => frame.evaluate(() => document.documentElement.style.getPropertyValue("--app-button"));
    await set({ brand: "#7a003c", "brand-text": "#ffffff" });
    await frame.waitForFunction(() => document.documentElement.style.getPropertyValue("--app-button") === "#7a003c");
    await set({ text: "#fefefe", background: "#ffffff" });
    await page.waitForFunction(() => window.heard.some(({ code }) => code === "theme.contrast"));
    assert.equal(await button(), "", "the page has its own colours again");
    await set({ brand: "rebeccapurple" });
    await page.waitForFunction(() => window.heard.some(({ code }) => code === "theme.colour"));
    await close();
  });

  test("an agreement that cannot be read is not taken, and the portal is told", async () => {
    const { page, close } = await open("/plain");
    await page.evaluate(() => void (document.querySelector("split-tally").agreement = "{}"));
    await page.waitForFunction(() => window.heard?.some(({ code }) => code === "agreement.refused"), null, { timeout: 60_000 });
    const frame = await frameOf(page);
    await heading(frame, "Which project is this for?");
    assert.equal(await frame.getByText("Is this the project you expect?").count(), 0);
    await close();
  });
});
