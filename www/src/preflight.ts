// Whether this browser can do the work at all, found out before the person has given it anything.

import { coreFacts } from "./bridge";
import { messages } from "./messages";

/** The names of what is missing; empty when all is there. */
export function missingFeatures(): string[] {
  const needed: [name: string, present: boolean][] = [
    ["WebAssembly", typeof WebAssembly === "object"],
    ["Web Workers", typeof Worker === "function"],
    ["DecompressionStream", typeof DecompressionStream === "function"],
    ["File", typeof File === "function" && typeof Blob.prototype.stream === "function"],
  ];
  return needed.filter(([, present]) => !present).map(([name]) => name);
}

/** Starts the core once, in a worker, and gives its version. */
export async function tryCore(): Promise<{ version: string } | { problem: string }> {
  const missing = missingFeatures();
  if (missing.length > 0) return { problem: messages.preflight.missing(missing) };
  try {
    return { version: (await coreFacts()).version };
  } catch {
    return { problem: messages.preflight.notStarting };
  }
}
