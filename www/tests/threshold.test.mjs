// The line above which pairs link: moved by keyboard and by pointer, what it says, and the way to an agreement that has it. What is expected comes of
// the scores in the links file and of the table of bins, as a person would count them.

import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { madeUpPeople, preparedUnder } from "./support/prepared-files.mjs";
import { heading, match, press, saved } from "./support/user.mjs";

const PARTIES = ["hospital", "council"];
let browser;
let place;
const projects = {};

const project = (key, name, template, ...choices) => preparedUnder(place.folder, { key, parties: PARTIES, template, choices, prefix: `${name}-`, seedOf: (party) => String(PARTIES.indexOf(party)) });

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  const key = await madeUpPeople(place.folder, { people: 2000, parties: PARTIES, seed: "8" });
  projects.people = await project(key, "people", "person");
  projects.linker = await project(key, "linker", "person-linker");
  projects.keys = await project(key, "keys", "person", "--no-similarity");
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const slider = (page) => page.getByRole("slider", { name: "Move the line to see what another would do" });
const effect = (page) => page.locator(".line-effect").textContent();
/** The cells of a row of the table of effects. */
const cells = (page, row) => page.getByRole("region", { name: "What the line does" }).getByRole("row").filter({ hasText: row }).getByRole("cell").allTextContents();

/** The scores of links: one a group, as there are two organisations. */
async function scores(links, rule) {
  const rows = (await readFile(links, "utf8")).trim().split("\n").slice(1).map((row) => row.split(","));
  return [...new Map(rows.filter((row) => !rule || row[4] === rule).map(([group, , , score]) => [group, Number(score)])).values()];
}

/** How many links a line leaves. Scores are written to four digits: one that is written as the line itself may be just below it. */
const linksFrom = (linked, line) => [...new Set([line - 0.00005, line + 0.00005].map((least) => linked.filter((score) => score >= least).length))];

/** What stands in the table of bins, as [from, pairs, links]. */
async function bins(page) {
  await page.getByText("Show these numbers as a table").click();
  const rows = await page.getByRole("region", { name: "Pairs by likeness" }).locator("tbody tr").all();
  return Promise.all(
    rows.map(async (row) => {
      const [range, ...numbers] = await row.locator("th, td").allTextContents();
      return [Number(range.split(" to ")[0]), ...numbers.map((number) => Number(number.replaceAll(",", "")))];
    }),
  );
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

test("by keyboard the line says what a higher and a lower one would link", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { links } = await match(page, { ...projects.people, folder: place.folder });
  const linked = await scores(links, "similarity");
  const table = await bins(page);
  assert.ok(linked.length > 5, "the made-up people have links by likeness");
  assert.equal(await effect(page), `The agreed line, from 0.82: ${linked.length} links by likeness`);

  await slider(page).focus();
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("ArrowRight");
  const said = await effect(page);
  const counts = linksFrom(linked, 0.85);
  assert.ok(Math.max(...counts) < linked.length, "the line is moved past some links");
  assert.ok(counts.some((higher) => said === `From 0.85: ${higher} links by likeness, ${linked.length - higher} fewer than now`), `${said}: ${counts}`);
  assert.equal(await slider(page).getAttribute("aria-valuetext"), said, "heard as it is read");
  const pairsFrom = (from) => sum(table.filter(([at]) => at >= from - 0.001).map(([, pairs]) => pairs));
  assert.deepEqual(await cells(page, "Pairs this alike or more"), [String(pairsFrom(0.82)), String(pairsFrom(0.85))]);

  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press("ArrowLeft");
  const more = pairsFrom(0.8) - pairsFrom(0.82);
  assert.ok(more > 0);
  assert.equal(await effect(page), `From 0.80: ${linked.length + more} at most links by likeness, at most ${more} more than now`);
  await page.keyboard.press("End");
  assert.match(await effect(page), /^From 0\.99: /);
  await page.keyboard.press("Home");
  assert.match(await effect(page), new RegExp(`^From ${table[0][0].toFixed(2)}: `));
  assert.deepEqual(seen.errors, []);
  await close();
});

