// The line above which pairs link: what it does, what another would do as far as the report says, and how to come by another. It is a clause of the
// agreement, whose digest is in every key: files made under it can be matched with no other, and nothing here tries to.

import { type Bins, binsOf, type Histogram, histogramCsv, histogramFile } from "../../charts/histogram";
import { movableLine } from "../../charts/movable-line";
import { button, buttons } from "../../components/button";
import { table } from "../../components/table";
import type { AgreementSummary, MatchReport, ModelReport } from "../../core";
import { type Child, details, h, heading3, paragraph } from "../../dom";
import { count, percent, probability, similarity } from "../../format";
import { messages, worded } from "../../messages";
import { navigate, reaches } from "../../router";
import { save, textBlob } from "../../save";
import { propose } from "../key-life/proposed";
import { match } from "./state";

const text = messages.threshold;

export type Similarity = NonNullable<MatchReport["similarity"]>;

/** What a line does: in a sentence, and in the rows of the table. */
interface Effect {
  said: string;
  cells: readonly string[];
}

interface Line {
  kind: "similarity" | "probability";
  drawn: Histogram;
  min: number;
  max: number;
  rows: readonly string[];
  agreed: Effect;
  effectAt: (value: number) => Effect;
  /** What to bear in mind. */
  notes: Child;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

const change = (difference: number, mostly: string = text.more(count(difference))) => (difference === 0 ? text.same : difference < 0 ? text.fewer(count(-difference)) : mostly);

/** The first bin of a line: bins are as wide as lines are fine. Of a finer one the bin that it stands in counts as a whole. */
export const binFrom = ({ from, width }: Bins, value: number) => Math.max(0, Math.floor((value - from) / width + 1e-6));

export function similarityHistogram({ threshold, histogram: bins }: Similarity): Histogram {
  return { bins, threshold, written: similarity, text: messages.histogram };
}

/** Which links a higher line would leave is known, as every link has its score; what a lower one would add is bounded by the pairs there are. */
export function similarityLine(alike: Similarity, { summary, isExact }: { summary: AgreementSummary; isExact: boolean }): Child {
  const words = text.similarity;
  const { threshold, links, histogram: bins } = alike;
  const firstBin = (value: number) => binFrom(bins, value);
  const pairsFrom = (value: number) => sum(bins.pairs.slice(firstBin(value)));
  const linksFrom = (value: number) => sum(bins.links.slice(firstBin(value)));
  const roughly = (number: string) => (isExact ? number : text.about(number));
  // Below what is compared in any case, sampling estimates how many pairs there are.
  const pairsAt = (value: number) => (alike.method === "sampled" && value < threshold ? text.about(count(pairsFrom(value))) : count(pairsFrom(value)));
  const effectAt = (value: number): Effect => {
    if (value > threshold) {
      const left = linksFrom(value);
      return { said: text.elsewhere(similarity(value), words.linksSaid(roughly(count(left)), left === 1), change(left - links)), cells: [roughly(count(left)), pairsAt(value)] };
    }
    const unlinked = pairsFrom(value) - pairsFrom(threshold);
    const most = links + unlinked;
    // After sampling the pairs below the line are estimated: no bound then.
    if (alike.method === "sampled") {
      const roughlyMost = text.aboutAtMost(count(most));
      return { said: text.elsewhere(similarity(value), words.linksSaid(roughlyMost, false), change(unlinked, text.moreAboutAtMost(count(unlinked)))), cells: [roughlyMost, pairsAt(value)] };
    }
    return { said: text.elsewhere(similarity(value), words.linksSaid(text.atMost(count(most)), false), change(unlinked, text.moreAtMost(count(unlinked)))), cells: [text.atMost(count(most)), pairsAt(value)] };
  };
  return lineSection(
    {
      kind: "similarity",
      drawn: similarityHistogram(alike),
      min: bins.from,
      max: bins.from + bins.width * (bins.pairs.length - 1),
      rows: [words.links, words.pairs],
      agreed: { said: text.agreed(similarity(threshold), words.linksSaid(count(links), links === 1)), cells: [count(links), count(pairsFrom(threshold))] },
      effectAt,
      notes: paragraph(words.unknown, " ", words.below, !isExact && ` ${words.several}`),
    },
    summary,
  );
}

/** Pairs by probability, from how many reach each hundredth. */
export function probabilityBins(models: readonly ModelReport[]): Bins {
  const reach = (index: number) => sum(models.map(({ thresholds }) => thresholds[index]?.pairs ?? 0));
  const steps = Math.max(0, ...models.map(({ thresholds }) => thresholds.length));
  return { from: 0.01, width: 0.01, pairs: Array.from({ length: steps }, (_, index) => reach(index) - reach(index + 1)) };
}

export function probabilityHistogram(models: readonly ModelReport[]): Histogram {
  const { barsPairs: pairs, axis, axisLogarithmic, description } = text.model;
  // Where an error level moves the line of each two organisations by itself, the lowest is where links begin.
  return { bins: probabilityBins(models), threshold: Math.min(...models.map(({ threshold }) => threshold)), written: probability, text: { pairs, axis, axisLogarithmic, description } };
}

interface Estimated {
  pairs: number;
  right: number;
}

/** All organisations' pairs together, as the agreement has one line for all. */
export function modelLine(models: readonly ModelReport[], summary: AgreementSummary): Child {
  const words = worded(text.model, messages.incidents.threshold, summary.is_about_incidents);
  const drawn = probabilityHistogram(models);
  const expected = sum(models.map((model) => model.expected_matches));
  const links = sum(models.map((model) => model.links));
  const atStep = ({ thresholds }: ModelReport, value: number) => thresholds.find(({ threshold }) => Math.abs(threshold - value) < 1e-6);
  const estimated = (value: number): Estimated => {
    const each = models.map((model) => atStep(model, value)).filter((one) => one !== undefined);
    return { pairs: sum(each.map(({ pairs }) => pairs)), right: sum(each.map(({ pairs, precision }) => pairs * precision)) };
  };
  // Of the pairs that reach the agreed line a few make no link, as their groups are full: others are counted by the difference.
  const reach = models.every((model) => atStep(model, drawn.threshold)) ? estimated(drawn.threshold).pairs : links;
  const cells = ({ pairs, right }: Estimated): [links: string, wrong: string, missed: string] => {
    const [wrong, missed] = [Math.max(0, pairs - right), Math.max(0, expected - right)];
    return [count(pairs), text.share(count(wrong), percent(wrong, pairs)), text.share(count(missed), percent(missed, expected))];
  };
  const said = ({ pairs, right }: Estimated, made: string) => words.wrongSaid(made, count(Math.max(0, pairs - right)), count(Math.max(0, expected - right)));
  const now: Estimated = { pairs: links, right: sum(models.map((model) => model.links * model.estimate.precision)) };
  return [
    heading3(words.title),
    paragraph((new Set(models.map(({ threshold }) => threshold)).size > 1 ? text.model.leadLowest : words.lead)(probability(drawn.threshold))),
    lineSection(
      {
        kind: "probability",
        drawn,
        min: 0.01,
        // A line that follows from an error level may stand above all that are counted.
        max: Math.max(0.99, Math.floor(drawn.threshold * 100) / 100),
        rows: [words.links, words.wrong, models.length === 1 ? words.missed : words.missedMany],
        agreed: { said: (summary.false_links === null ? text.agreed : text.usedLine)(probability(drawn.threshold), said(now, words.linksSaid(count(links), links === 1))), cells: cells(now) },
        effectAt: (value) => {
          const found = estimated(value);
          const difference = found.pairs - reach;
          // The few that make no link are taken to be as often right as the rest.
          const pairs = links + difference;
          const there = { pairs, right: found.pairs > 0 ? (found.right * pairs) / found.pairs : 0 };
          const made = words.linksSaid(text.about(count(pairs)), pairs === 1);
          const [, ...shares] = cells(there);
          return { said: said(there, text.elsewhere(probability(value), made, change(difference))), cells: [text.about(count(pairs)), ...shares] };
        },
        notes: summary.is_about_incidents && paragraph(messages.incidents.threshold.rough),
      },
      summary,
    ),
  ];
}

function lineSection({ kind, drawn, min, max, rows, agreed, effectAt, notes }: Line, summary: AgreementSummary): Child {
  const said = h("p", { class: "govuk-body govuk-!-font-weight-bold line-effect" }, agreed.said);
  const effects = h("div", { class: "line-effects" });
  const renewal = h("div", null);
  const show = (value: number | null) => {
    const effect = value === null ? null : effectAt(value);
    said.textContent = (effect ?? agreed).said;
    const columns = [{ text: text.head }, { text: (summary.false_links !== null && kind === "probability" ? text.used : text.now)(drawn.written(drawn.threshold)), numeric: true }, ...(value === null ? [] : [{ text: text.moved(drawn.written(value)), numeric: true }])];
    effects.replaceChildren(table({ caption: text.caption, captionHidden: true, columns, rows: rows.map((row, index) => [row, agreed.cells[index], ...(effect ? [effect.cells[index]] : [])]) }));
    renewal.replaceChildren(wayToRenew(kind, value, drawn.written, summary));
  };
  const line = movableLine({ id: `line-${kind}`, drawn, label: text.label, hint: text.hint, min, max, said: (value) => (value === drawn.threshold ? agreed : effectAt(value)).said, onMove: show });
  show(null);
  return [line, said, effects, notes, numbers(kind, drawn), heading3(text.renewTitle), paragraph(summary.false_links === null || kind === "similarity" ? text.fixed : text.errorLevel(percent(summary.false_links, 1))), paragraph(text.choose), renewal];
}

/** What is drawn, to save and to read. */
function numbers(kind: Line["kind"], drawn: Histogram): Child {
  const words = messages.histogram;
  const names = kind === "similarity" ? { picture: messages.files.histogramSvg, table: messages.files.histogramCsv } : { picture: messages.files.probabilitySvg, table: messages.files.probabilityCsv };
  const { caption, range } = kind === "similarity" ? words : text.model;
  const hasLinks = drawn.bins.links !== undefined;
  return [
    buttons(
      button(words.saveSvg, () => save(names.picture, textBlob(histogramFile(drawn), "image/svg+xml"))),
      button(words.saveCsv, () => save(names.table, textBlob(histogramCsv(kind, drawn.bins), "text/csv"))),
    ),
    details(
      words.asTable,
      table({
        caption,
        columns: [{ text: range }, { text: drawn.text.pairs, numeric: true }, ...(hasLinks ? [{ text: words.links, numeric: true }] : [])],
        rows: binsOf(drawn.bins).map(({ from, to, pairs, links }) => [words.bin(drawn.written(from), drawn.written(to)), count(pairs), ...(hasLinks ? [count(links)] : [])]),
      }),
    ),
  ];
}

function wayToRenew(kind: Line["kind"], value: number | null, written: Histogram["written"], summary: AgreementSummary): HTMLElement | string {
  const { agreement } = match;
  if (!agreement || (kind === "probability" && summary.false_links !== null)) return "";
  if (!reaches("#/renew")) return paragraph(text.ask);
  if (value === null) return paragraph(text.moveFirst);
  const renew = () => {
    propose({ file: agreement.file, kind, threshold: value });
    navigate("#/renew");
  };
  return buttons(button(text.renew(written(value)), renew));
}
