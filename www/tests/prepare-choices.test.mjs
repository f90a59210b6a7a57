// The choices a person makes before a run: columns split and put together, saved mappings, rows left out, and values that stay masked.
// What is expected is counted by hand in tests/support/files.mjs.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { awkwardFile, optOutList } from "./support/files.mjs";
import { fromRowsToLeaves, leaveOut, makeFiles, prepareUntilColumns, prepareUntilReading, prepareUntilRows, saved, setUp } from "./support/user.mjs";
import { walkAwkwardFile } from "./support/walk.mjs";

let browser;
let place;
let choices;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { folder } = place;
  const { page, close } = await openPage(browser, builtPageUrl);
  const { agreement, key } = await setUp(page, { parties: ["North", "South"], passphrase: null, folder });
  await close();
  choices = { agreement, key, passphrase: null, party: "North", file: await written("awkward.csv", awkwardFile) };
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

async function written(name, content) {
  const path = join(place.folder, name);
  await writeFile(path, content);
  return path;
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const summary = (page) => page.locator(".govuk-error-summary");
const chosen = (page, column) => page.getByLabel(`Use of column ${column}`, { exact: true }).locator("option:checked").textContent();
const readJson = async (path) => JSON.parse(await readFile(path, "utf8"));

test("a name is split, and a date put together from three columns", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilColumns(page, choices);
  assert.equal(await chosen(page, "Tenant name"), "Whole name (split into given name and surname)");
  for (const column of ["Birth day", "Birth month", "Birth year"]) assert.equal(await chosen(page, column), "Date of birth (needed)");
  await page.getByText("Put together with “Birth month” and “Birth year”").waitFor();
  assert.equal(await chosen(page, "GP postcode"), "Not used");
  await press(page, "Continue");
  await heading(page, "Which rows take part?");
  await page.getByLabel("Use them all").check();
  await fromRowsToLeaves(page);
  const { record, crosswalk } = await makeFiles(page, place.folder);
  await close();

  const { mapping, quality, extract, id_column: idColumn } = await readJson(record);
  const used = Object.fromEntries(mapping.map(({ column, fields }) => [column, fields]));
  assert.deepEqual(used["Tenant name"], ["given_name", "surname"]);
  assert.deepEqual(used["Birth month"], ["birth_date"]);
  assert.deepEqual(used["GP postcode"], []);
  assert.equal(idColumn, "Ref");
  const filled = Object.fromEntries(quality.fields.map((field) => [field.field, field.filled]));
  assert.deepEqual(filled, { nhs_number: 3, given_name: 6, surname: 6, birth_date: 6, postcode: 5 });
  assert.equal(extract.rows, 6);
  assert.match(await readFile(crosswalk, "utf8"), /,T3\r?\n/);
});

test("columns that cannot go together are an error that names both, and parts of a date must be three", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilColumns(page, choices);
  await page.getByLabel("Use of column GP postcode").selectOption({ label: "Postcode" });
  await page.getByLabel("Use of column Birth year").selectOption({ label: "Not used" });
  await press(page, "Continue");
  await summary(page).getByText("Columns “Home postcode” and “GP postcode” are both used as “Postcode”").waitFor();
  await summary(page).getByText("three: day, month and year. You chose “Birth day” and “Birth month”").waitFor();
  await summary(page).getByRole("link", { name: /both used as/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Use of column GP postcode");
  await close();
});

test("a saved mapping is used again, and one of another file is refused at its field", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilColumns(page, choices);
  await page.getByLabel("Use of column Home postcode").selectOption({ label: "Not used" });
  await page.getByLabel("Use of column GP postcode").selectOption({ label: "Postcode" });
  await page.getByText("Save this mapping for next time").click();
  const mapping = await saved(page, "Save the mapping", place.folder);
  assert.match(mapping, /mapping-North\.json$/);
  const content = await readFile(mapping, "utf8");
  assert.doesNotMatch(content, /Quillfeather|943|AB1/, "a mapping holds no value");

  await page.reload();
  await page.locator("footer", { hasText: "Version" }).waitFor();
  await prepareUntilColumns(page, choices);
  assert.equal(await chosen(page, "GP postcode"), "Not used", "nothing is kept between two openings of the page");
  await page.getByText("I saved a mapping last time").click();
  const other = await written("other.json", content.replaceAll("GP postcode", "Parish"));
  await page.getByLabel("Choose the saved mapping").setInputFiles(other);
  await summary(page).getByText("there is no column \"Parish\"").waitFor();
  assert.match(await page.locator("#mapping").getAttribute("aria-describedby"), /mapping-error/);
  await page.getByLabel("Choose the saved mapping").setInputFiles(mapping);
  await page.getByText("The columns are now chosen as in mapping-North.json").waitFor();
  assert.equal(await chosen(page, "GP postcode"), "Postcode");
  assert.equal(await chosen(page, "Home postcode"), "Not used");
  assert.equal(await chosen(page, "Tenant name"), "Whole name (split into given name and surname)");
  assert.equal(await summary(page).count(), 0);
  await close();
});

