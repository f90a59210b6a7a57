// A table of checkboxes: for each row, which of the columns it holds for.

import { h } from "../dom";
import { table } from "./table";

interface MatrixOptions {
  id: string;
  caption: string;
  /** What the rows are. */
  head: string;
  /** Each with its head, and how it is called within a sentence. */
  rows: readonly { value: string; head: string; name: string }[];
  columns: readonly string[];
  isChosen: (row: string, column: string) => boolean;
  /** What one checkbox says to those who cannot see its row and column. */
  label: (row: string, column: string) => string;
}

export interface Matrix {
  element: HTMLElement;
  /** By row, its columns. */
  values(): Map<string, string[]>;
  /** The id of a row's first checkbox. */
  idOf(row: string): string;
}

export function matrix({ id, caption, head, rows, columns, isChosen, label }: MatrixOptions): Matrix {
  const boxes = rows.map(({ value, name }, row) =>
    columns.map((column, place) => {
      const boxId = `${id}-${row + 1}-${place + 1}`;
      const input = h("input", { class: "govuk-checkboxes__input", id: boxId, attributes: { type: "checkbox", name: boxId, value: column } });
      input.checked = isChosen(value, column);
      return { column, input, label: label(name, column) };
    }),
  );
  const element = table({
    caption,
    stacks: true,
    columns: [{ text: head }, ...columns.map((column) => ({ text: column }))],
    rows: rows.map(({ head: text }, row) => [
      text,
      ...(boxes[row] ?? []).map(({ input, label: said }) =>
        h(
          "div",
          { class: "govuk-checkboxes govuk-checkboxes--small matrix__box" },
          h("div", { class: "govuk-checkboxes__item" }, input, h("label", { class: "govuk-label govuk-checkboxes__label", attributes: { for: input.id } }, h("span", { class: "govuk-visually-hidden" }, said))),
        ),
      ),
    ]),
  });
  return {
    element,
    values: () => new Map(rows.map(({ value }, row) => [value, (boxes[row] ?? []).filter(({ input }) => input.checked).map(({ column }) => column)])),
    idOf: (row) => `${id}-${rows.findIndex(({ value }) => value === row) + 1}-1`,
  };
}
