// What the probability model learnt and expects, where it decided.

import { table } from "../../components/table";
import type { MatchReport, ModelReport } from "../../core";
import { bullets, type Child, details, h, heading2, heading3, paragraph } from "../../dom";
import { capitalised, count, joined, percent, probability, weight } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";

type Words = ReturnType<typeof worded<typeof messages.match.model, typeof messages.incidents.model>>;

/** Thresholds worth comparing: of the hundred in the report, as many as fit on a page. */
const SHOWN = new Set([0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99].map((threshold) => threshold.toFixed(2)));

function thresholdsTable({ thresholds, threshold: used }: ModelReport, text: Words): Child {
  return table({
    caption: text.thresholdsCaption(probability(used)),
    columns: [{ text: text.threshold, numeric: true }, { text: text.pairs, numeric: true }, { text: text.right, numeric: true }, { text: text.found, numeric: true }],
    rows: thresholds
      .filter(({ threshold }) => SHOWN.has(threshold.toFixed(2)))
      .map(({ threshold, pairs, precision, recall }) => [probability(threshold), count(pairs), percent(precision, 1), percent(recall, 1)]),
  });
}

function weightsTable({ parameters }: ModelReport, text: Words): Child {
  return table({
    caption: text.weightsCaption,
    columns: [{ text: text.field }, { text: text.level }, { text: text.same, numeric: true }, { text: text.unrelated, numeric: true }, { text: text.weight, numeric: true }],
    rows: parameters.fields.flatMap(({ field, levels }) =>
      levels.map(({ level, m, u }) => [ofCore(capitalised(field.replaceAll("_", " "))), ofCore(level), percent(m, 1), u < 0.001 ? text.lessThan : percent(u, 1), weight(Math.log2(m / u))]),
    ),
  });
}

export function modelSections({ model = [] }: MatchReport, isAboutIncidents: boolean): Child {
  const text = worded(messages.match.model, messages.incidents.model, isAboutIncidents);
  if (model.length === 0) return null;
  return [
    heading2(text.title),
    model.map((one) => [
      model.length > 1 && heading3(joined(one.parties)),
      paragraph(text.estimate(percent(one.estimate.precision, 1), percent(one.estimate.recall, 1), count(Math.round(one.expected_matches)))),
      one.warnings.length > 0 && bullets(one.warnings.map(ofCore)),
      thresholdsTable(one, text),
      details(text.assumesTitle, bullets(one.estimate.assumes.map(ofCore))),
      details(text.weightsTitle, paragraph(text.weightsHelp), h("div", null, weightsTable(one, text))),
    ]),
  ];
}
