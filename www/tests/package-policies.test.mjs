// The package in a page under each content security policy that portals have: it starts where that can be done, and otherwise says which
// directive stands in the way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./support/browser.mjs";
import { portal } from "./support/package.mjs";

const page = (entry, options = "{}") => ({
  html: `<!doctype html><meta charset="utf-8"><title>A portal</title><script type="module" src="/start-${entry}.js"></script>`,
  script: `
    const { load, templates } = await import("/split-tally/${entry}.js");
    let outcome;
    try {
      outcome = { ...(await load(${options})), templates: (await templates()).length };
    } catch (error) {
      outcome = { name: error.name, code: error.code, directive: error.directive ?? null, message: error.message };
    }
    window.outcome = outcome;`,
});
const pages = { index: page("index"), inline: page("inline"), elsewhere: page("index", '{ wasmUrl: "/no/such.wasm" }') };

let browser;
let open = [];
before(async () => {
  browser = await launch();
});
after(async () => {
  await Promise.all(open.map((one) => one.close()));
  await browser?.close();
});

/** What the page found under this policy; `headers` go with the package's own files. */
async function outcome(policy, { entry = "index", headers = {} } = {}) {
  const { html, script } = pages[entry];
  const name = entry === "elsewhere" ? "index" : entry;
  const host = await portal({ pages: { "/": { html, policy }, [`/start-${name}.js`]: { script } }, headers });
  open.push(host);
  const tab = await browser.newPage();
  await tab.goto(`${host.origin}/`);
  await tab.waitForFunction(() => window.outcome !== undefined, null, { timeout: 60_000 });
  const found = await tab.evaluate(() => window.outcome);
  await tab.close();
  return found;
}

const works = (found, worker) => {
  assert.equal(found.worker, worker, JSON.stringify(found));
  assert.ok(found.templates > 0);
};
const fails = (found, code, directive) => {
  assert.equal(found.name, "LoadError", JSON.stringify(found));
  assert.equal(found.code, code, found.message);
  assert.equal(found.directive, directive, found.message);
};

const NOTHING = "default-src 'none'";
const WASM = "script-src 'self' 'wasm-unsafe-eval'";

describe("it starts", () => {
  test("without a policy", async () => works(await outcome(undefined), "url"));
  test("under a strict policy, in a worker from its address", async () => works(await outcome(`${NOTHING}; ${WASM}; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types split-tally`), "url"));
  test("where the page may compile no WebAssembly, and its workers may", async () => works(await outcome(`${NOTHING}; script-src 'self'; worker-src 'self'; connect-src 'self'`), "url"));
  test("where 'unsafe-eval' stands in the place of 'wasm-unsafe-eval' and blobs make no workers, as on SharePoint Online", async () =>
    works(await outcome("script-src 'self' 'unsafe-eval'; connect-src 'self'; object-src 'none'"), "url"));
  test("where only blobs make workers", async () => works(await outcome(`${NOTHING}; ${WASM}; worker-src blob:; connect-src 'self'`), "blob"));
  test("from one file that fetches nothing", async () => works(await outcome(`${NOTHING}; ${WASM}; worker-src blob:`, { entry: "inline" }), "blob"));
});

describe("it says what stands in the way", () => {
  test("no workers at all", async () => fails(await outcome(`${NOTHING}; ${WASM}; worker-src 'none'; connect-src 'self'`), "load.no_worker", "worker-src 'self'"));
  test("nothing may be fetched", async () => fails(await outcome(`${NOTHING}; ${WASM}; worker-src 'self'`), "load.no_connection", "connect-src 'self'"));
  test("no WebAssembly in the page nor in its workers", async () =>
    fails(await outcome(`${NOTHING}; script-src 'self'; worker-src 'self' blob:; connect-src 'self'`, { headers: { "content-security-policy": "script-src 'self'" } }), "load.no_wasm", "script-src 'wasm-unsafe-eval'"));
  test("another list of Trusted Types", async () =>
    fails(await outcome(`${NOTHING}; ${WASM}; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types other`), "load.trusted_types", "trusted-types split-tally"));
  test("a file that is not there", async () => fails(await outcome(undefined, { entry: "elsewhere" }), "load.no_file", null));
  test("one file, where blobs make no workers", async () => fails(await outcome(`${NOTHING}; ${WASM}; worker-src 'self'`, { entry: "inline" }), "load.no_worker", "worker-src blob:"));
  test("one file, where the page may compile no WebAssembly", async () => fails(await outcome("script-src 'self'; worker-src blob:", { entry: "inline" }), "load.no_wasm", "script-src 'wasm-unsafe-eval'"));
});

test("a page does the whole work: a signal ends it, and progress is told", async () => {
  const script = `
    import * as tally from "/split-tally/index.js";
    const outcome = {};
    const agreement = await tally.createAgreement({ parties: ["North", "South"] });
    const key = await tally.newKey();
    const letters = (n) => [10, 100, 1000].map((size) => "abcdefghij"[Math.floor(n / (size / 10)) % 10]).join("");
    const person = (n) => [n, "Ann", "Field" + letters(n), (1950 + (n % 50)) + "-02-" + String(1 + (n % 28)).padStart(2, "0"), "CO1 1AB"].join(",");
    const csv = (rows) => ["id,given name,surname,dob,postcode", ...Array.from({ length: rows }, (_, n) => person(n))].join("\\n");
    const progress = [];
    const north = await tally.prepare(new File([csv(3000)], "north.csv"), { agreement, key, party: "North" }, { onProgress: (said) => progress.push(said.phase) });
    const south = await tally.prepare(new Blob([csv(3000)]).stream(), { agreement, key, party: "South" });
    const { report } = await tally.match([north.extract, south.extract], { agreement });
    const stop = new AbortController();
    let code;
    try {
      await tally.prepare(new Blob([csv(100000)]), { agreement, key, party: "North" }, { signal: stop.signal, onProgress: () => stop.abort() });
    } catch (error) { code = error.code; }
    window.outcome = { rows: north.record.extract.rows, groups: report.groups, phases: [...new Set(progress)], code };`;
  const host = await portal({ pages: { "/": { html: '<!doctype html><title>A portal</title><script type="module" src="/start.js"></script>' }, "/start.js": { script } } });
  open.push(host);
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  await tab.goto(`${host.origin}/`);
  await tab.waitForFunction(() => window.outcome !== undefined, null, { timeout: 60_000 }).catch((error) => assert.fail(errors.join("; ") || error.message));
  const found = await tab.evaluate(() => window.outcome);
  await tab.close();
  assert.equal(found.rows, 3000);
  assert.ok(found.groups > 0 && found.phases.length > 0);
  assert.equal(found.code, "cancelled");
  const asked = new Set(host.requests);
  assert.deepEqual([...asked].filter((one) => one.includes("/split-tally/")).sort(), ["GET /split-tally/index.js", "GET /split-tally/split-tally.wasm", "GET /split-tally/worker.js"]);
});
