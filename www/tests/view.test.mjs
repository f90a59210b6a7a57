// The combined view of vulnerability, from three organisations' exports to a picture that can be published and a worklist of one's own
// people: by the page alone, and byte for byte what the command line makes.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { zip } from "../zip.mjs";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { bringBackShared, chooseViewFiles, match, prepare, prepareUntilColumns, prepareUntilRows, receivingKey, saved, seePicture, setUp, startFrom, VULNERABILITY, tabTo } from "./support/user.mjs";

const PARTIES = ["hospital", "council", "charity"];
const HELD = ["0.5", "0.6", "0.3"];
const LAST_DAY = "2999-12-31";
const passphrase = "zinnia quokka marzipan turnstile";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  const holds = PARTIES.flatMap((party, index) => ["--hold", `${party}=${HELD[index]}`]);
  await splitTally("synth", "--people", "2000", "--seed", "7", "--indicators", ...holds, "--out-dir", place.folder);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const at = (...names) => join(place.folder, ...names);
const named = PARTIES.flatMap((party) => ["--party", party]);
const same = async (one, other, what) => assert.ok((await readFile(one)).equals(await readFile(other)), `${what} of the page and of the command are the same`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const refusal = (page) => page.locator(".govuk-error-summary").textContent();

/** A folder of a test's own, as the page saves under the same names each time. */
async function own(name) {
  const folder = at(name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Prepares one organisation's file in a page whose references are repeatable; each needs others. */
async function prepareSeeded(seed, choices) {
  const { page, seen, close } = await openPage(browser, `${builtPageUrl}?seed=${seed}`);
  const made = await prepare(page, { passphrase: null, ...choices });
  assert.deepEqual(seen.errors, []);
  await close();
  return made;
}

test("from three exports to a picture and a worklist", { skip: missingCommand }, async () => {
  const folder = await own("whole");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { agreement, key } = await setUp(page, { parties: PARTIES, passphrase: null, folder, template: VULNERABILITY, use: { lastDay: LAST_DAY } });
  await splitTally("agreement", "new", "--template", "vulnerability", ...named, "--expires", LAST_DAY, "--out", at("whole", "by-command.json"));
  await same(agreement, at("whole", "by-command.json"), "the agreements");

  const made = [];
  for (const [seed, party] of PARTIES.entries()) {
    made.push(await prepareSeeded(seed, { agreement, key, party, file: at(`${party}.csv`), folder }));
    const [out, crosswalk] = [at("whole", `${party}.parquet`), at("whole", `${party}.csv`)];
    await splitTally("prepare", "--agreement", agreement, "--key", key, "--party", party, "--in", at(`${party}.csv`), "--invalid", "blank", "--seed", String(seed), "--out", out, "--crosswalk", crosswalk);
    await same(made[seed].extract, out, `the extracts of ${party}`);
    await same(made[seed].crosswalk, crosswalk, `the crosswalks of ${party}`);
  }
  const files = made.map(({ extract }) => extract);
  const { links } = await match(page, { agreement, files, folder });
  await splitTally("match", "--agreement", agreement, ...files, "--out", at("whole", "links-by-command.csv"));
  await same(links, at("whole", "links-by-command.csv"), "the links");

  const picture = await seePicture(page, { agreement, files, links, folder });
  const [json, html, tables] = [at("whole", "command-view.json"), at("whole", "command-view.html"), at("whole", "tables")];
  await splitTally("view", "--agreement", agreement, "--links", links, ...files, "--out", json, "--html", html, "--csv-dir", tables);
  await same(picture.json, json, "the views");
  await same(picture.page, html, "the pages");
  const names = await readdir(tables);
  assert.ok(names.length > 20);
  // The build has another writer of archives.
  const archive = zip(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(tables, name))]))));
  assert.ok(archive.equals(await readFile(picture.tables)), "the tables of the page and of the command are the same");

  // What is on the page is what is in the file: all regions, with the rule under every table and in every picture.
  const view = JSON.parse(await readFile(json, "utf8"));
  const regions = view.tables.find(({ name }) => name === "regions");
  // What stands in front of a count says what it is: a bare 2 does not.
  const heads = { parties: "Who", party_count: "Organisations that know them", domain_count: "Domains with a need", attribute_lives_alone: "Recorded" };
  for (const [name, head] of Object.entries(heads)) assert.equal(await page.locator(`#table-${name} thead th`).first().textContent(), head, name);
  await page.locator("#table-regions summary").click();
  for (const { label, counts } of regions.rows) {
    const row = page.locator("#table-regions tbody tr").filter({ has: page.getByRole("rowheader", { name: label, exact: true }) });
    assert.equal(await row.locator("td").textContent(), counts[0] === "*" ? "* hidden by the rule" : counts[0].toLocaleString("en-GB"), label);
  }
  assert.equal(await page.locator(".view-table .rule").count(), view.tables.length + (await page.locator(".drawn-chart .rule").count()));
  const pictures = page.locator(".drawn-chart svg");
  assert.ok((await pictures.count()) >= 5);
  for (const drawn of await pictures.all()) assert.match((await drawn.textContent()).replaceAll(/\s+/g, " "), /Counts from 1 to 7/);
  const drawn = await readFile(await saved(page, "Save this picture (SVG): People by exactly which parties know them", folder), "utf8");
  assert.ok((await readFile(html, "utf8")).includes(drawn.split("\n")[1]), "the picture is the one in the page that is saved");
  await same(await saved(page, "Save this table (CSV): People known to each party", folder), join(tables, "parties.csv"), "a table by itself");

  const council = made[1];
  const back = await bringBackShared(page, { agreement, files: [files[0], files[2]], links, crosswalk: council.crosswalk, data: at("council.csv"), folder });
  const out = (name) => at("whole", `command-${name}`);
  await splitTally(
    ...["rejoin", "--agreement", agreement, "--crosswalk", council.crosswalk, "--links", links, "--in", at("council.csv"), "--out", out("joined.csv")],
    ...["--worklist", out("worklist.csv"), "--report", out("rejoin.json"), files[0], files[2]],
  );
  await same(back.joined, out("joined.csv"), "the joined rows");
  await same(back.worklist, out("worklist.csv"), "the worklists");
  await same(back.record, out("rejoin.json"), "the records");
  const record = JSON.parse(await readFile(back.record, "utf8"));
  const arrears = record.attributes.find(({ name }) => name === "rent_arrears");
  assert.equal(arrears.clause, "attributes[5].seen_by[1]");
  const said = await page.getByRole("row", { name: /^Cares for somebody unpaid/ }).textContent();
  assert.ok(said.includes("attributes[1].seen_by[1]"), said);

  assert.equal(await page.locator("#requests-made").textContent(), "0");
  assert.equal(seen.requests.length, 1, `nothing is requested after the load, but saw ${seen.requests.slice(1)}`);
  assert.deepEqual(seen.errors, []);
  assert.ok(!page.url().includes("council"), "addresses hold nothing of the project");
  await close();
});

