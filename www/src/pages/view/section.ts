// One table of the picture, with its chart if it has one.

import { chartFile, drawnChart } from "../../charts/drawn";
import { button, buttons } from "../../components/button";
import { table } from "../../components/table";
import type { Published, ViewTable } from "../../core";
import { type Child, details, h, heading3, paragraph } from "../../dom";
import { capitalised, count } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { save, textBlob } from "../../save";
import type { MadeView } from "./state";

const text = messages.view.result;

/** Tables of more rows than this are folded where a chart shows them. */
export const ROWS_SHOWN = 6;

export const shown = (published: Published): Child => (published === "*" ? ["*", h("span", { class: "govuk-visually-hidden" }, ` ${text.suppressed}`)] : count(published));

/** What the rows of a table are, where its title does not make that plain. */
function rowsOf({ name, rows_are: rowsAre }: ViewTable): string {
  if (rowsAre !== undefined) return ofCore(capitalised(rowsAre));
  if (name.startsWith("attribute_")) return text.recorded;
  return { party_count: text.partyCount, domain_count: text.domainCount }[name] ?? text.who;
}

function numbers(one: ViewTable): HTMLElement {
  const { title, columns, rows } = one;
  return table({
    caption: ofCore(title),
    captionHidden: true,
    columns: [{ text: rowsOf(one) }, ...columns.map((column) => ({ text: ofCore(capitalised(column)), numeric: true }))],
    rows: rows.map(({ label, counts }) => [ofCore(label), ...counts.map(shown)]),
  });
}

export const rule = ({ rule: words }: { rule: string }) => h("p", { class: "govuk-body-s rule" }, ofCore(words));

export const saveTable = (name: string, title: string, csv: Blob | undefined) => csv && button(text.saveTable, () => save(messages.files.viewTable(name), csv), { label: text.saveTableLabel(ofCore(title)) });

/** `help` says how its chart is read. Its title is a heading, or stands above it already. */
export function section(result: MadeView, one: ViewTable, { isTitled, help }: { isTitled: boolean; help?: string | undefined }): Child {
  const title = ofCore(one.title);
  const chart = result.charts.find(({ name }) => name === one.name);
  const csv = result.tables.find(({ name }) => name === one.name)?.csv;
  return h(
    "section",
    { class: "view-table", id: `table-${one.name}` },
    isTitled && heading3(title),
    chart && [help !== undefined && paragraph(help), drawnChart(text.chart(title), chart.svg, { isMap: /^(cells|areas)_/.test(one.name) })],
    chart && one.rows.length > ROWS_SHOWN ? details(text.table(title), numbers(one), rule(one)) : [numbers(one), rule(one)],
    buttons(
      chart && button(text.saveChart, () => save(messages.files.viewChart(one.name), textBlob(chartFile(chart.svg), "image/svg+xml")), { label: text.saveChartLabel(title) }),
      saveTable(one.name, one.title, csv),
    ),
  );
}
