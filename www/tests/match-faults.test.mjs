// Matching that is stopped, and matching for which a worker has too little memory: no links, what to do, and the page goes on.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { withProcessors } from "./support/pool.mjs";
import { preparedFiles } from "./support/prepared-files.mjs";
import { chooseMatchFiles, saved } from "./support/user.mjs";

/** So many that two workers are worth starting for what the match keys leave. */
const PEOPLE = 60_000;
let place;
let large;

async function prepared(name, people) {
  const folder = join(place.folder, name);
  await mkdir(folder);
  const made = await preparedFiles(folder, { people, parties: ["north", "south"] });
  const links = join(folder, "cli.links.csv");
  await splitTally("match", "--agreement", made.agreement, ...made.files, "--out", links);
  return { ...made, folder, expected: await readFile(links, "utf8") };
}

before(async () => {
  place = await temporaryFolder();
  if (!missingCommand) large = await prepared("large", PEOPLE);
});
after(() => place?.remove());

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const noLinks = async (page) => assert.equal(await page.getByRole("button", { name: /^Save links/ }).count(), 0, "no links are given");

async function expectLinks(page, { folder, expected }) {
  await page.locator("#headline").waitFor({ timeout: 120_000 });
  assert.ok((await readFile(await saved(page, "Save links.csv", folder), "utf8")) === expected, "the links are the command line's to the byte");
}

test("matching stops within a second, keeps nothing, and started again finds all", { skip: missingCommand }, async () => {
  const browser = await launch();
  const { page, close } = await openPage(browser, builtPageUrl);
  await withProcessors(page, 2, "held back");
  await chooseMatchFiles(page, large);
  await press(page, "Match the files");
  await page.locator(".progress__text", { hasText: "Comparing what is left" }).waitFor({ timeout: 60_000 });
  const pressed = Date.now();
  await press(page, "Stop");
  await page.getByText("Stopped. Nothing was kept").waitFor();
  assert.ok(Date.now() - pressed < 1000, `stopping took ${Date.now() - pressed} ms`);
  await noLinks(page);
  await page.evaluate(() => {
    window.disturbed = true;
  });
  await press(page, "Start again");
  await expectLinks(page, large);
  await close();
  await browser.close();
});

test("a worker that gets no more memory ends the work, with what to do, and smaller files are matched after it", { skip: missingCommand }, async () => {
  // Pages of 64 KiB: 64 MiB for each worker, which matching these files outgrows and reading their headers does not.
  const browser = await launch("--js-flags=--wasm-max-mem-pages=1024");
  const small = await prepared("small", 500);
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await chooseMatchFiles(page, large);
  await press(page, "Match the files");
  await page.getByRole("alert").first().waitFor({ timeout: 120_000 });
  await page.getByText(/ask your data team to use the split-tally command|use the command line/).first().waitFor();
  await noLinks(page);
  await chooseMatchFiles(page, small);
  await press(page, "Match the files");
  await expectLinks(page, small);
  assert.deepEqual(seen.requests.filter((url) => !url.startsWith("file:")), []);
  await close();
  await browser.close();
});
