// What stands above a page's title: which step it is, and of how many only once that can no longer change under the reader.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { decideIncidents, INCIDENT } from "./support/incidents.mjs";
import { heading, press, setUp, startFrom, VULNERABILITY } from "./support/user.mjs";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const captionOf = (page) => page.locator(".govuk-caption-l").textContent();

/** The captions on the way through setting up, in turn. */
async function captions(choices) {
  const { page, close } = await openPage(browser, builtPageUrl);
  const said = [];
  const onStep = async () => {
    const caption = await captionOf(page);
    if (said.at(-1) !== caption) said.push(caption);
  };
  const { agreement } = await setUp(page, { passphrase: null, folder: place.folder, ...choices(onStep), onStep });
  return { page, close, agreement, said: said.map((caption) => caption.replace("Set up a project: step ", "")) };
}

test("setting up says how many steps there are once what is set up is known, and never another number after it", async () => {
  const people = await captions(() => ({ parties: ["North", "South"] }));
  assert.deepEqual(people.said, ["1", "2", "3 of 5", "4 of 5", "5 of 5"]);
  await people.close();
  const needs = await captions(() => ({ parties: ["hospital", "council", "charity"], template: VULNERABILITY, use: { seesNot: ["charity may see: frailty"], counter: { name: "County Data Trust" } } }));
  assert.deepEqual(needs.said, ["1", "2", "3", "4", "5", "6", "7 of 12", "8 of 12", "9 of 12", "10 of 12", "11 of 12", "12 of 12"]);
  await needs.close();
});

test("preparing and counting say it once the agreement is chosen", async () => {
  const { page, close, agreement, said } = await captions((onStep) => ({ parties: ["police", "council"], template: INCIDENT, decide: (on) => decideIncidents(on, { onStep }) }));
  assert.deepEqual(said, ["1", "2", "3 of 13", "4 of 13", "5 of 13", "6 of 13", "7 of 13", "8 of 13", "11 of 13", "12 of 13", "13 of 13"]);
  for (const [name, start, first, second] of [
    ["Prepare my data", "Prepare my data: step 1", "Open the project key", "Prepare my data: step 2 of 9"],
    ["See the combined picture", "See the combined picture: step 1", "Choose the files to count", "See the combined picture: step 2 of 3"],
  ]) {
    await startFrom(page, name);
    await heading(page, "Which project is this for?");
    assert.equal(await captionOf(page), start);
    await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
    await page.getByText("Is this the project you expect?").waitFor();
    await press(page, "Continue");
    await heading(page, first);
    assert.equal(await captionOf(page), second);
  }
  await close();
});
