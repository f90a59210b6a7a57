// How a file was read, as the page says it, and the other ways it offers.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { fakeReading, workbookReading } from "./support/fake-core.mjs";
import { awkwardFile } from "./support/files.mjs";
import { prepareUntilFile, prepareUntilReading, setUp } from "./support/user.mjs";

let browser;
let place;
let choices;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { folder } = place;
  const { page, close } = await openPage(browser, builtPageUrl);
  const { agreement, key } = await setUp(page, { parties: ["North", "South"], passphrase: null, folder });
  await close();
  const file = join(folder, "people.csv");
  await writeFile(file, awkwardFile);
  choices = { agreement, key, passphrase: null, party: "North", file };
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const options = (page, label) => page.getByLabel(label, { exact: true }).locator("option").allTextContents();

test("a workbook: its sheet, what was passed over, what is worth a look, and another sheet", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await fakeReading(page, { reading: workbookReading });
  await prepareUntilReading(page, choices);
  const text = await page.locator("main").innerText();
  assert.match(text, /people\.csv was read as an Excel workbook, sheet “Export”, with 9 columns\. The column names are in row 3\./);
  assert.match(text, /other sheets, which were not read: Notes and Lookup \(hidden\)/);
  assert.match(text, /Rows above the column names: 2 \(rows 1 and 2\)/);
  assert.match(text, /Empty columns at the right: 1/);
  assert.match(text, /a spreadsheet removed it.*Seen 12 times, first in rows 4, 9 and 20\./);
  await page.getByText("Read the file in another way", { exact: true }).click();
  assert.deepEqual(await options(page, "Sheet"), ["Notes", "Export", "Lookup (hidden)"]);
  assert.equal(await page.getByLabel("How letters are stored").count(), 0);
  await page.getByLabel("Sheet", { exact: true }).selectOption("Notes");
  await page.getByLabel("Row with the column names").fill("5");
  await press(page, "Read the file again");
  await page.waitForFunction(() => window.asked.length === 2);
  assert.deepEqual(await page.evaluate(() => window.asked[1]), { encoding: null, delimiter: null, sheet: "Notes", header_row: 5 });
  await close();
});

test("a text file: names of encodings for people, and what is asked of the core", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await fakeReading(page, { reading: { encoding: "windows-1252", delimiter: "semicolon" } });
  await prepareUntilReading(page, choices);
  await page.getByText("Letters are stored as Windows (Western Europe), and columns are separated by semicolons.").waitFor();
  await page.getByText("Read the file in another way", { exact: true }).click();
  assert.equal((await options(page, "How letters are stored"))[0], "Work it out, now Windows (Western Europe)");
  await page.getByLabel("How letters are stored").selectOption({ label: "Mac (Western Europe)" });
  await page.getByLabel("What separates the columns").selectOption({ label: "tabs" });
  await press(page, "Read the file again");
  await page.waitForFunction(() => window.asked.length === 2);
  assert.deepEqual(await page.evaluate(() => window.asked[1]), { encoding: "macintosh", delimiter: "tab", sheet: null, header_row: null });
  await close();
});

test("a file that cannot be read leads to where the person can say how to read it", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await fakeReading(page, { refused: { code: "read.no_header", message: "people.csv, row 1: this row looks like a record" } });
  await prepareUntilFile(page, choices);
  await press(page, "Continue");
  await page.locator(".govuk-error-summary").getByText("this row looks like a record").waitFor();
  await page.getByRole("link", { name: "say how to read it" }).click();
  await page.getByRole("heading", { level: 1, name: "How should your file be read?" }).waitFor();
  await page.getByLabel("Row with the column names").fill("4");
  await press(page, "Read the file again");
  await page.locator(".govuk-error-summary").getByRole("link", { name: /this row looks like a record/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "header-row");
  assert.equal((await page.evaluate(() => window.asked.at(-1))).header_row, 4);
  await close();
});
