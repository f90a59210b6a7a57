// Things that are counted within sentences. Welsh puts its verbs first, so that what is said of them is in the sentences.

import { counted as after } from "../../format";
import type { counted as english } from "../counted";
import type { Translated } from "../live";

const row = { one: "rhes", two: "res", few: "rhes", many: "rhes", other: "rhes", plural: "resi" };
const column = { one: "golofn", two: "golofn", few: "colofn", many: "cholofn", other: "colofn", plural: "golofnau" };
const record = { one: "cofnod", two: "gofnod", few: "chofnod", many: "chofnod", other: "cofnod", plural: "gofnodion" };
const file = { one: "ffeil", two: "ffeil", few: "ffeil", many: "ffeil", other: "ffeil", plural: "ffeiliau" };
const table = { one: "tabl", two: "dabl", few: "thabl", many: "thabl", other: "tabl", plural: "dablau" };
const question = { one: "cwestiwn", two: "gwestiwn", few: "chwestiwn", many: "chwestiwn", other: "cwestiwn", plural: "gwestiynau" };
const pair = { one: "pâr", two: "bâr", few: "phâr", many: "phâr", other: "pâr", plural: "barau" };
const morePairs = { one: "pâr arall", two: "bâr arall", few: "phâr arall", many: "phâr arall", other: "pâr arall", plural: "barau eraill" };
const group = { one: "grŵp", two: "grŵp", few: "grŵp", many: "grŵp", other: "grŵp", plural: "grwpiau" };
const person = { one: "person", two: "berson", few: "pherson", many: "pherson", other: "person", plural: "bobl" };
const home = { one: "cartref", two: "gartref", few: "chartref", many: "chartref", other: "cartref", plural: "gartrefi" };
const address = { one: "cyfeiriad", two: "gyfeiriad", few: "chyfeiriad", many: "chyfeiriad", other: "cyfeiriad", plural: "gyfeiriadau" };
const area = { one: "ardal", two: "ardal", few: "ardal", many: "ardal", other: "ardal", plural: "ardaloedd" };
const square = { one: "sgwâr", two: "sgwâr", few: "sgwâr", many: "sgwâr", other: "sgwâr", plural: "sgwariau" };
const window = { one: "grŵp o sgwariau", two: "grŵp o sgwariau", few: "grŵp o sgwariau", many: "grŵp o sgwariau", other: "grŵp o sgwariau", plural: "grwpiau o sgwariau" };
const hotspot = { one: "man poeth", two: "fan poeth", few: "man poeth", many: "man poeth", other: "man poeth", plural: "fannau poeth" };

export const counted: Translated<typeof english> = {
  counted: {
    rows: (value) => after(value, row),
    columns: (value) => after(value, column),
    records: (value) => after(value, record),
    recordsKeep: (value) => after(value, record),
    files: (value) => after(value, file),
    tables: (value) => after(value, table),
    questions: (value) => after(value, question),
    questionsAre: (value) => after(value, question),
    pairsAre: (value) => after(value, pair),
    morePairsAre: (value) => after(value, morePairs),
    groups: (value) => after(value, group),
    people: (value) => after(value, person),
    homes: (value) => after(value, home),
    homesAreKnown: (value) => after(value, home),
    addressesHave: (value) => after(value, address),
    areas: (value) => after(value, area),
    squares: (value) => after(value, square),
    windows: (value) => after(value, window),
    hotspots: (value) => after(value, hotspot),
  },
};
