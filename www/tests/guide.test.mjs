// The guides name what the page says, and show pictures that there are.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const docs = join(import.meta.dirname, "../../docs");
const messages = join(import.meta.dirname, "../src/messages");
const guides = ["guide.md", "guide-governance.md", "guide-it.md"];

/** All of the page's words, of all files of a folder. */
async function words(folder) {
  const parts = await Promise.all(
    (await readdir(folder, { withFileTypes: true })).map((entry) => (entry.isDirectory() ? words(join(folder, entry.name)) : readFile(join(folder, entry.name), "utf8"))),
  );
  return parts.join("\n");
}

test("what a guide puts between quotation marks stands on a page", async () => {
  const said = await words(messages);
  let quoted = 0;
  for (const guide of guides) {
    const text = (await readFile(join(docs, guide), "utf8")).replace(/\s+/g, " ");
    for (const [, label] of text.matchAll(/“([^”]+)”/g)) {
      quoted += 1;
      assert.ok(said.includes(label), `${guide}: no page says “${label}”`);
    }
  }
  assert.ok(quoted > 10);
});

test("every picture of a guide is there, and no other", async () => {
  const texts = await Promise.all((await readdir(docs)).filter((name) => name.endsWith(".md")).map((name) => readFile(join(docs, name), "utf8")));
  const shown = new Set(texts.flatMap((text) => [...text.matchAll(/\(pictures\/([^)]+)\)/g)].map(([, name]) => name)));
  assert.deepEqual((await readdir(join(docs, "pictures"))).sort(), [...shown].sort());
  assert.ok(shown.size > 5);
});
