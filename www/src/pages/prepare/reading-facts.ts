// How a file was read, in sentences: on the page that asks about it, beside the quality of the data, and at the end.

import type { ReadingReport } from "../../core";
import { bullets, type Child, paragraph } from "../../dom";
import { capitalised, count, joined, rowList } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";

const text = messages.prepare.reading;

/** `whole` is whether all rows were read, and not the first thousand only. */
export function readingSentence(name: string, reading: ReadingReport, whole: boolean): string {
  const { rows, columns, kind, sheet, header_row: headerRow } = reading;
  return text.sentence({
    name,
    rows: whole ? messages.counted.rows(rows) : null,
    columns: messages.counted.columns(columns),
    kind: text.kinds[kind],
    sheet,
    headerRow: count(headerRow),
  });
}

export const lettersSentence = ({ encoding, delimiter }: ReadingReport): string | null =>
  encoding === null || delimiter === null ? null : text.letters(text.encodings[encoding], text.delimiters[delimiter]);

export function otherSheetsSentence({ sheet, sheets }: ReadingReport): string | null {
  const others = sheets.filter(({ name }) => name !== sheet).map(({ name, hidden }) => (hidden ? text.hiddenSheet(name) : name));
  return others.length === 0 ? null : text.otherSheets(joined(others));
}

export const skippedLines = ({ skipped }: ReadingReport): string[] =>
  skipped.map(({ what, count: found, first_rows: rows }) => text.skipped(ofCore(capitalised(what)), count(found), rows.length === 0 ? "" : text.inRows(rowList(rows))));

const findingLines = ({ findings }: ReadingReport): string[] =>
  findings.map(({ message, count: found, first_rows: rows }) => text.finding(ofCore(message.replace(/\.$/, "")), found > rows.length ? count(found) : null, rows.length === 0 ? "" : rowList(rows)));

/** The findings as a list, or nothing. */
export const findingList = (reading: ReadingReport): Child => reading.findings.length > 0 && bullets(findingLines(reading));

export const sentences = (...all: (string | null)[]): Child => paragraph(all.filter((sentence) => sentence !== null).join(" "));