test("under counts only: encrypted files, no links, and a refusal that names the clause", { skip: missingCommand }, async () => {
  const folder = await own("counts");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { publicKey, identity } = await receivingKey(page, { passphrase, folder });
  const counter = { name: "County Trust", publicKey };
  const { agreement, key } = await setUp(page, { parties: PARTIES, passphrase: null, folder, template: VULNERABILITY, use: { results: "counts", counter, lastDay: LAST_DAY, belowFive: true } });
  await splitTally(
    ...["agreement", "new", "--template", "vulnerability", ...named, "--results", "counts", "--recipient", `County Trust=matcher=${publicKey}`],
    ...["--expires", LAST_DAY, "--suppress-up-to", "4", "--round-to", "1", "--out", at("counts", "by-command.json")],
  );
  await same(agreement, at("counts", "by-command.json"), "the agreements");
  const files = [];
  for (const party of PARTIES) files.push((await prepare(page, { agreement, key, passphrase: null, party, file: at(`${party}.csv`), folder })).extract);
  for (const file of files) assert.match(file, /\.parquet\.age$/);

  const picture = await seePicture(page, { agreement, files, identity: { file: identity, passphrase }, folder });
  await page.getByText("No links were kept.", { exact: false }).waitFor();
  await writeFile(at("counts", "passphrase.txt"), `${passphrase}\n`);
  await splitTally("view", "--agreement", agreement, ...files, "--identity", identity, "--passphrase-file", at("counts", "passphrase.txt"), "--out", at("counts", "view-by-command.json"));
  await same(picture.json, at("counts", "view-by-command.json"), "the views");
  assert.match(await page.getByText("Counts from 1 to 4", { exact: false }).first().textContent(), /others are exact/);

  // Nothing asks for links, and whatever would write or use them is refused by the clause.
  await page.goto(`${builtPageUrl}#/view/files`);
  await page.getByText("so the files are matched here and no links are kept", { exact: false }).waitFor();
  assert.equal(await page.getByLabel("Choose the links file").count(), 0);
  for (const choice of ["Match files", "Bring the results back"]) {
    await startFrom(page, choice);
    if (choice === "Bring the results back") await page.getByLabel("That, and what the agreement lets me see of others’ records").check();
    await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
    await page.locator(".govuk-error-summary").waitFor();
    assert.match(await refusal(page), /its clause "results"/);
    assert.doesNotMatch(await refusal(page), /split-tally/);
  }
  assert.deepEqual(seen.errors, []);
  await close();
});

