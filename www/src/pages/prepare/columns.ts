// Which column is which field. The values stay masked until the person asks for them.

import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { selectControl, selectField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { table } from "../../components/table";
import { form } from "../../components/working";
import type { AgreementField, FileColumns } from "../../core";
import { details, h, heading2, paragraph, warning } from "../../dom";
import { capitalised, count } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, forgetQuality, prepare } from "./state";

const text = messages.prepare.columns;
/** The value of "not used" and of "no such column" in a list. */
const NONE = "";
const EXAMPLES = 3;
const MASK = "•••••";

const selectId = (index: number) => `column-${index + 1}`;

/** What is wrong with a choice of columns: a field that two fill, or a required field that none fills. */
function mappingErrors(chosen: readonly string[], columns: readonly string[], fields: readonly AgreementField[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of fields) {
    const [first, second] = chosen.flatMap((name, index) => (name === field.name ? [index] : []));
    if (first === undefined && field.required) errors.push({ field: selectId(0), message: text.missing(capitalised(field.label)) });
    if (first !== undefined && second !== undefined) {
      errors.push({ field: selectId(second), message: text.twice(capitalised(field.label), columns[first] ?? "", columns[second] ?? "") });
    }
  }
  return errors;
}

/** The first values of each column, masked until the button is pressed. A masked value is not in the page at all. */
function maskedExamples({ columns, first_rows: rows }: FileColumns): { cells: HTMLElement[]; toggle: HTMLElement } {
  let masked = true;
  const cells = columns.map(() => h("span", { class: "examples" }));
  const draw = () => {
    cells.forEach((cell, column) => {
      const values = rows.slice(0, EXAMPLES).map((row) => row[column] ?? "");
      cell.replaceChildren(...values.map((value) => h("span", { class: "examples__value" }, value === "" ? text.emptyCell : masked ? MASK : value)));
    });
  };
  const toggle = h(
    "button",
    {
      class: "govuk-button govuk-button--secondary",
      id: "show-values",
      attributes: { type: "button" },
      on: {
        click: () => {
          masked = !masked;
          toggle.textContent = masked ? text.showValues : text.hideValues;
          draw();
        },
      },
    },
    text.showValues,
  );
  draw();
  return { cells, toggle };
}

/** One id a line; a spreadsheet saved as CSV may put quotes around them. */
const idsIn = (content: string) => [...new Set(content.split(/\r\n|\r|\n/).map((line) => line.trim().replace(/^"(.*)"$/, "$1").trim()).filter((line) => line !== ""))];

export const columnsPage: Page = () => {
  const { agreement, columns, file } = prepare;
  if (!agreement || !columns || !file) return { redirect: "#/prepare" };
  const { fields } = agreement.summary;
  const fieldOptions = [{ value: NONE, text: text.notUsed }, ...fields.map(({ name, label, required }) => ({ value: name, text: required ? text.requiredOption(capitalised(label)) : capitalised(label) }))];

  const proposed = (column: string, index: number) =>
    prepare.mapping ? (prepare.mapping.find((entry) => entry.column === column)?.field ?? NONE) : (columns.mapping[index]?.field ?? NONE);
  const selects = columns.columns.map((column, index) => selectControl(selectId(index), fieldOptions, proposed(column, index), { "aria-label": text.selectLabel(column) }));
  const { cells, toggle } = maskedExamples(columns);
  const reasons = columns.columns.map(() => h("span", null));
  const id = selectField({
    id: "id-column",
    label: text.id,
    hint: text.idHint,
    options: [{ value: NONE, text: text.noId }, ...columns.columns.map((column) => ({ value: column, text: column }))],
    chosen: (prepare.idColumn === undefined ? columns.id_column : prepare.idColumn) ?? NONE,
  });
  const noIdWarning = h("div", { attributes: { "aria-live": "polite" } });
  const warnAboutId = () => noIdWarning.replaceChildren(...(id.control.value === NONE ? [warning(text.noIdWarning, messages.common.warning)] : []));
  /** The reason that goes with what is chosen now, which may no longer be what the core proposed. */
  const reason = (column: string, index: number) => {
    const { field, reason: proposedReason } = columns.mapping[index] ?? { field: null, reason: "" };
    const chosen = selects[index]?.value ?? NONE;
    if (chosen === NONE) return column === id.control.value ? text.isReference : text.noReason;
    return chosen === field ? capitalised(proposedReason) : text.youChose;
  };
  const draw = () => {
    warnAboutId();
    columns.columns.forEach((column, index) => reasons[index]?.replaceChildren(reason(column, index)));
  };
  for (const control of [id.control, ...selects]) control.addEventListener("change", draw);
  draw();

  const exclude = fileField({ id: "exclude", label: text.exclude, hint: text.excludeHint, accept: ".csv,.txt", files: prepare.exclude ? [prepare.exclude.file] : [] });

  const goOn = async () => {
    clearErrors();
    const chosen = selects.map((select) => select.value);
    const idColumn = id.control.value === NONE ? null : id.control.value;
    const errors = mappingErrors(chosen, columns.columns, fields);
    const [excludeFile] = exclude.files();
    if (excludeFile && idColumn === null) errors.push({ field: "id-column", message: text.excludeNeedsId });
    if (errors.length > 0) return showErrors(errors);
    prepare.mapping = columns.columns.flatMap((column, index) => (chosen[index] ? [{ column, field: chosen[index] }] : []));
    prepare.idColumn = idColumn;
    try {
      prepare.exclude = excludeFile ? { file: excludeFile, ids: idsIn(await excludeFile.text()) } : null;
    } catch {
      return showErrors([{ field: "exclude", message: messages.faults.unreadable(excludeFile?.name ?? "") }]);
    }
    forgetQuality();
    navigate("#/prepare/quality");
  };

  return {
    title: text.title,
    caption: caption(4),
    back: "#/prepare/file",
    body: [
      paragraph(text.lead(file.name, count(columns.columns.length))),
      toggle,
      form(
        goOn,
        table({
          caption: text.caption,
          captionHidden: true,
          columns: [{ text: text.yourColumn }, { text: text.firstValues }, { text: text.ourField }, { text: text.why }],
          rows: columns.columns.map((column, index) => [column, cells[index], selects[index], reasons[index]]),
        }),
        heading2(text.idTitle),
        id.element,
        noIdWarning,
        details(text.excludeTitle, exclude.element),
        continueButton(messages.common.continue),
      ),
    ],
  };
};