for (const width of [1200, 320]) {
  test(`the line is dragged, at ${width} pixels`, { skip: missingCommand }, async () => {
    const { page, close } = await openPage(browser, builtPageUrl, { viewport: { width, height: 900 } });
    const { links } = await match(page, { ...projects.people, folder: place.folder });
    const linked = await scores(links, "similarity");
    const chart = page.locator(".chart");
    await chart.scrollIntoViewIfNeeded();
    const lineAt = async () => (await page.locator(".chart__moved line, .chart__agreed line").last().boundingBox()).x;
    const box = await chart.boundingBox();
    // The axis goes from the table's first bin to 1, and the agreed line, at 0.82, says where on it that is.
    const first = 0.72;
    const axis = { left: await page.locator(".chart__grid").first().boundingBox().then(({ x }) => x), width: await page.locator(".chart__grid").first().boundingBox().then(({ width: wide }) => wide) };
    const at = (value) => axis.left + ((value - first) / (1 - first)) * axis.width;
    assert.ok(Math.abs((await lineAt()) - at(0.82)) < 2);

    const grip = await page.locator(".chart__grip").boundingBox();
    assert.ok(grip.width >= 24, `${grip.width} pixels to take hold of`);
    await page.mouse.move(at(0.82) + 3, box.y + 150);
    await page.mouse.down();
    await page.mouse.move(at(0.86), box.y + 150, { steps: 4 });
    const said = await effect(page);
    const counts = linksFrom(linked, 0.86);
    assert.ok(counts.some((higher) => said === `From 0.86: ${higher} ${higher === 1 ? "link" : "links"} by likeness, ${linked.length - higher} fewer than now`), `said while it is dragged: ${said}: ${counts}`);
    await page.mouse.move(at(0.9), box.y + 150, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(at(0.75), box.y + 150);
    assert.match(await effect(page), /^From 0\.90: /, "let go, it stays");
    // The slider's thumb stands under the line.
    const thumb = await slider(page).boundingBox();
    assert.ok(thumb.height >= 24);
    const share = (0.9 - first) / (0.99 - first);
    assert.ok(Math.abs(thumb.x + 12 + share * (thumb.width - 24) - at(0.9)) < 2, "thumb and line stand one above the other");
    await close();
  });
}

test("by probability it says what a higher line costs, and leads to an agreement that has it", { skip: missingCommand }, async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { links, report } = await match(page, { ...projects.linker, folder: place.folder });
  const linked = await scores(links);
  const [model] = JSON.parse(await readFile(report, "utf8")).model;
  await slider(page).focus();
  for (let presses = 0; presses < 40; presses += 1) await page.keyboard.press("ArrowRight");
  const higher = linked.filter((score) => score >= 0.9).length;
  assert.ok(higher < linked.length);
  assert.match(await effect(page), new RegExp(`^From 90%: about ${higher.toLocaleString("en-GB")} links, ${linked.length - higher} fewer than now; about \\d+ expected to be wrong, and about \\d+ missed$`));
  const { precision, recall } = model.thresholds.find(({ threshold }) => Math.abs(threshold - 0.9) < 1e-9);
  assert.ok((await cells(page, "expected to be wrong"))[1].startsWith(`about ${Math.round(higher * (1 - precision))} (`));
  assert.ok((await cells(page, "expected to be missed"))[1].startsWith(`about ${Math.round(model.expected_matches * (1 - recall))} (`));

  await press(page, "Renew the agreement with the line at 90%");
  await heading(page, "Renew an agreement");
  const field = page.getByLabel("Pairs link from a probability of (percent)");
  await field.waitFor();
  assert.equal(await field.inputValue(), "90");
  await field.fill("much");
  await press(page, "Renew the agreement");
  await page.locator(".govuk-error-summary").getByText("Write a number from 1 to 99, such as 90: it is in percent").waitFor();
  // A share where percent are asked for would link nearly every pair.
  await field.fill("0.9");
  await press(page, "Renew the agreement");
  await page.locator(".govuk-error-summary").getByText("Write a number from 1 to 99, such as 90: it is in percent").waitFor();
  assert.equal(await page.getByText("Edition 2 is ready").count(), 0);
  await field.fill("90");
  await press(page, "Renew the agreement");
  await page.getByText("Edition 2 is ready").waitFor();
  await page.getByText("Pairs link from a probability of 90% upwards in this edition.").waitFor();
  const renewed = JSON.parse(await readFile(await saved(page, "Save agreement.json", place.folder), "utf8"));
  const before = JSON.parse(await readFile(projects.linker.agreement, "utf8"));
  before.decision.probability.threshold = 0.9;
  delete renewed.renewal;
  assert.deepEqual(renewed, before, "nothing else is settled otherwise");
  // Another renewal begins anew.
  await page.getByRole("link", { name: "Split Tally" }).click();
  await page.getByRole("link", { name: "Renew an agreement" }).click();
  await heading(page, "Renew an agreement");
  assert.equal(await field.count(), 0);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("with three organisations there is one line for all, and a part for each two", { skip: missingCommand }, async () => {
  const folder = await mkdtemp(join(place.folder, "three-"));
  const parties = ["a", "b", "c"];
  const at = (name) => join(folder, name);
  const named = parties.flatMap((party) => ["--party", party]);
  await splitTally("synth", "--people", "1000", "--seed", "5", ...["a=0.8", "b=0.6", "c=0.5"].flatMap((hold) => ["--hold", hold]), "--out-dir", folder);
  await splitTally("agreement", "new", "--template", "person-linker", ...named, "--out", at("agreement.json"));
  for (const party of parties) await splitTally("prepare", "--agreement", at("agreement.json"), "--key", join(place.folder, "project.key"), "--party", party, "--in", at(`${party}.csv`), "--invalid", "blank", "--out", at(`${party}.parquet`), "--crosswalk", at(`${party}-crosswalk.csv`));
  const { page, close } = await openPage(browser, builtPageUrl);
  const { report } = await match(page, { agreement: at("agreement.json"), files: parties.map((party) => at(`${party}.parquet`)), folder });
  const { links, model } = JSON.parse(await readFile(report, "utf8"));
  assert.equal(model.length, 3);
  assert.ok((await effect(page)).startsWith(`The agreed line, from 50%: ${links.toLocaleString("en-GB")} links; `), await effect(page));
  assert.equal(await slider(page).count(), 1);
  assert.equal(await page.getByText("a and b: what the model expects, and why").count(), 1);
  await close();
});

test("where match keys alone decide there is no line to move", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await match(page, { ...projects.keys, folder: place.folder });
  assert.equal(await slider(page).count(), 0);
  assert.equal(await page.locator(".chart").count(), 0);
  await close();
});
