// Answers to an earlier review of the same files, for those who have them.

import { explain, run } from "../../bridge";
import { clearErrors, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { bullets, details, h } from "../../dom";
import { messages } from "../../messages";
import type { match } from "./state";

const text = messages.match.files;
/** More than the answers to the largest review. */
const MAX_BYTES = 64 << 20;

type Answers = typeof match.answers;

interface AnswersField {
  chosen: Answers;
  onChange: (answers: Answers) => void;
  signal: AbortSignal;
}

export function answersField({ chosen, onChange, signal }: AnswersField): { element: HTMLElement; settled(): Promise<unknown>; refused(): boolean } {
  const state = h("div", { attributes: { "aria-live": "polite" } });
  const show = (answers: Answers) => {
    state.replaceChildren(answers.length > 0 ? bullets(answers.map(({ party, pairs }) => text.answersOf(party, messages.counted.questions(pairs)))) : "");
  };
  let refused = false;
  let reading: Promise<unknown> = Promise.resolve();
  let reads = 0;
  const read = async (files: readonly File[]) => {
    // A later choice takes the place of one that is still being read.
    const number = ++reads;
    clearErrors();
    refused = false;
    const answers: Answers = [];
    try {
      for (const file of files) {
        // A file that is far too large is no answers file, and is not read whole.
        const read = { name: file.name, text: file.size > MAX_BYTES ? "" : await file.text() };
        const { party, answers: pairs } = await run("checkAnswers", read, { signal });
        answers.push({ file: read, party, pairs: pairs.length });
      }
    } catch (error) {
      const message = explain(error);
      if (message === null || number !== reads) return;
      refused = true;
      answers.length = 0;
      panel.open = true;
      showErrors([{ field: "answers", message }]);
    }
    if (number !== reads) return;
    onChange(answers);
    show(answers);
  };
  const field = fileField({
    id: "answers",
    label: text.answers,
    hint: text.answersHint,
    accept: ".json",
    multiple: true,
    onChange: (files) => {
      reading = read(files);
    },
  });
  const panel = details(text.answersTitle, field.element, state);
  panel.open = chosen.length > 0;
  show(chosen);
  return { element: panel, settled: () => reading, refused: () => refused };
}
