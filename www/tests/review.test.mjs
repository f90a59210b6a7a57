// Doubtful pairs are put to the organisations that hold them, their answers are applied, and the links come back to own rows.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { saved } from "./support/user.mjs";

let browser;
let place;
let files;

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor({ timeout: 60_000 });

/** Rows of a CSV file without quoted commas in the columns that are asked for. */
const rows = async (path) => (await readFile(path, "utf8")).replace(/^\uFEFF/, "").trimEnd().split("\n");

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  const at = (name) => join(place.folder, name);
  await splitTally("agreement", "new", "--template", "person-linker", "--review", "--party", "hospital", "--party", "council", "--out", at("agreement.json"));
  await splitTally("key", "new", "--out", at("project.key"));
  await splitTally("synth", "--people", "2000", "--seed", "8", "--out-dir", place.folder);
  for (const [seed, party] of ["hospital", "council"].entries()) {
    await splitTally("prepare", "--agreement", at("agreement.json"), "--key", at("project.key"), "--party", party, "--in", at(`${party}.csv`), "--invalid", "blank", "--seed", String(seed), "--out", at(`${party}.parquet`), "--crosswalk", at(`${party}-crosswalk.csv`));
  }
  files = { agreement: at("agreement.json"), extracts: [at("hospital.parquet"), at("council.parquet")], crosswalk: at("hospital-crosswalk.csv"), data: at("hospital.csv") };
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

async function matchFiles(page, { answers } = {}) {
  // The page forgets what was chosen for a run before.
  await page.goto("about:blank");
  await page.goto(`${builtPageUrl}#/match`);
  await page.getByLabel("Choose the agreement file").setInputFiles(files.agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Choose the prepared files").setInputFiles(files.extracts);
  if (answers) {
    await page.getByText("I have answers to a review").click();
    await page.getByLabel("Choose the answers").setInputFiles(answers);
    await page.getByText(/hospital answered \d+ questions/).waitFor();
  }
  await page.getByRole("button", { name: "Match the files" }).click();
  await heading(page, "What was found");
}

async function chooseOwn(page, { crosswalk = files.crosswalk, data = files.data } = {}) {
  await page.getByLabel("Choose your crosswalk").setInputFiles(crosswalk);
  await page.getByLabel("Choose your own data").setInputFiles(data);
}

test("asked, answered by keyboard, applied, and brought back", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await matchFiles(page);
  const review = await saved(page, "Save review.json", place.folder);
  const { pairs } = JSON.parse(await readFile(review, "utf8"));
  assert.ok(pairs.length > 2);

  // The questions show own rows, and nothing of the other's.
  await page.goto(`${builtPageUrl}#/review`);
  await page.getByLabel("Choose the review file").setInputFiles(review);
  await chooseOwn(page);
  await page.getByRole("button", { name: "Show the questions" }).click();
  await heading(page, `Question 1 of ${pairs.length}`);
  const crosswalk = new Map((await rows(files.crosswalk)).map((row) => row.split(",")));
  const ownId = crosswalk.get(pairs[0].records.find(({ party }) => party === "hospital").record);
  await page.locator(".govuk-summary-list__value").getByText(ownId, { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.locator(".govuk-error-summary").getByText("Say whether it is the same person").waitFor();
  for (let number = 1; number <= pairs.length; number += 1) {
    await heading(page, `Question ${number} of ${pairs.length}`);
    await page.getByLabel(number === 1 ? "Different people" : "The same person", { exact: true }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
  }
  await heading(page, "Your answers are ready");
  // An answer can be changed.
  await page.getByRole("button", { name: "Go back to the questions" }).click();
  await heading(page, `Question ${pairs.length} of ${pairs.length}`);
  assert.ok(await page.getByLabel("The same person", { exact: true }).isChecked());
  await page.getByLabel("I cannot tell").check();
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.getByText(`You have answered ${pairs.length} of ${pairs.length} questions.`).waitFor();
  const answers = await saved(page, "Save SEND-hospital-answers.json", place.folder);
  const said = JSON.parse(await readFile(answers, "utf8")).answers.map(({ answer }) => answer);
  assert.deepEqual(said, pairs.map((_, index) => (index === 0 ? "different" : index === pairs.length - 1 ? "unsure" : "same")));

  // Applied, as the command applies them.
  await matchFiles(page, { answers });
  await page.getByText("What became of the answers").waitFor();
  const links = await saved(page, "Save links.csv", place.folder);
  const byCommand = join(place.folder, "by-command.csv");
  await splitTally("match", "--agreement", files.agreement, ...files.extracts, "--answers", answers, "--out", byCommand);
  const text = await readFile(links, "utf8");
  assert.equal(text, await readFile(byCommand, "utf8"));
  assert.ok(text.includes(",review\n"));

  // Brought back, as the command brings them back.
  await page.goto(`${builtPageUrl}#/bring-back`);
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await chooseOwn(page);
  await page.getByRole("button", { name: "Bring the results back" }).click();
  await page.getByText(/of your 2,000 records were found/).waitFor();
  const joined = await saved(page, "Save KEEP-joined.csv", place.folder);
  const joinedByCommand = join(place.folder, "joined-by-command.csv");
  await splitTally("rejoin", "--links", links, "--crosswalk", files.crosswalk, "--in", files.data, "--out", joinedByCommand);
  assert.deepEqual(await readFile(joined), await readFile(joinedByCommand));
  assert.deepEqual(seen.errors, []);
  await close();
});

test("files that do not belong together are refused at the field they are about", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const refused = async (field, words) => {
    const summary = page.locator(".govuk-error-summary");
    await summary.getByText(words).waitFor({ timeout: 60_000 });
    await summary.getByRole("link").first().click();
    assert.ok(await page.getByLabel(field).evaluate((element) => element === document.activeElement));
  };
  const other = join(place.folder, "other-crosswalk.csv");
  await writeFile(other, `record,id\n${"0".repeat(32)},1\n`);
  const otherData = join(place.folder, "other.csv");
  await writeFile(otherData, "id,name\nnobody,x\n");
  const links = join(place.folder, "links-to-refuse.csv");
  await splitTally("match", "--agreement", files.agreement, ...files.extracts, "--out", links);

  await page.goto(`${builtPageUrl}#/bring-back`);
  await page.getByRole("button", { name: "Bring the results back" }).click();
  await refused("Choose the links file", "Choose the links file");
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await chooseOwn(page, { crosswalk: other });
  await page.getByRole("button", { name: "Bring the results back" }).click();
  await refused("Choose your crosswalk", "no record in it is in the crosswalk");
  await chooseOwn(page, { data: otherData });
  await page.getByRole("button", { name: "Bring the results back" }).click();
  await refused("Choose your own data", "are in its column 1");

  await page.goto(`${builtPageUrl}#/review`);
  await page.getByLabel("Choose the review file").setInputFiles(files.agreement);
  await chooseOwn(page);
  await page.getByRole("button", { name: "Show the questions" }).click();
  await refused("Choose the review file", "this is no file of pairs to review");
  await close();
});
