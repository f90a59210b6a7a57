// The rules that link records, chosen while a project is set up.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { setUp } from "./support/user.mjs";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

test("a preset says where it comes from, and makes the agreement that the command makes", { skip: missingCommand }, async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const onStep = async (step) => {
    if (step !== "set-up-what-for") return;
    assert.ok(await page.getByLabel("Split Tally", { exact: true }).isChecked());
    const source = page.getByText("PMC4550723");
    assert.ok(!(await source.isVisible()));
    await page.getByLabel("HESID", { exact: true }).check();
    await source.waitFor();
    await page.locator("summary:visible", { hasText: "What is not as in the source" }).click();
    await page.getByText("HESID drops the zeros of postcodes before comparing them.").waitFor();
  };
  const { agreement } = await setUp(page, { parties: ["North", "South"], passphrase: null, folder: place.folder, onStep });
  await close();
  const path = join(place.folder, "command.json");
  await splitTally("agreement", "new", "--match-keys", "hesid", "--party", "North", "--party", "South", "--out", path);
  assert.equal(await readFile(agreement, "utf8"), await readFile(path, "utf8"));
});
