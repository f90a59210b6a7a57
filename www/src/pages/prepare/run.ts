// The run: progress, and a way to stop it.

import { JobRefused, run, stoppable } from "../../bridge";
import { button, buttons, linkButton } from "../../components/button";
import { progressPanel } from "../../components/progress";
import { unfinished } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { moveOn, type Page, refresh } from "../../router";
import { forgetUnreadable, prepare, prepareInput } from "./state";

const text = messages.prepare.run;

/** Refusals that another choice of rows lifts. */
const ABOUT_ROWS = new Set(["prepare.repeated_ids", "prepare.nothing_to_encode", "prepare.exclude_without_ids", "prepare.list_without_column", "prepare.list_entry", "day"]);

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
      if (!signal.aborted) moveOn("#/prepare/done");
    } catch (error) {
      if (signal.aborted) return;
      // Rows with the same reference are found by the run alone; what to do with them is chosen with the rows.
      const aboutRows = error instanceof JobRefused && ABOUT_ROWS.has(error.code);
      const gone = error instanceof JobRefused && error.code === "page.unreadable" ? forgetUnreadable(error.file ?? "") : null;
      const next = buttons(
        gone !== null ? linkButton(gone, text.chooseAgain) : aboutRows ? linkButton("#/prepare/rows", text.changeRows) : button(text.again, refresh, { kind: "primary" }),
        gone === null && linkButton("#/prepare/what-leaves", messages.frame.back, "secondary"),
      );
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { title: text.title, body: place, start: () => void work(), holds: () => true };
};
