// axe finds nothing on any page or step, in the light and the dark scheme.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { answerFirst, bringBack, match, practiceFiles, prepare, setUp } from "./support/user.mjs";
import { walkCombinedView } from "./support/combined-view.mjs";
import { walkAwkwardFile } from "./support/walk.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const parties = ["Northtown Hospital", "Northtown Council"];
const passphrase = "harbour pencil autumn violin";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

for (const colorScheme of ["light", "dark"]) {
  test(`every page and step, ${colorScheme}`, async () => {
    const { page, close } = await openPage(browser, builtPageUrl, { colorScheme });
    const { folder } = place;
    const found = [];
    const onStep = async (name) => {
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, nodes } of violations) for (const { target, failureSummary } of nodes) found.push(`${name}: ${id} at ${target}: ${failureSummary}`);
    };

    await onStep("start");
    for (const name of ["check", "look-inside", "match", "prepare", "view", "set-up", "receiving-key", "renew", "destroy-key", "bring-back", "review", "no-such-page"]) {
      await page.goto(`${builtPageUrl}#/${name}`);
      await onStep(name);
      if (!["match", "prepare", "view", "set-up", "look-inside", "bring-back", "review"].includes(name)) continue;
      await page.getByRole("button", { name: /^(Continue|Look inside|Bring the results back|Show the questions)$/ }).click();
      await page.locator(".govuk-error-summary").waitFor();
      await onStep(`${name} with errors`);
    }
    const [fileA, fileB] = await practiceFiles(page, folder);
    await onStep("try");
    const { agreement, key } = await setUp(page, { parties, passphrase, folder, template: "People, for one trusted linker", review: true, onStep });
    const first = await prepare(page, { agreement, key, passphrase, party: parties[0], file: fileA, folder, onStep });
    const second = await prepare(page, { agreement, key, passphrase, party: parties[1], file: fileB, folder });
    const matched = await match(page, { agreement, files: [first.extract, second.extract], folder, onStep });
    const own = { crosswalk: first.crosswalk, data: fileA, folder, onStep };
    await bringBack(page, { links: matched.links, ...own });
    await answerFirst(page, { review: matched.review, ...own });
    await walkAwkwardFile(page, { agreement, key, passphrase, party: parties[1], folder, onStep });
    await page.goto(`${builtPageUrl}#/look-inside`);
    await page.getByLabel("Choose a file").setInputFiles(first.extract);
    await page.getByRole("button", { name: "Look inside" }).click();
    await page.getByText("What is in SEND").waitFor();
    await onStep("look inside a prepared file");

    await close();
    assert.deepEqual(found, []);
  });

  test(`every page and step of the combined view, ${colorScheme}`, async () => {
    const { page, close } = await openPage(browser, builtPageUrl, { colorScheme });
    const found = [];
    await walkCombinedView(page, {
      folder: place.folder,
      onStep: async (name) => {
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        for (const { id, nodes } of violations) for (const { target, failureSummary } of nodes) found.push(`${name}: ${id} at ${target}: ${failureSummary}`);
      },
    });
    await close();
    assert.deepEqual(found, []);
  });
}
