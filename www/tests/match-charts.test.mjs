// The charts of a match: on the page with their tables, as files, and as a page of their own that the command line makes too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { match, preparedProject, saved } from "./support/user.mjs";

const parties = ["Northtown Hospital", "Northtown Council"];
let browser;
let place;
/** The result page of a match by the probability model, and the files it was made of. */
let made;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { folder } = place;
  const { page, close } = await openPage(browser, builtPageUrl);
  const { agreement, extracts } = await preparedProject(page, { parties, folder, template: "People, for one trusted linker" });
  const matched = await match(page, { agreement, files: extracts, folder });
  made = { page, close, agreement, extracts, report: JSON.parse(await readFile(matched.report, "utf8")) };
});
after(async () => {
  await made?.close();
  await browser?.close();
  await place?.remove();
});

const withoutMark = (text) => text.replace(/^\uFEFF/, "");
const rowsOf = (csv) => withoutMark(csv).trimEnd().split("\r\n").slice(1).map((line) => line.split(","));

test("each chart is on the page, named, with the numbers of the report in its file", async () => {
  const { page, report } = made;
  const { folder } = place;
  for (const folded of ["What each field weighs", "Pairs near the line, step by step"]) await page.getByText(folded, { exact: true }).click();
  const model = report.model[0];
  const names = await page.locator(".drawn-chart svg").evaluateAll((charts) => charts.map((chart) => [chart.getAttribute("role"), chart.getAttribute("aria-label")]));
  assert.equal(names.length, 3 + model.examples.length, "overlap, expected shares, weights, and a pair each");
  assert.ok(model.examples.length > 0);
  for (const [role, label] of names) assert.ok(role === "img" && label.length > 20, label);

  const csv = async (title) => readFile(await saved(page, `Save the numbers (CSV): ${title}`, folder), "utf8");
  const overlap = rowsOf(await csv("People known to several parties"));
  assert.deepEqual(overlap, [[parties.join(" and "), String(report.overlap[0].groups)]]);
  const expected = rowsOf(await csv(`What each line would give: ${parties.join(" and ")}`));
  assert.equal(expected.length, 99, "thresholds from 0.01 to 0.99");
  const half = model.thresholds.find(({ threshold }) => threshold.toFixed(2) === "0.50");
  assert.deepEqual(expected[49], ["0.50", String(half.pairs), half.precision.toFixed(4), half.recall.toFixed(4)]);
  const weights = rowsOf(await csv(`What each field weighs: ${parties.join(" and ")}`));
  const levels = model.parameters.fields.flatMap(({ levels: ofField }) => ofField);
  assert.deepEqual(weights.map((row) => row.at(-1)), levels.map(({ m, u }) => Math.log2(m / u).toFixed(2)));

  // What is left of a pair's steps when its lines are taken away is how rare a match is at all.
  const [first] = model.examples;
  const shown = await page.getByRole("table", { name: `A pair near the line, 1 of ${model.examples.length}` }).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const steps = rowsOf(await csv(`A pair near the line, 1 of ${model.examples.length}: ${parties.join(" and ")}`));
  assert.deepEqual(shown, steps, "the table is the chart's own");
  const sum = Number(steps.at(-1)[1]);
  const odds = first.pairwise / (1 - first.pairwise);
  assert.ok(Math.abs(sum - Math.log2(odds)) < 0.06, `${sum} bits are odds of ${odds}`);
});

test("the headline says how far to trust the links", async () => {
  const { precision, recall } = made.report.model[0].estimate;
  const said = (share) => (share < 0.0005 ? "fewer than 1 in 1,000" : `about ${Math.round(share * 1000)} in 1,000`);
  await made.page.getByText(`The model expects ${said(1 - precision)} of these links to be wrong, and ${said(1 - recall)} of the links that there should be to be missed.`).waitFor();
});

test("a chart saves as a picture that stands by itself", async () => {
  const path = await saved(made.page, `Save the picture (SVG): What each field weighs: ${parties.join(" and ")}`, place.folder);
  const text = await readFile(path, "utf8");
  assert.equal(basename(path), "match-weights.svg");
  assert.ok(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ') && !/<style|url\(|href=/.test(text));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(path).href);
  assert.ok(await page.evaluate(() => document.documentElement.getBoundingClientRect().width >= 600 && document.querySelectorAll("rect.for").length > 0));
  await page.close();
});

test("the page to read and print is the command line's, byte for byte", { skip: missingCommand }, async () => {
  const { page, agreement, extracts } = made;
  const { folder } = place;
  const ours = await saved(page, "Save match-report.html", folder);
  const theirs = join(folder, "command.html");
  await splitTally("match", "--agreement", agreement, ...extracts, "--out", join(folder, "command.csv"), "--page", theirs);
  assert.ok((await readFile(ours)).equals(await readFile(theirs)));
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page to read asks for nothing, runs nothing, and axe is content (${colorScheme})`, async () => {
    const path = await saved(made.page, "Save match-report.html", place.folder);
    const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    const [requests, said] = [[], []];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    const address = pathToFileURL(path).href;
    await page.goto(address);
    assert.equal(await page.locator("h1").textContent(), "What was found");
    assert.equal(await page.locator("script").count(), 0);
    assert.deepEqual(requests, [address]);
    assert.deepEqual(said, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing but charts and tables is wider than a phone");
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]), []);
    await context.close();
  });
}
