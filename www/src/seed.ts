// `?seed=7` makes the random record references repeatable, so that a test can compare two runs. The page says so in red for as long as it holds.

import { isInOtherDocument } from "./ground";

/** Another page's address is not ours to read: what `seed` means there is its own affair. */
export function seed(): number | null {
  if (isInOtherDocument()) return null;
  const text = new URLSearchParams(location.search).get("seed");
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
