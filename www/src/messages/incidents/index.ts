// Where incidents are linked and counted, and not people: what is said in place of the words for people, and what only they have.

import * as setUp from "./set-up";
import * as work from "./work";

export const incidents = { setUp, ...work };

/** The words for people, or those for incidents where there are others. */
export function worded<Usual extends object, Other extends object>(usual: Usual, other: Other, isAboutIncidents: boolean): { [K in keyof Usual]: K extends keyof Other ? Usual[K] | Other[K] : Usual[K] } {
  return (isAboutIncidents ? { ...usual, ...other } : usual) as { [K in keyof Usual]: K extends keyof Other ? Usual[K] | Other[K] : Usual[K] };
}
