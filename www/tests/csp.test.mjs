// The policy stops every way out that a script has, in the page and in a worker. The same page without its policy reaches the listener,
// which proves that these tests can fail.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fromPage, inWorker, withoutPolicy as copyWithoutPolicy } from "./support/attempts.mjs";
import { builtPage, builtPageUrl, launch, listen, openPage, temporaryFolder } from "./support/browser.mjs";

/** Long enough for a request that was let through to arrive. */
const SETTLE_MS = 400;

let browser;
let listener;
let place;
let withoutPolicy;

before(async () => {
  [browser, listener, place] = await Promise.all([launch(), listen(), temporaryFolder()]);
  withoutPolicy = await copyWithoutPolicy(place.folder);
});
after(async () => {
  await browser?.close();
  await listener?.close();
  await place?.remove();
});

async function requestsAfter(url, attempt) {
  const { page, close } = await openPage(browser, url);
  listener.requests.length = 0;
  await attempt(page);
  await page.waitForTimeout(SETTLE_MS);
  const counted = { blocked: await page.locator("#requests-blocked").textContent(), made: await page.locator("#requests-made").textContent() };
  await close();
  return { arrived: [...listener.requests], ...counted };
}

const runInWorker = (page, source) =>
  page.evaluate((code) => {
    new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  }, source);

describe("from the page", () => {
  for (const [name, attempt] of Object.entries(fromPage)) {
    test(`${name} is stopped, and reaches the listener when there is no policy`, async () => {
      const stopped = await requestsAfter(builtPageUrl, (page) => page.evaluate(attempt, listener.host));
      assert.deepEqual(stopped.arrived, []);
      assert.match(stopped.blocked, /stopped/, "the line at the top counts the attempt");
      assert.equal(stopped.made, "0", "an attempt that was stopped is not counted as a request");
      const control = await requestsAfter(withoutPolicy, (page) => page.evaluate(attempt, listener.host));
      assert.ok(control.arrived.length > 0, "without the policy it arrives");
    });
  }
});

describe("from a worker", () => {
  for (const [name, source] of Object.entries(inWorker)) {
    test(`${name} is stopped, and reaches the listener when there is no policy`, async () => {
      const stopped = await requestsAfter(builtPageUrl, (page) => runInWorker(page, source(listener.host)));
      assert.deepEqual(stopped.arrived, []);
      const control = await requestsAfter(withoutPolicy, (page) => runInWorker(page, source(listener.host)));
      assert.ok(control.arrived.length > 0, "without the policy it arrives");
    });
  }
});

test("a request that does get through is counted", async () => {
  const { made } = await requestsAfter(withoutPolicy, (page) => page.evaluate(fromPage.fetch, listener.host));
  assert.equal(made, "1");
});

test("the page shows the reader an attempt being stopped", async () => {
  const { page, close } = await openPage(browser, `${builtPageUrl}#/check`);
  await page.getByRole("button", { name: "Try to send a request" }).click();
  await page.getByText("The browser stopped the attempt").waitFor();
  await close();
});

test("the policy names the page’s own code and nothing wider", async () => {
  const html = await readFile(builtPage, "utf8");
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  assert.match(policy, /connect-src 'none'/);
  assert.match(policy, /default-src 'none'/);
});
