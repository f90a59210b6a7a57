// What faults say. The npm package says it in English and carries no other language; the page says it in its own.

import type { Translated } from "./live";
import { page } from "./page";

type FaultWords = Translated<typeof page.faults>;

let words: FaultWords = page.faults;

export const faultWords = (): FaultWords => words;

/** `live` words follow the language. */
export function sayFaultsIn(live: FaultWords): void {
  words = live;
}
