// Browsers that cannot do the work, or hardly: the page says what is missing and what to ask for, and is never blank.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { builtPage, builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const TITLE = "This browser cannot run Split Tally";

/** Opens the page and waits for it to say that it cannot run, and why; it must stay so wherever the person goes. */
async function cannotRun(from, url, why, prepare = async () => {}) {
  const context = await from.newContext();
  const page = await context.newPage();
  await prepare(page);
  await page.goto(url);
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
  assert.match(await page.locator(".govuk-inset-text").innerText(), why);
  assert.match(await page.getByLabel("Text for your IT team").inputValue(), why, "the text for IT says what is missing");
  assert.match(await page.getByLabel("Text for your IT team").inputValue(), /wasm-unsafe-eval.*worker-src blob:/);
  await page.evaluate(() => (location.hash = "#/prepare"));
  await page.waitForFunction(() => location.hash === "#/prepare");
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), TITLE);
  await context.close();
}

test("WebAssembly switched off in the browser", async () => {
  // A browser that compiles no code as it runs has no WebAssembly either.
  const without = await launch("--js-flags=--jitless");
  await cannotRun(without, builtPageUrl, /does not have WebAssembly/);
  await without.close();
});

/** The page under another policy, as an organisation's server might set. */
async function underPolicy(name, from, to) {
  const html = await readFile(builtPage, "utf8");
  const changed = html.replace(/(Content-Security-Policy" content="[^"]*")/, (policy) => policy.replace(from, to));
  assert.notEqual(changed, html);
  const path = join(place.folder, `${name}.html`);
  await writeFile(path, changed);
  return pathToFileURL(path).href;
}

test("WebAssembly forbidden by a policy", async () => {
  await cannotRun(browser, await underPolicy("no-wasm", " 'wasm-unsafe-eval'", ""), /did not let Split Tally use WebAssembly/);
});

test("workers forbidden by a policy", async () => {
  await cannotRun(browser, await underPolicy("no-workers", "worker-src blob:", "worker-src 'none'"), /did not let Split Tally start a worker/);
});

for (const [what, why, take] of [
  ["workers", /does not have Web Workers/, () => delete window.Worker],
  ["unpacking", /does not have DecompressionStream/, () => delete window.DecompressionStream],
  ["streams of files", /does not have File/, () => delete Blob.prototype.stream],
  ["several things", /does not have Web Workers and DecompressionStream/, () => void (delete window.Worker, delete window.DecompressionStream)],
]) {
  test(`a browser without ${what}`, async () => {
    await cannotRun(browser, builtPageUrl, why, (page) => page.addInitScript(take));
  });
}

test("little memory is said before any file is chosen, and small work goes on", async () => {
  // Pages of 64 KiB: 64 MiB in all.
  const small = await launch("--js-flags=--wasm-max-mem-pages=1024");
  const { page, close } = await openPage(small, builtPageUrl);
  await page.getByText("This browser gives Split Tally little memory").waitFor();
  await page.goto(`${builtPageUrl}#/try`);
  await page.getByRole("button", { name: /^Save / }).first().waitFor();
  await close();
  await small.close();
});

test("a browser with all that is needed hears nothing of it", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  assert.equal(await page.getByText("little memory").count(), 0);
  assert.equal(await page.getByRole("heading", { level: 1, name: TITLE }).count(), 0);
  await close();
});

test("JavaScript switched off", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(builtPageUrl);
  const text = await page.locator("main").innerText();
  assert.match(text, /JavaScript is switched off\./);
  assert.match(text, /ask your IT team whether WebAssembly is switched off/);
  await context.close();
});

test("a browser too old to understand the program", async () => {
  const html = await readFile(builtPage, "utf8");
  const path = join(place.folder, "too-old.html");
  await writeFile(path, html.replace("<script>", "<script>syntax of tomorrow;"));
  const { page, close } = await openBare(pathToFileURL(path).href);
  await page.getByText("If this message stays, this browser cannot run it.").waitFor();
  await close();
});

async function openBare(url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  return { page, close: () => context.close() };
}
