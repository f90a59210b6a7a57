// In a project about incidents nothing speaks of people: questions about doubtful pairs, results brought back, and what a file reveals. And a list of
// values that cannot be is refused where it is written.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { decideIncidents, INCIDENT, makeReports, tableOptions } from "./support/incidents.mjs";
import { heading, match, prepareUntilRows, press, setUp } from "./support/user.mjs";

const PARTIES = ["police", "council"];
const OF_PEOPLE = /\b(person|people|persons|somebody’s names?)\b/i;
let browser;
let place;
let project;

const at = (name) => join(place.folder, name);

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  const { file } = await makeReports(place.folder, { incidents: 1500 });
  const agreement = at("asking.json");
  await splitTally("agreement", "new", "--template", "incident", "--review", ...PARTIES.flatMap((party) => ["--party", party]), "--out", agreement);
  await splitTally("key", "new", "--out", at("project.key"));
  for (const party of PARTIES) {
    const outputs = ["--out", at(`${party}.parquet`), "--crosswalk", at(`${party}-crosswalk.csv`), "--report", at(`${party}-record.json`)];
    await splitTally("prepare", "--agreement", agreement, "--key", at("project.key"), "--party", party, "--in", file(party), ...tableOptions(party, file), "--invalid", "blank", ...outputs);
  }
  project = { agreement, files: PARTIES.map((party) => at(`${party}.parquet`)) };
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

/** What the page says by itself: with what is folded away, and without the owner's own cells and the other organisation's name. */
const said = (page) =>
  page.evaluate(() => {
    const copy = document.querySelector("main").cloneNode(true);
    for (const cells of copy.querySelectorAll(".govuk-summary-list")) cells.remove();
    return copy.textContent;
  });

async function speaksOfIncidents(page, what) {
  const text = await said(page);
  const found = OF_PEOPLE.exec(text);
  assert.ok(found === null, `${what} speaks of people: …${text.slice(Math.max(0, (found?.index ?? 0) - 80), (found?.index ?? 0) + 80)}…`);
}

test("matching, questions and results speak of incidents", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { links, review } = await match(page, { ...project, folder: place.folder });
  assert.ok(review, "some pairs are doubtful");
  await speaksOfIncidents(page, "the result of matching");
  assert.match(await said(page), /two reports are of one incident/i);

  await page.goto(`${builtPageUrl}#/review`);
  await page.getByLabel("Choose the review file").setInputFiles(review);
  await page.getByLabel("Choose your crosswalk").setInputFiles(at("police-crosswalk.csv"));
  await page.getByLabel("Choose your own data").setInputFiles(at("police.csv"));
  await speaksOfIncidents(page, "choosing the files of a review");
  await press(page, "Show the questions");
  await heading(page, /^Question 1 of/);
  await page.getByText("Is this report of yours about the same incident as the report that council holds?").waitFor();
  await speaksOfIncidents(page, "a question");
  await press(page, "Save and continue");
  await page.locator(".govuk-error-summary").getByText("Say whether it is the same incident").waitFor();
  await page.getByLabel("Different incidents", { exact: true }).check();
  await press(page, "Save and continue");
  const stop = page.getByRole("link", { name: "Stop here and save my answers" });
  if ((await stop.count()) > 0) await stop.click();
  await page.getByRole("button", { name: /^Save SEND-.*answers/ }).waitFor();
  await speaksOfIncidents(page, "the answers");

  await page.goto(`${builtPageUrl}#/bring-back`);
  await speaksOfIncidents(page, "choosing what to bring back");
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await page.getByLabel("Choose your crosswalk").setInputFiles(at("police-crosswalk.csv"));
  await page.getByLabel("Choose your own data").setInputFiles(at("police.csv"));
  await press(page, "Bring the results back");
  await page.getByText(/records were found in another organisation/).waitFor({ timeout: 60_000 });
  await speaksOfIncidents(page, "results by the links alone");
  await page.getByLabel("That, and what the agreement lets me see of others’ records").check();
  await page.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
  await page.getByLabel("Choose the other organisations’ prepared files").setInputFiles(at("council.parquet"));
  await page.waitForFunction(() => document.querySelector("#checks table") && !document.querySelector("#checks .govuk-tag--grey"), null, { timeout: 60_000 });
  await press(page, "Bring the results back");
  await page.getByText("you have who else knows of it, and no more").waitFor({ timeout: 60_000 });
  await speaksOfIncidents(page, "results by the agreement");
  assert.deepEqual(seen.errors, []);
  await close();
});

