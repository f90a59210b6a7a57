// The run: progress, and a way to stop it.

import { stoppable } from "../../bridge";
import { button, buttons, linkButton } from "../../components/button";
import { progressPanel } from "../../components/progress";
import { rowsOf } from "../../components/extract-files";
import { keyFileOf } from "../../components/receiving-key";
import { unfinished } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { matchFiles, poolLimits } from "../../pool";
import { moveOn, type Page, refresh } from "../../router";
import { made, match } from "./state";

const text = messages.match.run;

export const runPage: Page = ({ signal }) => {
  const { agreement, files } = match;
  if (!agreement || files.length < 2) return { redirect: "#/match" };
  if (match.result) return { redirect: "#/match/result" };
  const stop = stoppable(signal);
  const panel = progressPanel(() => stop.abort());
  const place = h("div", null, paragraph(text.lead(messages.counted.rows(rowsOf(match)))), panel.element);

  const work = async () => {
    try {
      const result = await matchFiles({ agreement: agreement.text, files: files.map(({ file }) => file), identity: keyFileOf(match.identity), answers: match.answers.map(({ file }) => file), earlier: match.earlier?.file ?? null, pool: await poolLimits() }, { signal: stop.signal, onProgress: panel.update });
      match.result = made(result);
      if (!signal.aborted) moveOn("#/match/result");
    } catch (error) {
      if (signal.aborted) return;
      const next = buttons(button(text.again, refresh, { kind: "primary" }), linkButton("#/match/files", messages.frame.back, "secondary"));
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { title: text.title, body: place, start: () => void work(), holds: () => true };
};
