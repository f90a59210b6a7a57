// Violent incidents, from four services' exports to a picture that can be published: by the page alone, and byte for byte what the command
// line makes; and nothing of a place in words, an exact time or an exact place in anything that is made.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { zip } from "../zip.mjs";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { CANARIES, chooseTables, decideIncidents, INCIDENT, makeReports, seeIncidents, SOURCES, tableOptions, tablesOf, walkIncidents } from "./support/incidents.mjs";
import { heading, match, prepare, prepareUntilColumns, press, receivingKey, saved, setUp, startFrom } from "./support/user.mjs";

const LAST_DAY = "2999-12-31";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const REPEATS = ["emergency", "ambulance"];
const named = SOURCES.flatMap((party) => ["--party", party]);

let browser;
let place;
let reports;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (!missingCommand) reports = await makeReports(place.folder);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const at = (...names) => join(place.folder, ...names);
const same = async (one, other, what) => assert.ok((await readFile(one)).equals(await readFile(other)), `${what} of the page and of the command are the same`);
const refusal = (page) => page.locator(".govuk-error-summary").textContent();

async function own(name) {
  const folder = at(name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Prepares one service's file in a page whose references are repeatable; each needs others. */
async function prepareSeeded(seed, choices) {
  const { page, seen, close } = await openPage(browser, `${builtPageUrl}?seed=${seed}`);
  const tables = (on) => chooseTables(on, tablesOf(choices.party, reports.file));
  const made = await prepare(page, { passphrase: null, tables, ...choices });
  assert.deepEqual(seen.errors, []);
  await close();
  return made;
}

/** The mapping that the page suggests for a file, for the command line. */
async function mappingOf(choices, folder) {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilColumns(page, { passphrase: null, ...choices });
  await page.getByText("Save this mapping for next time").click();
  const mapping = await saved(page, "Save the mapping", folder);
  await close();
  return mapping;
}

const holds = (bytes, word) => bytes.includes(Buffer.from(word)) || bytes.toString("latin1").toLowerCase().includes(word.toLowerCase());
/** The shares of a report have seventeen digits, and every six of them somewhere: of those, a coordinate is a number by itself. */
const holdsNumber = (bytes, word) => new RegExp(`(?<![\\d.])${word}(?!\\d)`).test(bytes.toString("latin1"));

test("from four exports to a picture, as the command line makes it", { skip: missingCommand }, async () => {
  const folder = await own("whole");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const decide = (on, { onStep }) => decideIncidents(on, { lastDay: LAST_DAY, onStep });
  const { agreement, key } = await setUp(page, { parties: SOURCES, passphrase: null, folder, template: INCIDENT, repeats: REPEATS, decide });
  await splitTally(
    ...["agreement", "new", "--template", "incident", ...named, ...REPEATS.flatMap((party) => ["--repeats", party])],
    ...["--recipient", "County Linker=linker", "--expires", LAST_DAY, "--out", at("whole", "by-command.json")],
  );
  await same(agreement, at("whole", "by-command.json"), "the agreements");

  const made = [];
  for (const [seed, party] of SOURCES.entries()) {
    const choices = { agreement, key, party, file: reports.file(party) };
    made.push(await prepareSeeded(seed, { ...choices, folder }));
    const mapping = await mappingOf(choices, folder);
    const [out, crosswalk] = [at("whole", `${party}.parquet`), at("whole", `${party}.csv`)];
    await splitTally(
      ...["prepare", "--agreement", agreement, "--key", key, "--party", party, "--in", reports.file(party), "--mapping", mapping, ...tableOptions(party, reports.file)],
      ...["--invalid", "blank", "--seed", String(seed), "--out", out, "--crosswalk", crosswalk],
    );
    await same(made[seed].extract, out, `the extracts of ${party}`);
    await same(made[seed].crosswalk, crosswalk, `the crosswalks of ${party}`);
  }
  const record = JSON.parse(await readFile(made[0].record, "utf8"));
  assert.ok(record.choices.some((choice) => /looked up in gazetteer\.csv/.test(choice)), "the record says what places were looked up in");
  const known = Object.fromEntries(record.attributes.map(({ name, filled }) => [name, filled]));
  assert.ok(known.assault_method > 300 && known.kind_of_place > 300 && known.cell > 300, JSON.stringify(known));

  const files = made.map(({ extract }) => extract);
  const matched = await match(page, { agreement, files, folder });
  assert.match(matched.headline, /groups of reports, each of one incident/);
  await splitTally("match", "--agreement", agreement, ...files, "--out", at("whole", "links-by-command.csv"));
  await same(matched.links, at("whole", "links-by-command.csv"), "the links");

  const picture = await seeIncidents(page, { agreement, files, links: matched.links, areas: reports.areas, folder });
  const [json, html, tables] = [at("whole", "command-view.json"), at("whole", "command-view.html"), at("whole", "tables")];
  await splitTally(
    ...["view", "--agreement", agreement, "--links", matched.links, ...files, "--areas", reports.areas, "--area-name", "AREA_NM"],
    ...["--out", json, "--html", html, "--csv-dir", tables],
  );
  await same(picture.json, json, "the views");
  await same(picture.page, html, "the pages");
  const names = await readdir(tables);
  const archive = zip(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(tables, name))]))));
  assert.ok(archive.equals(await readFile(picture.tables)), "the tables of the page and of the command are the same");
  for (const name of ["regions", "attribute_month", "week_when", "attribute_assault_method", "attribute_kind_of_place", "cells_cell", "areas_cell", "hotspots"]) assert.ok(names.includes(`${name}.csv`), name);

  // Every table with its rule, every picture with the same, and both to be saved.
  const view = JSON.parse(await readFile(json, "utf8"));
  const pictures = page.locator(".drawn-chart svg");
  assert.equal(await pictures.count(), view.tables.length, "each table has its picture");
  for (const drawn of await pictures.all()) assert.match((await drawn.textContent()).replaceAll(/\s+/g, " "), /Counts from 1 to 7/);
  const whole = await readFile(html, "utf8");
  const drawn = [];
  for (const title of view.tables.map((one) => one.title)) {
    const file = await saved(page, `Save this picture (SVG): ${title}`, folder);
    const svg = await readFile(file, "utf8");
    assert.ok(whole.includes(svg.split("\n")[1]), `the picture “${title}” is the one in the page that is saved`);
    assert.doesNotMatch(svg.replace("http://www.w3.org/2000/svg", ""), /https?:|<image|<script|<style/, "a picture asks for nothing and needs no style sheet");
    drawn.push(file);
  }
  await same(await saved(page, "Save this table (CSV): Hotspots", folder), join(tables, "hotspots.csv"), "the hotspots");
  await page.getByText("That does not show that there is none.").or(page.getByText("none found does not show that there is none")).waitFor();
  await page.getByText("this finds where people are, and says nothing of risk", { exact: false }).waitFor();

  // Nothing that must not leave is in anything that leaves, is published or is kept with the papers.
  const published = [...names.map((name) => join(tables, name)), picture.json, picture.page, ...drawn];
  const looked = [agreement, ...files, matched.links, matched.report, ...made.map((one) => one.record), ...published];
  for (const file of looked) {
    const bytes = await readFile(file);
    for (const word of CANARIES) {
      const isAmongShares = file === matched.report && /^\d+$/.test(word);
      assert.ok(!(isAmongShares ? holdsNumber : holds)(bytes, word), `${file} holds ${word}`);
    }
  }
  for (const [file, coordinate] of files.flatMap((one) => [587_613, 208_291].map((number) => [one, number]))) {
    const bytes = await readFile(file);
    const [little, big] = [Buffer.alloc(4), Buffer.alloc(4)];
    little.writeUInt32LE(coordinate);
    big.writeUInt32BE(coordinate);
    assert.ok(!bytes.includes(little) && !bytes.includes(big), `${file} holds ${coordinate}`);
  }
  // The check is one that can fail: the owner's own file has them all.
  const police = await readFile(reports.file("police"));
  assert.ok(["587613", "208291", "0543", "27/07/2025", "marzipan"].every((word) => holds(police, word)));
  assert.ok(!(await page.locator("main").textContent()).match(/Zinnia|quokka|587613|208291/i));

  assert.equal(await page.locator("#requests-made").textContent(), "0");
  assert.equal(seen.requests.length, 1, `nothing is requested after the load, but saw ${seen.requests.slice(1)}`);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("other distances, words, squares and counts only, to an encrypted linker", { skip: missingCommand }, async () => {
  const folder = await own("counts");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { publicKey, identity } = await receivingKey(page, { passphrase: "zinnia quokka marzipan turnstile", folder });
  const methods = ["no weapon", "sharp object", "bodily force", "blunt object", "glass", "firearm", "other"];
  const decide = (on, { onStep }) =>
    decideIncidents(on, {
      ...{ place: "Up to about 2 kilometres", time: "Up to about an hour", cell: "1 kilometre", leaveOut: ["The kind of place"] },
      ...{ values: { "how it was done": methods }, results: "counts", publicKey, lastDay: LAST_DAY, onStep },
    });
  const { agreement, key } = await setUp(page, { parties: SOURCES.slice(1, 3), passphrase: null, folder, template: INCIDENT, decide });
  await splitTally(
    ...["agreement", "new", "--template", "incident", "--party", "ambulance", "--party", "police", "--within-metres", "2100", "--within-minutes", "54", "--cell-metres", "1000"],
    ...["month", "weekday", "hour", "cell", "assault_method"].flatMap((name) => ["--attribute", name]),
    ...["--values", `method=${methods.join("|")}`, "--results", "counts", "--recipient", `County Linker=linker=${publicKey}`, "--expires", LAST_DAY, "--out", at("counts", "by-command.json")],
  );
  await same(agreement, at("counts", "by-command.json"), "the agreements");
  const files = [];
  for (const party of SOURCES.slice(1, 3)) {
    const tables = (on) => chooseTables(on, tablesOf(party, reports.file));
    files.push((await prepare(page, { agreement, key, passphrase: null, party, file: reports.file(party), folder, tables })).extract);
  }
  const picture = await seeIncidents(page, { agreement, files, identity: { file: identity, passphrase: "zinnia quokka marzipan turnstile" }, folder });
  await page.getByText("No links were kept.", { exact: false }).waitFor();
  const first = JSON.parse(await readFile(picture.json, "utf8"));
  assert.equal(first.incidents.places.metres, 1000);

  // Compared with itself as an earlier picture nothing stands out.
  const cells = await saved(page, "Save this table (CSV): Incidents by cell of 1000 metres", folder);
  // Forgets what was chosen.
  await page.reload();
  const again = await seeIncidents(page, { agreement, files, identity: { file: identity, passphrase: "zinnia quokka marzipan turnstile" }, earlier: cells, folder: await own("earlier") });
  const { hotspots } = JSON.parse(await readFile(again.json, "utf8")).incidents.places;
  assert.match(hotspots.baseline, /earlier period/);
  await page.getByText("None was found.").waitFor();
  assert.deepEqual(seen.errors, []);
  await close();
});

