// The first values of each column, masked until the button is pressed. A masked value is not in the page at all.

import { button } from "../../components/button";
import type { FileColumns } from "../../core";
import { h } from "../../dom";
import { messages } from "../../messages";

const text = messages.prepare.columns;
const EXAMPLES = 3;
const MASK = "•••••";

export function maskedExamples({ columns, first_rows: rows }: FileColumns): { cells: HTMLElement[]; toggle: HTMLElement } {
  let masked = true;
  const cells = columns.map(() => h("span", { class: "examples" }));
  const draw = () => {
    cells.forEach((cell, column) => {
      const values = rows.slice(0, EXAMPLES).map((row) => row[column] ?? "");
      cell.replaceChildren(...values.map((value) => h("span", { class: "examples__value" }, value === "" ? text.emptyCell : masked ? MASK : value)));
    });
  };
  const toggle = button(
    text.showValues,
    () => {
      masked = !masked;
      toggle.textContent = masked ? text.showValues : text.hideValues;
      draw();
    },
    { id: "show-values" },
  );
  draw();
  return { cells, toggle };
}
