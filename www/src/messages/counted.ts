// Things that are counted within sentences. A language that puts its verbs first leaves them out here.

import { plural } from "../format";

export const counted = {
  counted: {
    rows: (value: number) => plural(value, "row", "rows"),
    columns: (value: number) => plural(value, "column", "columns"),
    records: (value: number) => plural(value, "record", "records"),
    recordsKeep: (value: number) => plural(value, "record keeps", "records keep"),
    files: (value: number) => plural(value, "file", "files"),
    tables: (value: number) => plural(value, "table", "tables"),
    questions: (value: number) => plural(value, "question", "questions"),
    questionsAre: (value: number) => plural(value, "question is", "questions are"),
    pairsAre: (value: number) => plural(value, "pair is", "pairs are"),
    morePairsAre: (value: number) => plural(value, "more pair is", "more pairs are"),
    groups: (value: number) => plural(value, "group", "groups"),
    people: (value: number) => plural(value, "person", "people"),
    homes: (value: number) => plural(value, "home", "homes"),
    homesAreKnown: (value: number) => plural(value, "home is known", "homes are known"),
    addressesHave: (value: number) => plural(value, "address has", "addresses have"),
    areas: (value: number) => plural(value, "area", "areas"),
    squares: (value: number) => plural(value, "square", "squares"),
    windows: (value: number) => plural(value, "group of squares", "groups of squares"),
    hotspots: (value: number) => plural(value, "hotspot", "hotspots"),
  },
};
