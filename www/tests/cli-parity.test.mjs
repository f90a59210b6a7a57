// The browser and the command line make the same file, byte for byte, from the same input, mapping and seed.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { awkwardFile, optOutList } from "./support/files.mjs";
import { fromRowsToLeaves, leaveOut, makeFiles, practiceFiles, prepareUntilColumns, saved, setUp } from "./support/user.mjs";

const SEED = "7";
const parties = ["North", "South"];
let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

async function openSeeded() {
  const opened = await openPage(browser, `${builtPageUrl}?seed=${SEED}`);
  await opened.page.getByText("Repeatable references: tests only").waitFor();
  return opened;
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function savedMapping(page) {
  await page.getByText("Save this mapping for next time").click();
  return saved(page, "Save the mapping", place.folder);
}

/** Prepares on the command line, and says whether it made the same files. */
async function assertSame(made, name, ...choices) {
  const path = (ending) => join(place.folder, `${name}.${ending}`);
  await splitTally("prepare", ...choices, "--party", "North", "--invalid", "blank", "--seed", SEED, "--out", path("parquet"), "--crosswalk", path("csv"), "--report", path("json"));
  assert.ok((await readFile(path("parquet"))).equals(await readFile(made.extract)), "the extracts are the same");
  assert.ok((await readFile(path("csv"))).equals(await readFile(made.crosswalk)), "the crosswalks are the same");
}

test("prepare", { skip: missingCommand }, async () => {
  const { folder } = place;
  const { page, close } = await openSeeded();
  const [file] = await practiceFiles(page, folder);
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder });
  await prepareUntilColumns(page, { agreement, key, passphrase: null, party: "North", file });
  const mapping = await savedMapping(page);
  await press(page, "Continue");
  await fromRowsToLeaves(page);
  const made = await makeFiles(page, folder);
  await close();
  await assertSame(made, "cli", "--agreement", agreement, "--key", key, "--in", file, "--mapping", mapping);
});

test("prepare with a saved mapping, people and rows left out", { skip: missingCommand }, async () => {
  const { folder } = place;
  const [file, list] = [join(folder, "awkward.csv"), join(folder, "opted-out.txt")];
  await Promise.all([writeFile(file, awkwardFile), writeFile(list, optOutList)]);
  const first = await openSeeded();
  const { agreement, key } = await setUp(first.page, { parties, passphrase: null, folder });
  const choices = { agreement, key, passphrase: null, party: "North", file };
  await prepareUntilColumns(first.page, choices);
  await first.page.getByLabel("Use of column Home postcode").selectOption({ label: "Not used" });
  await first.page.getByLabel("Use of column GP postcode").selectOption({ label: "Postcode" });
  const mapping = await savedMapping(first.page);
  await first.close();

  const { page, close } = await openSeeded();
  await prepareUntilColumns(page, choices);
  await page.getByText("I saved a mapping last time").click();
  await page.getByLabel("Choose the saved mapping").setInputFiles(mapping);
  await page.getByText("The columns are now chosen as in").waitFor();
  await press(page, "Continue");
  await page.getByRole("heading", { level: 1, name: "Which rows take part?" }).waitFor();
  await page.getByLabel("Use the first of them").check();
  await leaveOut(page, { of: "NHS number", file: list });
  await press(page, "Add a condition");
  await page.getByLabel("Column", { exact: true }).selectOption("Ref");
  await page.getByLabel("Values, one a line").fill("T1\nt2\nT3\nT5");
  await fromRowsToLeaves(page);
  const made = await makeFiles(page, folder);
  await close();
  // T1 is on the list, T2 stands twice, T4 is not among the values: T2, T3 and T5 are left.
  assert.equal(JSON.parse(await readFile(made.record, "utf8")).extract.rows, 3);
  await assertSame(
    ...[made, "cli-choices", "--agreement", agreement, "--key", key, "--in", file, "--mapping", mapping],
    ...["--exclude-by", `nhs_number=${list}`, "--keep", "Ref=T1|T2|T3|T5", "--repeated-ids", "keep-first"],
  );
});

test("an impact assessment, begun where the agreement is made and from the agreement's file", { skip: missingCommand }, async () => {
  const { folder } = place;
  const { page, close } = await openSeeded();
  const made = [];
  const onStep = async (step) => {
    if (step === "set-up-agreement") made.push(await readFile(await saved(page, "Save impact-assessment.html", folder)));
  };
  const { agreement } = await setUp(page, { parties, passphrase: null, folder, onStep });
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByLabel("Choose a file", { exact: true }).setInputFiles(agreement);
  await press(page, "Look inside");
  made.push(await readFile(await saved(page, "Save impact-assessment.html", folder)));
  await close();
  const out = join(folder, "assessment-of-command.html");
  await splitTally("agreement", "assessment", agreement, "--out", out);
  const expected = await readFile(out);
  for (const page of made) assert.ok(page.equals(expected));
  assert.equal(made.length, 2);
});
