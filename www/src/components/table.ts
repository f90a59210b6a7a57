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
}

const numericClass = (column: Column | undefined, base: string) => (column?.numeric ? `${base} ${base}--numeric` : base);

export function table({ caption, captionHidden = false, columns, rows }: TableOptions): HTMLElement {
  return scrollable(
    caption,
    h(
      "table",
      { class: "govuk-table" },
      h("caption", { class: captionHidden ? "govuk-visually-hidden" : "govuk-table__caption govuk-table__caption--s" }, caption),
      h(
        "thead",
        { class: "govuk-table__head" },
        h("tr", { class: "govuk-table__row" }, columns.map((column) => h("th", { class: numericClass(column, "govuk-table__header"), attributes: { scope: "col" } }, column.text))),
      ),
      h(
        "tbody",
        { class: "govuk-table__body" },
        rows.map((cells) =>
          h(
            "tr",
            { class: "govuk-table__row" },
            cells.map((cell, index) =>
              index === 0
                ? h("th", { class: numericClass(columns[index], "govuk-table__header"), attributes: { scope: "row" } }, cell)
                : h("td", { class: numericClass(columns[index], "govuk-table__cell") }, cell),
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
