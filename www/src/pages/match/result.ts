// What was found: the headline, the rules, the similarities, the overlap, and the files to save.

import { button, buttons } from "../../components/button";
import { saveList } from "../../components/save-list";
import { table } from "../../components/table";
import type { AgreementSummary, MatchReport } from "../../core";
import { handOverReport } from "../../element/hand-over";
import { bullets, type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, count, joined, percent, similarity } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { withChart } from "./charts";
import { canEstimate, modelSections } from "./model";
import { forgetAll, match } from "./state";
import { binFrom, type Similarity, similarityLine } from "./threshold";

const usual = messages.match.result;

/** In the words for people, or for incidents. */
const ofWhat = () => worded(usual, messages.incidents.match, match.agreement?.summary.is_about_incidents === true);

function inputsTable({ inputs }: MatchReport): Child {
  return table({
    caption: usual.inputsCaption,
    stacks: true,
    columns: [{ text: usual.party }, { text: usual.rows, numeric: true }, { text: usual.linked, numeric: true }, { text: usual.share, numeric: true }],
    rows: inputs.map(({ party, rows, linked }) => [party, count(rows), count(linked), percent(linked, rows)]),
  });
}

/** How many pairs reach the threshold. */
const pairsFrom = ({ threshold, histogram: bins }: Similarity): number => bins.pairs.slice(binFrom(bins, threshold)).reduce((sum, pairsInBin) => sum + pairsInBin, 0);

function rulesTable({ rules, similarity: alike }: MatchReport): Child {
  const text = ofWhat();
  const rows: Child[][] = rules.map(({ description, pairs, links, not_unique: notUnique, contradicted }) => [ofCore(capitalised(description)), count(pairs), count(links), count(notUnique), count(contradicted)]);
  if (alike) rows.push([text.similarityRule(similarity(alike.threshold)), count(pairsFrom(alike)), count(alike.links), count(alike.too_close), count(alike.contradicted)]);
  return [
    table({
      caption: text.rulesCaption,
      stacks: true,
      columns: [{ text: text.rule }, { text: text.pairs, numeric: true }, { text: text.links, numeric: true }, { text: text.notUnique, numeric: true }, { text: text.contradicted, numeric: true }],
      rows,
    }),
    details(text.rulesHelpTitle, bullets(text.rulesHelp)),
  ];
}

function similarities(alike: Similarity, { inputs }: MatchReport, summary: AgreementSummary): Child {
  return [
    heading2(usual.similarityTitle),
    paragraph(usual.similarityLead(similarity(alike.threshold), similarity(alike.margin))),
    // Groups of three and more, and repeated people, can keep pairs from linking that would by themselves.
    similarityLine(alike, { summary, isExact: inputs.length === 2 && summary.repeats.length === 0 }),
  ];
}

/** What is put to people, and what became of their answers. */
function reviewSection({ review: asked }: MatchReport, file: Blob | null): Child {
  const text = ofWhat();
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
    file
      ? [
          paragraph(text.review(messages.counted.pairsAre(asked.pairs))),
          saveList(text.reviewSaveTitle, "send", [{ name: messages.files.review, what: text.reviewWhat, content: file }]),
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
    heading2(usual.homesTitle),
    found.homes === 0
      ? paragraph(usual.homesNone)
      : [
          paragraph(usual.homes(messages.counted.homes(found.homes), messages.counted.people(found.people), messages.counted.homesAreKnown(found.across_parties))),
          saveList(usual.homesSave, "send", [{ name: messages.files.homes, what: usual.homesWhat, content: file }]),
          table({
            caption: usual.homesCaption,
            columns: [{ text: usual.homesPeople, numeric: true }, { text: usual.homesHomes, numeric: true }],
            rows: Object.entries(found.sizes).map(([people, homes]) => [people, count(homes)]),
          }),
        ],
    found.too_large > 0 && paragraph(usual.homesLeftOut(messages.counted.addressesHave(found.too_large))),
  ];
}

/** What the groups of an earlier run have become. */
function earlierSection({ earlier: found }: MatchReport): Child {
  const text = ofWhat();
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

function overlapTable({ overlap }: MatchReport): Child {
  const text = ofWhat();
  return table({
    caption: text.overlapCaption,
    columns: [{ text: text.overlapParties }, { text: text.groups, numeric: true }],
    rows: overlap.map(({ parties, groups }) => [joined(parties), count(groups)]),
  });
}

/** A share that people can picture. */
const inAThousand = (share: number) => (share * 1000 < 0.5 ? usual.fewerThanOneInAThousand : usual.inAThousand(count(Math.round(share * 1000))));

/** How far to trust the links, where one model decided. With more parties each two have theirs below. */
function expectation({ model = [] }: MatchReport): Child {
  const [only, ...others] = model;
  return only && others.length === 0 && canEstimate(only) && h("p", { class: "headline" }, ofWhat().headlineExpects(inAThousand(1 - only.estimate.precision), inAThousand(1 - only.estimate.recall)));
}

export const resultPage: Page = () => {
  const { result, agreement } = match;
  if (!result || !agreement) return { redirect: "#/match" };
  const text = ofWhat();
  const { report, reportFile, reviewFile, links, homes, page } = result;
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
      h("p", { class: "headline", id: "headline" }, parties.length === 2 ? text.headlineTwo(count(report.groups), joined(parties)) : text.headlineMany(messages.counted.groups(report.groups), count(report.links))),
      expectation(report),
      inputsTable(report),
      saveList(text.saveTitle, "send", [
        { name: messages.files.links, what: text.linksWhat, content: links },
        { name: messages.files.matchPage, what: text.pageWhat, content: page },
        { name: messages.files.matchReport, what: report.model ? text.reportWhatModel : text.reportWhat, content: reportFile },
      ]),
      paragraph(text.linksReveal),
      handOverReport(report),
      earlierSection(report),
      reviewSection(report, reviewFile),
      // Where a model decides, match keys only put pairs forward.
      report.rules.length > 0 && [heading2(text.rulesTitle), rulesTable(report)],
      modelSections(report, agreement.summary),
      report.similarity && similarities(report.similarity, report, agreement.summary),
      heading2(text.overlapTitle),
      withChart("overlap", overlapTable(report)),
      homesSection(report, homes),
      paragraph(messages.prepare.done.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
