// Which rows take part, as the person chose it, and as the core is told.

import type { PrepareOptions } from "../../core";

/** What a list holds: the owner's own references, or values of the field of this name. */
export const OWN_REFERENCE = "#reference";

export interface ValueList {
  of: string;
  file: File;
  text: string;
}

export type Test = "is" | "is_not" | "from" | "until";

export interface Condition {
  column: string;
  test: Test;
  /** Values one a line, or a day as YYYY-MM-DD. */
  text: string;
}

export interface RowChoice {
  every: boolean;
  lists: ValueList[];
  conditions: Condition[];
  repeatedIds: PrepareOptions["repeated_ids"];
}

export const everyRow: RowChoice = { every: true, lists: [], conditions: [], repeatedIds: "refuse" };

export const lines = (text: string): string[] => text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== "");

/** One reference a line; a spreadsheet saved as CSV may put quotes around them, or a mark of its encoding in front. */
export const referencesIn = (text: string): string[] => [
  ...new Set(
    lines(text.replace(/^\uFEFF/, ""))
      .map((line) => line.replace(/^"(.*)"$/, "$1").trim())
      .filter((line) => line !== ""),
  ),
];

/** Whether each of several lines has the same separator in it, so that it cannot be one reference. */
export const holdsSeveralValues = (text: string): boolean => {
  const all = lines(text);
  return all.length > 0 && [",", ";", "\t"].some((separator) => all.every((line) => line.replace(/^"[^"]*"/, "").includes(separator)));
};

function filterOf({ column, test, text }: Condition): PrepareOptions["filters"][number] {
  switch (test) {
    case "is":
      return { column, test: { is: lines(text) } };
    case "is_not":
      return { column, test: { is_not: lines(text) } };
    case "from":
      return { column, test: { from: text } };
    case "until":
      return { column, test: { until: text } };
  }
}

export function rowOptions({ every, lists, conditions, repeatedIds }: RowChoice): Pick<PrepareOptions, "exclude" | "exclude_lists" | "filters" | "repeated_ids"> {
  const inUse = every ? [] : lists;
  return {
    exclude: inUse.flatMap(({ of, text }) => (of === OWN_REFERENCE ? referencesIn(text) : [])),
    exclude_lists: inUse.flatMap(({ of, file, text }) => (of === OWN_REFERENCE ? [] : [{ field: of, file: file.name, text }])),
    filters: every ? [] : conditions.map(filterOf),
    repeated_ids: repeatedIds,
  };
}
