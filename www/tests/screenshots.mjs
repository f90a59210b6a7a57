// Writes a picture of every page: node tests/screenshots.mjs FOLDER [light|dark|forced] [WIDTH] [combined-view|incidents]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { fakeReading, workbookReading } from "./support/fake-core.mjs";
import { answerFirst, bringBack, match, practiceFiles, prepare, prepareUntilReading, setUp } from "./support/user.mjs";
import { walkCombinedView } from "./support/combined-view.mjs";
import { walkIncidents } from "./support/incidents.mjs";
import { walkAwkwardFile } from "./support/walk.mjs";

const [target, colorScheme = "light", width = "1200", only] = process.argv.slice(2);
if (!target) throw new Error("Say which folder to write to");
await mkdir(target, { recursive: true });

const browser = await launch();
const { folder, remove } = await temporaryFolder();
const scheme = colorScheme === "forced" ? { forcedColors: "active" } : { colorScheme };
const { page } = await openPage(browser, builtPageUrl, { ...scheme, viewport: { width: Number(width), height: 900 } });
let number = 0;
const onStep = async (name) => {
  number += 1;
  await page.screenshot({ path: join(target, `${String(number).padStart(2, "0")}-${name}.png`), fullPage: true });
};
const everyPage = async () => {
  await onStep("start");
  for (const name of ["check", "look-inside", "match"]) {
    await page.goto(`${builtPageUrl}#/${name}`);
    await onStep(name);
  }
  const [fileA, fileB] = await practiceFiles(page, folder);
  await onStep("try");
  const parties = ["Northtown Hospital", "Northtown Council"];
  const passphrase = "harbour pencil autumn violin";
  const { agreement, key } = await setUp(page, { parties, passphrase, folder, template: "People, for one trusted linker", review: true, onStep });
  const first = await prepare(page, { agreement, key, passphrase, party: parties[0], file: fileA, folder, onStep });
  const second = await prepare(page, { agreement, key, passphrase, party: parties[1], file: fileB, folder });
  const matched = await match(page, { agreement, files: [first.extract, second.extract], folder, onStep });
  const own = { crosswalk: first.crosswalk, data: fileA, folder, onStep };
  await bringBack(page, { links: matched.links, ...own });
  await answerFirst(page, { review: matched.review, ...own });
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByLabel("Choose a file").setInputFiles(first.extract);
  await page.getByRole("button", { name: "Look inside" }).click();
  await page.getByText("What is in SEND").waitFor();
  await onStep("look-inside-extract");
  await walkAwkwardFile(page, { agreement, key, passphrase, party: parties[1], folder, onStep });
  await walkCombinedView(page, { folder, onStep });
  await walkIncidents(page, { folder, onStep });
  await fakeReading(page, { reading: workbookReading });
  await prepareUntilReading(page, { agreement, key, passphrase, party: parties[0], file: fileA });
  await page.getByText("Read the file in another way", { exact: true }).click();
  await onStep("reading-workbook");
};
try {
  if (only === "incidents") await walkIncidents(page, { folder, onStep });
  else if (only === "combined-view") await walkCombinedView(page, { folder, onStep });
  else await everyPage();
} finally {
  await browser.close();
  await remove();
}
