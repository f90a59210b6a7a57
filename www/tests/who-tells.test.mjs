// Which organisation tells what the picture of incidents shows: chosen with the keyboard alone, refused where nobody does, and the agreement
// that the command line makes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { INCIDENT } from "./support/incidents.mjs";
import { heading, press, saved, startFrom, tabTo } from "./support/user.mjs";

const LAST_DAY = "2999-12-31";
const PARTIES = ["hospital", "police", "council"];

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

/** Up to the page that asks who tells what, without the kind of place. */
async function untilWhoTells(page) {
  await startFrom(page, "Set up a project");
  await press(page, "Add another organisation");
  for (const [index, name] of PARTIES.entries()) await page.getByLabel(`Organisation ${index + 1}`, { exact: true }).fill(name);
  await press(page, "Continue");
  await page.getByLabel(INCIDENT, { exact: true }).check();
  await press(page, "Continue");
  await heading(page, "How near must two reports be?");
  await press(page, "Continue");
  await heading(page, "Which words will everybody use?");
  await page.getByLabel("Values of how it was done, one a line").waitFor();
  await press(page, "Continue");
  await heading(page, "What may the picture show?");
  await page.getByRole("checkbox").first().waitFor();
  await page.getByLabel("The kind of place", { exact: true }).uncheck();
  await press(page, "Continue");
  await heading(page, "Who tells what the picture shows?");
}

/** From there to the agreement. */
async function untilAgreement(page) {
  await heading(page, "How may the results be used?");
  await press(page, "Continue");
  await heading(page, "Who links the files?");
  await page.getByLabel("Their name").fill("County Linker");
  await press(page, "Continue");
  await heading(page, "When does the agreement end?");
  await page.getByLabel("Last day", { exact: true }).fill(LAST_DAY);
  await press(page, "Continue");
  await heading(page, "Which counts may be published?");
  await press(page, "Continue");
  await heading(page, "Check the agreement");
}

test("who tells what is chosen with the keyboard alone, and is in the agreement as the command line makes it", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await untilWhoTells(page);
  // What was left out of the picture is not asked about, and what is taken of one field goes together.
  const rows = page.getByRole("table", { name: "Who tells what the picture shows", includeHidden: true }).locator("tbody tr");
  assert.equal(await rows.count(), 3);
  await tabTo(page, "Yes, whatever its file has");
  await page.keyboard.press("ArrowDown");
  for (const label of ["council tells: when it happened", "hospital tells: where it happened"]) {
    await tabTo(page, label);
    await page.keyboard.press("Space");
  }
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await untilAgreement(page);
  await page.getByText("month (from hospital and police)", { exact: false }).waitFor();
  await page.getByText("place (a square of 500 metres) (from police and council)", { exact: false }).waitFor();
  const agreement = await saved(page, "Save agreement.json", place.folder);
  const byCommand = join(place.folder, "by-command.json");
  await splitTally(
    ...["agreement", "new", "--template", "incident", ...PARTIES.flatMap((party) => ["--party", party]), "--recipient", "County Linker=linker", "--expires", LAST_DAY],
    ...["month=hospital+police", "weekday=hospital+police", "hour=hospital+police", "cell=police+council", "assault_method"].flatMap((one) => ["--attribute", one]),
    ...["--out", byCommand],
  );
  assert.equal(await readFile(agreement, "utf8"), await readFile(byCommand, "utf8"));
  // The way back from the answers, which stand as they were given.
  await page.getByRole("link", { name: "Change who tells it" }).click();
  await heading(page, "Who tells what the picture shows?");
  assert.ok(await page.getByLabel("No, say for each").isChecked());
  assert.ok(!(await page.getByLabel("council tells: when it happened", { exact: true }).isChecked()));
  // Everyone again, and the agreement is another.
  await page.getByLabel("Yes, whatever its file has").check();
  await press(page, "Continue");
  await untilAgreement(page);
  await page.getByText("Save agreement.json").first().waitFor();
  assert.equal(await page.getByText("(from hospital", { exact: false }).count(), 0);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("what nobody tells is refused, with a link to its row", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await untilWhoTells(page);
  await page.getByLabel("No, say for each").check();
  for (const party of PARTIES) await page.getByLabel(`${party} tells: how it was done`, { exact: true }).uncheck();
  await press(page, "Continue");
  const summary = page.locator(".govuk-error-summary");
  const link = summary.getByRole("link", { name: "Choose who tells “how it was done”, or take it out of the picture" });
  await link.waitFor();
  assert.ok(await summary.evaluate((one) => one === document.activeElement || one.contains(document.activeElement)));
  await link.press("Enter");
  assert.ok(await page.getByLabel("hospital tells: how it was done", { exact: true }).evaluate((one) => one === document.activeElement));
  await page.keyboard.press("Space");
  await press(page, "Continue");
  await heading(page, "How may the results be used?");
  assert.deepEqual(seen.errors, []);
  await close();
});
