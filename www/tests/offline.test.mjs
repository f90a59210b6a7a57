// The site without a network after the first visit, a new version of it, and what is published beside the files.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPage, builtPageUrl, launch, openPage, serve, temporaryFolder } from "./support/browser.mjs";
import { practiceFiles } from "./support/user.mjs";
import { zip } from "../zip.mjs";

const dist = join(builtPage, "..");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
let browser;
let place;
const sites = [];

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  for (const site of sites) await site.close();
  await place?.remove();
});

const ready = (page) => page.locator("footer", { hasText: "Version" }).waitFor();

async function visited(folder) {
  const site = await serve(folder);
  sites.push(site);
  const { page, close } = await openPage(browser, `${site.origin}/`);
  return { site, page, close };
}

test("after the first visit the site opens and works with the server gone", async () => {
  const { site, page, close } = await visited(join(dist, "site"));
  assert.equal(page.url(), `${site.origin}/split-tally.html`);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), "the app comes from what was kept");
  assert.equal(await page.locator("#requests-made").textContent(), "0");
  const known = new Set(["GET /", "GET /index.html", "GET /split-tally.html", "GET /sw.js"]);
  assert.deepEqual(site.requests.filter((request) => !known.has(request)), [], "only the site’s own files are asked for");
  await site.close();
  const reached = await fetch(`${site.origin}/`).then(() => true, () => false);
  assert.equal(reached, false, "the server is gone");

  await page.reload();
  await ready(page);
  await page.goto(`${site.origin}/#/check`);
  await page.getByRole("heading", { level: 1, name: "How to check that nothing is sent" }).waitFor();
  await page.goto(`${site.origin}/?seed=7`);
  await page.getByText("Repeatable references: tests only").waitFor();
  assert.equal((await practiceFiles(page, place.folder)).length > 1, true, "the work itself is done as well");
  assert.equal(await page.locator("#requests-made").textContent(), "0");
  await close();
});

test("once the app is open, all that the browser asks of the site is whether there is a newer one", async () => {
  const { site, page, close } = await visited(join(dist, "site"));
  site.requests.length = 0;
  await practiceFiles(page, place.folder);
  await page.waitForTimeout(2500);
  assert.deepEqual(site.requests.filter((request) => request !== "GET /sw.js"), []);
  assert.equal(await page.locator("#requests-made").textContent(), "0");
  await close();
  await site.close();
});

test("a newer version is fetched in the background, said quietly, and used the next time", async () => {
  const folder = join(place.folder, "site");
  await cp(join(dist, "site"), folder, { recursive: true });
  const { site, page, close } = await visited(folder);
  const change = async (name, from, to) => {
    const text = await readFile(join(folder, name), "utf8");
    assert.ok(text.includes(from));
    await writeFile(join(folder, name), text.replaceAll(from, to));
  };
  await change("split-tally.html", "<title>Split Tally</title>", "<title>Split Tally</title><!-- newer -->");
  const [, version] = /="([0-9a-f]{16})"/.exec(await readFile(join(folder, "sw.js"), "utf8"));
  await change("sw.js", version, "0123456789abcdef");
  const isNewer = () => page.evaluate(() => document.documentElement.outerHTML.includes("<!-- newer -->"));

  await page.reload();
  await ready(page);
  assert.equal(await isNewer(), false, "the page that is open is not changed under the person");
  await page.getByText("A newer version of Split Tally is here").waitFor();
  // The earlier one is not kept.
  await page.waitForFunction(async () => (await caches.keys()).join() === "split-tally-0123456789abcdef");
  await page.reload();
  await ready(page);
  assert.equal(await isNewer(), true);
  await close();
  await site.close();
});

test("a page opened from disk keeps nothing and registers nothing", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const html = await readFile(builtPage, "utf8");
  assert.doesNotMatch(html, /serviceWorker\.register/);
  assert.match(/Content-Security-Policy" content="([^"]*)"/.exec(html)[1], /worker-src blob:;/, "the app’s own policy allows no service worker");
  await page.goto(`${builtPageUrl}#/check`);
  await page.getByLabel("Choose the file split-tally.html").setInputFiles(builtPage);
  await page.locator("#file-fingerprint", { hasText: sha256(await readFile(builtPage)) }).waitFor();
  await close();
});

test("fingerprints are published beside the files, and the archive is the same each time", async () => {
  for (const name of ["split-tally.html", "split-tally-site.zip"]) {
    assert.equal(await readFile(join(dist, `${name}.sha256`), "utf8"), `${sha256(await readFile(join(dist, name)))}  ${name}\n`);
  }
  const sums = (await readFile(join(dist, "site/SHA256SUMS"), "utf8")).trim().split("\n");
  const files = { SHA256SUMS: await readFile(join(dist, "site/SHA256SUMS")) };
  for (const line of sums) {
    const [digest, name] = line.split("  ");
    files[name] = await readFile(join(dist, "site", name));
    assert.equal(sha256(files[name]), digest);
  }
  assert.ok((await readFile(join(dist, "split-tally.html"))).equals(files["split-tally.html"]), "the site serves the very file that opens by double click");
  const archive = await readFile(join(dist, "split-tally-site.zip"));
  const backwards = Object.fromEntries(Object.entries(files).reverse());
  assert.ok(archive.equals(zip(backwards)), "whatever the order of the files");
});

test("the CRC of the archive is that of the standard’s check value", () => {
  // CRC-32 of "123456789" is cbf43926 (the check value in the catalogue of parametrised CRC algorithms).
  assert.equal(zip({ a: Buffer.from("123456789") }).readUInt32LE(14), 0xcbf43926);
});
