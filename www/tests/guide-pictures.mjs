// Makes the pictures of the guides anew: node tests/guide-pictures.mjs. They show the page as it is built, with made-up people.

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { bringBack, match, practiceFiles, prepare, setUp } from "./support/user.mjs";

const docs = join(import.meta.dirname, "../../docs");
const pictures = join(docs, "pictures");
/** No picture is taller: what is below says no more. */
const TALLEST = 1400;

const guides = (await readdir(docs)).filter((name) => name.endsWith(".md"));
const texts = await Promise.all(guides.map((name) => readFile(join(docs, name), "utf8")));
const wanted = new Set(texts.flatMap((text) => [...text.matchAll(/\(pictures\/([a-z-]+)\.png\)/g)].map(([, name]) => name)));

await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
const browser = await launch();
const place = await temporaryFolder();
try {
  const { page } = await openPage(browser, builtPageUrl, { viewport: { width: 900, height: 800 } });
  const onStep = async (name) => {
    if (!wanted.delete(name)) return;
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width: 900, height: Math.min(height, TALLEST) } });
  };
  await onStep("start");
  const { folder } = place;
  const files = await practiceFiles(page, folder);
  const parties = ["Hospital", "Council"];
  const passphrase = "harbour pencil autumn violin";
  const { agreement, key } = await setUp(page, { parties, passphrase, folder, template: "People, for one trusted linker", onStep });
  const made = [];
  for (const [index, party] of parties.entries()) {
    made.push(await prepare(page, { agreement, key, passphrase, party, file: files[index], folder, onStep }));
  }
  const { links } = await match(page, { agreement, files: made.map(({ extract }) => extract), folder, onStep });
  await bringBack(page, { links, crosswalk: made[0].crosswalk, data: files[0], folder, onStep });
  if (wanted.size > 0) throw new Error(`No step is called ${[...wanted].join(", ")}`);
} finally {
  await browser.close();
  await place.remove();
}
