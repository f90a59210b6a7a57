// Buttons: one that goes on, others that act.

import { type Child, h } from "../dom";

interface ButtonOptions {
  kind?: "primary" | "secondary" | "warning";
  id?: string;
  label?: string;
}

const classes = { primary: "govuk-button", secondary: "govuk-button govuk-button--secondary", warning: "govuk-button govuk-button--warning" };

export function button(text: string, onClick: () => void, { kind = "secondary", id, label }: ButtonOptions = {}): HTMLButtonElement {
  return h("button", { class: classes[kind], ...(id && { id }), attributes: { type: "button", "aria-label": label }, on: { click: onClick } }, text);
}

/** The button that ends a form. */
export const continueButton = (text: string) => h("button", { class: classes.primary, attributes: { type: "submit" } }, text);

/** A link that looks like a button, for going to another page. */
export const linkButton = (href: string, text: string, kind: ButtonOptions["kind"] = "primary") =>
  h("a", { class: classes[kind], attributes: { href, draggable: "false" } }, text);

export const buttons = (...children: Child[]) => h("div", { class: "govuk-button-group" }, children);
