// The page's own words in both languages, as its modules have them, and what of a page is written in which language.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Modules of the page, bundled for Node. */
export async function modules(entry) {
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: fileURLToPath(new URL("../../src", import.meta.url)), loader: "ts" }, bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Every message with the path to it: texts, and functions. Lists are gone through. */
export function leaves(group, path = "") {
  if (typeof group === "string" || typeof group === "function") return [[path, group]];
  if (typeof group !== "object" || group === null) return [];
  return Object.entries(group).flatMap(([name, value]) => leaves(value, path === "" ? name : `${path}.${name}`));
}

/** Stands for a value in a message. It is no word of any language. */
const mark = (place) => `⟦${place}⟧`;
export const MARKS = /⟦[^⟧]*⟧/g;

/** An object of whatever members are asked for. */
const anything = () => new Proxy({}, { get: (_, name) => (typeof name === "string" ? mark(name) : undefined) });

const ARGUMENTS = [
  (count) => Array.from({ length: count }, (_, place) => mark(place)),
  (count) => Array.from({ length: count }, (_, place) => [mark(`${place}a`), mark(`${place}b`)]),
  (count) => [mark(0), [mark("1a"), mark("1b")]].slice(0, count),
  () => [anything()],
];

/** What a message says of values that stand out; undefined where it says nothing that can be told apart. */
export function said(message) {
  if (typeof message === "string") return [message];
  for (const makes of ARGUMENTS) {
    try {
      const texts = leaves(message(...makes(message.length))).map(([, text]) => text);
      // A text taken for a list is taken to pieces.
      if (texts.length > 0 && texts.every((text) => typeof text === "string" && (text.match(MARKS) ?? []).every((one) => /^⟦\w+⟧$/.test(one)))) return texts;
    } catch {
      // Other arguments, then.
    }
  }
  return undefined;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const words = (text) => text.replace(MARKS, " ").match(/\p{L}{2,}/gu) ?? [];

/** What finds a message as it stands on a page, with whatever values. One word between two values, such as "to", would be found in anything. */
export function matcher(texts) {
  const patterns = texts.filter((text) => words(text).length >= (/⟦.*⟦/su.test(text) ? 2 : 1)).map((text) => text.split(MARKS).map(escaped).join(".{0,400}?"));
  return new RegExp(`^(?:${patterns.join("|")})$`, "su");
}

/**
 * The texts of the page, without those that are marked as being in another language than the page: `read` can be marked, and `heard`, which are names
 * that are only spoken and texts to copy, cannot.
 */
export const textsOfPage = (page) =>
  page.evaluate(() => {
    const of = document.documentElement.lang;
    const inOther = (element) => element.closest("[lang]").lang !== of;
    const read = [];
    const heard = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (["SCRIPT", "STYLE"].includes(element.tagName) || inOther(element)) continue;
      // What is hidden until it is asked for counts as well.
      if (node instanceof Element) for (const name of ["aria-label", "title", "alt", "placeholder"]) heard.push(node.getAttribute(name) ?? "");
      else read.push(node.textContent);
    }
    for (const area of document.querySelectorAll("textarea[readonly]")) heard.push(...area.value.split("\n"));
    const kept = (texts) => texts.map((text) => text.trim()).filter((text) => text !== "");
    return { read: kept(read), heard: kept(heard) };
  });
