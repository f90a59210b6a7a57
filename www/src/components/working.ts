// A place on a page for something that takes a moment: a note while it is being made, then the thing, or why it could not be made.

import { explain } from "../bridge";
import { type Child, h, paragraph } from "../dom";
import { messages } from "../messages";

/** Shows `make`'s outcome in place of the note. */
export function pending(make: Promise<Child>): HTMLElement {
  const place = h("div", { attributes: { "aria-live": "polite" } }, paragraph(messages.progress.moment));
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

/** A form that stays on this page. While `onContinue` works, a second press does nothing. */
export function form(onContinue: () => void | Promise<void>, ...children: Child[]): HTMLFormElement {
  let busy = false;
  return h(
    "form",
    {
      attributes: { novalidate: true },
      on: {
        submit: async (event) => {
          event.preventDefault();
          if (busy) return;
          busy = true;
          try {
            await onContinue();
          } finally {
            busy = false;
          }
        },
      },
    },
    children,
  );
}
