// A place on a page for something that takes a moment: a note while it is being made, then the thing, or why it could not be made.

import { explain, JobCancelled } from "../bridge";
import { type Child, h, paragraph } from "../dom";
import { noteFailure } from "../element/host";
import { messages } from "../messages";

const moment = () => h("p", { class: "govuk-body", attributes: { role: "status" } }, messages.progress.moment);

/** Shows `make`'s outcome in place of the note. */
export function pending(make: Promise<Child>): HTMLElement {
  const place = h("div", null, moment());
  make.then(
    (made) => place.replaceChildren(...h("div", null, made).childNodes),
    (error: unknown) => {
      const problem = explain(error);
      if (problem !== null) place.replaceChildren(problemBox(problem));
    },
  );
  return place;
}

/** A failure that is not about one field. It takes no focus: it stands where the result would have. */
export const problemBox = (problem: string, ...next: Child[]) =>
  h("div", { class: "problem", attributes: { role: "alert" } }, h("h2", { class: "govuk-heading-m" }, messages.errors.summaryTitle), paragraph(problem), next);

/** What stands in place of the progress of a job that did not finish: that it was stopped, or what went wrong. */
export function unfinished(error: unknown, ...next: Child[]): HTMLElement {
  noteFailure();
  if (error instanceof JobCancelled) return h("div", { id: "stopped", attributes: { role: "status" } }, paragraph(messages.progress.stopped), next);
  return problemBox(explain(error) ?? messages.faults.trapped, next);
}

/** Work that takes less than this needs no word. */
const PATIENCE_MS = 250;

/** A form that stays on this page. While `onContinue` works, it says so, and a second press does nothing. */
export function form(onContinue: () => void | Promise<void>, ...children: Child[]): HTMLFormElement {
  let busy = false;
  const status = h("p", { class: "govuk-body", attributes: { role: "status" } });
  return h(
    "form",
    {
      attributes: { novalidate: true },
      on: {
        submit: async (event) => {
          event.preventDefault();
          if (busy) return;
          busy = true;
          const timer = setTimeout(() => (status.textContent = messages.progress.moment), PATIENCE_MS);
          try {
            await onContinue();
          } finally {
            clearTimeout(timer);
            status.textContent = "";
            busy = false;
          }
        },
      },
    },
    children,
    status,
  );
}
