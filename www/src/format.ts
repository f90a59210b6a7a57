// Numbers, sizes and times as people read them, in the language that the page is in.

import { language } from "./language";
import { counted as inWelsh, day as dayInWelsh, duration as durationInWelsh, joined as joinedInWelsh, type Noun } from "./welsh";

// Numbers are written alike in English and Welsh.
const locale = "en-GB";
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const score = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
const list = new Intl.ListFormat(locale, { type: "conjunction" });

export const count = (value: number) => whole.format(value);
/** Never rounded up to 100%: the gap is what the reader looks for. */
export const percent = (part: number, total: number) => (total > 0 ? percentage.format(part < total ? Math.min(part / total, 0.999) : 1) : "–");
export const similarity = (value: number) => score.format(value);
/** A probability: 0.5 as 50%, and 0.9968 as 99.7%, never 100%. */
export const probability = (value: number) => percent(value, 1);
export const joined = (items: readonly string[]) => (language() === "cy" ? joinedInWelsh(items) : list.format(items));
/** The core's labels and descriptions start small, to stand within a sentence. */
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
/** English after a number. */
export const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;
/** Welsh after a number. */
export const counted = (value: number, noun: Noun) => inWelsh(value, count(value), noun);

export function bytes(value: number): string {
  const units = [language() === "cy" ? "beit" : "bytes", "KB", "MB", "GB"];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${(unit === 0 ? whole : tenths).format(value)} ${units[unit]}`;
}

export function duration(seconds: number): string {
  if (language() === "cy") return durationInWelsh(seconds, count);
  if (seconds < 1.5) return "about 1 second";
  if (seconds < 90) return `about ${count(Math.ceil(seconds))} seconds`;
  return `about ${count(Math.round(seconds / 60))} minutes`;
}

const dayOf = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
/** A day as agreements write it, in words: "31 March 2027". */
export function day(written: string): string {
  const date = new Date(`${written}T00:00:00Z`);
  return language() === "cy" ? dayInWelsh(date) : dayOf.format(date);
}

/** Row numbers as a short list: "rows 14, 20 and 31". */
export function rowList(rows: readonly number[]): string {
  const [one, many] = language() === "cy" ? ["rhes", "rhesi"] : ["row", "rows"];
  return `${rows.length === 1 ? one : many} ${joined(rows.map(count))}`;
}

/** A part of a file name, from a party's name. */
export const forFileName = (name: string) => name.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "party";
