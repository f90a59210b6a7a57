// What will leave: real rows, beside what would be written of them, and what a reader could learn.

import { run } from "../../bridge";
import { buttons, linkButton } from "../../components/button";
import { table } from "../../components/table";
import { pending } from "../../components/working";
import type { PreviewRow } from "../../core";
import { type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, count } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { caption, indicators, isAboutIncidents, prepare, prepareInput } from "./state";

const text = messages.prepare.leaves;
const ROWS = 3;
/** Enough of a token to see that two differ. */
const TOKEN_SHOWN = 12;
/** Codes shown for each row before the rest is asked for: those of incidents are many, much alike, and long in words. */
const codesShown = () => (isAboutIncidents() ? 2 : 5);

const short = (hexadecimal: string) => h("code", { class: "token" }, hexadecimal.slice(0, TOKEN_SHOWN), "…");

const tokenCells = ({ match_key: name, token }: PreviewRow["tokens"][number]): Child[] => [ofCore(capitalised(name)), token == null ? text.noToken : short(token)];

/** The first row is shown; the others wait behind their number, so that what the file reveals is not pages below. */
function previewRow(preview: PreviewRow, position: number): Child {
  const title = text.row(count(preview.row));
  const sides = previewSides(preview);
  if (position > 0) return h("section", { class: "preview" }, details(text.show(title), sides));
  return h("section", { class: "preview" }, h("h3", { class: "govuk-heading-s" }, title), sides);
}

const fieldFilterCells = ({ field, bits }: PreviewRow["field_filters"][number]): Child[] => [text.fieldFilter(ofCore(field)), bits == null ? text.noFieldFilter : text.bits(count(bits))];

const attributeCells = ({ attribute, value }: PreviewRow["attributes"][number]): Child[] => [ofCore(capitalised(attribute)), h("span", { class: "listed-value" }, value == null ? text.notKnown : ofCore(value))];

function previewSides({ clear, record, tokens, filter_bits: bits, field_filters: fieldFilters, attributes }: PreviewRow): Child {
  return h(
    "div",
    { class: "preview__sides" },
    h(
      "div",
      { class: "preview__side preview__side--stays" },
      table({
        caption: text.stays,
        stacks: true,
        columns: [{ text: text.field }, { text: text.inFile }, { text: text.standardised }],
        rows: clear.map(({ field, value, standardised }) => [ofCore(capitalised(field)), value === "" ? text.empty : value, standardised ?? text.leftOut]),
      }),
    ),
    h(
      "div",
      { class: "preview__side preview__side--leaves" },
      table({
        caption: text.leaves,
        columns: [{ text: text.part }, { text: text.written }],
        rows: [
          [text.record, short(record)],
          ...tokens.slice(0, codesShown()).map(tokenCells),
          ...(bits == null ? [] : [[text.filter, text.bits(count(bits))]]),
          ...fieldFilters.map(fieldFilterCells),
        ],
      }),
      tokens.length > codesShown() &&
        details(
          text.showCodes(count(tokens.length - codesShown())),
          table({ caption: text.otherCodes, captionHidden: true, columns: [{ text: text.part }, { text: text.written }], rows: tokens.slice(codesShown()).map(tokenCells) }),
        ),
      attributes.length > 0 && table({ caption: text.readable, columns: [{ text: isAboutIncidents() ? messages.incidents.leaves.indicatorHead : text.indicatorHead }, { text: text.value }], rows: attributes.map(attributeCells) }),
    ),
  );
}

export const leavesPage: Page = ({ signal }) => {
  const input = prepareInput();
  if (!input) return { redirect: "#/prepare" };
  const { record_filter: filter, field_filters: fields, recipients = [] } = prepare.agreement?.summary ?? {};
  // Where recipients are named, the linker alone is given field filters.
  const recipient = recipients.length === 1 ? recipients[0] : recipients.find(({ name }) => name === prepare.recipient);
  const hasFields = fields != null && fields.length > 0 && (recipient === undefined || recipient.role === "linker");
  const sent = { likeness: filter != null, hardened: filter?.hardened === true, fields: hasFields, indicators: indicators().length > 0 };
  const previews = async () => {
    const rows = await run("preview", { ...input, rows: ROWS }, { signal });
    const body = h("div", null, rows.length === 0 ? paragraph(text.noRow) : rows.map(previewRow));
    return [
      body,
      heading2(text.learnTitle),
      table({ caption: text.learnCaption, captionHidden: true, stacks: true, columns: [{ text: text.who }, { text: text.canLearn }, { text: text.cannotLearn }], rows: (isAboutIncidents() ? messages.incidents.leaves.learn : text.learn(sent)).map(({ who, can, cannot }) => [who, can, cannot]) }),
      paragraph(text.ready),
      buttons(linkButton("#/prepare/run", text.run)),
    ];
  };
  return { title: text.title, caption: caption("what-leaves"), back: "#/prepare/quality", body: [paragraph(text.lead(ROWS), !prepare.rows.every && ` ${text.rowsLeftOut}`), (sent.likeness || sent.fields) && paragraph(text.likeness), pending(previews())] };
};
