// The key check code: what two people read to each other, shown large.

import { h } from "../dom";
import { messages } from "../messages";

export const keyCode = (code: string) =>
  h("div", { class: "key-code" }, h("p", { class: "govuk-body key-code__label" }, messages.key.codeLabel), h("p", { class: "key-code__code", id: "key-code" }, code));
