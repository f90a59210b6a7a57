// Rows of the file that seem to repeat an earlier one: row numbers only.

import type { DuplicateRows, FileLook } from "../../core";
import { bullets, type Child, details, heading2, paragraph } from "../../dom";
import { count } from "../../format";
import { messages, worded } from "../../messages";
import { isAboutIncidents } from "./state";

const text = messages.prepare.quality;

function kind({ name, todo }: { name: string; todo: string }, found: DuplicateRows | null, pair: (first: string, second: string) => string): Child {
  if (found === null || found.rows === 0) return null;
  const more = found.rows - found.first.length;
  return details(
    text.duplicateRows(messages.counted.rows(found.rows), name),
    bullets([...found.first.map(({ first, second }) => pair(count(first), count(second))), more > 0 && text.pairsMore(count(more))].filter((item) => item !== false)),
    paragraph(todo),
  );
}

export function duplicates({ profile: { rows, duplicates: found } }: FileLook): Child {
  const text = worded(messages.prepare.quality, messages.incidents.quality, isAboutIncidents());
  const kinds = [
    kind(text.duplicates.exact, found.exact, text.pair),
    kind(text.duplicates.nhs, found.same_nhs_number, text.pair),
    kind(text.duplicates.near, found.near, text.pairNear),
  ];
  const any = kinds.some((one) => one !== null);
  return [
    heading2(text.duplicatesTitle),
    paragraph(any ? text.duplicatesLead : text.duplicatesNone),
    kinds,
    found.near !== null && found.rows_compared < rows && paragraph(text.notAllCompared(count(found.rows_compared))),
    found.groups_too_large > 0 && paragraph(text.groupsTooLarge(messages.counted.groups(found.groups_too_large))),
  ];
}
