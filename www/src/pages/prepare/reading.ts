// How the file was read, and another way to read it.

import { explain, JobRefused, run } from "../../bridge";
import { button, continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { selectField, textField } from "../../components/field";
import { form } from "../../components/working";
import type { Delimiter, ReadingReport, ReadOptions, TextEncoding } from "../../core";
import { bullets, type Child, details, h, heading2, inset, paragraph } from "../../dom";
import { count } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page, refresh } from "../../router";
import { findingList, lettersSentence, otherSheetsSentence, readingSentence, sentences, skippedLines } from "./reading-facts";
import { caption, chooseReading, prepare } from "./state";

const text = messages.prepare.reading;
const COLUMNS_SHOWN = 12;
/** The value of "work it out" in a list. */
const WORK_OUT = "";

/** Which field an error of the core is about. */
const FIELD_OF: Record<string, string> = { "read.not_utf8": "encoding", "read.wrong_width": "delimiter", "read.no_such_sheet": "sheet", "read.row_too_long": "delimiter" };

const isWorkbook = (file: File, reading: ReadingReport | undefined) => (reading ? reading.kind !== "csv" : /\.(xlsx|xlsm|xls|ods)$/i.test(file.name));

interface OptionFields {
  element: Child;
  /** Null, with the error shown, when something cannot be meant. */
  value(): ReadOptions | null;
  fieldOf(code: string): string;
}

function optionFields(file: File, reading: ReadingReport | undefined): OptionFields {
  const { read } = prepare;
  const headerRow = textField({ id: "header-row", label: text.headerRow, hint: text.headerRowHint, value: read.header_row === null ? "" : String(read.header_row) });
  headerRow.control.className = "govuk-input govuk-input--width-4";
  headerRow.control.inputMode = "numeric";
  /** Null where the row is worked out, undefined where it is no number. */
  const row = (): number | null | undefined => {
    const entered = headerRow.control.value.trim();
    if (entered === "") return null;
    return /^\d{1,7}$/.test(entered) && Number(entered) > 0 ? Number(entered) : undefined;
  };
  const completed = (rest: Omit<ReadOptions, "header_row">): ReadOptions | null => {
    const header_row = row();
    if (header_row !== undefined) return { ...rest, header_row };
    showErrors([{ field: "header-row", message: text.headerRowNumber }]);
    return null;
  };

  if (isWorkbook(file, reading)) {
    const sheet = reading
      ? selectField({ id: "sheet", label: text.sheet, options: reading.sheets.map(({ name, hidden }) => ({ value: name, text: hidden ? text.hiddenSheet(name) : name })), chosen: reading.sheet ?? "" })
      : textField({ id: "sheet", label: text.sheet, hint: text.sheetHint, value: read.sheet ?? "" });
    return {
      element: [sheet.element, headerRow.element],
      value: () => completed({ encoding: null, delimiter: null, sheet: sheet.control.value.trim() || null }),
      fieldOf: (code) => (code === "read.no_such_sheet" ? "sheet" : "header-row"),
    };
  }
  const choice = <T extends string>(id: string, label: string, hint: string | undefined, names: Record<T, string>, chosen: T | null, found: T | null | undefined) =>
    selectField({
      id,
      label,
      ...(hint !== undefined && { hint }),
      options: [{ value: WORK_OUT, text: text.workOut(chosen === null && found ? names[found] : null) }, ...Object.entries<string>(names).map(([value, name]) => ({ value, text: name }))],
      chosen: chosen ?? WORK_OUT,
    });
  const encoding = choice<TextEncoding>("encoding", text.encoding, text.encodingHint, text.encodings, read.encoding, reading?.encoding);
  const delimiter = choice<Delimiter>("delimiter", text.delimiter, undefined, text.delimiters, read.delimiter, reading?.delimiter);
  return {
    element: [encoding.element, delimiter.element, headerRow.element],
    value: () => completed({ encoding: (encoding.control.value || null) as TextEncoding | null, delimiter: (delimiter.control.value || null) as Delimiter | null, sheet: null }),
    fieldOf: (code) => FIELD_OF[code] ?? "header-row",
  };
}

function found(name: string, reading: ReadingReport, columns: readonly string[]): Child {
  const skipped = skippedLines(reading);
  const names = columns.slice(0, COLUMNS_SHOWN).map((column, index) => column || text.noName(count(index + 1)));
  return [
    inset(paragraph(readingSentence(name, reading, false)), sentences(lettersSentence(reading), otherSheetsSentence(reading))),
    reading.findings.length > 0 && [heading2(text.findingsTitle), findingList(reading)],
    skipped.length > 0 && [heading2(text.skippedTitle), bullets(skipped)],
    heading2(text.columnsTitle),
    paragraph(text.columnsHint),
    h("ol", { class: "govuk-list column-names" }, names.map((column) => h("li", null, column)), columns.length > COLUMNS_SHOWN && h("li", null, text.moreColumns(count(columns.length - COLUMNS_SHOWN)))),
    paragraph(reading.findings.length === 0 && `${text.fine} `, text.findingsPart),
  ];
}

export const readingPage: Page = ({ signal }) => {
  const { agreement, file, columns } = prepare;
  if (!agreement || !file) return { redirect: "#/prepare" };
  const fields = optionFields(file, columns?.reading);

  const again = async () => {
    clearErrors();
    const read = fields.value();
    if (!read) return;
    try {
      chooseReading(read, await run("columns", { agreement: agreement.text, read, file }, { signal }));
      refresh();
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: error instanceof JobRefused ? fields.fieldOf(error.code) : "header-row", message }]);
    }
  };
  const view = { caption: caption("reading"), back: "#/prepare/file" };
  if (!columns) return { ...view, title: text.titleUnread, body: form(again, fields.element, continueButton(text.again)) };
  const other = form(again, fields.element, h("button", { class: "govuk-button govuk-button--secondary", attributes: { type: "submit" } }, text.again));
  return {
    ...view,
    title: text.title,
    body: [
      found(file.name, columns.reading, columns.columns),
      details(text.anotherWay, other),
      button(messages.common.continue, () => navigate("#/prepare/columns"), { kind: "primary" }),
    ],
  };
};
