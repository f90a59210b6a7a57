// The run: progress, and a way to stop it.

import { run, stoppable } from "../../bridge";
import { button, buttons, linkButton } from "../../components/button";
import { progressPanel } from "../../components/progress";
import { unfinished } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page, refresh } from "../../router";
import { prepare, prepareInput } from "./state";

const text = messages.prepare.run;

export const runPage: Page = ({ signal }) => {
  const input = prepareInput();
  if (!input) return { redirect: "#/prepare" };
  if (prepare.result) return { redirect: "#/prepare/done" };
  const stop = stoppable(signal);
  const panel = progressPanel(() => stop.abort());
  const place = h("div", null, paragraph(text.lead(input.file.name)), panel.element);

  const work = async () => {
    try {
      prepare.result = await run("prepare", input, { signal: stop.signal, onProgress: panel.update });
      if (!signal.aborted) navigate("#/prepare/done");
    } catch (error) {
      if (signal.aborted) return;
      const next = buttons(button(text.again, refresh, { kind: "primary" }), linkButton("#/prepare/what-leaves", messages.frame.back, "secondary"));
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { title: text.title, body: place, start: () => void work() };
};
