// The key, the file, and how the file was read.

import type { Delimiter, ReadingReport, TextEncoding } from "../../core";

export const key = {
  title: "Open the project key",
  lead: "The key stays on this computer, in this tab, until you close it.",
  choose: "Choose the key file",
  hint: "It is usually called SECRET-project.key",
  none: "Choose the key file",
  notAKey: (name: string) => `${name} is too large to be a key. Choose the file called SECRET-project.key`,
  passphrase: "Passphrase for this key",
  passphraseHint: "Whoever gave you the key told you this separately",
  passphraseNeeded: "Enter the passphrase for this key",
  sameCode: "Does your partner read the same code? If not, stop: one of you has a different key or a different agreement, and your files would not match.",
} as const;

export const file = {
  title: "Choose your data",
  party: "Which organisation are you?",
  noParty: "Choose which organisation you are",
  choose: "Choose your file",
  hint: "A CSV or text file, or an Excel or OpenDocument spreadsheet, with a row of column names. It stays on this computer.",
  none: "Choose your file",
  sayHow: "If you know how the file is laid out, you can",
  sayHowLink: "say how to read it",
} as const;

const kinds: Record<ReadingReport["kind"], string> = {
  csv: "a text file",
  xlsx: "an Excel workbook",
  xls: "an Excel workbook of the older kind (.xls)",
  ods: "an OpenDocument spreadsheet",
};

const encodings: Record<TextEncoding, string> = {
  "utf-8": "Unicode (UTF-8)",
  "windows-1252": "Windows (Western Europe)",
  macintosh: "Mac (Western Europe)",
  "utf-16le": "Unicode (UTF-16, as Excel’s “Unicode Text”)",
  "utf-16be": "Unicode (UTF-16, high byte first)",
};

const delimiters: Record<Delimiter, string> = { comma: "commas", semicolon: "semicolons", tab: "tabs", pipe: "vertical bars ( | )" };

export const reading = {
  title: "Check how your file was read",
  titleUnread: "How should your file be read?",
  kinds,
  encodings,
  delimiters,
  /** `rows` only once the whole file has been read. */
  sentence: (facts: { name: string; rows: string | null; columns: string; kind: string; sheet: string | null; headerRow: string }) =>
    `${facts.name} was read as ${facts.kind}${facts.sheet === null ? "" : `, sheet “${facts.sheet}”`}, with ${facts.rows === null ? "" : `${facts.rows} and `}${facts.columns}. The column names are in row ${facts.headerRow}.`,
  letters: (encoding: string, delimiter: string) => `Letters are stored as ${encoding}, and columns are separated by ${delimiter}.`,
  otherSheets: (sheets: string) => `It has other sheets, which were not read: ${sheets}.`,
  hiddenSheet: (name: string) => `${name} (hidden)`,
  columnsTitle: "Are these your columns?",
  columnsHint: "If they look wrong, such as one long line or a person’s details, read the file in another way below.",
  noName: (position: string) => `(column ${position}, no name)`,
  moreColumns: (more: string) => `and ${more} more`,
  skippedTitle: "What was passed over",
  skipped: (what: string, count: string, rows: string) => `${what}: ${count}${rows}`,
  inRows: (rows: string) => ` (${rows})`,
  findingsTitle: "Worth a look before you go on",
  findingsPart: "This covers the first thousand rows. The whole file is read later, when you check the data.",
  /** `times` only when it is more than the rows that are named. */
  finding: (message: string, times: string | null, rows: string) => `${message}.${rows === "" ? "" : times === null ? ` Seen in ${rows}.` : ` Seen ${times} times, first in ${rows}.`}`,
  fine: "Nothing unusual was noticed so far.",
  anotherWay: "Read the file in another way",
  workOut: (now: string | null) => (now === null ? "Work it out" : `Work it out, now ${now}`),
  encoding: "How letters are stored",
  encodingHint: "Change this when letters such as é or ’ look wrong",
  delimiter: "What separates the columns",
  sheet: "Sheet",
  sheetHint: "The sheet’s name, as on its tab",
  headerRow: "Row with the column names",
  headerRowHint: "As your spreadsheet counts rows. Leave it empty to work it out. Rows above it are passed over",
  headerRowNumber: "Enter the row with the column names as a number, such as 3",
  again: "Read the file again",
  done: "The file was read again.",
} as const;
