// Addresses of pages inside a portal's page. They are kept in memory: the browser's own history is the portal's, and in a `srcdoc` frame a
// link to "#/prepare" would lead to the portal.

import { outermost } from "../ground";
import type { AddressPlace } from "../router";

export const JOB_START = { "set-up": "#/set-up", prepare: "#/prepare", match: "#/match", view: "#/view", "bring-back": "#/bring-back", inspect: "#/look-inside" } as const;

/** Whether a page belongs to the job that starts there. */
export const belongsTo = (start: string, address: string) => address === start || address.startsWith(`${start}/`);

/** `start` is the first page of the one job there is; addresses of others lead nowhere. */
export function addressInMemory(start: string): AddressPlace {
  let current: string = start;
  let changed = () => {};
  const later = () => void setTimeout(() => changed());
  const go = (address: string) => {
    if (!belongsTo(start, address)) return;
    current = address;
    later();
  };
  // Where the app itself stands, which ends with it: what it stands in may be given another app.
  outermost().addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#/']") : null;
    if (!link) return;
    event.preventDefault();
    go(link.getAttribute("href") ?? "");
  });
  return {
    current: () => current,
    reaches: (address) => belongsTo(start, address),
    go,
    replace: go,
    again: later,
    onChange: (listener) => void (changed = listener),
  };
}