test("repeated references are refused with their rows, then the first is kept", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, choices);
  await fromRowsToLeaves(page);
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.getByText('column "Ref" repeats the id of an earlier row (row 4; 1 in all)').waitFor();
  assert.equal(await page.getByText("--repeated-ids").count(), 0, "options of the command line are not spoken of");
  await page.getByRole("link", { name: "Change which rows take part" }).click();
  await heading(page, "Which rows take part?");
  await page.getByLabel("Use the first of them").check();
  await fromRowsToLeaves(page);
  const { record } = await makeFiles(page, place.folder);
  await page.getByText("Left out 1 row where an earlier row has the same id.").waitFor();
  const { extract, excluded } = await readJson(record);
  assert.equal(extract.rows, 5);
  assert.deepEqual(excluded, [{ reason: "an earlier row has the same id", rows: 1 }]);
  await close();
});

test("people on a list are left out, and a fault in a list is told at the list", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, choices);
  await page.getByLabel("Use them all").check();
  const faulty = await written("faulty.txt", "NHS number\n9434765919\n12345\n");
  await leaveOut(page, { of: "NHS number", file: faulty });
  await press(page, "Continue");
  await summary(page).getByText("faulty.txt, line 3").waitFor();
  assert.ok(!(await summary(page).innerText()).includes("12345"), "a value is not repeated");
  await summary(page).getByRole("link").click();
  const list = page.getByRole("group", { name: "List 1" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), await list.getByLabel("Choose the list").getAttribute("id"));
  await list.getByLabel("Choose the list").setInputFiles(await written("opted-out.txt", optOutList));
  await leaveOut(page, { of: "Your own reference (column “Ref”)", file: await written("two-columns.csv", "T3,Cora\nT4,Dev\n"), number: 2 });
  await press(page, "Continue");
  await summary(page).getByText("Every line of two-columns.csv has several values").waitFor();
  await page.getByRole("group", { name: "List 2" }).getByLabel("Choose the list").setInputFiles(await written("refs.txt", "T4\n"));
  await fromRowsToLeaves(page);
  const { record, crosswalk } = await makeFiles(page, place.folder);
  await page.getByText("Left out 1 row where their NHS number is in the list of those to leave out.").waitFor();
  await page.getByText("Left out 1 row where their ids are in the list of ids to leave out.").waitFor();
  await close();
  assert.equal((await readJson(record)).extract.rows, 4);
  assert.doesNotMatch(await readFile(crosswalk, "utf8"), /,T1\r?\n|,T4\r?\n/);
});