test("choosing which rows take part speaks of reports", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilRows(page, { agreement: project.agreement, key: at("project.key"), passphrase: null, party: "police", file: at("police.csv"), tables: () => press(page, "Continue") });
  await page.getByLabel("No, leave some out").check();
  await speaksOfIncidents(page, "which rows take part");
  await page.getByText("Choose this when each row should be a report of its own.").waitFor({ timeout: 5000 });
  await close();
});

test("what a file of incidents reveals is told of incidents", { skip: missingCommand }, async () => {
  const { reveals } = JSON.parse(await readFile(at("police-record.json"), "utf8"));
  assert.ok(reveals.length > 2);
  for (const one of reveals) assert.doesNotMatch(one, OF_PEOPLE);
  assert.ok(reveals.some((one) => one.includes("a street and an hour they have in mind")));
});

test("an agreement says what is compared in another's place, and one learnt of other levels is refused", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, `${builtPageUrl}#/prepare`);
  const choose = (file) => page.getByLabel("Choose the agreement file").setInputFiles(file);
  await choose(project.agreement);
  const matched = page.locator("details", { hasText: "How records will be matched" });
  await matched.waitFor();
  const lines = await matched.locator("li").allTextContents();
  const reported = lines.filter((line) => /reported/i.test(line));
  assert.equal(reported.length, 1, `it is said of once: ${lines.join("\n")}`);
  assert.match(reported[0], /does not count by itself: it is compared with the other report’s/);

  const agreement = JSON.parse(await readFile(project.agreement, "utf8"));
  const level = { level: "differs", m: 0.5, u: 0.5, household: 0.5 };
  const { fields = [], neighbourhoods = [] } = agreement.field_filters;
  const learnt = [...fields.map(({ field }) => field), ...neighbourhoods.map(({ field }) => field)].map((field) => ({ field, levels: [level] }));
  agreement.decision.probability.learnt = [{ parties: PARTIES, parameters: { match_share: 0.1, household_share: 0, fields: learnt } }];
  await writeFile(at("learnt.json"), JSON.stringify(agreement));
  await choose(at("learnt.json"));
  const refused = page.getByText(/learnt\[0\]: what was learnt of .* has no level .* which this version tells apart\. Files made under this agreement could not be matched/);
  await refused.first().waitFor({ timeout: 10_000 });
  assert.deepEqual(seen.errors, []);
  await close();
});

test("values that cannot be are refused on the page where they are written, at their field", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  let tried = false;
  const onStep = async (name) => {
    if (name !== "set-up-values" || tried) return;
    tried = true;
    const field = page.getByLabel("Values of how it was done, one a line");
    const usual = await field.inputValue();
    for (const [written, problem] of [
      ["knife\nfirearm|blunt object\nother", /^Error: Line 2 of the values of how it was done: a value has 1 to 40 letters A to Z/],
      ["knife\nfirearm\nÉpée", /^Error: Line 3 of the values of how it was done: a value has 1 to 40 letters A to Z/],
      ["knife\nfirearm\nKnife", /^Error: Line 3 of the values of how it was done: the value is there twice/],
      ["knife", /^Error: Enter two values or more of how it was done/],
    ]) {
      await field.fill(written);
      await press(page, "Continue");
      await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("#values-method-error")?.textContent.trim().replace(/\s+/g, " ") ?? ""), problem.source, { timeout: 10_000 });
      assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Which words will everybody use?");
      assert.equal(await field.inputValue(), written, "what was written is still there");
      assert.ok((await field.getAttribute("aria-describedby")).includes("values-method-error"));
    }
    // In Welsh the sentence is the page's, and what the core says in it is marked as English.
    await field.fill("knife\nfirearm\nKnife");
    await page.getByRole("link", { name: "Cymraeg", exact: true }).click();
    await press(page, "Parhau");
    const error = page.locator("#values-method-error");
    await error.waitFor();
    assert.match((await error.textContent()).trim().replace(/\s+/g, " "), /Llinell 3 o werthoedd how it was done: the value is there twice/);
    assert.deepEqual(await error.locator("[lang=en]").allTextContents(), ["how it was done", "the value is there twice"]);
    await page.getByRole("link", { name: "English", exact: true }).click();
    await field.fill(usual.replace(/^.+/, "sharp thing"));
  };
  await setUp(page, { parties: PARTIES, passphrase: null, folder: place.folder, template: INCIDENT, decide: (on) => decideIncidents(on, { onStep }) });
  assert.ok(tried);
  const { fields } = JSON.parse(await readFile(at("agreement.json"), "utf8"));
  assert.equal(fields.find(({ name }) => name === "method").values[0], "sharp thing");
  assert.deepEqual(seen.errors, []);
  await close();
});
