// Files as other programs export them, through the whole page: read for what they are, prepared to the same bytes as on the
// command line, or refused with the reason at the field.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, root, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { makeFiles, prepareUntilFile, prepareUntilLeaves, setUp } from "./support/user.mjs";

const SEED = "11";
const exported = (name) => join(root, "tests/data/awkward", name);
let browser;
let place;
let project;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { page, close } = await openPage(browser, builtPageUrl);
  project = await setUp(page, { parties: ["North", "South"], passphrase: null, folder: place.folder });
  await close();
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const choices = (name) => ({ agreement: project.agreement, key: project.key, passphrase: null, party: "North", file: exported(name) });

for (const [name, said] of [
  ["title-and-merged-cells.xlsx", "was read as an Excel workbook, sheet “People”, with 5 columns. The column names are in row 3."],
  ["hidden-and-empty-sheets.ods", "sheet “People”"],
  ["windows-1252.csv", "Letters are stored as Windows (Western Europe)"],
  ["utf16le-with-mark.txt", "columns are separated by tabs"],
  ["macintosh.csv", "Mac"],
]) {
  test(`${name} is read and prepared as on the command line`, { skip: missingCommand }, async () => {
    const { page, seen, close } = await openPage(browser, `${builtPageUrl}?seed=${SEED}`);
    let reading;
    await prepareUntilLeaves(page, { ...choices(name), onStep: async (step) => void (step === "prepare-reading" && (reading = await page.locator("main").innerText())) });
    assert.ok(reading.includes(said), reading);
    const made = await makeFiles(page, place.folder);
    assert.deepEqual(seen.errors, []);
    await close();
    const path = (ending) => join(place.folder, `cli.${ending}`);
    await splitTally("prepare", "--agreement", project.agreement, "--key", project.key, "--party", "North", "--in", exported(name), "--invalid", "blank", "--seed", SEED, "--out", path("parquet"), "--crosswalk", path("csv"));
    assert.ok((await readFile(path("parquet"))).equals(await readFile(made.extract)), "the extracts are the same");
    const record = JSON.parse(await readFile(made.record, "utf8"));
    assert.equal(record.extract.rows, 3);
  });
}

for (const [name, said] of [
  ["password.xlsx", "password protected"],
  ["cut-off.xlsx", "damaged or cut off"],
  ["html-saved-as.xls", "a web page (HTML)"],
  ["bomb.ods", "bomb.ods"],
  ["no-header.csv", "this row looks like a record"],
]) {
  test(`${name} is refused with its reason`, async () => {
    const { page, close } = await openPage(browser, builtPageUrl);
    await prepareUntilFile(page, choices(name));
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    const summary = page.getByRole("alert").first();
    await summary.waitFor();
    const text = await page.locator("main").innerText();
    assert.ok(text.includes(said), text);
    await close();
  });
}

test("a workbook that its reader stops at is refused, and the page goes on", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilFile(page, choices("cell-address-beyond-the-last-row.xlsx"));
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("alert").first().waitFor();
  await page.getByLabel("Choose your file").setInputFiles(exported("plain.xlsx"));
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Check how your file was read" }).waitFor();
  await close();
});
