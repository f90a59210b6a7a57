// The next edition of an agreement.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { dateField, inAYear, today } from "../../components/date-field";
import { clearErrors, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { saveList } from "../../components/save-list";
import { form } from "../../components/working";
import { h, heading2, heading3, numbered, paragraph } from "../../dom";
import { count, percent, similarity } from "../../format";
import { shownUntil } from "../../leaving";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { textBlob } from "../../save";
import { type Proposed, propose, takeProposed } from "./proposed";
import { type ThresholdField, thresholdField, type Thresholds } from "./threshold-field";

const text = messages.keyLife;
const MAX_BYTES = 1 << 20;

/** In what an agreement of another line differs from the one before. */
const newLine = ({ similarityThreshold: alike, probabilityThreshold: probable }: Thresholds) => [
  ...(alike === null ? [] : [paragraph(text.renewedSimilarity(similarity(alike)))]),
  ...(probable === null ? [] : [paragraph(text.renewedProbability(percent(probable, 1)))]),
];

export const renewPage: Page = ({ signal }) => {
  const proposed = takeProposed();
  const shows = shownUntil(signal);
  const lastDay = dateField({ id: "last-day", label: text.lastDay, hint: text.lastDayHint, value: inAYear() });
  const lastDayPlace = h("div", { attributes: { "aria-live": "polite" } });
  const linePlace = h("div", { attributes: { "aria-live": "polite" } });
  let line: ThresholdField | undefined;
  /** Asked for only where the agreement has a last day, as an edition that ends with the one before is of no use. */
  let ends = false;
  const look = async (file: File | undefined, wanted?: Proposed) => {
    ends = false;
    line = undefined;
    lastDayPlace.replaceChildren();
    linePlace.replaceChildren();
    if (!file || file.size > MAX_BYTES) return;
    try {
      const summary = await run("checkAgreement", { agreement: await file.text() }, { signal });
      if (field.files()[0] !== file) return;
      line = thresholdField(summary, wanted);
      linePlace.replaceChildren(...(line.element ? [line.element] : []));
      if (summary.expires === null) return;
      ends = true;
      lastDayPlace.replaceChildren(lastDay.element);
    } catch {
      // What is wrong with it is told when it is renewed.
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const field = fileField({ id: "agreement", label: messages.agreement.choose, hint: messages.agreement.hint, accept: ".json,application/json", files: proposed ? [proposed.file] : [], onChange: ([file]) => void (looking = look(file)) });
  const result = h("div", { id: "renewed", attributes: { tabindex: "-1" } });
  const renew = async () => {
    clearErrors();
    result.replaceChildren();
    shows();
    const [file] = field.files();
    if (!file || file.size > MAX_BYTES) return showErrors([{ field: "agreement", message: messages.agreement.none }]);
    await looking;
    const expires = ends ? lastDay.control.value : null;
    if (expires !== null && expires < today()) return showErrors([{ field: "last-day", message: messages.setUp.lastDay.past }]);
    const thresholds = line?.read() ?? { similarityThreshold: null, probabilityThreshold: null };
    if ("problem" in thresholds) return showErrors([thresholds.problem]);
    try {
      const renewed = await run("renewAgreement", { agreement: await file.text(), expires, ...thresholds }, { signal });
      const { edition } = await run("checkAgreement", { agreement: renewed }, { signal });
      const made = textBlob(renewed, "application/json");
      shows(made);
      result.replaceChildren(
        heading2(text.renewedTitle(count(edition))),
        ...newLine(thresholds),
        saveList(messages.setUp.agreement.saveList, "send", [{ name: messages.files.agreement, what: text.renewedWhat, content: made }]),
        heading3(messages.setUp.done.nextTitle),
        numbered(text.renewedNext),
      );
      result.focus();
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "agreement", message }]);
    }
  };
  return { title: text.renewTitle, back: "#/", body: [paragraph(text.renewLead), form(renew, field.element, linePlace, lastDayPlace, continueButton(text.renew)), result], holds: () => result.hasChildNodes(), keep: () => proposed && propose(proposed), start: () => void (looking = look(field.files()[0], proposed)) };
};
