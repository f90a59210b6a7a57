// The files to match, each checked as it is chosen.

import { continueButton } from "../../components/button";
import { earlierFileField } from "../../components/earlier-file";
import { clearErrors, showErrors } from "../../components/errors";
import { extractFiles } from "../../components/extract-files";
import { form } from "../../components/working";
import { paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { answersField } from "./answers";
import { match } from "./state";

const text = messages.match.files;

export const filesPage: Page = ({ signal }) => {
  const { agreement } = match;
  if (!agreement) return { redirect: "#/match" };
  const forgetResult = () => {
    delete match.result;
  };
  const extracts = extractFiles({ agreement: agreement.text, chosen: match, least: 2, isMatched: () => true, onChange: forgetResult, signal });

  const answers = answersField({
    chosen: match.answers,
    signal,
    onChange: (chosen) => {
      match.answers = chosen;
      forgetResult();
    },
  });

  const earlier = earlierFileField({
    id: "earlier",
    title: text.earlierTitle,
    label: text.earlier,
    hint: text.earlierHint,
    check: "checkLinks",
    said: (records) => text.earlierSaid(messages.counted.records(records)),
    chosen: match.earlier,
    signal,
    onChange: (chosen) => {
      if (chosen) match.earlier = chosen;
      else delete match.earlier;
      forgetResult();
    },
  });

  const goOn = async () => {
    clearErrors();
    const [problem] = await Promise.all([extracts.problem(), answers.settled(), earlier.settled()]);
    if (answers.refused() || earlier.refused()) return;
    if (problem) return showErrors([problem]);
    navigate("#/match/run");
  };
  return {
    title: text.title,
    caption: messages.match.caption(2),
    back: "#/match",
    body: [paragraph(text.lead), form(goOn, extracts.field, extracts.identity, answers.element, earlier.element, extracts.checks, extracts.plan, continueButton(text.match))],
    start: extracts.start,
  };
};
