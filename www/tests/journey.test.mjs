// The whole job, as a person does it, from a site and from a file: and nothing is requested after the page has loaded.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, serveBuiltSite, temporaryFolder } from "./support/browser.mjs";
import { match, practiceFiles, prepare, setUp } from "./support/user.mjs";

const parties = ["Northtown Hospital", "Northtown Council"];
const passphrase = "harbour pencil autumn violin";

let browser;
let site;
let place;

before(async () => {
  [browser, site, place] = await Promise.all([launch(), serveBuiltSite(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await place?.remove();
});

async function wholeJob(url) {
  const { page, seen, close } = await openPage(browser, url);
  const { folder } = place;
  assert.equal(seen.requests.length, 1, "the page itself is the only request of the load");
  const files = await practiceFiles(page, folder);

  const { agreement, key, code } = await setUp(page, { parties, passphrase, folder });
  assert.match(await readFile(agreement, "utf8"), /"split-tally\/agreement"/);
  assert.match(await readFile(key, "latin1"), /^(age-encryption\.org|-----BEGIN AGE)/, "the key file is wrapped in the age format");

  const made = [];
  for (const [index, party] of parties.entries()) {
    made.push(await prepare(page, { agreement, key, passphrase, party, file: files[index], folder }));
  }
  for (const [index, { code: seenCode, extract, crosswalk, record }] of made.entries()) {
    assert.equal(seenCode, code, "everyone sees the key check code that the project lead saw");
    assert.equal((await readFile(extract)).subarray(0, 4).toString(), "PAR1");
    assert.match(extract, /SEND-Northtown-(Council|Hospital)\.parquet$/);
    assert.match(crosswalk, /KEEP-.*-crosswalk\.csv$/);
    const parsed = JSON.parse(await readFile(record, "utf8"));
    assert.equal(parsed.party, parties[index]);
    assert.equal(parsed.invalid_values, "blank");
  }

  const result = await match(page, { agreement, files: made.map(({ extract }) => extract), folder });
  const report = JSON.parse(await readFile(result.report, "utf8"));
  assert.ok(report.links > 100, `practice files have people in common; found ${report.links} links`);
  assert.match(result.headline, new RegExp(`^${report.groups.toLocaleString("en-GB")} people appear`));
  assert.match(await readFile(result.links, "utf8"), /^group,party,record/);

  assert.equal(await page.locator("#requests-made").textContent(), "0");
  assert.equal(seen.requests.length, 1, `nothing is requested after the load, but saw ${seen.requests.slice(1)}`);
  assert.deepEqual(seen.errors, []);
  assert.ok(!page.url().includes("Northtown"), "addresses hold nothing of the project");
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0, "nothing is stored");
  await close();
}

test("from a site, which sees one request", async () => {
  await wholeJob(`${site.origin}/split-tally.html`);
  assert.deepEqual(site.requests, ["GET /split-tally.html"]);
});

test("from a file opened by double click", async () => {
  await wholeJob(builtPageUrl);
});
