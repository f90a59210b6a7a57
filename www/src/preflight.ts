// Whether this browser can do the work at all, found out before the person has given it anything.

import { coreFacts } from "./bridge";
import { copyText } from "./components/copy-text";
import { bullets, heading2, inset, paragraph } from "./dom";
import { messages } from "./messages";
import type { View } from "./router";
import { compiledCore } from "./workers";

const text = messages.preflight;

/** Less leaves room for small files only. In bytes. */
const LITTLE_MEMORY = 256 << 20;

/** The names of what is missing; empty when all is there. */
function missingFeatures(): string[] {
  const needed: [name: string, present: boolean][] = [
    ["WebAssembly", typeof WebAssembly === "object"],
    ["Web Workers", typeof Worker === "function"],
    ["DecompressionStream", typeof DecompressionStream === "function"],
    ["File", typeof File === "function" && typeof Blob.prototype.stream === "function"],
  ];
  return needed.filter(([, present]) => !present).map(([name]) => name);
}

/** A problem is worded anew where the language changes. */
export type Outcome = { version: string; littleMemory: boolean } | { problem: () => string };

/** Starts the core once, in a worker. */
export async function tryCore(): Promise<Outcome> {
  const missing = missingFeatures();
  if (missing.length > 0) return { problem: () => text.missing(missing) };
  try {
    await compiledCore();
  } catch {
    return { problem: () => text.notCompiling };
  }
  try {
    const { version, memory } = await coreFacts();
    return { version, littleMemory: memory < LITTLE_MEMORY };
  } catch {
    return { problem: () => text.notStarting };
  }
}

/** What stands in place of every page where the work cannot be done: what is missing, and what to ask for. */
export const cannotRun = (problem: string): View => ({
  title: text.title,
  body: [
    inset(problem),
    paragraph(text.nothingLost),
    heading2(text.tryTitle),
    bullets(text.tryThis),
    heading2(text.askTitle),
    paragraph(text.askLead),
    copyText("ask-it", text.askLabel, text.ask(problem, navigator.userAgent)),
  ],
});
