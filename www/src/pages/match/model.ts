// What the probability model learnt and expects, where it decided.

import { table } from "../../components/table";
import type { AgreementSummary, MatchReport, ModelReport } from "../../core";
import { bullets, type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, count, joined, percent, probability, weight } from "../../format";
import { messages, worded } from "../../messages";
import { modelLine } from "./threshold";

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
      levels.map(({ level, m, u }) => [capitalised(field.replaceAll("_", " ")), level, percent(m, 1), u < 0.001 ? text.lessThan : percent(u, 1), weight(Math.log2(m / u))]),
    ),
  });
}

/** What is expected of the links of all organisations. */
function together(models: readonly ModelReport[], text: Words): Child {
  const sum = (of: (one: ModelReport) => number) => models.reduce((all, one) => all + of(one), 0);
  const right = sum(({ links, estimate }) => links * estimate.precision);
  const [links, matches] = [sum((one) => one.links), sum((one) => one.expected_matches)];
  return paragraph(text.estimateMany(percent(right, links), percent(right, matches), count(Math.round(matches))));
}

export function modelSections({ model = [] }: MatchReport, summary: AgreementSummary): Child {
  const text = worded(messages.match.model, messages.incidents.model, summary.is_about_incidents);
  if (model.length === 0) return null;
  const about = (one: ModelReport): Child => [
    paragraph(text.estimate(percent(one.estimate.precision, 1), percent(one.estimate.recall, 1), count(Math.round(one.expected_matches)))),
    one.warnings.length > 0 && bullets(one.warnings),
    thresholdsTable(one, text),
    details(text.assumesTitle, bullets(one.estimate.assumes)),
    details(text.weightsTitle, paragraph(text.weightsHelp), h("div", null, weightsTable(one, text))),
  ];
  // Of many organisations each two have a model of their own: what holds for all comes first, and those one by one.
  return [heading2(text.title), model.length === 1 ? model.map(about) : together(model, text), modelLine(model, summary), model.length > 1 && model.map((one) => details(text.ofTwo(joined(one.parties)), about(one)))];
}
