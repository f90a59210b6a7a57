// What was found in the cells, by what it means: how much, where first, and what to do.

import { tag } from "../../components/table";
import type { FieldProfile, FileLook, Finding, Severity } from "../../core";
import { type Child, h, heading2, paragraph } from "../../dom";
import { count, rowList } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { findingList } from "./reading-facts";

const text = messages.prepare.quality;

const SEVERITIES: { severity: Severity; colour: "red" | "yellow" | "blue" }[] = [
  { severity: "invalid", colour: "red" },
  { severity: "blanked", colour: "yellow" },
  { severity: "note", colour: "blue" },
];

interface Placed {
  field: FieldProfile;
  finding: Finding;
}

const placedIn = ({ profile }: FileLook, severity: Severity): Placed[] =>
  profile.fields.flatMap((field) => field.findings.filter((finding) => finding.severity === severity).map((finding) => ({ field, finding })));

export const cellsOf = (look: FileLook, severity: Severity) => placedIn(look, severity).reduce((sum, { finding }) => sum + finding.count, 0);

const duplicateRows = ({ profile: { duplicates } }: FileLook) => duplicates.exact.rows + (duplicates.same_nhs_number?.rows ?? 0) + (duplicates.near?.rows ?? 0);

/** The counts at a glance, each in its colour and in words. */
export function traffic(look: FileLook): HTMLElement {
  const repeats = duplicateRows(look);
  const lights = [
    ...SEVERITIES.map(({ severity, colour }) => {
      const cells = cellsOf(look, severity);
      return { colour: cells === 0 ? "green" : colour, number: cells, unit: text.cells(cells), words: text.traffic[severity] };
    }),
    { colour: repeats === 0 ? "green" : "blue", number: repeats, unit: text.rows(repeats), words: text.traffic.duplicates },
  ];
  return h(
    "ul",
    { class: "traffic", attributes: { "aria-label": text.trafficLabel } },
    lights.map(({ colour, number, unit, words }) => h("li", { class: `traffic__light traffic__light--${colour}` }, h("strong", { class: "traffic__number" }, count(number)), " ", unit, " ", words)),
  );
}

function group(look: FileLook, { severity, colour }: (typeof SEVERITIES)[number]): Child {
  const placed = placedIn(look, severity);
  if (placed.length === 0) return null;
  const { name, means, todo } = text.severity[severity];
  const cells = cellsOf(look, severity);
  return h(
    "section",
    { class: "findings" },
    h("h3", { class: "govuk-heading-s" }, tag(name, colour), ` ${count(cells)} ${text.cells(cells)}`),
    paragraph(means),
    placed.map(({ field, finding }) =>
      h(
        "details",
        { class: "govuk-details findings__finding" },
        h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, text.finding(field.column, ofCore(finding.message)))),
        h("div", { class: "govuk-details__text" }, finding.first_rows.length > 0 && paragraph(text.firstRows(rowList(finding.first_rows))), paragraph(todo)),
      ),
    ),
  );
}

export function findings(look: FileLook): Child {
  const groups = SEVERITIES.map((severity) => group(look, severity));
  return [
    look.reading.findings.length > 0 && h("section", { class: "findings" }, heading2(text.readingTitle), findingList(look.reading)),
    heading2(text.findingsTitle),
    groups.some((one) => one !== null) ? groups : paragraph(text.nothingFound),
  ];
}

