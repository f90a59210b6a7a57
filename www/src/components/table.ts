// Tables. A wide one scrolls inside itself, so the page never does.

import { type Child, h } from "../dom";

export interface Column {
  text: string;
  numeric?: boolean;
}

interface TableOptions {
  caption: string;
  captionHidden?: boolean;
  columns: readonly Column[];
  /** The first cell of each row is its header. */
  rows: readonly (readonly Child[])[];
  /** Whether cells stand below each other where there is no room beside: for rows in which something is chosen or compared. */
  stacks?: boolean;
}

const numericClass = (column: Column | undefined, base: string) => (column?.numeric ? `${base} ${base}--numeric` : base);

export function table({ caption, captionHidden = false, columns, rows, stacks = false }: TableOptions): HTMLElement {
  // Some browsers take cells that do not stand beside each other for no table, unless told.
  const role = (name: string) => (stacks ? { role: name } : {});
  return scrollable(
    caption,
    h(
      "table",
      { class: stacks ? "govuk-table table--stacks" : "govuk-table", attributes: role("table") },
      h("caption", { class: captionHidden ? "govuk-visually-hidden" : "govuk-table__caption govuk-table__caption--s" }, caption),
      h(
        "thead",
        { class: "govuk-table__head", attributes: role("rowgroup") },
        h("tr", { class: "govuk-table__row", attributes: role("row") }, columns.map((column) => h("th", { class: numericClass(column, "govuk-table__header"), attributes: { scope: "col", ...role("columnheader") } }, column.text))),
      ),
      h(
        "tbody",
        { class: "govuk-table__body", attributes: role("rowgroup") },
        rows.map((cells) =>
          h(
            "tr",
            { class: "govuk-table__row", attributes: role("row") },
            cells.map((cell, index) =>
              index === 0
                ? h("th", { class: numericClass(columns[index], "govuk-table__header"), attributes: { scope: "row", ...role("rowheader") } }, cell)
                : h("td", { class: numericClass(columns[index], "govuk-table__cell"), attributes: stacks ? { ...role("cell"), "data-column": columns[index]?.text } : {} }, stacks ? h("div", null, cell) : cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Keyboard users scroll it too, so it takes the focus and has a name. */
export const scrollable = (name: string, content: Child) => h("div", { class: "table-scroll", attributes: { tabindex: "0", role: "region", "aria-label": name } }, content);

export function summaryList(rows: readonly { label: string; value: Child; change?: HTMLElement }[]): HTMLElement {
  return h(
    "dl",
    { class: "govuk-summary-list" },
    rows.map(({ label, value, change }) =>
      h(
        "div",
        { class: change ? "govuk-summary-list__row" : "govuk-summary-list__row govuk-summary-list__row--no-actions" },
        h("dt", { class: "govuk-summary-list__key" }, label),
        h("dd", { class: "govuk-summary-list__value" }, value),
        change && h("dd", { class: "govuk-summary-list__actions" }, change),
      ),
    ),
  );
}

export const tag = (text: string, colour: "green" | "red" | "yellow" | "blue" | "grey") => h("strong", { class: colour === "blue" ? "govuk-tag" : `govuk-tag govuk-tag--${colour}` }, text);
