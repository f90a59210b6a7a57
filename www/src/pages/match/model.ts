// What the probability model learnt and expects, where it decided.

import { table } from "../../components/table";
import type { MatchReport, ModelReport } from "../../core";
import { bullets, type Child, details, h, heading2, heading3, paragraph } from "../../dom";
import { count, joined, percent, probability } from "../../format";
import { messages, worded } from "../../messages";
import { chartWithTable, ofModel, withChart } from "./charts";

const text = messages.match.model;

type Words = ReturnType<typeof worded<typeof messages.match.model, typeof messages.incidents.model>>;

/** Thresholds worth comparing: of the hundred in the report, as many as fit on a page. */
const SHOWN = new Set([0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99].map((threshold) => threshold.toFixed(2)));

function thresholdsTable({ thresholds, threshold: used }: ModelReport, text: Words): Child {
  return table({
    caption: text.thresholdsCaption(probability(used)),
    columns: [{ text: text.threshold, numeric: true }, { text: text.pairs, numeric: true }, { text: text.right, numeric: true }, { text: text.found, numeric: true }],
    rows: thresholds
      .filter(({ threshold }) => SHOWN.has(threshold.toFixed(2)))
      .map(({ threshold, pairs, precision, recall }) => [probability(threshold), count(pairs), pairs > 0 ? percent(precision, 1) : "–", percent(recall, 1)]),
  });
}

function accounts({ examples }: ModelReport, model: number): Child {
  if (examples.length === 0) return null;
  return details(
    text.accountsTitle,
    paragraph(text.accountsLead),
    examples.map((one, pair) => h("section", null, heading3(text.account(pair + 1, examples.length, probability(one.probability))), chartWithTable(`${ofModel("pair", model)}-${pair + 1}`))),
  );
}

export function modelSections({ model = [] }: MatchReport, isAboutIncidents: boolean): Child {
  const text = worded(messages.match.model, messages.incidents.model, isAboutIncidents);
  if (model.length === 0) return null;
  return [
    heading2(text.title),
    model.map((one, index) => [
      model.length > 1 && heading3(joined(one.parties)),
      paragraph(text.estimate(percent(one.estimate.precision, 1), percent(one.estimate.recall, 1), count(Math.round(one.expected_matches)))),
      one.warnings.length > 0 && bullets(one.warnings),
      withChart(ofModel("expected", index), thresholdsTable(one, text)),
      details(text.assumesTitle, bullets(one.estimate.assumes)),
      details(text.weightsTitle, paragraph(text.weightsHelp), chartWithTable(ofModel("weights", index))),
      accounts(one, index),
    ]),
  ];
}
