// A walk through every job of the app, stopping at each state that a person sees.

import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fakeReading, workbookReading } from "./fake-core.mjs";
import { builtPageUrl } from "./browser.mjs";
import { walkCombinedView } from "./combined-view.mjs";
import { walkIncidents } from "./incidents.mjs";
import { answerFirst, bringBack, heading, match, practiceFiles, prepare, prepareUntilReading, press, receivingKey, setUp, startFrom } from "./user.mjs";
import { walkAwkwardFile } from "./walk.mjs";

const PARTIES = ["Northtown Hospital", "Northtown Council"];
const PASSPHRASE = "harbour pencil autumn violin";

/** Pages as they are when nothing has been chosen, and then when nothing is chosen and somebody goes on. */
const EMPTY = ["check", "look-inside", "match", "prepare", "view", "set-up", "renew", "destroy-key", "bring-back", "review", "no-such-page"];

/** One organisation's two files, and all that a project makes of them. */
async function walkPeople(page, { folder, onStep }) {
  const [fileA, fileB] = await practiceFiles(page, folder);
  await onStep("try");
  const { agreement, key } = await setUp(page, { parties: PARTIES, passphrase: PASSPHRASE, folder, template: "People, for one trusted linker", review: true, onStep });
  const first = await prepare(page, { agreement, key, passphrase: PASSPHRASE, party: PARTIES[0], file: fileA, folder, onStep });
  const second = await prepare(page, { agreement, key, passphrase: PASSPHRASE, party: PARTIES[1], file: fileB, folder });
  const matched = await match(page, { agreement, files: [first.extract, second.extract], folder, onStep });
  await page.getByRole("slider").fill("0.9");
  await onStep("match-result-line-moved");
  await page.getByRole("button", { name: /^Renew the agreement with the line/ }).click();
  await heading(page, "Renew an agreement");
  await page.getByLabel("Pairs link from a probability").waitFor();
  await onStep("renew-with-line");
  await press(page, "Renew the agreement");
  await page.getByText("Edition 2 is ready").waitFor();
  await onStep("renew-done");
  const own = { crosswalk: first.crosswalk, data: fileA, folder, onStep };
  await bringBack(page, { links: matched.links, ...own });
  await answerFirst(page, { review: matched.review, ...own });
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByLabel("Choose a file").setInputFiles(first.extract);
  await page.getByRole("button", { name: "Look inside" }).click();
  await page.getByText("What is in SEND").waitFor();
  await onStep("look-inside-extract");
  await startFrom(page, "Record that a key is destroyed");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByLabel("Choose the key file").setInputFiles(key);
  await press(page, "Make the receipt");
  await page.getByLabel("Passphrase for this key").fill(PASSPHRASE);
  await press(page, "Make the receipt");
  await page.locator("#key-code").waitFor({ timeout: 60_000 });
  await onStep("destroy-key-done");
  await receivingKey(page, { passphrase: PASSPHRASE, folder, onStep });
  await walkAwkwardFile(page, { agreement, key, passphrase: PASSPHRASE, party: PARTIES[1], folder, onStep });
  return { agreement, key, file: fileA };
}

export async function everyState(page, { folder, onStep }) {
  await onStep("start");
  for (const name of EMPTY) {
    await page.goto(`${builtPageUrl}#/${name}`);
    await onStep(name);
    const goOn = page.getByRole("button", { name: /^(Continue|Look inside|Bring the results back|Show the questions|Renew the agreement)$/ });
    if ((await goOn.count()) === 0) continue;
    await goOn.click();
    await page.locator(".govuk-error-summary").waitFor();
    await onStep(`${name}-nothing-chosen`);
  }
  const { agreement, key, file } = await walkPeople(page, { folder, onStep });
  // Each project saves its agreement and its key under the same names.
  await walkCombinedView(page, { folder: await mkdtemp(join(folder, "view-")), onStep });
  await walkIncidents(page, { folder: await mkdtemp(join(folder, "incidents-")), onStep });
  await fakeReading(page, { reading: workbookReading });
  await prepareUntilReading(page, { agreement, key, passphrase: PASSPHRASE, party: PARTIES[0], file });
  await page.getByText("Read the file in another way", { exact: true }).click();
  await onStep("reading-workbook");
}
