// Writes a picture of every page: node tests/screenshots.mjs FOLDER [light|dark|forced] [WIDTH] [combined-view|incidents]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { walkCombinedView } from "./support/combined-view.mjs";
import { everyState } from "./support/every-state.mjs";
import { walkIncidents } from "./support/incidents.mjs";

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
try {
  if (only === "incidents") await walkIncidents(page, { folder, onStep });
  else if (only === "combined-view") await walkCombinedView(page, { folder, onStep });
  else await everyState(page, { folder, onStep });
} finally {
  await browser.close();
  await remove();
}
