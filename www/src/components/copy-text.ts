// Text made ready to paste elsewhere.

import { h } from "../dom";
import { messages } from "../messages";
import { button } from "./button";

export function copyText(id: string, label: string, text: string): HTMLElement {
  const area = h("textarea", { class: "govuk-textarea", id, attributes: { rows: Math.min(14, text.split("\n").length + 2), readonly: true } });
  area.value = text;
  const done = h("p", { class: "govuk-body-s", attributes: { role: "status" } });
  const copy = () => {
    // `navigator.clipboard` is missing where the page is a file in some browsers; the older way works from a click everywhere.
    area.select();
    done.textContent = document.execCommand("copy") ? messages.copy.done : messages.copy.byHand;
  };
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label govuk-label--s", attributes: { for: id } }, label),
    area,
    button(messages.copy.button, copy),
    done,
  );
}
