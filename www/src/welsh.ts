// Numbers and days among Welsh words: the first letter of a noun changes after some numbers, and "and" has two forms. None of it is left to the
// browser: Chromium, for one, comes without Welsh names of months.

/** A noun as it stands after numbers: a singular, whose first letter some numbers change, and after larger ones "o" and a plural. */
export interface Noun {
  /** After 1. */
  one: string;
  /** After 2. */
  two: string;
  /** After 3: another than `other` for masculine nouns in c, p or t. */
  few: string;
  /** After 6: another than `other` for nouns in c, p or t. */
  many: string;
  /** After 4, 5 and 7 to 10. */
  other: string;
  /** The plural, as "o" changes it: "gofnodion". */
  plural: string;
}

const LARGEST_WITH_SINGULAR = 10;

/** The categories of CLDR, as `Intl.PluralRules` has them where it knows Welsh. */
const CATEGORIES: Record<number, keyof Omit<Noun, "plural">> = { 1: "one", 2: "two", 3: "few", 6: "many" };

/** `written` is the number in figures. */
export function counted(value: number, written: string, { plural, ...singular }: Noun): string {
  if (!(value >= 1 && value <= LARGEST_WITH_SINGULAR)) return `${written} o ${plural}`;
  return `${written} ${singular[CATEGORIES[value] ?? "other"]}`;
}

/** Numbers whose name begins with a vowel, or with the w of "wyth", which counts as one: 1, 8, 11 to 19, and so on. */
const VOWEL_IN_FIGURES = /^(?:8|1(?:$|[^\d,])|1[1-9](?:\D|$))/;
const VOWEL = /^[aeiouyâêîôûŷáéíóúäëïöü]/i;

/** "ac" before a vowel and "a" before anything else. Names are not changed after it, as they are other people's. */
const andBefore = (text: string) => {
  const start = text.replace(/^[^\p{L}\p{N}]+/u, "");
  return VOWEL.test(start) || VOWEL_IN_FIGURES.test(start) ? "ac" : "a";
};

/** `Intl.ListFormat` leaves the choice to the reader: "A, B, a(c) C". */
export function joined(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${andBefore(last)} ${last}`;
}

/** `whole` writes a number in figures. */
export function duration(seconds: number, whole: (value: number) => string): string {
  if (seconds < 1.5) return "tua 1 eiliad";
  if (seconds < 90) return `tua ${whole(Math.ceil(seconds))} eiliad`;
  const minutes = Math.round(seconds / 60);
  return `tua ${counted(minutes, whole(minutes), { one: "munud", two: "funud", few: "munud", many: "munud", other: "munud", plural: "funudau" })}`;
}

const MONTHS = ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"];

/** A day in words: "31 Mawrth 2027". */
export const day = (date: Date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