test("only rows that meet a condition take part", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, choices);
  await page.getByLabel("No, leave some out").check();
  await press(page, "Continue");
  await summary(page).getByText("Choose a list or a condition, or use every row").waitFor();
  await press(page, "Add a condition");
  const condition = page.getByRole("group", { name: "Condition 1" });
  await condition.getByLabel("Column").selectOption("Tenancy start");
  await condition.getByLabel("What must hold").selectOption({ label: "is on or after" });
  await press(page, "Continue");
  await summary(page).getByText("Enter the date of condition 1").waitFor();
  // From 2019-06-01: rows 4, 5. The others began in 2019-02, 2016, 2012 and 2017.
  await condition.getByLabel("Date", { exact: true }).fill("2019-06-01");
  await fromRowsToLeaves(page);
  const { record } = await makeFiles(page, place.folder);
  await page.getByText("Left out 4 rows where column \"Tenancy start\" is before the day asked for, or no date.").waitFor();
  await close();
  assert.equal((await readJson(record)).extract.rows, 2);
});

test("no value is in the page before it is asked for, nor after it is hidden, nor in the saved report", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const values = ["Quillfeather", "943 476 5919", "AB1 2CD", "QUILLFEATHER"];
  const inPage = async () => {
    const html = await page.content();
    return values.filter((value) => html.includes(value));
  };
  await prepareUntilColumns(page, choices);
  assert.deepEqual(await inPage(), []);
  await press(page, "Show values");
  assert.ok((await inPage()).includes("943 476 5919"));
  await press(page, "Hide values");
  assert.deepEqual(await inPage(), []);
  await press(page, "Continue");
  await heading(page, "Which rows take part?");
  await press(page, "Continue");
  await heading(page, "How good is the data?");
  await page.getByText("What the values look like").click();
  await page.getByText("3 digits, space, 3 digits, space, 4 digits").waitFor();
  await page.getByText("Row 4 repeats row 3").waitFor({ state: "attached" });
  assert.deepEqual(await inPage(), []);
  await press(page, "Show examples from my file");
  assert.ok((await inPage()).includes("QUILLFEATHER"));
  await press(page, "Hide the examples");
  assert.deepEqual(await inPage(), []);

  const report = await saved(page, /^Save KEEP-North-quality/, place.folder);
  const text = await readFile(report, "utf8");
  assert.deepEqual(values.filter((value) => text.includes(value)), []);
  const { rows, fields, reading, duplicates, examples } = JSON.parse(text);
  assert.equal(rows, 6);
  assert.equal(reading.rows, 6);
  assert.equal(examples, undefined);
  assert.deepEqual(duplicates.exact, { rows: 1, first: [{ first: 3, second: 4 }] });
  const nhs = fields.find(({ field }) => field === "nhs_number");
  assert.deepEqual([nhs.filled, nhs.missing, nhs.invalid, nhs.distinct], [3, 2, 1, 2]);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await close();
});

test("a file that cannot be read as it is can be read in another way", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilReading(page, choices);
  await page.getByText("9 columns").waitFor();
  await page.getByText("Read the file in another way", { exact: true }).click();
  await page.getByLabel("Row with the column names").fill("first");
  await press(page, "Read the file again");
  await summary(page).getByText("Enter the row with the column names as a number").waitFor();
  await page.getByLabel("Row with the column names").fill("1");
  await press(page, "Read the file again");
  await heading(page, "Check how your file was read");
  // The heading was there before too: the page is read again once it has the focus.
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await summary(page).count(), 0);
  await close();
});

test("every step fits a width of 320 pixels: only tables scroll sideways, inside themselves", async () => {
  const { page, close } = await openPage(browser, builtPageUrl, { viewport: { width: 320, height: 800 } });
  const wide = [];
  const onStep = async (name) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${name}: ${width}`);
  };
  await walkAwkwardFile(page, { ...choices, folder: place.folder, onStep });
  await close();
  assert.deepEqual(wide, []);
});

test("the prepare steps by keyboard: a list is added and removed, and the focus is never lost", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, choices);
  await page.getByLabel("Yes, every row").focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: "Add a list" }).focus();
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => ({ id: document.activeElement?.id, text: document.activeElement?.textContent }));
  assert.equal((await focused()).id, "list-1-of");
  await page.getByRole("button", { name: "Remove list 1" }).focus();
  await page.keyboard.press("Enter");
  assert.equal((await focused()).text, "Add a list");
  assert.equal(await page.getByRole("group", { name: "List 1" }).count(), 0);
  await close();
});
