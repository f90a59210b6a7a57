// A small builder for elements. Text always goes in as text, so no value from a file can become markup.

import { isInOtherDocument } from "./ground";
import { isMarked, language, pieces, withoutMarks } from "./language";

type Child = Node | string | number | null | undefined | false | readonly Child[];

type Attributes = Record<string, string | number | boolean | null | undefined>;

export interface Props {
  class?: string;
  id?: string;
  /** Attributes as written in HTML: true is present, false, null and undefined are absent. */
  attributes?: Attributes;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    // A name that is only heard cannot say which of its words are of another language.
    element.setAttribute(name, value === true ? "" : name === "aria-label" ? spoken(String(value)) : String(value));
  }
}

const spoken = (text: string) => (language() === "en" ? text : withoutMarks(text));

/** Words of the core become an element with their language. An option of a list can have no element in it, so it is all in one language. */
function appendText(parent: Element, text: string): void {
  if (language() === "en" || !isMarked(text)) return parent.append(text);
  if (parent instanceof HTMLOptionElement) {
    parent.lang = "en";
    return parent.append(withoutMarks(text));
  }
  pieces(text).forEach((piece, place) => {
    if (piece !== "") parent.append(place % 2 === 0 ? piece : h("span", { attributes: { lang: "en" } }, piece));
  });
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === "string" || typeof child === "number") appendText(parent, String(child));
    else if (child instanceof Node) parent.append(child);
    else append(parent, child);
  }
}

/** In another page's document that page has the first heading, and the app's begin below it. */
const ONE_LOWER: Partial<Record<keyof HTMLElementTagNameMap, "h2" | "h3" | "h4">> = { h1: "h2", h2: "h3", h3: "h4" };

export function h<T extends keyof HTMLElementTagNameMap>(tag: T, props: Props | null, ...children: Child[]): HTMLElementTagNameMap[T] {
  // Headings of every rank are elements of one class.
  const element = document.createElement(isInOtherDocument() ? (ONE_LOWER[tag] ?? tag) : tag) as HTMLElementTagNameMap[T];
  if (props?.class) element.className = props.class;
  if (props?.id) element.id = props.id;
  if (props?.attributes) setAttributes(element, props.attributes);
  for (const [name, listener] of Object.entries(props?.on ?? {})) element.addEventListener(name, listener as EventListener);
  append(element, children);
  return element;
}

export function svg<T extends keyof SVGElementTagNameMap>(tag: T, attributes: Attributes, ...children: Child[]): SVGElementTagNameMap[T] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** Puts these in place of what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

export const paragraph = (...children: Child[]) => h("p", { class: "govuk-body" }, children);
export const hint = (...children: Child[]) => h("p", { class: "govuk-hint" }, children);
export const heading2 = (text: string) => h("h2", { class: "govuk-heading-m" }, text);
export const heading3 = (text: string) => h("h3", { class: "govuk-heading-s" }, text);
export const bullets = (items: readonly Child[]) => h("ul", { class: "govuk-list govuk-list--bullet" }, items.map((item) => h("li", null, item)));
export const numbered = (items: readonly Child[]) => h("ol", { class: "govuk-list govuk-list--number" }, items.map((item) => h("li", null, item)));
export const link = (href: string, text: string) => h("a", { class: "govuk-link", attributes: { href } }, text);
export const inset = (...children: Child[]) => h("div", { class: "govuk-inset-text" }, children);

export const warning = (text: string, prefix: string) =>
  h(
    "div",
    { class: "govuk-warning-text" },
    h("span", { class: "govuk-warning-text__icon", attributes: { "aria-hidden": "true" } }, "!"),
    h("strong", { class: "govuk-warning-text__text" }, h("span", { class: "govuk-visually-hidden" }, prefix), " ", text),
  );

export function details(summary: string, ...children: Child[]): HTMLDetailsElement {
  return h(
    "details",
    { class: "govuk-details" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, summary)),
    h("div", { class: "govuk-details__text" }, children),
  );
}

export type { Child };
