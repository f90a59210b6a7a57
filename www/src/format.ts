// Numbers, sizes and times as people read them.

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
export const joined = (items: readonly string[]) => list.format(items);
/** The core's labels and descriptions start small, to stand within a sentence. */
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
export const plural = (value: number, one: string, many: string) => `${count(value)} ${value === 1 ? one : many}`;

export function bytes(value: number): string {
  const units = ["bytes", "KB", "MB", "GB"];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? whole.format(value) : tenths.format(value)} ${units[unit]}`;
}

export function duration(seconds: number): string {
  if (seconds < 1.5) return "about 1 second";
  if (seconds < 90) return `about ${whole.format(Math.ceil(seconds))} seconds`;
  return `about ${whole.format(Math.round(seconds / 60))} minutes`;
}

const dayOf = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
/** A day as agreements write it, in words: "31 March 2027". */
export const day = (written: string) => dayOf.format(new Date(`${written}T00:00:00Z`));

/** Row numbers as a short list: "rows 14, 20 and 31". */
export const rowList = (rows: readonly number[]) => `${rows.length === 1 ? "row" : "rows"} ${joined(rows.map(count))}`;

/** A part of a file name, from a party's name. */
export const forFileName = (name: string) => name.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "") || "party";
