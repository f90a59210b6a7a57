// Field by field: how much can be used, how many values differ, and what forms they have.

import { table } from "../../components/table";
import type { FieldProfile, FileLook } from "../../core";
import { type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, count, percent } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { shapeInWords } from "./shape-words";

const text = messages.prepare.quality;
const OTHER = "other";

/** A picture of the numbers beside it, so it says nothing to a screen reader. */
function bar(parts: readonly { part: number; kind: "filled" | "unusable" | "missing" }[], total: number): HTMLElement {
  return h(
    "span",
    { class: "share-bar", attributes: { "aria-hidden": "true" } },
    parts.filter(({ part }) => part > 0).map(({ part, kind }) => {
      const piece = h("span", { class: `share-bar__part share-bar__part--${kind}` });
      // Set by script, not by attribute: the page's own rules forbid style attributes.
      piece.style.width = `${(100 * part) / total}%`;
      return piece;
    }),
  );
}

const distinct = ({ distinct: values, distinct_is_exact: exact }: FieldProfile) => (exact ? count(values) : text.about(count(values)));

export function completeness({ profile: { rows, fields } }: FileLook): Child {
  return [
    heading2(text.filledTitle),
    table({
      caption: text.filledCaption,
      captionHidden: true,
      columns: [
        { text: text.field },
        { text: text.share },
        { text: text.filled, numeric: true },
        { text: text.missing, numeric: true },
        { text: text.unusable, numeric: true },
        { text: text.distinct, numeric: true },
        { text: text.column },
      ],
      rows: fields.map((field) => {
        const unusable = rows - field.filled - field.missing;
        const shares = bar([{ part: field.filled, kind: "filled" }, { part: unusable, kind: "unusable" }, { part: field.missing, kind: "missing" }], rows);
        return [ofCore(capitalised(field.label)), [shares, percent(field.filled, rows)], count(field.filled), count(field.missing), count(unusable), distinct(field), field.column];
      }),
    }),
  ];
}

function shapesOf({ column, shapes }: FieldProfile): Child {
  if (shapes.length === 0) return null;
  return table({
    caption: text.shapesCaption(column),
    stacks: true,
    columns: [{ text: text.shape }, { text: text.shapeWords }, { text: text.shapeRows, numeric: true }],
    rows: shapes.map(({ shape, count: rows }) => (shape === OTHER ? [text.otherShapes, "", count(rows)] : [h("code", { class: "shape" }, shape), shapeInWords(shape), count(rows)])),
  });
}

export function shapes({ profile: { fields } }: FileLook): Child {
  // A column that is split fills two fields, and has its forms once.
  const byColumn = fields.filter(({ column }, index) => fields.findIndex((other) => other.column === column) === index);
  return details(text.shapesTitle, paragraph(text.shapesLead), byColumn.map(shapesOf));
}
