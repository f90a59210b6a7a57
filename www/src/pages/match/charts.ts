// Charts of the result that the core has drawn, each with its table and as files.

import { chartFile, drawnChart } from "../../charts/drawn";
import { button, buttons } from "../../components/button";
import { table } from "../../components/table";
import type { MatchChart } from "../../core";
import { type Child, paragraph } from "../../dom";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { save, textBlob } from "../../save";
import { match } from "./state";

const text = messages.match.charts;

/** Which chart of which model: files of the first have its name alone. */
export const ofModel = (name: string, model: number) => (model === 0 ? name : `${name}-${model + 1}`);

/** Numbers read the same in any language. */
const cell = (content: string) => (/\p{L}/u.test(content) ? ofCore(content) : content);

/** The numbers of a chart, as the core words them. */
function tableOf({ title, columns, rows }: MatchChart): Child {
  return table({
    caption: text.table(ofCore(title)),
    columns: columns.map((column, index) => ({ text: ofCore(column), numeric: index > 0 && rows.every((row) => /^(\D{0,2}[\d,.]+%?|1 in [\d,]+|never|none|–)$/.test(row[index] ?? "")) })),
    rows: rows.map((row) => row.map(cell)),
  });
}

/** The chart of this name with the core's own table. */
export function chartWithTable(name: string): Child {
  const chart = match.result?.charts.find((one) => one.name === name);
  return chart && withChart(name, tableOf(chart));
}

/** The chart of this name above its table; the table alone where there is no chart. */
export function withChart(name: string, ...numbers: Child[]): Child {
  const chart = match.result?.charts.find((one) => one.name === name);
  return chart ? [paragraph(ofCore(chart.help)), drawnChart(text.chart(ofCore(chart.title)), chart.svg), ...numbers, saving(chart)] : numbers;
}

const saving = ({ name, title, svg, csv }: MatchChart) =>
  buttons(
    button(text.saveSvg, () => save(messages.files.matchChart(name), textBlob(chartFile(svg), "image/svg+xml")), { label: text.saveSvgLabel(ofCore(title)) }),
    button(text.saveCsv, () => save(messages.files.matchTable(name), textBlob(csv, "text/csv")), { label: text.saveCsvLabel(ofCore(title)) }),
  );
