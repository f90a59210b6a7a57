// The picture: overlaps, needs, and every table, in counts that are fit to be published; and what to save of it.

import { chartFile, drawnChart } from "../../charts/drawn";
import { button, buttons } from "../../components/button";
import { saveList } from "../../components/save-list";
import { table } from "../../components/table";
import { pending } from "../../components/working";
import type { Published, ViewTable } from "../../core";
import { handOverView } from "../../element/hand-over";
import { bullets, type Child, details, h, heading2, heading3, inset, paragraph } from "../../dom";
import { capitalised, count, plural } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { save, textBlob } from "../../save";
import { zip } from "../../zip";
import { forgetAll, type MadeView, view } from "./state";

const text = messages.view.result;

const shown = (published: Published): Child => (published === "*" ? ["*", h("span", { class: "govuk-visually-hidden" }, ` ${text.suppressed}`)] : count(published));

function numbers({ title, columns, rows }: ViewTable): HTMLElement {
  return table({
    caption: title,
    captionHidden: true,
    columns: [{ text: text.who }, ...columns.map((column) => ({ text: capitalised(column), numeric: true }))],
    rows: rows.map(({ label, counts }) => [label, ...counts.map(shown)]),
  });
}

const rule = ({ rule: words }: ViewTable) => h("p", { class: "govuk-body-s rule" }, words);

/** One table, with its chart if it has one; its title is a heading, or stands above it already. */
function section(result: MadeView, one: ViewTable, isTitled: boolean): Child {
  const chart = result.charts.find(({ name }) => name === one.name);
  const csv = result.tables.find(({ name }) => name === one.name)?.csv;
  return h(
    "section",
    { class: "view-table", id: `table-${one.name}` },
    isTitled && heading3(one.title),
    chart && [one.name === "regions" && paragraph(text.upset), one.name === "domains" && paragraph(text.pairs), drawnChart(text.chart(one.title), chart.svg)],
    chart && one.rows.length > 6 ? details(text.table(one.title), numbers(one), rule(one)) : [numbers(one), rule(one)],
    buttons(
      chart && button(text.saveChart, () => save(messages.files.viewChart(one.name), textBlob(chartFile(chart.svg), "image/svg+xml")), { label: text.saveChartLabel(one.title) }),
      csv && button(text.saveTable, () => save(messages.files.viewTable(one.name), csv), { label: text.saveTableLabel(one.title) }),
    ),
  );
}

/** The parts of the picture, in the order in which they are read. What no part knows of comes last. */
const PARTS: { title: string; has: (name: string) => boolean; isFolded: boolean }[] = [
  { title: text.overlapTitle, has: (name) => ["regions", "parties", "party_count"].includes(name), isFolded: false },
  { title: text.needsTitle, has: (name) => ["domain_count", "domains", "parties_domains"].includes(name), isFolded: false },
  { title: text.pairsTitle, has: (name) => /^domains_\d+_\d+$/.test(name), isFolded: true },
  { title: text.indicatorsTitle, has: (name) => name.startsWith("attribute_"), isFolded: true },
];

const ORDER = ["regions", "parties", "party_count", "domain_count", "domains", "parties_domains"];
const place = ({ name }: ViewTable) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

function parts(result: MadeView): Child {
  const { tables } = result.view;
  const others = tables.filter(({ name }) => !PARTS.some(({ has }) => has(name)));
  const groups = [...PARTS.slice(0, 2), { title: text.otherTitle, has: (name: string) => others.some((one) => one.name === name), isFolded: false }, ...PARTS.slice(2)];
  return groups.map(({ title, has, isFolded }) => {
    const ofPart = tables.filter(({ name }) => has(name)).sort((one, other) => place(one) - place(other));
    if (ofPart.length === 0) return null;
    if (!isFolded) return [heading2(title), ofPart.map((one) => section(result, one, true))];
    return [heading2(title), ofPart.map((one) => details(one.title, section(result, one, false)))];
  });
}

export const resultPage: Page = () => {
  const { result } = view;
  if (!result) return { redirect: "#/view" };
  const { view: made } = result;
  const startAgain = () => {
    forgetAll();
    navigate("#/view");
  };
  const saves = async () => {
    const files = result.tables.map(({ name, csv }) => ({ name: messages.files.viewTable(name), content: csv }));
    const tables = await zip(files.sort((one, other) => (one.name < other.name ? -1 : 1)));
    return saveList(text.saveTitle, "send", [
      { name: messages.files.viewPage, what: text.pageWhat, content: result.page },
      { name: messages.files.viewTables, what: text.tablesWhat(plural(result.tables.length, "table", "tables")), content: tables },
      { name: messages.files.view, what: text.jsonWhat, content: result.json },
    ]);
  };
  return {
    title: text.title,
    caption: made.agreement.title,
    back: "#/view/files",
    body: [
      paragraph(made.purpose),
      inset(h("strong", null, text.ruleTitle), h("br", null), made.rule),
      pending(saves()),
      handOverView(made),
      paragraph(text.publish, !view.isGiven && ` ${text.noLinks}`),
      parts(result),
      heading2(text.limitsTitle),
      bullets(made.limits),
      details(text.madeFromTitle, table({ caption: text.madeFromTitle, captionHidden: true, columns: [{ text: text.party }, { text: text.file }, { text: text.sha256 }], rows: made.sources.map(({ party, file, sha256 }) => [party, h("span", { class: "file-name" }, file), h("span", { class: "fingerprint" }, sha256)]) })),
      paragraph(messages.prepare.done.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
