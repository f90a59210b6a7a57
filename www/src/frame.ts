// What stands around every page: the header, the line that says where the data is, the back link, the footer.

import { h, link, svg } from "./dom";
import { count } from "./format";
import { byId, changeTitle, isInOtherDocument, outermost } from "./ground";
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

/** What stands in the place of the header inside another page: one job, and nowhere else to go. */
const aroundLine = (text: string) => h("div", { class: "around-line", attributes: { role: "note" } }, h("p", { class: "govuk-width-container stay-line__text" }, text));

let content: HTMLElement;
let backPlace: HTMLElement;
let versionPlace: HTMLElement;
let noticePlace: HTMLElement;

function skipLink(): HTMLElement {
  const skip = (event: Event) => {
    event.preventDefault();
    content.focus();
  };
  return h("a", { class: "govuk-skip-link", attributes: { href: "#main" }, on: { click: skip } }, messages.frame.skip);
}

const header = () =>
  h(
    "header",
    { class: "govuk-generic-header app-header" },
    h(
      "div",
      { class: "govuk-generic-header__container govuk-width-container" },
      h("div", { class: "govuk-generic-header__logo" }, h("a", { class: "govuk-generic-header__homepage-link", attributes: { href: "#/" } }, mark(), messages.name)),
    ),
  );

const seedBanner = () => h("div", { class: "seed-banner", attributes: { role: "note" } }, h("p", { class: "govuk-width-container" }, messages.frame.seed));

/** `around` is what to say of the page around this one, where there is one. */
export function buildFrame({ seed = null, around = null }: { seed?: number | null; around?: string | null }): void {
  const isGuest = isInOtherDocument();
  // A document has one main part; in another page's, that is for the other page to say.
  content = h(isGuest ? "div" : "main", { class: "govuk-main-wrapper", id: "main", attributes: { tabindex: "-1" } });
  backPlace = h("div", null);
  versionPlace = h("span", null);
  noticePlace = h("div", { attributes: { "aria-live": "polite" } });
  const footer = h(
    "footer",
    { class: "app-footer" },
    h("div", { class: "govuk-width-container" }, h("p", { class: "govuk-body-s" }, around === null && [link("#/check", messages.start.check), " · "], versionPlace)),
  );
  const parts = [
    ...(around === null ? [skipLink(), header()] : [aroundLine(around)]),
    ...(seed === null ? [] : [seedBanner()]),
    // Of another page's requests there is nothing to be said here.
    ...(isGuest ? [] : [stayLine()]),
    h("div", { class: "govuk-width-container" }, noticePlace, backPlace, content),
    footer,
  ];
  // What govuk-frontend's style sheet asks for before it hides anything that a script shows.
  (isGuest ? outermost() : document.body).classList.add("govuk-frontend-supported");
  byId("app")?.replaceChildren(...parts);
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
  changeTitle(() => (title === messages.name ? title : `${title} – ${messages.name}`));
  if (focus) {
    if (!isInOtherDocument()) window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}
