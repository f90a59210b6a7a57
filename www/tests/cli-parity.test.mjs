// The browser and the command line make the same file, byte for byte, from the same input and seed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { practiceFiles, prepare, setUp } from "./support/user.mjs";

const SEED = "7";
const parties = ["North", "South"];
let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

test("prepare", { skip: missingCommand }, async () => {
  const { folder } = place;
  const { page, close } = await openPage(browser, `${builtPageUrl}?seed=${SEED}`);
  await page.getByText("Repeatable references: tests only").waitFor();
  const [file] = await practiceFiles(page, folder);
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder });
  const browserMade = await prepare(page, { agreement, key, passphrase: null, party: "North", file, folder });
  await close();

  const { id_column: idColumn } = JSON.parse(await readFile(browserMade.record, "utf8"));
  const out = join(folder, "cli.parquet");
  const crosswalk = join(folder, "cli.csv");
  const report = join(folder, "cli.json");
  await splitTally(
    ...["prepare", "--agreement", agreement, "--key", key, "--party", "North", "--in", file, "--id", idColumn],
    ...["--invalid", "blank", "--seed", SEED, "--out", out, "--crosswalk", crosswalk, "--report", report],
  );
  assert.ok((await readFile(out)).equals(await readFile(browserMade.extract)), "the extracts are the same");
  assert.ok((await readFile(crosswalk)).equals(await readFile(browserMade.crosswalk)), "the crosswalks are the same");
});
