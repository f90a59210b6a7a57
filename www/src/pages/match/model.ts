// What the probability model learnt and expects, where it decided.

import { table } from "../../components/table";
import type { AgreementSummary, MatchReport, ModelReport } from "../../core";
import { bullets, type Child, details, h, heading2, heading3, paragraph } from "../../dom";
import { count, joined, percent, probability } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { chartWithTable, ofModel, withChart } from "./charts";
import { modelLine } from "./threshold";

const text = messages.match.model;

type Words = ReturnType<typeof worded<typeof messages.match.model, typeof messages.incidents.model>>;

/** Thresholds worth comparing: of the hundred in the report, as many as fit on a page. */
const SHOWN = new Set([0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99].map((threshold) => threshold.toFixed(2)));

function thresholdsTable({ thresholds, threshold: used }: ModelReport, text: Words): Child {
  return table({
    caption: text.thresholdsCaption(probability(used)),
    stacks: true,
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

/** Of no links no share is right, and of no matches none is found. */
export const canEstimate = ({ links, expected_matches: matches }: Pick<ModelReport, "links" | "expected_matches">) => links > 0 && matches >= 0.5;

/** What is expected of the links of all organisations. */
function together(models: readonly ModelReport[], text: Words): Child {
  const sum = (of: (one: ModelReport) => number) => models.reduce((all, one) => all + of(one), 0);
  const right = sum(({ links, estimate }) => links * estimate.precision);
  const [links, matches] = [sum((one) => one.links), sum((one) => one.expected_matches)];
  return paragraph(!canEstimate({ links, expected_matches: matches }) ? text.noEstimate : text.estimateMany(percent(right, links), percent(right, matches), count(Math.round(matches))));
}

export function modelSections({ model = [] }: MatchReport, summary: AgreementSummary): Child {
  const text = worded(messages.match.model, messages.incidents.model, summary.is_about_incidents);
  if (model.length === 0) return null;
  const about = (one: ModelReport, index: number): Child => [
    paragraph(!canEstimate(one) ? text.noEstimate : text.estimate(percent(one.estimate.precision, 1), percent(one.estimate.recall, 1), count(Math.round(one.expected_matches)))),
    one.warnings.length > 0 && bullets(one.warnings.map(ofCore)),
    withChart(ofModel("expected", index), thresholdsTable(one, text)),
    details(text.assumesTitle, bullets(one.estimate.assumes.map(ofCore))),
    details(text.weightsTitle, paragraph(text.weightsHelp), chartWithTable(ofModel("weights", index))),
    accounts(one, index),
  ];
  // Of many organisations each two have a model of their own: what holds for all comes first, and those one by one.
  return [heading2(text.title), model.length === 1 ? model.map(about) : together(model, text), modelLine(model, summary), model.length > 1 && model.map((one, index) => details(text.ofTwo(joined(one.parties)), about(one, index)))];
}
