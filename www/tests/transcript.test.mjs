// docs/prepare-as-heard.txt is what a screen reader would be given on the way through preparing a file, and stays true.
//
//   UPDATE_TRANSCRIPT=1 node --test tests/transcript.test.mjs      writes it anew, after a change of the pages

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, root, temporaryFolder } from "./support/browser.mjs";
import { accessibilityTree } from "./support/tree.mjs";
import { practiceFiles, prepare, setUp } from "./support/user.mjs";

const kept = join(root, "docs/prepare-as-heard.txt");
const parties = ["Hospital", "Council"];
let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const INTRODUCTION = `What a screen reader is given on the way through "Prepare my data"

The accessibility tree of the main part of each page, as Chromium makes it: one line for each thing, with its role, its name, what
describes it, and its state in brackets. "focused" says where the reader is. The people are made up. What differs from run to run, such
as codes made with a new key, is replaced by words in angle brackets. www/tests/transcript.test.mjs compares this file with the pages.
`;

/** Keys are random, so everything that is made of them differs each time. */
const steady = (line) =>
  line
    .replace(/\b\d{3} \d{3} \d{3}\b/g, "<nine digits>")
    .replace(/[0-9a-f]{64}/g, "<fingerprint>")
    .replace(/"[0-9a-f]{16}"/g, '"<fingerprint>"')
    .replace(/\b[0-9a-f]{6,}…/g, "<code>…")
    .replace(/\b\d+ marks set/g, "<number> marks set")
    .replace(/\([\d.,]+ (bytes|KB|MB)\)/g, "(<size>)")
    .replace(/\bsplit-tally [\d.]+/g, "split-tally <version>");

test("the prepare pages, as they are heard", async () => {
  const { folder } = place;
  const { page, close } = await openPage(browser, `${builtPageUrl}?seed=7`);
  const [file] = await practiceFiles(page, folder);
  const project = await setUp(page, { parties, passphrase: null, folder });
  const parts = [];
  const onStep = async (name) => parts.push(`\n== ${name}\n\n${(await accessibilityTree(page)).map(steady).join("\n")}\n`);
  await prepare(page, { ...project, passphrase: null, party: parties[0], file, folder, onStep });
  await close();
  const heard = `${INTRODUCTION}${parts.join("")}`;
  assert.ok(parts.length >= 9, "every page is in it");
  for (const part of parts) assert.match(part, /heading "[^"]+" .*level 1/, "every page has a heading of the first level");
  if (process.env.UPDATE_TRANSCRIPT) await writeFile(kept, heard);
  assert.equal(heard, await readFile(kept, "utf8"), "docs/prepare-as-heard.txt is out of date: see the head of this file");
});
