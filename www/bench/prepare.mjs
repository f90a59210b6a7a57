// Times `prepare` in a real browser, from the single file, beside the command line on the same rows: node bench/prepare.mjs [ROWS]
// Prints whole-job figures; a shared machine's are rough, so compare within one run.

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { builtPageUrl, launch, openPage, temporaryFolder } from "../tests/support/browser.mjs";
import * as user from "../tests/support/user.mjs";
import { seconds, watchProcesses } from "./support.mjs";

const rows = Number(process.argv[2] ?? 1_000_000);
const cli = path.resolve(import.meta.dirname, "../../target/release/split-tally");
const { folder, remove } = await temporaryFolder();

try {
  execFileSync(cli, ["synth", "--people", String(rows), "--out-dir", folder], { stdio: "ignore" });
  const file = path.join(folder, "hospital.csv");
  console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB of CSV`);

  const browser = await launch();
  const { page } = await openPage(browser, builtPageUrl, { viewport: { width: 1000, height: 900 } });
  const { agreement, key } = await user.setUp(page, { parties: ["hospital", "council"], passphrase: null, folder });

  let started = performance.now();
  const output = (name) => path.join(folder, name);
  execFileSync(
    cli,
    ["prepare", "--agreement", agreement, "--key", key, "--party", "hospital", "--in", file, "--invalid", "blank", "--out", output("cli.parquet"), "--crosswalk", output("cli.csv")],
    { stdio: "ignore" },
  );
  console.log(`command line: ${seconds(started)} s`);

  await user.prepareUntilLeaves(page, { agreement, key, passphrase: null, party: "hospital", file, onStep: () => {} });
  const { before, peak, stop } = watchProcesses();
  started = performance.now();
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.getByRole("heading", { level: 1, name: "Your files are ready" }).waitFor({ timeout: 600_000 });
  const took = (performance.now() - started) / 1000;
  stop();
  console.log(`browser:      ${took.toFixed(1)} s, ${Math.round(rows / took)} rows/s`);
  for (const kind of Object.keys(peak)) console.log(`  peak memory of the ${kind}: ${peak[kind].toFixed(0)} MiB (${before[kind].toFixed(0)} before)`);
  await browser.close();
} finally {
  await remove();
}