test("what the agreement does not allow is refused, or not asked for", { skip: missingCommand }, async () => {
  const folder = await own("limits");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  // The council gives no arrears, which the hospital may not see; and so somebody else counts.
  const use = { leaveOut: ["Frailty"], givesNot: ["council gives: rent arrears"], seesNot: ["hospital may see: rent arrears"], counter: { name: "County Trust" }, lastDay: LAST_DAY };
  const { agreement, key } = await setUp(page, { parties: PARTIES, passphrase: null, folder, template: VULNERABILITY, use });
  const { attributes } = JSON.parse(await readFile(agreement, "utf8"));
  const chosen = attributes.flatMap(({ name, from }) => ["--attribute", name === "rent_arrears" ? `${name}=${from.join("+")}` : name]);
  assert.equal(chosen.length, 24);
  const limits = ["--seen-by", "rent_arrears=council+charity", "--recipient", "County Trust=matcher", "--expires", LAST_DAY];
  await splitTally("agreement", "new", "--template", "vulnerability", ...named, ...chosen, ...limits, "--out", at("limits", "by-command.json"));
  await same(agreement, at("limits", "by-command.json"), "the agreements");

  // A column for what an organisation does not give cannot be chosen.
  const [header, ...rows] = (await readFile(at("council.csv"), "utf8")).trimEnd().split(/\r?\n/);
  const council = at("limits", "council.csv");
  await writeFile(council, [`${header},rent_arrears`, ...rows.map((row) => `${row},yes`)].join("\n"));
  await prepareUntilColumns(page, { agreement, key, passphrase: null, party: "council", file: council });
  const useOf = page.getByLabel("Use of column rent_arrears");
  assert.equal(await useOf.inputValue(), "");
  const offered = await useOf.locator("option").allTextContents();
  assert.ok(offered.includes("Known to social care (indicator)") && !offered.some((option) => /rent arrears|frailty/i.test(option)), offered.join(", "));

  // Who may not see an indicator does not get it back.
  const files = [];
  const crosswalks = [];
  for (const party of PARTIES) {
    const made = await prepare(page, { agreement, key, passphrase: null, party, file: party === "council" ? council : at(`${party}.csv`), folder });
    files.push(made.extract);
    crosswalks.push(made.crosswalk);
  }
  const { links } = await match(page, { agreement, files, folder });
  const back = await bringBackShared(page, { agreement, files, links, crosswalk: crosswalks[0], data: at("hospital.csv"), folder });
  const head = (await readFile(back.joined, "utf8")).split("\n", 1)[0];
  assert.ok(head.includes("shared_council_tax_arrears") && !head.includes("shared_rent_arrears"), head);
  assert.equal(await page.getByRole("row", { name: /^Rent arrears/ }).count(), 0);

  // After its last day nothing is made or used.
  const expired = at("limits", "expired.json");
  await writeFile(expired, (await readFile(agreement, "utf8")).replace(LAST_DAY, "2020-01-31"));
  for (const choice of ["Prepare my data", "Match files", "See the combined picture", "Bring the results back"]) {
    await startFrom(page, choice);
    if (choice === "Bring the results back") await page.getByLabel("That, and what the agreement lets me see of others’ records").check();
    await page.getByLabel("Choose the agreement file").setInputFiles(expired);
    await page.locator(".govuk-error-summary").waitFor();
    assert.match(await refusal(page), /expired at the end of 2020-01-31 \(its clause "expires"\)/, choice);
  }

  // The next edition has another last day, or it would be of no use.
  await startFrom(page, "Renew an agreement");
  await page.getByLabel("Choose the agreement file").setInputFiles(expired);
  await page.getByLabel("New last day").fill("2998-12-31");
  await press(page, "Renew the agreement");
  await page.getByText("Edition 2 is ready").waitFor();
  const renewed = await saved(page, "Save agreement.json", await own("renewed"));
  await splitTally("agreement", "renew", expired, "--expires", "2998-12-31", "--out", at("limits", "renewed-by-command.json"));
  await same(renewed, at("limits", "renewed-by-command.json"), "the renewed agreements");

  // Files of another agreement, and a file twice, are told before anything is counted.
  await chooseViewFiles(page, { agreement: at("limits", "by-command.json"), files: [files[0], files[0]], links });
  await press(page, "Count the people");
  await page.locator(".govuk-error-summary").getByText("Remove the files that cannot be used").waitFor();
  assert.deepEqual(seen.errors, []);
  await close();
});

