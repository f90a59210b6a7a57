// A project goes on: records keep their references, groups their numbers, and people who share a home are put together.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { chooseMatchFiles, fromRowsToLeaves, makeFiles, prepareUntilRows, saved, setUp } from "./support/user.mjs";

const PARTIES = ["hospital", "council"];
let browser;
let place;
let first;

const lines = async (path) => (await readFile(path, "utf8")).trimEnd().split("\n");
const at = (name) => join(place.folder, name);

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  // The project is set up in the page, with households.
  const { page, close } = await openPage(browser, builtPageUrl);
  first = await setUp(page, { parties: PARTIES, passphrase: null, folder: place.folder, households: true });
  await close();
  await splitTally("synth", "--people", "800", "--seed", "8", "--out-dir", place.folder);
  for (const [seed, party] of PARTIES.entries()) {
    // The first time a tenth of the rows is not there yet.
    const [header, ...rows] = await lines(at(`${party}.csv`));
    await writeFile(at(`${party}-1.csv`), [header, ...rows.filter((_, row) => row % 10 > 0)].join("\n"));
    await prepare(party, `${party}-1.csv`, ["--seed", String(seed), "--out", at(`${party}-1.parquet`), "--crosswalk", at(`${party}-1.crosswalk.csv`)]);
    const earlier = ["--earlier-crosswalk", at(`${party}-1.crosswalk.csv`)];
    await prepare(party, `${party}.csv`, [...earlier, "--out", at(`${party}-2.parquet`), "--crosswalk", at(`${party}-2.crosswalk.csv`)]);
  }
  await splitTally("match", "--agreement", first.agreement, ...PARTIES.map((party) => at(`${party}-1.parquet`)), "--out", at("links-1.csv"));
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const prepare = (party, file, more) => splitTally("prepare", "--agreement", first.agreement, "--key", first.key, "--party", party, "--in", at(file), "--invalid", "blank", ...more);

/** Opens the part of the page that takes the file of an earlier run, and chooses one. */
async function goOnFrom(page, title, label, file) {
  await page.getByText(title).click();
  await page.getByLabel(label).setInputFiles(file);
}

test("records keep the references of the earlier crosswalk, and new ones get their own", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, { agreement: first.agreement, key: first.key, passphrase: null, party: "hospital", file: at("hospital.csv") });
  // The file of links is refused where it is chosen, and nothing is lost by it.
  await goOnFrom(page, "We prepared for this project before", "Choose the crosswalk that you kept", at("links-1.csv"));
  await page.locator(".govuk-error-summary").getByText(/links-1\.csv/).waitFor();
  await page.getByLabel("Choose the crosswalk that you kept").setInputFiles(at("hospital-1.crosswalk.csv"));
  await page.getByText("A crosswalk of 720 records.").waitFor();
  assert.equal(await page.locator(".govuk-error-summary").count(), 0);
  await fromRowsToLeaves(page);
  const made = await makeFiles(page, place.folder);
  await page.getByText("720 records keep the earlier reference, 80 are new, and 0 are no longer there.").waitFor();
  const earlier = await lines(at("hospital-1.crosswalk.csv"));
  const now = new Set(await lines(made.crosswalk));
  assert.equal(now.size, 801);
  assert.deepEqual(earlier.filter((line) => !now.has(line)), []);
  const record = JSON.parse(await readFile(made.record, "utf8"));
  assert.deepEqual(record.continued, { kept: 720, new: 80, gone: 0 });
  assert.deepEqual(seen.errors, []);
  await close();
});

test("groups keep their numbers, and homes are saved, as by the command", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const files = PARTIES.map((party) => at(`${party}-2.parquet`));
  await chooseMatchFiles(page, { agreement: first.agreement, files });
  await goOnFrom(page, "We matched before", "Choose the links of the earlier run", at("hospital-1.crosswalk.csv"));
  await page.locator(".govuk-error-summary").getByText(/hospital-1\.crosswalk\.csv/).waitFor();
  await page.getByLabel("Choose the links of the earlier run").setInputFiles(at("links-1.csv"));
  await page.getByText("Groups that are still there keep their numbers.", { exact: false }).last().waitFor();
  await page.getByRole("button", { name: "Match the files" }).click();
  await page.getByRole("heading", { level: 1, name: "What was found" }).waitFor({ timeout: 60_000 });

  await splitTally("match", "--agreement", first.agreement, ...files, "--earlier", at("links-1.csv"), "--out", at("by-command.csv"), "--households", at("homes-by-command.csv"), "--report", at("report.json"));
  const links = await saved(page, "Save links.csv", place.folder);
  assert.equal(await readFile(links, "utf8"), await readFile(at("by-command.csv"), "utf8"));
  const homes = await saved(page, "Save households.csv", place.folder);
  assert.equal(await readFile(homes, "utf8"), await readFile(at("homes-by-command.csv"), "utf8"));
  assert.ok((await lines(homes)).length > 10);

  // What the page says is what the report says.
  const { earlier, households } = JSON.parse(await readFile(at("report.json"), "utf8"));
  assert.ok(earlier.kept > 100 && households.homes > 10);
  const kept = page.getByRole("row", { name: /Kept, with their numbers/ });
  assert.ok((await kept.textContent()).includes(String(earlier.kept)));
  await page.getByText(`${households.homes} homes with two people or more`, { exact: false }).waitFor();
  assert.deepEqual(seen.errors, []);
  await close();
});

test("links of another project are refused before anything is matched", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const stranger = at("stranger.csv");
  const [header, ...rows] = await lines(at("links-1.csv"));
  const other = rows.map((row) => row.replace(/[0-9a-f]{32}/, (reference) => [...reference].reverse().join("")));
  await writeFile(stranger, `${[header, ...other].join("\n")}\n`);
  await chooseMatchFiles(page, { agreement: first.agreement, files: PARTIES.map((party) => at(`${party}-2.parquet`)) });
  await goOnFrom(page, "We matched before", "Choose the links of the earlier run", stranger);
  await page.getByRole("button", { name: "Match the files" }).click();
  await page.getByText("none of their records is in these extracts", { exact: false }).waitFor();
  await page.getByRole("link", { name: "Back", exact: true }).last().click();
  await page.getByRole("heading", { level: 1, name: "Choose the files to match" }).waitFor();
  await close();
});
