// The answers, ready to be sent.

import { run } from "../../bridge";
import { button, buttons } from "../../components/button";
import { saveList } from "../../components/save-list";
import { pending } from "../../components/working";
import { h, paragraph } from "../../dom";
import { count, forFileName } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { jsonBlob } from "../../save";
import { state } from "./state";

const text = messages.review;

export const answersPage: Page = ({ signal }) => {
  const { review } = state;
  if (!review) return { redirect: "#/review" };
  const { file, questions, answers } = review;
  const build = async () => {
    const said = [...answers].map(([pair, answer]) => ({ pair, answer }));
    const made = await run("answer", { review: file, party: questions.party, said }, { signal });
    review.made = jsonBlob(made);
    return saveList(text.sendTitle, "send", [{ name: text.fileName(forFileName(questions.party)), what: text.what, content: review.made }]);
  };
  const back = () => {
    review.at = Math.min(review.at, questions.questions.length - 1);
    navigate("#/review/questions");
  };
  return {
    title: text.doneTitle,
    caption: text.caption(questions.party),
    back: "#/review/questions",
    body: [h("p", { class: "govuk-body-l" }, text.done(count(answers.size), count(questions.questions.length))), pending(build()), paragraph(text.forgotten), buttons(button(text.goOn, back))],
  };
};
