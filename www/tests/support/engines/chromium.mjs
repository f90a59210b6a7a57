// Chromium, by Playwright, with the same few commands as the others.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "../browser.mjs";

/** Everything that this browser asks for goes by `proxy`. */
export async function start(folder, proxy) {
  const downloads = join(folder, "downloads");
  await mkdir(downloads);
  const browser = await launch(`--proxy-server=${proxy}`, "--proxy-bypass-list=<-loopback>");
  const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("download", (download) => void download.saveAs(join(downloads, download.suggestedFilename())));
  // With a listener for good, the browser opens no file chooser of its own.
  page.on("filechooser", () => {});
  return {
    name: "Chromium",
    downloads,
    open: (url) => page.goto(url),
    press: (key) => page.keyboard.press(key),
    back: () => page.keyboard.press("Shift+Tab"),
    type: (text) => page.keyboard.type(text),
    evaluate: (source, ...args) => page.evaluate(([body, given]) => Function(body).apply(null, given), [source, args]),
    chooseFiles: async (paths) => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
      await chooser.setFiles(paths);
    },
    console: async () => said,
    close: () => browser.close(),
  };
}
