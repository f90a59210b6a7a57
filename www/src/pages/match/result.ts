// What was found: the headline, the rules, the similarities, the overlap, and the files to save.

import { button, buttons } from "../../components/button";
import { saveList } from "../../components/save-list";
import { table } from "../../components/table";
import { binsOf, histogram, histogramCsv, histogramFile, type Similarity } from "../../charts/histogram";
import type { MatchReport, ReviewFile } from "../../core";
import { handOverReport } from "../../element/hand-over";
import { bullets, type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, count, joined, percent, similarity } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { jsonBlob, save, textBlob } from "../../save";
import { modelSections } from "./model";
import { forgetAll, match } from "./state";

const text = messages.match.result;

function inputsTable({ inputs }: MatchReport): Child {
  return table({
    caption: text.inputsCaption,
    columns: [{ text: text.party }, { text: text.rows, numeric: true }, { text: text.linked, numeric: true }, { text: text.share, numeric: true }],
    rows: inputs.map(({ party, rows, linked }) => [party, count(rows), count(linked), percent(linked, rows)]),
  });
}

/** How many pairs reach the threshold. Bins are as wide as thresholds are fine, so no bin straddles one that people set. */
const pairsFrom = ({ threshold, histogram: { from, width, pairs } }: Similarity): number =>
  pairs.filter((_, bin) => from + bin * width >= threshold - width / 2).reduce((sum, pairsInBin) => sum + pairsInBin, 0);

function rulesTable({ rules, similarity: alike }: MatchReport): Child {
  const rows: Child[][] = rules.map(({ description, pairs, links, not_unique: notUnique, contradicted }) => [ofCore(capitalised(description)), count(pairs), count(links), count(notUnique), count(contradicted)]);
  if (alike) rows.push([text.similarityRule(similarity(alike.threshold)), count(pairsFrom(alike)), count(alike.links), count(alike.too_close), count(alike.contradicted)]);
  return [
    table({
      caption: text.rulesCaption,
      columns: [{ text: text.rule }, { text: text.pairs, numeric: true }, { text: text.links, numeric: true }, { text: text.notUnique, numeric: true }, { text: text.contradicted, numeric: true }],
      rows,
    }),
    details(text.rulesHelpTitle, bullets(text.rulesHelp)),
  ];
}

function similarities(alike: Similarity): Child {
  const picture = histogram(alike);
  return [
    heading2(text.similarityTitle),
    paragraph(text.similarityLead(similarity(alike.threshold), similarity(alike.margin))),
    h("div", { class: "chart-frame" }, picture),
    buttons(
      button(messages.histogram.saveSvg, () => save(messages.files.histogramSvg, textBlob(histogramFile(picture), "image/svg+xml"))),
      button(messages.histogram.saveCsv, () => save(messages.files.histogramCsv, textBlob(histogramCsv(alike), "text/csv"))),
    ),
    details(
      messages.histogram.asTable,
      table({
        caption: messages.histogram.caption,
        columns: [{ text: messages.histogram.range }, { text: messages.histogram.pairs, numeric: true }, { text: messages.histogram.links, numeric: true }],
        rows: binsOf(alike).map(({ from, to, pairs, links }) => [messages.histogram.bin(similarity(from), similarity(to)), count(pairs), count(links)]),
      }),
    ),
  ];
}

/** What is put to people, and what became of their answers. */
function reviewSection({ review: asked }: MatchReport, file: ReviewFile | null): Child {
  if (!asked) return null;
  const answered: [string, number][] = [
    [text.answerLinked, asked.linked],
    [text.answerApart, asked.kept_apart],
    [text.answerConflicting, asked.conflicting],
    [text.answerClashes, asked.clashes],
    [text.answerUnsure, asked.unsure],
    [text.answerGone, asked.gone],
  ];
  return [
    heading2(text.reviewTitle),
    file && asked.pairs > 0
      ? [
          paragraph(text.review(messages.counted.pairsAre(asked.pairs))),
          saveList(text.reviewSaveTitle, "send", [{ name: messages.files.review, what: text.reviewWhat, content: jsonBlob(file) }]),
        ]
      : paragraph(text.reviewNone),
    asked.left_out > 0 && paragraph(text.reviewLeftOut(messages.counted.morePairsAre(asked.left_out))),
    answered.some(([, pairs]) => pairs > 0) &&
      table({
        caption: text.answeredCaption,
        columns: [{ text: text.answer }, { text: text.answerPairs, numeric: true }],
        rows: answered.map(([what, pairs]) => [what, count(pairs)]),
      }),
  ];
}

