// What stands around every page: the header, the line that says where the data is, the back link, the footer.

import { button } from "./components/button";
import { languageNavigation } from "./components/language-navigation";
import { fill, h, link, svg } from "./dom";
import { forgetEntries, watchEntries } from "./entries";
import { count } from "./format";
import { byId, changeTitle, isInOtherDocument, markTitle, outermost } from "./ground";
import { inChosenLanguage, keepLanguage, type Language, languageTag, withoutMarks } from "./language";
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

/** What the frame that is shown listens to ends with it. */
let drawn = new AbortController();

function stayLine(): HTMLElement {
  const made = h("strong", { id: "requests-made" }, "0");
  const blocked = h("span", { id: "requests-blocked" });
  onRequests((seen) => {
    made.textContent = count(seen.made);
    blocked.textContent = seen.blocked > 0 ? ` ${inChosenLanguage(() => messages.frame.blocked(count(seen.blocked)))}` : "";
  }, drawn.signal);
  return h("div", { class: "stay-line" }, h("p", { class: "govuk-width-container stay-line__text" }, messages.frame.stays, " ", made, ".", blocked));
}

/** What stands in the place of the header inside another page: one job, and nowhere else to go. */
const aroundLine = (text: string) => h("div", { class: "around-line", attributes: { role: "note" } }, h("p", { class: "govuk-width-container stay-line__text" }, text));

interface Around {
  seed?: number | null;
  /** What to say of the page around this one, where there is one. */
  around?: (() => string) | null;
  changeLanguage: (wanted: Language) => void;
}

let frame: Around;
let content: HTMLElement;
let backPlace: HTMLElement;
let keptPlace: HTMLElement;
let languages: HTMLElement;
let back: string | undefined;
let version: string | undefined;
const notices: (() => string)[] = [];
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

const notice = (text: string) => h("p", { class: "govuk-body-s notice" }, text);

/** Before anything else is shown. */
export function buildFrame(around: Around): void {
  frame = around;
  // A document has one main part; in another page's, that is for the other page to say.
  content = h(isInOtherDocument() ? "div" : "main", { class: "govuk-main-wrapper", id: "main", attributes: { tabindex: "-1" } });
  backPlace = h("div", null);
  keptPlace = h("div", { attributes: { "aria-live": "polite" } });
  noticePlace = h("div", { attributes: { "aria-live": "polite" } });
  watchEntries(content);
  // What govuk-frontend's style sheet asks for before it hides anything that a script shows.
  (isInOtherDocument() ? outermost() : document.body).classList.add("govuk-frontend-supported");
  drawFrame();
}

/** The frame in the language of now, around whatever page is shown. */
export const drawFrame = () => inChosenLanguage(putFrame);

function putFrame(): void {
  drawn.abort();
  drawn = new AbortController();
  outermost().lang = languageTag();
  const { seed = null, around = null, changeLanguage } = frame;
  const isGuest = isInOtherDocument();
  const { translation } = messages.frame;
  noticePlace.replaceChildren(...notices.map((text) => notice(text())));
  drawBack();
  languages = languageNavigation(changeLanguage);
  const footer = h(
    "footer",
    { class: "app-footer" },
    h("div", { class: "govuk-width-container" }, h("p", { class: "govuk-body-s" }, around === null && [link("#/check", messages.start.check), " · "], h("span", { id: "version" }, version !== undefined && messages.frame.version(version)))),
  );
  const parts = [
    ...(around === null ? [skipLink(), header()] : [aroundLine(around())]),
    ...(seed === null ? [] : [seedBanner()]),
    // Of another page's requests there is nothing to be said here.
    ...(isGuest ? [] : [stayLine()]),
    h("div", { class: "govuk-width-container" }, languages, translation !== "" && h("p", { class: "govuk-body-s", id: "translation" }, translation), noticePlace, keptPlace, backPlace, content),
    footer,
  ];
  byId("app")?.replaceChildren(...parts);
}

const drawBack = () => fill(backPlace, back !== undefined && h("a", { class: "govuk-back-link", attributes: { href: back } }, messages.frame.back));

/** Where pages are shown. */
export const frameContent = () => content;

/** To the link to the other language, as the frame that had the focus has been drawn anew. */
export const focusLanguages = () => languages.querySelector("a")?.focus();

/** The page stays in the language that it is in, and so does what it comes to say; `anyway` draws it in the language of now. */
export function keepPageIn(language: Language, anyway: () => void): void {
  content.lang = languageTag(language);
  markTitle(content.lang);
  keepLanguage(language);
  inChosenLanguage(() => fill(keptPlace, notice(messages.frame.stillIn), h("p", null, button(messages.frame.changeAnyway, anyway, { id: "change-anyway" }))));
  keptPlace.querySelector("button")?.focus();
}

export function letPageGo(): void {
  content.removeAttribute("lang");
  markTitle(null);
  keepLanguage(undefined);
  fill(keptPlace);
}

/** A line above every page, about the browser and not about the work. */
export function showNotice(text: () => string): void {
  notices.push(text);
  noticePlace.append(inChosenLanguage(() => notice(text())));
}

export function showVersion(of: string): void {
  version = of;
  const place = byId("version");
  if (place) place.textContent = inChosenLanguage(() => messages.frame.version(of));
}

/** Puts a page in its place. The heading takes the focus, so a screen reader starts reading there. */
export function showPage({ title, caption, back: backTo, body }: View, focus: boolean): void {
  const heading = h("h1", { class: "govuk-heading-l", attributes: { tabindex: "-1" } }, title);
  forgetEntries();
  fill(content, caption !== undefined && h("span", { class: "govuk-caption-l" }, caption), heading, body);
  back = backTo;
  drawBack();
  changeTitle(() => (title === messages.name ? title : `${withoutMarks(title)} – ${messages.name}`));
  if (focus) {
    if (!isInOtherDocument()) window.scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}
