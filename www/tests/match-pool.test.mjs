// Matching by several workers: the same files as by one and on the command line, whatever becomes of the workers.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { helpers, withProcessors } from "./support/pool.mjs";
import { preparedFiles } from "./support/prepared-files.mjs";
import { chooseMatchFiles, match } from "./support/user.mjs";

/** So many that three workers are worth starting for what the match keys leave. */
const PEOPLE = 60_000;
let browser;
let place;
let two;

async function matchedByCommand({ agreement, files }, folder) {
  const [links, report] = [join(folder, "cli.links.csv"), join(folder, "cli.report.json")];
  await splitTally("match", "--agreement", agreement, ...files, "--out", links, "--report", report);
  return { links: await readFile(links, "utf8"), report: comparable(await readFile(report, "utf8")) };
}

/** A report without where the files were. */
function comparable(json) {
  const report = JSON.parse(json);
  for (const input of report.inputs) input.file = basename(input.file);
  return report;
}

async function prepared(name, options) {
  const folder = join(place.folder, name);
  await mkdir(folder);
  const made = await preparedFiles(folder, options);
  return { ...made, folder, expected: await matchedByCommand(made, folder) };
}

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (!missingCommand) two = await prepared("two", { people: PEOPLE, parties: ["north", "south"] });
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

async function assertSame(page, files) {
  const made = await match(page, { ...files, folder: files.folder });
  assert.ok((await readFile(made.links, "utf8")) === files.expected.links, "the links are the same to the byte");
  assert.deepEqual(comparable(await readFile(made.report, "utf8")), files.expected.report);
}

for (const processors of [1, 2, 3]) {
  test(`${processors} at once give the links of the command line`, { skip: missingCommand }, async () => {
    const { page, seen, close } = await openPage(browser, builtPageUrl);
    await withProcessors(page, processors);
    await assertSame(page, two);
    assert.equal(await helpers(page), processors - 1);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith("file:")), []);
    await close();
  });
}

test("three parties are compared in three rounds", { skip: missingCommand }, async () => {
  const three = await prepared("three", { people: 26_000, parties: ["north", "south", "west"] });
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await withProcessors(page, 2);
  await assertSame(page, three);
  assert.equal(await helpers(page), 3);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("work that one worker does at once starts no others", { skip: missingCommand }, async () => {
  const small = await prepared("small", { people: 1000, parties: ["north", "south"] });
  const { page, close } = await openPage(browser, builtPageUrl);
  await withProcessors(page, 8);
  await assertSame(page, small);
  assert.equal(await helpers(page), 0);
  await close();
});

for (const disturbance of ["helper ended", "unnoticed", "helper trapped", "filters lost", "helpers ended"]) {
  test(`${disturbance}: the links are whole`, { skip: missingCommand }, async () => {
    const { page, seen, close } = await openPage(browser, builtPageUrl);
    await withProcessors(page, 3, disturbance);
    await assertSame(page, two);
    assert.equal(await helpers(page), 2);
    assert.ok(await page.evaluate(() => window.disturbed), "it came to pass");
    assert.deepEqual(seen.errors, []);
    await close();
  });
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("when the worker that has the files ends, that is said, with what to do, and no links are given", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await withProcessors(page, 2, "matcher ended");
  await chooseMatchFiles(page, two);
  await press(page, "Match the files");
  await page.getByText("The work stopped unexpectedly").waitFor({ timeout: 60_000 });
  await page.getByText("ask your data team to use the split-tally command").waitFor();
  await page.getByRole("button", { name: "Start again" }).waitFor();
  assert.equal(page.url().endsWith("#/match/run"), true);
  await close();
});

test("what it takes is said before it starts, and Stop ends all workers", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await withProcessors(page, 3, "held back");
  await chooseMatchFiles(page, two);
  await page.getByText(/^Matching these files will use up to \d+(\.\d)? MB of this computer’s memory, and up to 3 of its processors at once\.$/).waitFor();
  await press(page, "Match the files");
  await page.waitForFunction(() => window.seenWorkers.filter(({ name }) => name === "help").length === 2, null, { timeout: 60_000, polling: 20 });
  await page.locator(".progress__text", { hasText: "Comparing what is left" }).waitFor();
  await press(page, "Stop");
  await page.getByText("Stopped. Nothing was kept").waitFor();
  // Chromium gives a busy worker up to two seconds before it kills it; the person waits for none of them.
  for (let waited = 0; page.workers().length > 0 && waited < 5000; waited += 100) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, "no worker is left");
  await close();
});
