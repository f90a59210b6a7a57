// Errors of a form: a summary at the top that takes the focus, and a message at each field.

import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { h } from "../dom";
import { messages } from "../messages";

export interface FieldError {
  /** The id of the field the message is about. */
  field: string;
  message: string;
}

const GROUP_ERROR = "govuk-form-group--error";
const titlePrefix = `${messages.errors.titlePrefix} `;

const fieldErrorClasses: [selector: string, errorClass: string][] = [
  ["input.govuk-input", "govuk-input--error"],
  ["select.govuk-select", "govuk-select--error"],
  ["textarea.govuk-textarea", "govuk-textarea--error"],
  ["input.govuk-file-upload", "govuk-file-upload--error"],
];

function setDescribedBy(target: Element, id: string, present: boolean): void {
  const ids = new Set((target.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  if (present) ids.add(id);
  else ids.delete(id);
  if (ids.size > 0) target.setAttribute("aria-describedby", [...ids].join(" "));
  else target.removeAttribute("aria-describedby");
}

export function clearErrors(): void {
  document.querySelector(".govuk-error-summary")?.remove();
  for (const message of document.querySelectorAll(".govuk-error-message")) {
    for (const described of document.querySelectorAll(`[aria-describedby~="${CSS.escape(message.id)}"]`)) setDescribedBy(described, message.id, false);
    message.remove();
  }
  for (const group of document.querySelectorAll(`.${GROUP_ERROR}`)) group.classList.remove(GROUP_ERROR);
  for (const [, errorClass] of fieldErrorClasses) for (const field of document.querySelectorAll(`.${errorClass}`)) field.classList.remove(errorClass);
  if (document.title.startsWith(titlePrefix)) document.title = document.title.slice(titlePrefix.length);
}

/** Puts the message beside its field: inside the fieldset for a set of radios or checkboxes, else before the field itself. */
function markField({ field, message }: FieldError): void {
  const target = document.getElementById(field);
  if (!target) return;
  const group = target.closest(".govuk-form-group");
  const error = h("p", { class: "govuk-error-message", id: `${field}-error` }, h("span", { class: "govuk-visually-hidden" }, titlePrefix), message);
  const choices = target.closest(".govuk-radios, .govuk-checkboxes");
  if (choices && target.matches("input[type=radio], input[type=checkbox]")) {
    choices.before(error);
    setDescribedBy(target.closest("fieldset") ?? target, error.id, true);
  } else {
    (target.closest(".drop-zone") ?? target).before(error);
    setDescribedBy(target, error.id, true);
  }
  group?.classList.add(GROUP_ERROR);
  for (const [selector, errorClass] of fieldErrorClasses) if (target.matches(selector)) target.classList.add(errorClass);
}

export function showErrors(errors: readonly FieldError[]): void {
  clearErrors();
  const list = errors.map(({ field, message }) => h("li", null, h("a", { attributes: { href: `#${field}` } }, message)));
  const summary = h(
    "div",
    { class: "govuk-error-summary" },
    h(
      "div",
      { attributes: { role: "alert" } },
      h("h2", { class: "govuk-error-summary__title" }, messages.errors.summaryTitle),
      h("div", { class: "govuk-error-summary__body" }, h("ul", { class: "govuk-list govuk-error-summary__list" }, list)),
    ),
  );
  document.getElementById("main")?.prepend(summary);
  for (const error of errors) markField(error);
  document.title = titlePrefix + document.title;
  new ErrorSummary(summary);
}
