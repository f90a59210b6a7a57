// What stands around every page: the header, the line that says where the data is, the back link, the footer.

import { type Child, h, link, svg } from "./dom";
import { count } from "./format";
import { messages } from "./messages";
import { onRequests } from "./requests";
import type { View } from "./router";

/** Two halves of a notched stick, drawn apart. */
function mark(): SVGSVGElement {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", width: 32, height: 32, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: "M2 4h28v9h-5l-2.5-3.5L20 13h-6l-2.5-3.5L9 13H2z", fill: "currentColor" }),
    svg("path", { d: "M2 28h28V17h-5l-2.5-3.5L20 17h-6l-2.5-3.5L9 17H2z", class: "mark__half" }),
  );
}

function stayLine(): HTMLElement {
  const made = h("strong", { id: "requests-made" }, "0");
  const blocked = h("span", { id: "requests-blocked" });
  onRequests((seen) => {
    made.textContent = count(seen.made);
    blocked.textContent = seen.blocked > 0 ? ` ${messages.frame.blocked(count(seen.blocked))}` : "";
  }, new AbortController().signal);
  return h("div", { class: "stay-line" }, h("p", { class: "govuk-width-container stay-line__text" }, messages.frame.stays, " ", made, ".", blocked));
}

const aroundLine = (origin: string) => h("div", { class: "around-line", attributes: { role: "note" } }, h("p", { class: "govuk-width-container stay-line__text" }, messages.embedded.around(origin)));

const content = h("main", { class: "govuk-main-wrapper", id: "main", attributes: { tabindex: "-1" } });
const backPlace = h("div", null);
const versionPlace = h("span", null);
const noticePlace = h("div", { attributes: { "aria-live": "polite" } });

/** `around` is the origin of the page around this one, where there is one: then there is nowhere to go but the one job. */
export function buildFrame(seed: number | null, around: string | null = null): void {
  const skip = h(
    "a",
    {
      class: "govuk-skip-link",
      attributes: { href: "#main" },
      on: {
        click: (event) => {
          event.preventDefault();
          content.focus();
        },
      },
    },
    messages.frame.skip,
  );
  const header = h(
    "header",
    { class: "govuk-generic-header app-header" },
    h(
      "div",
      { class: "govuk-generic-header__container govuk-width-container" },
      h("div", { class: "govuk-generic-header__logo" }, h("a", { class: "govuk-generic-header__homepage-link", attributes: { href: "#/" } }, mark(), messages.name)),
    ),
  );
  const footer = h(
    "footer",
    { class: "app-footer" },
    h("div", { class: "govuk-width-container" }, h("p", { class: "govuk-body-s" }, around === null && [link("#/check", messages.start.check), " · "], versionPlace)),
  );
  const seedBanner: Child = seed !== null && h("div", { class: "seed-banner", attributes: { role: "note" } }, h("p", { class: "govuk-width-container" }, messages.frame.seed));
  document.body.classList.add("govuk-frontend-supported");
  document
    .getElementById("app")
    ?.replaceChildren(...[around === null && skip, around === null ? header : aroundLine(around), seedBanner, stayLine(), h("div", { class: "govuk-width-container" }, noticePlace, backPlace, content), footer].filter((part): part is HTMLElement => part instanceof Node));
}

/** A line above every page, about the browser and not about the work. */
export function showNotice(text: string): void {
  noticePlace.append(h("p", { class: "govuk-body-s notice" }, text));
}

export function showVersion(version: string): void {
  versionPlace.textContent = messages.frame.version(version);
}

/** Puts a page in its place. The heading takes the focus, so a screen reader starts reading there. */
export function showPage({ title, caption, back, body }: View, focus: boolean): void {
  const heading = h("h1", { class: "govuk-heading-l", attributes: { tabindex: "-1" } }, title);
  const parts = h("div", null, caption !== undefined && h("span", { class: "govuk-caption-l" }, caption), heading, body);
  content.replaceChildren(...parts.childNodes);
  backPlace.replaceChildren(...(back === undefined ? [] : [h("a", { class: "govuk-back-link", attributes: { href: back } }, messages.frame.back)]));
  document.title = title === messages.name ? title : `${title} – ${messages.name}`;
  if (focus) {
    window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}