test("a value that is not in the list is told with its column and rows, and can be left blank", async () => {
  const folder = await own("values");
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { agreement, key } = await setUp(page, { parties: ["north", "south"], passphrase: null, folder, template: VULNERABILITY });
  const file = at("values", "north.csv");
  const people = ["1,Ann,Field,1980-02-03,CO1 1AB,Mild,y", "2,Bob,Moss,1981-02-03,CO1 1AB,wibbly-wobbly,n", "3,Cy,Elm,1982-02-03,CO1 1AB,,n"];
  await writeFile(file, ["id,given_name,surname,dob,postcode,how frail,Unpaid carer", ...people].join("\n"));
  await prepareUntilColumns(page, { agreement, key, passphrase: null, party: "north", file });
  assert.equal(await page.getByLabel("Use of column Unpaid carer").inputValue(), "carer");
  await page.getByLabel("Use of column how frail").selectOption({ label: "Frailty (indicator)" });
  await page.getByText("No column so far for these indicators, which count as not known", { exact: false }).waitFor();
  await press(page, "Continue");
  await page.getByRole("heading", { level: 1, name: "Which rows take part?" }).waitFor();
  await press(page, "Continue");
  await page.getByText("how frail: 1 value is none of those agreed for frailty: fit, mild, moderate, severe").click();
  await page.getByText("First found in row 3 of your file", { exact: false }).waitFor();
  assert.ok(!(await page.content()).includes("wibbly"));
  await page.getByLabel("Stop, so that I can correct the file").check();
  await press(page, "Continue");
  assert.match(await refusal(page), /Values to correct: 1/);
  await page.getByLabel("Leave these cells blank and go on").check();
  await press(page, "Continue");
  await page.getByRole("heading", { level: 1, name: "What will leave" }).waitFor();
  await page.getByRole("row", { name: "Frailty mild" }).waitFor();
  await page.getByRole("row", { name: "Cares for somebody unpaid yes" }).waitFor();
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.getByRole("heading", { level: 1, name: "Your files are ready" }).waitFor();
  await page.getByRole("row", { name: "Frailty how frail 1 1 1 north and south" }).waitFor();
  const record = JSON.parse(await readFile(await saved(page, /^Save KEEP-.*record/, folder), "utf8"));
  const frailty = record.attributes.find(({ name }) => name === "frailty");
  assert.deepEqual(frailty, { name: "frailty", label: "frailty", column: "how frail", seen_by: ["north", "south"], filled: 1, missing: 1, invalid: 1 });
  assert.deepEqual(seen.errors, []);
  await close();
});

test("the choices of a combined view are made with the keyboard alone", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
  await startFrom(page, "Set up a project");
  await page.getByLabel("Organisation 1", { exact: true }).fill("north");
  await page.getByLabel("Organisation 2", { exact: true }).fill("south");
  await press(page, "Continue");
  await page.getByLabel(VULNERABILITY, { exact: true }).check();
  await page.getByText("A combined view also says which people share a home", { exact: false }).waitFor();
  await press(page, "Continue");
  await heading("Which indicators of need may travel?");
  await page.getByRole("checkbox").first().waitFor();
  await tabTo(page, "Lives alone");
  await page.keyboard.press("Space");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("Who gives which indicator?");
  await tabTo(page, "Yes, whatever it holds");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "south gives: cares for somebody unpaid");
  await page.keyboard.press("Space");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("How may the results be used?");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("Who may see the indicators of single people?");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("When does the agreement end?");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("Which counts may be published?");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await heading("Check the agreement");
  await page.getByText(/^Social: cares for somebody unpaid, known to social care/).click();
  await page.getByText("Cares for somebody unpaid: from north; seen record by record by every organisation").waitFor();
  await close();
});