/** Who shares a home, where the agreement has that looked at. */
function homesSection({ households: found }: MatchReport, file: Blob | null): Child {
  if (!found || !file) return null;
  return [
    heading2(text.homesTitle),
    found.homes === 0
      ? paragraph(text.homesNone)
      : [
          paragraph(text.homes(messages.counted.homes(found.homes), messages.counted.people(found.people), messages.counted.homesAreKnown(found.across_parties))),
          saveList(text.homesSave, "send", [{ name: messages.files.homes, what: text.homesWhat, content: file }]),
          table({
            caption: text.homesCaption,
            columns: [{ text: text.homesPeople, numeric: true }, { text: text.homesHomes, numeric: true }],
            rows: Object.entries(found.sizes).map(([people, homes]) => [people, count(homes)]),
          }),
        ],
    found.too_large > 0 && paragraph(text.homesLeftOut(messages.counted.addressesHave(found.too_large))),
  ];
}

/** What the groups of an earlier run have become. */
function earlierSection({ earlier: found }: MatchReport): Child {
  if (!found) return null;
  const became: [string, number][] = [
    [text.earlierKept, found.kept],
    [text.earlierGone, found.gone],
    [text.earlierMerged, found.merged],
    [text.earlierUndone, found.undone],
  ];
  return [
    heading2(text.earlierTitle),
    table({
      caption: text.earlierTitle,
      columns: [{ text: text.earlierWhat }, { text: text.earlierCount, numeric: true }],
      rows: became.map(([what, groups]) => [what, count(groups)]),
    }),
  ];
}

/** In the words for people, or for incidents. */
const ofWhat = () => worded(text, messages.incidents.match, match.agreement?.summary.is_about_incidents === true);

function overlapTable({ overlap }: MatchReport): Child {
  const text = ofWhat();
  return table({
    caption: text.overlapCaption,
    columns: [{ text: text.overlapParties }, { text: text.groups, numeric: true }],
    rows: overlap.map(({ parties, groups }) => [joined(parties), count(groups)]),
  });
}

export const resultPage: Page = () => {
  const { result, agreement } = match;
  if (!result || !agreement) return { redirect: "#/match" };
  const { report, links, homes, review } = result;
  const parties = report.inputs.map(({ party }) => party);
  const startAgain = () => {
    forgetAll();
    navigate("#/match");
  };
  return {
    title: text.title,
    caption: ofCore(report.agreement.title),
    back: "#/match/files",
    body: [
      h("p", { class: "headline", id: "headline" }, parties.length === 2 ? ofWhat().headlineTwo(count(report.groups), joined(parties)) : ofWhat().headlineMany(messages.counted.groups(report.groups), count(report.links))),
      inputsTable(report),
      saveList(text.saveTitle, "send", [
        { name: messages.files.links, what: text.linksWhat, content: links },
        { name: messages.files.matchReport, what: report.model ? text.reportWhatModel : text.reportWhat, content: jsonBlob(report) },
      ]),
      paragraph(text.linksReveal),
      handOverReport(report),
      earlierSection(report),
      reviewSection(report, review),
      // Where a model decides, match keys only put pairs forward.
      report.rules.length > 0 && [heading2(text.rulesTitle), rulesTable(report)],
      modelSections(report, agreement.summary.is_about_incidents),
      report.similarity && similarities(report.similarity),
      heading2(text.overlapTitle),
      overlapTable(report),
      homesSection(report, homes),
      paragraph(messages.prepare.done.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
