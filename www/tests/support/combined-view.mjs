// The combined view of vulnerability with made-up people, stopping at each state that other jobs do not show.

import { bringBackShared, chooseViewFiles, match, practiceFiles, prepare, seePicture, setUp, VULNERABILITY } from "./user.mjs";

const PARTIES = ["hospital", "council", "charity"];
/** States that look as they do without indicators. */
const SEEN = new Set(["prepare-passphrase", "prepare-key", "prepare-file", "prepare-reading", "prepare-rows", "set-up-parties", "set-up-what-for", "set-up-key", "set-up-done", "match-files", "match-result"]);

export async function walkCombinedView(page, { folder, onStep }) {
  const look = async (name) => (SEEN.has(name) ? undefined : onStep(`combined-${name}`));
  // Forgets what another walk chose: an agreement of the same name, in the same folder, is no other file to the browser.
  await page.reload();
  const files = await practiceFiles(page, folder, "#/try/vulnerability");
  await look("try");
  const use = { givesNot: ["charity gives: rent arrears"], seesNot: ["charity may see: frailty"], counter: { name: "County Data Trust" } };
  const { agreement, key } = await setUp(page, { parties: PARTIES, passphrase: null, folder, template: VULNERABILITY, use, onStep: look });
  const made = [];
  for (const [index, party] of PARTIES.entries()) {
    made.push(await prepare(page, { agreement, key, passphrase: null, party, file: files[index], folder, ...(index === 1 && { onStep: look }) }));
  }
  const extracts = made.map(({ extract }) => extract);
  const { links } = await match(page, { agreement, files: extracts, folder });
  await chooseViewFiles(page, { agreement, files: extracts });
  await page.getByRole("button", { name: "Count the people" }).click();
  await page.locator(".govuk-error-summary").waitFor();
  await look("view-files-error");
  // Forgets what was chosen.
  await page.reload();
  await seePicture(page, { agreement, files: extracts, links, folder, onStep: look });
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
  });
  await look("view-result-opened");
  const back = { agreement, files: [extracts[0], extracts[2]], links, crosswalk: made[1].crosswalk, data: files[1], folder, onStep: look };
  await bringBackShared(page, back);
}
