// Where everyone starts: what this is, and the choices.

import { bullets, h, link, paragraph } from "../dom";
import { messages } from "../messages";
import type { Page } from "../router";

const text = messages.start;

export const startPage: Page = () => ({
  title: messages.name,
  body: [
    h("p", { class: "govuk-body-l" }, text.lead),
    paragraph(text.leaves),
    h(
      "ul",
      { class: "choices" },
      text.choices.map(({ address, name, what }) =>
        h("li", { class: "choice" }, h("h2", { class: "govuk-heading-m choice__name" }, h("a", { class: "govuk-link choice__link", attributes: { href: address } }, name)), paragraph(what)),
      ),
    ),
    h("h2", { class: "govuk-heading-m" }, text.more),
    bullets([link("#/receiving-key", text.receivingKey), link("#/renew", text.renew), link("#/destroy-key", text.destroyKey)]),
    h("h2", { class: "govuk-heading-m" }, text.newHere),
    h("p", { class: "govuk-body" }, link("#/try", text.tryIt)),
    h("p", { class: "govuk-body" }, text.forGovernance, " ", link("#/check", text.check)),
  ],
});
