// That no English is left where the page is in Welsh, on any page and on the way through every job, but the core's own, which is marked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { walkCombinedView } from "./support/combined-view.mjs";
import { walkIncidents } from "./support/incidents.mjs";
import { answerFirst, bringBack, match, practiceFiles, prepare, setUp } from "./support/user.mjs";
import { walkAwkwardFile } from "./support/walk.mjs";
import { leaves, matcher, modules, said, textsOfPage } from "./support/words.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let browser;
let place;
let english;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { messages } = await modules(`export { messages } from "./messages";`);
  english = leaves(messages);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const change = (page, name) => page.getByRole("link", { name, exact: true }).click();

/** Leaves of the page that are the same in both languages, or no words of it. */
const SAME = new Set(["Split Tally", "SHA-256", "English", "Unicode (UTF-8)"]);
/** Commands of a computer. */
const COMMANDS = /^Windows: +certutil/;
const mayStand = (text) => SAME.has(text) || COMMANDS.test(text);

/** Words of English that are none of Welsh. */
const ENGLISH_WORDS = /\b(?:the|of|and|are|was|with|which|from|not|for|who|this|that|each|your|has|have|between|known)\b/i;
/** A button of Edge that a Welsh page names, and a column of the walk's own file. */
const DATA = [/^Yn Edge, /, /Address of/];

/** Messages in English, by themselves or with whatever values, and English of any other source that could be marked and is not. */
function englishOn({ read, heard }, isMessage) {
  const isEnglish = (text) => ENGLISH_WORDS.test(text) && !DATA.some((pattern) => pattern.test(text));
  return [...read.filter((text) => isMessage.test(text) || isEnglish(text)), ...heard.filter((text) => isMessage.test(text))].filter((text) => !mayStand(text));
}

const allMessages = () => matcher(english.flatMap(([path, message]) => (/^files\.|[nN]ame$/.test(path) ? [] : (said(message) ?? []))).filter((text) => !mayStand(text)));

/** Switches to Welsh at a step of a walk in English, looks, and switches back: the walk goes on as if nothing had been. */
function welshLook(page, found, { axe = () => false } = {}) {
  const isMessage = allMessages();
  const settled = () => page.waitForFunction(() => ![...document.querySelectorAll("main [role=status]")].some(({ textContent }) => /One moment|Un eiliad/.test(textContent)), null, { timeout: 60_000 });
  const seen = { looked: [], held: [] };
  const look = async (name) => {
    await change(page, "Cymraeg");
    await settled();
    if ((await page.locator("#change-anyway").count()) > 0) seen.held.push(name);
    else {
      seen.looked.push(name);
      for (const text of englishOn(await textsOfPage(page), isMessage)) found.push(`${name}: ${text}`);
      if (axe(name)) {
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        for (const { id, nodes } of violations) for (const { target, failureSummary } of nodes) found.push(`${name}: ${id} at ${target}: ${failureSummary}`);
      }
    }
    await change(page, "English");
    await settled();
  };
  return { look, seen };
}

/** Pages of which only themselves know what they show. */
const HELD = new Set(["receiving-key", "bring-back-done", "awkward-rows-error", "awkward-rows", "awkward-refused", "combined-bring-back-shared", "combined-bring-back-shared-done"]);

test("no English is left on Welsh pages: the pages by themselves, with their errors", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const found = [];
  const { look } = welshLook(page, found, { axe: () => true });
  await look("start");
  for (const name of ["try", "try/vulnerability", "try/incidents", "check", "look-inside", "match", "prepare", "view", "set-up", "receiving-key", "renew", "destroy-key", "bring-back", "review", "no-such-page"]) {
    await page.goto(`${builtPageUrl}#/${name}`);
    await look(name);
  }
  await change(page, "Cymraeg");
  const isMessage = allMessages();
  for (const name of ["look-inside", "match", "prepare", "view", "set-up", "bring-back", "review", "renew", "destroy-key"]) {
    await page.goto(`${builtPageUrl}#/${name}`);
    await page.locator("main button[type=submit]").click();
    await page.locator(".govuk-error-summary").waitFor();
    for (const text of englishOn(await textsOfPage(page), isMessage)) found.push(`${name} with errors: ${text}`);
  }
  assert.deepEqual(found, []);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("no English is left on the way through every job with people, which goes on through all changes of language", async () => {
  const { page, seen: noticed, close } = await openPage(browser, builtPageUrl);
  const { folder } = place;
  const found = [];
  const { look: onStep, seen } = welshLook(page, found, { axe: (name) => /what-leaves|set-up-agreement|match-result|quality/.test(name) });
  const parties = ["Northtown Hospital", "Northtown Council"];
  const passphrase = "harbour pencil autumn violin";
  const [fileA, fileB] = await practiceFiles(page, folder);
  const { agreement, key } = await setUp(page, { parties, passphrase, folder, template: "People, for one trusted linker", review: true, onStep });
  const first = await prepare(page, { agreement, key, passphrase, party: parties[0], file: fileA, folder, onStep });
  const second = await prepare(page, { agreement, key, passphrase, party: parties[1], file: fileB, folder });
  const matched = await match(page, { agreement, files: [first.extract, second.extract], folder, onStep });
  const own = { crosswalk: first.crosswalk, data: fileA, folder, onStep };
  await bringBack(page, { links: matched.links, ...own });
  await answerFirst(page, { review: matched.review, ...own });
  await walkAwkwardFile(page, { agreement, key, passphrase, party: parties[1], folder, onStep });
  assert.deepEqual(found, []);
  assert.deepEqual(seen.held.filter((name) => !HELD.has(name)), []);
  assert.ok(seen.looked.length > 20, `${seen.looked}`);
  assert.deepEqual(noticed.errors, []);
  await close();
});

test("no English is left on the way through a combined view", async () => {
  const { page, seen: noticed, close } = await openPage(browser, builtPageUrl);
  const found = [];
  const { look: onStep, seen } = welshLook(page, found, { axe: (name) => /view-result|indicators/.test(name) });
  await walkCombinedView(page, { folder: place.folder, onStep });
  assert.deepEqual(found, []);
  assert.deepEqual(seen.held.filter((name) => !HELD.has(name)), []);
  assert.deepEqual(noticed.errors, []);
  await close();
});

test("no English is left on the way through incidents", async () => {
  const { page, seen: noticed, close } = await openPage(browser, builtPageUrl);
  const found = [];
  const { look: onStep, seen } = welshLook(page, found);
  await walkIncidents(page, { folder: place.folder, onStep, sources: ["emergency", "police"] });
  assert.deepEqual(found, []);
  assert.deepEqual(seen.held.filter((name) => !HELD.has(name)), []);
  assert.deepEqual(noticed.errors, []);
  await close();
});
