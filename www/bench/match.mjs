// Times matching in a real browser, from the single file, beside the command line on the same files: node bench/match.mjs [ROWS]...
//
//   WORKERS=1        pretend that the computer has this many processors
//   KEEP=DIR         make the files there, and use those that are there from a run before
//   TEMPLATE=NAME    the agreement's template, in place of person; KEEP a folder for each
//   FIGURES=FILE     add a line of JSON for each size, for benches/growth.py
//
// Prints whole-job figures; a shared machine's are rough, so compare within one run.

import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { builtPageUrl, launch, openPage, temporaryFolder } from "../tests/support/browser.mjs";
import { chooseMatchFiles, saved } from "../tests/support/user.mjs";
import { seconds, watchProcesses } from "./support.mjs";

const PARTIES = ["hospital", "council"];
const WAIT_MS = 3_600_000;
const cli = path.resolve(import.meta.dirname, "../../target/release/split-tally");
const run = (...args) => execFileSync(cli, args, { stdio: "ignore" });

/** Prepared files of so many people a party, of whom half are in common. */
function prepare(folder, rows) {
  const at = (name) => path.join(folder, name);
  const made = { agreement: at("agreement.json"), files: PARTIES.map((party) => at(`${party}.parquet`)) };
  if (made.files.every((file) => existsSync(file))) return made;
  mkdirSync(folder, { recursive: true });
  const parties = PARTIES.flatMap((party) => ["--party", party]);
  run("synth", "--people", String(rows), "--seed", "1", ...parties, "--out-dir", folder);
  run("agreement", "new", "--template", process.env.TEMPLATE ?? "person", ...parties, "--out", made.agreement);
  run("key", "new", "--out", at("project.key"));
  for (const [number, party] of PARTIES.entries()) {
    const to = ["--out", made.files[number], "--crosswalk", at(`${party}.crosswalk.csv`), "--seed", "1"];
    run("prepare", "--agreement", made.agreement, "--key", at("project.key"), "--party", party, "--in", at(`${party}.csv`), "--invalid", "blank", ...to);
  }
  return made;
}

async function measure(folder, rows) {
  const { agreement, files } = prepare(folder, rows);
  const links = path.join(folder, "cli.links.csv");
  let started = performance.now();
  run("match", "--agreement", agreement, ...files, "--out", links);
  console.log(`${rows} x ${rows}\n  command line: ${seconds(started)} s`);

  const browser = await launch();
  try {
    const { page } = await openPage(browser, builtPageUrl, { viewport: { width: 1000, height: 900 } });
    page.setDefaultTimeout(WAIT_MS);
    if (process.env.WORKERS) {
      await page.addInitScript((count) => Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => count }), Number(process.env.WORKERS));
      await page.reload();
    }
    await chooseMatchFiles(page, { agreement, files });
    await page.locator("#plan p").waitFor();
    console.log(`  said before:  ${await page.locator("#plan").textContent()}`);
    const { before, peak, stop } = watchProcesses();
    started = performance.now();
    await page.getByRole("button", { name: "Match the files", exact: true }).click();
    await page.locator("#headline").or(page.getByRole("alert")).first().waitFor();
    const took = seconds(started);
    stop();
    if (!(await page.locator("#headline").isVisible())) throw new Error(await page.getByRole("alert").first().innerText());
    const made = readFileSync(await saved(page, "Save links.csv", folder), "utf8");
    const report = JSON.parse(readFileSync(await saved(page, "Save match-report.json", folder), "utf8"));
    const same = made === readFileSync(links, "utf8") ? "the same as on the command line" : "NOT THE SAME as on the command line";
    console.log(`  browser:      ${took} s, ${report.groups} groups, ${report.links} links, ${same}`);
    const { method, compared, recall } = report.similarity ?? {};
    if (method) console.log(`  similarity:   ${method}, ${compared.toExponential(1)} pairs${recall ? `, ${recall.found} of ${recall.pairs} similar pairs found` : ""}`);
    if (process.env.FIGURES) appendFileSync(process.env.FIGURES, `${JSON.stringify({ rows, seconds: Number(took), ...peak })}\n`);
    for (const kind of Object.keys(peak)) console.log(`  peak memory of the ${kind}: ${peak[kind].toFixed(0)} MiB (${before[kind].toFixed(0)} before)`);
  } finally {
    await browser.close();
  }
}

const sizes = process.argv.slice(2).map(Number);
const { folder, remove } = await temporaryFolder();
try {
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000]) await measure(path.join(process.env.KEEP ?? folder, String(rows)), rows);
} finally {
  await remove();
}
