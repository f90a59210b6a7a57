// The picture of people: overlaps, needs, and every table.

import type { ViewTable } from "../../core";
import { type Child, details, heading2 } from "../../dom";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { section } from "./section";
import type { MadeView } from "./state";

const text = messages.view.result;

/** How charts are read that do not go without saying. */
const help = (name: string): string | undefined => ({ regions: text.upset, domains: text.pairs })[name];

/** The parts of the picture, in the order in which they are read. What no part knows of comes last. */
const parts = (): { title: string; has: (name: string) => boolean; isFolded: boolean }[] => [
  { title: text.overlapTitle, has: (name) => ["regions", "parties", "party_count"].includes(name), isFolded: false },
  { title: text.needsTitle, has: (name) => ["domain_count", "domains", "parties_domains"].includes(name), isFolded: false },
  { title: text.pairsTitle, has: (name) => /^domains_\d+_\d+$/.test(name), isFolded: true },
  { title: text.indicatorsTitle, has: (name) => name.startsWith("attribute_"), isFolded: true },
];

const ORDER = ["regions", "parties", "party_count", "domain_count", "domains", "parties_domains"];
const place = ({ name }: ViewTable) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

export function peopleParts(result: MadeView): Child {
  const { tables } = result.view;
  const known = parts();
  const others = tables.filter(({ name }) => !known.some(({ has }) => has(name)));
  const groups = [...known.slice(0, 2), { title: text.otherTitle, has: (name: string) => others.some((one) => one.name === name), isFolded: false }, ...known.slice(2)];
  return groups.map(({ title, has, isFolded }) => {
    const ofPart = tables.filter(({ name }) => has(name)).sort((one, other) => place(one) - place(other));
    if (ofPart.length === 0) return null;
    if (!isFolded) return [heading2(title), ofPart.map((one) => section(result, one, { isTitled: true, help: help(one.name) }))];
    return [heading2(title), ofPart.map((one) => details(ofCore(one.title), section(result, one, { isTitled: false })))];
  });
}
