// What is wrong with the data, by what it means, and what to do with values that cannot be right.

import { run, stoppable } from "../../bridge";
import { buttons, continueButton, linkButton } from "../../components/button";
import { showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { progressPanel } from "../../components/progress";
import { table, tag } from "../../components/table";
import { form, unfinished } from "../../components/working";
import type { FieldQuality, Finding, QualityReport, Severity } from "../../core";
import { type Child, h, heading2, paragraph } from "../../dom";
import { capitalised, count, percent, plural, rowList } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page, refresh } from "../../router";
import { caption, prepare } from "./state";

const text = messages.prepare.quality;

const severities: { severity: Severity; colour: "red" | "yellow" | "blue" }[] = [
  { severity: "invalid", colour: "red" },
  { severity: "blanked", colour: "yellow" },
  { severity: "note", colour: "blue" },
];

interface Placed {
  field: FieldQuality;
  finding: Finding;
}

const findings = ({ fields }: QualityReport, severity: Severity): Placed[] =>
  fields.flatMap((field) => field.findings.filter((finding) => finding.severity === severity).map((finding) => ({ field, finding })));

const total = (placed: readonly Placed[]) => placed.reduce((sum, { finding }) => sum + finding.count, 0);

function findingGroup(report: QualityReport, { severity, colour }: (typeof severities)[number]): Child {
  const placed = findings(report, severity);
  if (placed.length === 0) return null;
  const { name, means, todo } = text.severity[severity];
  return h(
    "section",
    { class: "findings" },
    h("h3", { class: "govuk-heading-s" }, tag(name, colour), " ", text.cells(plural(total(placed), "cell", "cells"))),
    paragraph(means),
    placed.map(({ field, finding }) =>
      h(
        "details",
        { class: "govuk-details findings__finding" },
        h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, text.finding(field.column, finding.message))),
        h("div", { class: "govuk-details__text" }, finding.first_rows.length > 0 && paragraph(text.firstRows(rowList(finding.first_rows))), paragraph(todo)),
      ),
    ),
  );
}

function report(quality: QualityReport): Child {
  const invalid = total(findings(quality, "invalid"));
  const radios = radiosField({
    id: "invalid",
    legend: text.invalidLegend,
    items: [
      { value: "blank", text: text.blank, hint: text.blankHint },
      { value: "refuse", text: text.refuse, hint: text.refuseHint },
    ],
    chosen: prepare.invalidValues,
  });
  const goOn = () => {
    prepare.invalidValues = radios.value() === "refuse" ? "refuse" : "blank";
    if (invalid > 0 && prepare.invalidValues === "refuse") return showErrors([{ field: "invalid", message: text.stopped(count(invalid)) }]);
    navigate("#/prepare/what-leaves");
  };
  const found = severities.map((severity) => findingGroup(quality, severity));
  return [
    paragraph(text.lead(plural(quality.rows, "row", "rows"))),
    table({
      caption: text.filledCaption,
      columns: [{ text: text.field }, { text: text.column }, { text: text.filled, numeric: true }, { text: text.missing, numeric: true }, { text: text.share, numeric: true }],
      rows: quality.fields.map((field) => [capitalised(field.label), field.column, count(field.filled), count(field.missing), percent(field.filled, quality.rows)]),
    }),
    heading2(text.findingsTitle),
    found.some((group) => group !== null) ? found : paragraph(text.nothingFound),
    form(goOn, invalid > 0 && [radios.element, linkToFile()], continueButton(messages.common.continue)),
  ];
}

const linkToFile = () => h("p", { class: "govuk-body" }, h("a", { class: "govuk-link", attributes: { href: "#/prepare/file" } }, text.chooseAgain));

export const qualityPage: Page = ({ signal }) => {
  const { agreement, file, mapping, quality } = prepare;
  if (!agreement || !file || !mapping) return { redirect: "#/prepare" };
  const view = { title: text.title, caption: caption(5), back: "#/prepare/columns" };
  if (quality) return { ...view, body: report(quality) };

  const stop = stoppable(signal);
  const panel = progressPanel(() => stop.abort());
  const place = h("div", null, paragraph(text.reading(file.name)), panel.element);
  const read = async () => {
    try {
      prepare.quality = await run(
        "quality",
        { agreement: agreement.text, mapping, file },
        { signal: stop.signal, onProgress: panel.update },
      );
      if (!signal.aborted) refresh();
    } catch (error) {
      if (signal.aborted) return;
      const next = buttons(linkButton("#/prepare/columns", text.backToColumns, "secondary"));
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { ...view, body: place, start: () => void read() };
};
