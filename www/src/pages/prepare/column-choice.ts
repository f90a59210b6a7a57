// What each column can be used as, and what the choices of all columns come to.

import type { FieldError } from "../../components/errors";
import type { AgreementAttribute, AgreementField, ColumnSuggestion } from "../../core";
import { capitalised, joined } from "../../format";
import { ofCore } from "../../language";
import type { Mapping } from "../../jobs";
import { messages } from "../../messages";

const text = messages.prepare.columns;

/** The value of "not used" in a list. */
export const NONE = "";

export const selectId = (index: number) => `column-${index + 1}`;

/** What a column can be used as: one field, or several that it is split into. */
export interface Use {
  value: string;
  text: string;
  fields: string[];
}

/** Kinds of field, as the core labels them, whose value may stand in several columns. */
const TOGETHER = new Set(["date of birth", "given name", "name", "address line", "phone number", "location", "date and time", "text"]);
/** Its columns are put in order by their names, whatever the order of the file. */
export const DATE_OF_BIRTH = "date of birth";

export const canBePutTogether = (field: AgreementField) => TOGETHER.has(field.kind);

/** The core splits a column into two fields of these kinds. */
const SPLITS = [
  { kinds: ["given name", "name"], words: (first: string, second: string) => text.wholeName(first, second) },
  { kinds: ["address line", "UK postcode"], words: (first: string, second: string) => text.wholeAddress(first, second) },
] as const;

/** The same fields in any order are the same use. */
const valueOf = (fields: readonly string[]) => [...fields].sort().join("+");

export function usesOf(fields: readonly AgreementField[], attributes: readonly AgreementAttribute[]): Use[] {
  const whole = SPLITS.flatMap(({ kinds, words }): Use[] => {
    const [first, second] = kinds.map((kind) => fields.find((field) => field.kind === kind));
    return first && second ? [{ value: valueOf([first.name, second.name]), text: words(ofCore(first.label), ofCore(second.label)), fields: [first.name, second.name] }] : [];
  });
  return [...fields.map(({ name, label, required }) => ({ value: name, text: required ? text.requiredOption(ofCore(capitalised(label))) : ofCore(capitalised(label)), fields: [name] })), ...whole, ...attributes.map(({ name, label }) => ({ value: name, text: text.indicator(ofCore(capitalised(label))), fields: [name] }))];
}

/** Suggestions without those for what this organisation does not give. */
export const possible = (suggestions: readonly ColumnSuggestion[], uses: readonly Use[]): ColumnSuggestion[] =>
  suggestions.map((suggestion) => (uses.some(({ value }) => value === valueOf(suggestion.fields)) ? suggestion : { ...suggestion, fields: [], confidence: "low", reason: "", doubt: "" }));

/** By column: what is chosen before the person has chosen anything. */
export const suggestedValues = (suggestions: readonly ColumnSuggestion[]): string[] =>
  suggestions.map(({ fields, confidence }) => (fields.length === 0 || confidence === "low" ? NONE : valueOf(fields)));

/** By column: what a mapping chose. */
export const valuesOf = (mapping: Mapping, columns: readonly string[]): string[] => {
  const values = new Map(mapping.flatMap((request) => request.columns.map((column) => [column.trim(), valueOf(request.fields)] as const)));
  return columns.map((column) => values.get(column) ?? NONE);
};

/** Columns of one field in the order in which they are put together: that of the mapping they came from, else the file's. */
const inOrder = (columns: string[], known: Mapping): string[] => {
  const same = known.find((request) => request.columns.length === columns.length && request.columns.every((column) => columns.includes(column)));
  return same ? [...same.columns] : columns;
};

/** What the choices come to. `known` is the mapping they started from, if any. */
export function mappingOf(values: readonly string[], columns: readonly string[], uses: readonly Use[], known: Mapping): Mapping {
  return uses.flatMap((use) => {
    const chosen = columns.filter((_, index) => values[index] === use.value);
    if (chosen.length === 0) return [];
    // A column is split by itself; that two are split into the same fields is an error, which the errors below tell.
    return use.fields.length === 1 ? [{ columns: inOrder(chosen, known), fields: use.fields }] : chosen.map((column) => ({ columns: [column], fields: use.fields }));
  });
}

/** What is wrong with the choices: a field or indicator that two columns fill and must not, parts of a date missing, a needed field that none fills. */
export function mappingErrors(values: readonly string[], columns: readonly string[], uses: readonly Use[], fields: readonly AgreementField[], attributes: readonly AgreementAttribute[]): FieldError[] {
  const errors: FieldError[] = [];
  const useOf = (index: number) => uses.find(({ value }) => value === values[index]);
  for (const field of fields) {
    const label = ofCore(capitalised(field.label));
    const filledBy = columns.flatMap((_, index) => (useOf(index)?.fields.includes(field.name) ? [index] : []));
    const [first, second] = filledBy;
    if (first === undefined) {
      if (field.required) errors.push({ field: selectId(0), message: text.missing(label) });
      continue;
    }
    if (second === undefined) continue;
    const together = canBePutTogether(field) && filledBy.every((index) => useOf(index)?.fields.length === 1);
    if (!together) errors.push({ field: selectId(second), message: text.twice(label, columns[first] ?? "", columns[second] ?? "") });
    else if (field.kind === DATE_OF_BIRTH && filledBy.length !== 3) {
      errors.push({ field: selectId(second), message: text.dateParts(label, joined(filledBy.map((index) => `“${columns[index]}”`))) });
    }
  }
  for (const { name, label } of attributes) {
    const [first, second] = columns.flatMap((_, index) => (values[index] === name ? [index] : []));
    if (first !== undefined && second !== undefined) errors.push({ field: selectId(second), message: text.twice(ofCore(capitalised(label)), columns[first] ?? "", columns[second] ?? "") });
  }
  return errors.filter(({ message }, index) => errors.findIndex((other) => other.message === message) === index);
}
