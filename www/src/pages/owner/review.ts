// The files of a review.

import { explain, JobRefused, run, stoppable } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { progressPanel } from "../../components/progress";
import { form, unfinished } from "../../components/working";
import { h, link, paragraph } from "../../dom";
import { bytes } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { fieldOf, ownFiles } from "./own-files";
import { state } from "./state";

const text = messages.review;
const MAX_BYTES = 64 << 20;

export const reviewPage: Page = ({ signal }) => {
  const review = fileField({ id: "review", label: text.review, hint: text.reviewHint, accept: ".json" });
  const own = ownFiles();
  const place = h("div", null);
  const start = async () => {
    clearErrors();
    const [chosen] = review.files();
    const files = own.read();
    const errors: FieldError[] = chosen ? [] : [{ field: "review", message: text.reviewNone }];
    if (chosen && chosen.size > MAX_BYTES) errors.push({ field: "review", message: text.tooBig(chosen.name, bytes(chosen.size)) });
    if (Array.isArray(files)) return showErrors([...errors, ...files]);
    if (!chosen || errors.length > 0) return showErrors(errors);
    const stop = stoppable(signal);
    const panel = progressPanel(() => stop.abort());
    place.replaceChildren(panel.element);
    try {
      const file = { name: chosen.name, text: await chosen.text() };
      const questions = await run("questions", { review: file, crosswalk: files.crosswalk, options: files.options, file: files.file }, { signal: stop.signal, onProgress: panel.update });
      state.review = { file, questions, answers: new Map(), at: 0 };
      navigate("#/review/questions");
    } catch (error) {
      if (signal.aborted) return;
      place.replaceChildren();
      if (error instanceof JobRefused) showErrors([{ field: fieldOf(error, "review", files), message: explain(error) ?? "" }]);
      else place.replaceChildren(unfinished(error));
    }
  };
  return { title: text.title, back: "#/", body: [paragraph(text.lead), state.review && paragraph(link("#/review/questions", text.unfinished)), form(start, review.element, own.fields, continueButton(text.start)), place] };
};
