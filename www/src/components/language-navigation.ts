// The languages to choose from, as govuk-frontend's component of that name has them.

import { h } from "../dom";
import { type Language, LANGUAGE_NAMES, LANGUAGES, language } from "../language";
import { messages } from "../messages";

export function languageNavigation(change: (wanted: Language) => void): HTMLElement {
  const item = (one: Language) => {
    if (one === language()) return h("span", { class: "govuk-language-navigation__text", attributes: { "aria-current": "true", lang: one } }, LANGUAGE_NAMES[one]);
    const press = (event: Event) => {
      event.preventDefault();
      change(one);
    };
    // The address is for those who open it in another tab.
    return h("a", { class: "govuk-language-navigation__link", attributes: { href: `#${one}`, rel: "alternate", lang: one, hreflang: one }, on: { click: press } }, LANGUAGE_NAMES[one]);
  };
  return h(
    "nav",
    { class: "govuk-language-navigation language-navigation", attributes: { "aria-label": messages.frame.languages } },
    h("ul", { class: "govuk-language-navigation__list" }, LANGUAGES.map((one) => h("li", { class: "govuk-language-navigation__list-item" }, item(one)))),
  );
}