test("tables and areas that cannot be used are told where they are chosen, and without their words", { skip: missingCommand }, async () => {
  const folder = await own("wrong");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const decide = (on) => decideIncidents(on, { lastDay: LAST_DAY });
  const { agreement, key } = await setUp(page, { parties: SOURCES, passphrase: null, folder, template: INCIDENT, repeats: REPEATS, decide });
  const wrongCodes = at("wrong", "codes.csv");
  await writeFile(wrongCodes, "code,value\nKNIFE,sharp object\nSWORD,Zinnia\n");
  const wrongPlaces = at("wrong", "places.csv");
  await writeFile(wrongPlaces, "place,easting,northing\nQuokka Arms,587613,\n");
  await prepareUntilColumns(page, { agreement, key, passphrase: null, party: "emergency", file: reports.file("emergency") });
  await press(page, "Continue");
  await heading(page, "What do your places and codes mean?");
  for (const [label, file, said] of [
    ["What your codes of how it was done mean", wrongCodes, /codes\.csv, row 3: the value is none/],
    ["A table of places (a gazetteer)", wrongPlaces, /places\.csv, row 2: the coordinates are missing/],
  ]) {
    await page.getByLabel(label).setInputFiles(file);
    await page.locator(".govuk-error-summary").waitFor();
    assert.match(await refusal(page), said);
    assert.doesNotMatch(await refusal(page), /zinnia|quokka/i);
    // It does not go on with a table that it could not read.
    await press(page, "Continue");
    await page.locator(".govuk-error-summary").waitFor();
    await page.getByLabel(label).setInputFiles([]);
    await page.locator(".govuk-error-summary").waitFor({ state: "detached" });
  }
  // A code that no table has is told on the page of the data, with its rows.
  await press(page, "Continue");
  await heading(page, "Which rows take part?");
  await press(page, "Continue");
  await page.getByText("What we found in the cells").waitFor({ timeout: 60_000 });
  await page.getByText(/assault method: .*none of the values|assault method: .*not.*list/i).first().waitFor();

  const files = [];
  for (const party of SOURCES.slice(2)) files.push((await prepare(page, { agreement, key, passphrase: null, party, file: reports.file(party), folder, tables: (on) => chooseTables(on, tablesOf(party, reports.file)) })).extract);
  const { links } = await match(page, { agreement, files, folder });
  const lines = at("wrong", "lines.geojson");
  await writeFile(lines, '{"type":"FeatureCollection","features":[{"properties":{"ward":"A"},"geometry":{"type":"LineString"}}]}');
  const nameless = at("wrong", "nameless.geojson");
  await writeFile(nameless, '{"type":"FeatureCollection","features":[{"properties":{"ward":"A"}},{"properties":{"ward":"A"}}]}');
  await startFrom(page, "See the combined picture");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await press(page, "Continue");
  await page.getByLabel("Choose the prepared files").setInputFiles(files);
  await page.waitForFunction(() => document.querySelector("#checks table") && !document.querySelector("#checks .govuk-tag--grey"), null, { timeout: 60_000 });
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await press(page, "Continue");
  await heading(page, "What should the map show?");
  await page.getByLabel("Yes, by a file of areas").check();
  await press(page, "Count the incidents");
  assert.match(await refusal(page), /Choose the file of areas/);
  await page.getByLabel("Choose the file of areas").setInputFiles(nameless);
  await page.locator(".govuk-error-summary").getByText("gives every area a name of its own").waitFor();
  await page.getByLabel("Choose the file of areas").setInputFiles(lines);
  await page.getByLabel("Which property names the areas?").waitFor();
  await press(page, "Count the incidents");
  await page.locator(".govuk-error-summary").getByText("an area is a Polygon or a MultiPolygon").waitFor();
  assert.doesNotMatch(await refusal(page), /--/);
  await page.getByLabel("Choose the file of areas").setInputFiles(reports.areas);
  await page.getByLabel("Which property names the areas?").waitFor();
  assert.equal(await page.getByLabel("Which property names the areas?").inputValue(), "AREA_NM");
  await page.getByLabel("Yes, compared with numbers of people").check();
  const base = at("wrong", "base.csv");
  await writeFile(base, "square,residents\nTL870080,many\n");
  await page.getByLabel("Choose the table of numbers by square").setInputFiles(base);
  await press(page, "Count the incidents");
  await page.locator(".govuk-error-summary").getByText("base.csv, line 2").waitFor();
  assert.doesNotMatch(await refusal(page), /many|--/);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("made-up reports for practice, and pages that axe and a keyboard can use in every scheme", { skip: missingCommand }, async () => {
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    const { page, seen, close } = await openPage(browser, builtPageUrl, options);
    const found = [];
    const onStep = async (step) => {
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, nodes } of violations) for (const { target, failureSummary } of nodes) found.push(`${JSON.stringify(options)} ${step}: ${id} at ${target}: ${failureSummary}`);
    };
    const files = await walkIncidents(page, { folder: await own("practice"), onStep, sources: ["police", "council"] });
    assert.equal(files.length, 11, "four files of reports, five of codes, a gazetteer and the truth");
    assert.deepEqual(found, []);
    // A keyboard reaches each picture, to scroll it.
    for (const scroller of await page.locator(".drawn-chart .table-scroll").all()) {
      await scroller.focus();
      assert.ok(await scroller.evaluate((one) => one === document.activeElement));
    }
    assert.deepEqual(seen.errors, []);
    await close();
  }
});
