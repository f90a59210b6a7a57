// The messages in Welsh beside those in English, and Welsh after numbers.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { leaves, MARKS, modules, said } from "./support/words.mjs";

let words;
before(async () => {
  words = await modules(`export { messages } from "./messages"; export * from "./language"; export { counted, joined } from "./welsh"; export { day, count, percent, rowList, bytes, duration } from "./format";`);
});

const inLanguage = (language, make) => {
  words.useLanguage(language);
  try {
    return make();
  } finally {
    words.useLanguage("en");
  }
};
const messagesIn = (language) => inLanguage(language, () => new Map(leaves(words.messages)));
/** In the same language as it was read in: a message may word numbers. */
const saidIn = (language) => {
  const found = messagesIn(language);
  return inLanguage(language, () => new Map([...found].map(([path, message]) => [path, said(message)])));
};

/** Empty by design: where incidents have no such kind, and where no note on a translation is needed. */
const EMPTY = new Set(["frame.translation", "incidents.quality.duplicates.nhs.name", "incidents.quality.duplicates.nhs.todo", "incidents.quality.duplicates.near.name", "incidents.quality.duplicates.near.todo"]);

test("every message says something in both languages", () => {
  for (const language of ["en", "cy"]) {
    for (const [path, texts] of saidIn(language)) {
      assert.ok(texts, `${path} could not be tried`);
      for (const text of texts) assert.ok(text.trim() !== "" || EMPTY.has(path), `${path} is empty in ${language}`);
    }
  }
});

test("there are the same messages in both languages", () => {
  assert.deepEqual([...messagesIn("cy").keys()], [...messagesIn("en").keys()]);
});

test("what a message is given is in it in both languages", () => {
  const english = saidIn("en");
  for (const [path, texts] of saidIn("cy")) {
    texts.forEach((text, place) => assert.deepEqual([...new Set(text.match(MARKS))].sort(), [...new Set(english.get(path)[place].match(MARKS))].sort(), `${path}: ${text}`));
  }
});

/** The same in every language, and why. */
const SAME = [
  [/^files\.|[fF]ileName$|worklistName$|recordName$|blankName$/, "names of files, by which partners of either language know them"],
  [/\.address$/, "addresses of pages"],
  [/^name$/, "the app's own name"],
  [/^check\.sameFileCommands$/, "commands of a computer"],
  [/^view\.result\.sha256$|encodings\.utf-8$/, "names of standards"],
];

test("nothing is left in English but what is the same in every language", () => {
  const english = saidIn("en");
  for (const [path, texts] of saidIn("cy")) {
    const isSame = SAME.some(([pattern]) => pattern.test(path));
    texts.forEach((text, place) => {
      const other = english.get(path)[place];
      if (isSame) assert.equal(text, other, path);
      else assert.ok(text !== other || !/\p{L}/u.test(text.replace(MARKS, "")), `${path} is in English: ${text}`);
    });
  }
});

// The examples of CLDR's plural rules for Welsh, https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html: 1 ci, 2 gi, 3 chi, 6 chi, 4 ci.
test("nouns change after numbers as in CLDR's examples", () => {
  const dog = { one: "ci", two: "gi", few: "chi", many: "chi", other: "ci", plural: "gŵn" };
  assert.deepEqual([1, 2, 3, 6, 4, 7, 11, 1234].map((number) => words.counted(number, String(number), dog)), ["1 ci", "2 gi", "3 chi", "6 chi", "4 ci", "7 ci", "11 o gŵn", "1234 o gŵn"]);
});

test("they change as the plural rules of this computer's own locale data say", () => {
  const rules = new Intl.PluralRules("cy");
  assert.equal(rules.resolvedOptions().locale, "cy");
  const categories = { one: "one", two: "two", few: "few", many: "many", other: "other", plural: "" };
  for (let number = 1; number <= 10; number += 1) assert.equal(words.counted(number, "", categories), ` ${rules.select(number)}`);
});

test("“and” is a before a consonant and ac before a vowel", () => {
  const pairs = [["bara", "menyn", "bara a menyn"], ["papur", "inc", "papur ac inc"], ["du", "gwyn", "du a gwyn"], ["3", "8", "3 ac 8"], ["14", "20", "14 a 20"], ["10", "11", "10 ac 11"], ["10", "100", "10 a 100"], ["2", "1", "2 ac 1"], ["x", "1,234", "x a 1,234"], ["x", "“enw”", "x ac “enw”"]];
  for (const [one, other, expected] of pairs) assert.equal(words.joined([one, other]), expected);
  assert.equal(words.joined(["A", "B", "C"]), "A, B a C");
  assert.equal(words.joined(["A"]), "A");
  assert.equal(words.joined([]), "");
});

test("days, rows, sizes and times are in the language", () => {
  inLanguage("cy", () => {
    const inWords = new Intl.DateTimeFormat("cy", { dateStyle: "long", timeZone: "UTC" });
    for (let month = 1; month <= 12; month += 1) {
      const written = `2027-${String(month).padStart(2, "0")}-09`;
      assert.equal(words.day(written), inWords.format(new Date(written)));
    }
    assert.equal(words.day("2027-03-31"), "31 Mawrth 2027");
    assert.equal(words.count(1234567), new Intl.NumberFormat("cy").format(1234567));
    assert.equal(words.percent(123, 1000), new Intl.NumberFormat("cy", { style: "percent", maximumFractionDigits: 1 }).format(0.123));
    assert.equal(words.rowList([14, 20, 31]), "rhesi 14, 20 a 31");
    assert.equal(words.bytes(12), "12 beit");
    assert.equal(words.duration(120), "tua 2 funud");
  });
  assert.equal(words.day("2027-03-31"), "31 March 2027");
  assert.equal(words.rowList([14, 20, 31]), "rows 14, 20 and 31");
});

test("a language is found by its tag, and in an address", () => {
  assert.deepEqual(["cy", "cy-GB", "CY", "en-US", "fr", ""].map((tag) => words.languageOf(tag)), ["cy", "cy", "cy", "en", undefined, undefined]);
  assert.deepEqual(words.languageInAddress("#cy/prepare/key"), { language: "cy", address: "#/prepare/key" });
  assert.deepEqual(words.languageInAddress("#cy"), { language: "cy", address: "#/" });
  assert.deepEqual(words.languageInAddress("#en"), { language: "en", address: "#/" });
  for (const hash of ["", "#/", "#/cy", "#fr/prepare", "#cymru", "#cy-prepare"]) assert.equal(words.languageInAddress(hash), undefined);
});

test("words of the core are set apart in Welsh alone", () => {
  assert.equal(words.ofCore("postcode"), "postcode");
  inLanguage("cy", () => {
    const marked = words.ofCore("postcode");
    assert.deepEqual(words.pieces(`Maes: ${marked}.`), ["Maes: ", "postcode", "."]);
    assert.equal(words.withoutMarks(marked), "postcode");
    assert.equal(words.ofCore(marked), marked);
    assert.equal(words.ofCore(""), "");
  });
});
