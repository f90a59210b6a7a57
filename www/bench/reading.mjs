// Times reading in a real browser, beside Papa Parse on the same file in the same run: node bench/reading.mjs [ROWS] [WORKBOOK_ROWS]
// Three figures for the CSV: Papa Parse streaming it in a worker and doing nothing with the rows, our core doing the same,
// and our core standardising and profiling every row, as the page's step "Data quality" does. Each has a page of its own.

import { execFileSync } from "node:child_process";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import writeWorkbook from "write-excel-file/node";
import { launch, root, temporaryFolder } from "../tests/support/browser.mjs";

const rows = Number(process.argv[2] ?? 1_000_000);
const workbookRows = Number(process.argv[3] ?? 100_000);
const cli = path.join(root, "target/release/split-tally");
const papaparse = createRequire(import.meta.url).resolve("papaparse/papaparse.min.js");

const PAPA_WORKER = `
importScripts("/papaparse.js");
onmessage = ({ data: file }) => {
  let rows = 0;
  Papa.parse(file, { header: true, skipEmptyLines: true, chunkSize: 4 << 20, chunk: ({ data }) => { rows += data.length; }, complete: () => postMessage(rows) });
};`;

/** `mapped` asks for the whole profile; otherwise no column is used and the rows are only read. */
const coreWorker = (mapped) => `
import * as core from "/core/split_tally.js";
// What goes wrong is the page's to know: a promise that fails here is nobody's error there.
addEventListener("unhandledrejection", ({ reason }) => setTimeout(() => { throw reason; }));
onmessage = async ({ data: file }) => {
  await core.default();
  const agreement = JSON.parse(core.agreement_new("person", "own", ["a", "b"], []));
  for (const field of agreement.fields) field.required = false;
  const text = JSON.stringify(agreement);
  const reader = new FileReaderSync();
  const source = { name: file.name, size: file.size, read: (offset, length) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length))) };
  const how = { encoding: null, delimiter: null, sheet: null, header_row: null };
  const mapping = ${mapped} ? core.file_columns(text, how, source).suggestions.filter((one) => one.fields.length && one.confidence !== "low").map(({ column, fields }) => ({ columns: [column], fields })) : [];
  postMessage(core.file_look(text, how, mapping, source, () => {}).profile.rows);
};`;

const FILES = {
  "/": ["text/html", "<!doctype html><link rel=icon href=data:,><input type=file>"],
  "/papa-worker.js": ["text/javascript", PAPA_WORKER],
  "/read-worker.js": ["text/javascript", coreWorker(false)],
  "/profile-worker.js": ["text/javascript", coreWorker(true)],
};

const server = createServer(({ url }, response) => {
  const [type, body] = FILES[url] ?? [];
  if (body !== undefined) return response.writeHead(200, { "content-type": type }).end(body);
  const file = url === "/papaparse.js" ? papaparse : path.join(root, "pkg/wasm", path.basename(url));
  response.writeHead(200, { "content-type": file.endsWith(".wasm") ? "application/wasm" : "text/javascript" });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** The largest resident set of a page with its workers, in MiB; Linux only. */
function pageMemory() {
  const lines = execFileSync("ps", ["-eo", "rss=,args="], { encoding: "utf8" }).split("\n");
  return Math.max(0, ...lines.filter((line) => line.includes("--type=renderer")).map((line) => parseInt(line, 10) / 1024));
}

async function measure(browser, what, file, worker, type) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.setInputFiles("input", file);
  const before = pageMemory();
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, pageMemory())), 200);
  const { seconds, read } = await page.evaluate(
    ([worker, type]) =>
      new Promise((resolve, reject) => {
        const started = performance.now();
        const work = new Worker(worker, { type });
        work.onerror = (event) => reject(new Error(event.message));
        work.onmessage = ({ data }) => resolve({ seconds: (performance.now() - started) / 1000, read: data });
        work.postMessage(document.querySelector("input").files[0]);
      }),
    [worker, type],
  );
  clearInterval(sampling);
  await page.close();
  console.log(`${what.padEnd(46)} ${read} rows in ${seconds.toFixed(1)} s (${Math.round(read / seconds)} rows/s), page process ${before.toFixed(0)} -> ${peak.toFixed(0)} MiB`);
}

/** The first rows of the CSV as a workbook, numbers and dates of it as text, as a careful export has them. */
async function makeWorkbook(csv, file) {
  const lines = readFileSync(csv, "utf8").split("\n").slice(0, workbookRows + 1);
  const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => ({ type: String, value: cell.replace(/^"|"$/g, "").replaceAll('""', '"') || undefined }));
  await writeWorkbook(lines.filter((line) => line !== "").map(cells)).toFile(file);
}

const { folder, remove } = await temporaryFolder();
const browser = await launch();
try {
  execFileSync(cli, ["synth", "--people", String(rows), "--out-dir", folder], { stdio: "ignore" });
  const csv = path.join(folder, "hospital.csv");
  console.log(`CSV: ${rows} rows, ${(statSync(csv).size / 1e6).toFixed(0)} MB`);
  for (const round of [1, 2]) {
    console.log(`round ${round}`);
    await measure(browser, "Papa Parse, reading only", csv, "/papa-worker.js", "classic");
    await measure(browser, "Split Tally, reading only", csv, "/read-worker.js", "module");
    await measure(browser, "Split Tally, standardising and profiling too", csv, "/profile-worker.js", "module");
  }
  const workbook = path.join(folder, "hospital.xlsx");
  await makeWorkbook(csv, workbook);
  console.log(`workbook: ${workbookRows} rows, ${(statSync(workbook).size / 1e6).toFixed(1)} MB`);
  await measure(browser, "Split Tally, reading only", workbook, "/read-worker.js", "module");
  await measure(browser, "Split Tally, standardising and profiling too", workbook, "/profile-worker.js", "module");
} finally {
  await browser.close();
  await remove();
  server.close();
}
