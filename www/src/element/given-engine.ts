// Where the core and its workers come from when the app is inside another page's document: the element that holds it says.

import type { CoreCode } from "../jobs";

export interface GivenEngine {
  compiledCore: () => Promise<CoreCode>;
  /** Called only after `compiledCore` has come true. */
  startWorker: () => Worker;
}

let engine: GivenEngine | undefined;

export function useEngine(given: GivenEngine): void {
  engine = given;
}

function had(): GivenEngine {
  if (!engine) throw new Error("no engine was given");
  return engine;
}

export const compiledCore = (): Promise<CoreCode> => had().compiledCore();
export const startWorker = (): Worker => had().startWorker();
