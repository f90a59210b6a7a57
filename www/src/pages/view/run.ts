// The run: progress, and a way to stop it.

import { stoppable } from "../../bridge";
import { button, buttons, linkButton } from "../../components/button";
import { rowsOf } from "../../components/extract-files";
import { progressPanel } from "../../components/progress";
import { keyFileOf } from "../../components/receiving-key";
import { unfinished } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { poolLimits, viewFiles } from "../../pool";
import { moveOn, type Page, refresh } from "../../router";
import { hasMap, made, placeFiles, view } from "./state";

const text = messages.view.run;

export const runPage: Page = ({ signal }) => {
  const { agreement, files } = view;
  if (!agreement || files.length < 2 || (view.isGiven && !view.links)) return { redirect: "#/view" };
  if (view.result) return { redirect: "#/view/result" };
  const stop = stoppable(signal);
  const panel = progressPanel(() => stop.abort());
  const place = h("div", null, paragraph(text.lead(messages.counted.rows(rowsOf(view)))), panel.element);

  const work = async () => {
    try {
      const input = { agreement: agreement.text, files: files.map(({ file }) => file), identity: keyFileOf(view.identity), links: view.isGiven ? (view.links ?? null) : null, ...placeFiles(), pool: await poolLimits() };
      view.result = made(await viewFiles(input, { signal: stop.signal, onProgress: panel.update }));
      if (!signal.aborted) moveOn("#/view/result");
    } catch (error) {
      if (signal.aborted) return;
      const next = buttons(button(text.again, refresh, { kind: "primary" }), linkButton(hasMap() ? "#/view/places" : "#/view/files", messages.frame.back, "secondary"));
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { title: text.title, body: place, start: () => void work(), holds: () => true };
};
