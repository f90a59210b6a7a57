// Errors of a form: a summary at the top that takes the focus, and a message at each field.

import { h } from "../dom";
import { byId, changeTitle, root } from "../ground";
import { messages } from "../messages";

export interface FieldError {
  /** The id of the field the message is about. */
  field: string;
  message: string;
}

const GROUP_ERROR = "govuk-form-group--error";
const titlePrefix = () => `${messages.errors.titlePrefix} `;
/** What the title begins with while there are errors, in the language that they came in. */
let shownPrefix = "";

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
  root().querySelector(".govuk-error-summary")?.remove();
  for (const message of root().querySelectorAll(".govuk-error-message")) {
    for (const described of root().querySelectorAll(`[aria-describedby~="${CSS.escape(message.id)}"]`)) setDescribedBy(described, message.id, false);
    message.remove();
  }
  for (const group of root().querySelectorAll(`.${GROUP_ERROR}`)) group.classList.remove(GROUP_ERROR);
  for (const [, errorClass] of fieldErrorClasses) for (const field of root().querySelectorAll(`.${errorClass}`)) field.classList.remove(errorClass);
  changeTitle((title) => (title.startsWith(shownPrefix) ? title.slice(shownPrefix.length) : title));
  shownPrefix = "";
}

/** Puts the message beside its field: inside the fieldset for a set of radios or checkboxes, else before the field itself. */
function markField({ field, message }: FieldError): void {
  const target = byId(field);
  if (!target) return;
  const group = target.closest(".govuk-form-group");
  const error = h("p", { class: "govuk-error-message", id: `${field}-error` }, h("span", { class: "govuk-visually-hidden" }, titlePrefix()), message);
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

/** The label or the legend that says what a field is for. */
function titleOf(field: HTMLElement): Element | null {
  const legend = field.closest("fieldset")?.querySelector("legend");
  // Of a date, the question and not "Day"; unless it would be out of view.
  const isNear = legend && field.getBoundingClientRect().bottom - legend.getBoundingClientRect().top < window.innerHeight / 2;
  if (isNear || field.matches("input[type=radio], input[type=checkbox]")) return legend ?? null;
  return root().querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field.closest("label");
}

/** To the field, with what it is for in view. Not by the link's own address: that would be an address of the page around, where there is one. */
function goTo(event: Event, id: string): void {
  event.preventDefault();
  const field = byId(id);
  if (!field) return;
  (titleOf(field) ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
}

export function showErrors(errors: readonly FieldError[]): void {
  clearErrors();
  const list = errors.map(({ field, message }) => h("li", null, h("a", { attributes: { href: `#${field}` }, on: { click: (event) => goTo(event, field) } }, message)));
  const summary = h(
    "div",
    { class: "govuk-error-summary", attributes: { tabindex: "-1" } },
    h(
      "div",
      { attributes: { role: "alert" } },
      h("h2", { class: "govuk-error-summary__title" }, messages.errors.summaryTitle),
      h("div", { class: "govuk-error-summary__body" }, h("ul", { class: "govuk-list govuk-error-summary__list" }, list)),
    ),
  );
  byId("main")?.prepend(summary);
  for (const error of errors) markField(error);
  shownPrefix = titlePrefix();
  changeTitle((title) => shownPrefix + title);
  summary.focus();
}
