// One pair at a time: the owner's own record, what agrees with the other, and the answer.

import { button, buttons, continueButton, linkButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { summaryList, table, tag } from "../../components/table";
import { form } from "../../components/working";
import type { Evidence, Verdict } from "../../core";
import { bullets, type Child, details, h, heading2, paragraph } from "../../dom";
import { capitalised, probability, similarity } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page, refresh } from "../../router";
import { state } from "./state";

/** In the words for people, or for incidents. */
const wordsOf = (isAboutIncidents: boolean) => worded(messages.review, messages.incidents.review, isAboutIncidents);

const COLOURS = { equal: "green", alike: "blue", swapped: "blue", differs: "red", missing: "grey" } as const;

function evidenceTable(other: string, evidence: readonly Evidence[], text: ReturnType<typeof wordsOf>): Child {
  const seen = evidence.filter(({ agreement }) => agreement !== "missing");
  const missing = evidence.filter(({ agreement }) => agreement === "missing");
  return [
    table({
      caption: text.evidenceCaption(other),
      columns: [{ text: text.about }, { text: text.agreement }],
      rows: seen.map(({ about, agreement }) => [ofCore(capitalised(about)), tag(text.levels[agreement], COLOURS[agreement])]),
    }),
    missing.length > 0 && details(text.missingTitle(missing.length), bullets(missing.map(({ about }) => ofCore(capitalised(about))))),
  ];
}

export const questionPage: Page = () => {
  const { review } = state;
  if (!review) return { redirect: "#/review" };
  const { questions, answers, at } = review;
  const question = questions.questions[at];
  if (!question) return { redirect: "#/review/done" };
  const text = wordsOf(questions.about_incidents);
  const radios = radiosField({
    id: "answer",
    legend: text.legend,
    items: [
      { value: "same", text: text.same, hint: text.sameHint },
      { value: "different", text: text.different, hint: text.differentHint },
      { value: "unsure", text: text.unsure },
    ],
    chosen: answers.get(question.pair) ?? null,
  });
  const show = (position: number) => {
    review.at = position;
    refresh();
  };
  const goOn = () => {
    clearErrors();
    const answer = radios.value() as Verdict | null;
    if (answer === null) return showErrors([{ field: "answer", message: text.none }]);
    answers.set(question.pair, answer);
    delete review.made;
    if (at + 1 < questions.questions.length) show(at + 1);
    else navigate("#/review/done");
  };
  return {
    title: text.questionTitle(at + 1, questions.questions.length),
    caption: text.caption(questions.party),
    back: "#/review",
    body: [
      questions.not_found > 0 && at === 0 && paragraph(text.notFound(messages.counted.questionsAre(questions.not_found))),
      h("p", { class: "govuk-body-l" }, text.question(question.other_party)),
      heading2(text.yourRecord),
      summaryList(questions.columns.map((column, position) => ({ label: column, value: question.cells[position] || text.empty }))),
      evidenceTable(question.other_party, question.evidence, text),
      paragraph(questions.score === "probability" ? text.probability(probability(question.score)) : text.similarity(similarity(question.score))),
      form(goOn, radios.element, continueButton(text.next)),
      buttons(at > 0 && button(text.earlier, () => show(at - 1)), linkButton("#/review/done", text.stop, "secondary")),
    ],
  };
};
