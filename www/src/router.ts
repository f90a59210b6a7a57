// Which page an address shows. Addresses hold a page's name and nothing else.

import { clearErrors } from "./components/errors";
import { type Child, paragraph } from "./dom";
import { letPageGo, showPage } from "./frame";
import { notePage } from "./element/host";
import { messages } from "./messages";

/** Where the address of the page that is shown is kept. */
export interface AddressPlace {
  current(): string;
  /** Whether there is a way to that page. */
  reaches(address: string): boolean;
  go(address: string): void;
  /** Goes there without leaving a way back. */
  replace(address: string): void;
  /** Has the page drawn again. */
  again(): void;
  onChange(listener: () => void): void;
}

/** In the browser's address bar: its back button works. */
const browserAddress: AddressPlace = {
  current: () => location.hash,
  reaches: () => true,
  go: (address) => void (location.hash = address),
  replace: (address) => location.replace(address),
  again: () => void window.dispatchEvent(new HashChangeEvent("hashchange")),
  onChange: (listener) => window.addEventListener("hashchange", listener),
};

let place = browserAddress;

export interface View {
  title: string;
  /** What the page belongs to, above its title: "Prepare my data: step 2 of 6". */
  caption?: string;
  /** The address the back link leads to. */
  back?: string;
  body: Child;
  /** Called once the page is in the document. */
  start?: () => void;
  /** Whether it shows what would be gone if it were drawn again. */
  holds?: () => boolean;
  /** Puts what has been entered where the page takes it from when it is drawn again. Entries of fields that are there at once need no such place. */
  keep?: () => void;
}

export interface PageContext {
  /** Aborted when the person leaves the page: stops what it started. */
  signal: AbortSignal;
}

/** A page, or the address to show instead, when something it needs is not there yet. */
export type Page = (context: PageContext) => View | { redirect: string };

export type Routes = ReadonlyMap<string, Page>;

let leave = new AbortController();

/** Set when there is nothing else to show, whatever the address. */
let only: (() => View) | undefined;

/** The page that is shown, and what to do once that very page has been drawn again: it holds what was entered there, which no other page may get. */
let current: View | undefined;
let afterwards: { address: string; then: () => void } | undefined;

/** The address of the page that is shown. The browser tells of a new one a moment later. */
let shown = "";

export function navigate(address: string): void {
  if (place.current() !== address) place.go(address);
  // A second press before the page has changed is no wish to see it twice.
  else if (shown === (address || "#/")) place.again();
}

/** Goes on from a page that is not to be gone back to, such as one that shows a run. */
export const moveOn = (address: string) => place.replace(address);

/** Whether a link to that page would lead there. */
export const reaches = (address: string) => place.reaches(address);

/** Draws the page again after what it shows has changed. */
export const refresh = () => navigate(place.current());

/** Whether the page that is shown has what would be gone if it were drawn again. */
export const pageHolds = (): boolean => current?.holds?.() ?? false;

export const isShown = (address: string) => address === shown;

/** Anything else is a place within the page, or asks for a language. */
const isOfPage = (address: string) => address === "" || address.startsWith("#/");

/** Draws the page again in other words. */
export function drawAgain(then: () => void): void {
  current?.keep?.();
  afterwards = { address: shown, then };
  if (isOfPage(place.current())) refresh();
  else navigate(shown);
}

/** Stops what the page that is shown has started. */
export const stopPage = () => leave.abort();

/** Shows this from now on, at every address. */
export function showOnly(view: () => View): void {
  only = view;
  refresh();
}

/** `before` is told of each address before its page is made. */
export function startRouter(routes: Routes, where: AddressPlace = browserAddress, before: (address: string) => void = () => {}): void {
  place = where;
  const missing: Page = () => ({ title: messages.notFound.title, body: paragraph(messages.notFound.text), back: "#/" });

  const show = (focus: boolean) => {
    if (!isOfPage(place.current())) return;
    const address = place.current() || "#/";
    shown = address;
    const then = afterwards?.address === address && !only ? afterwards.then : undefined;
    afterwards = undefined;
    // The new page is made in the language of now.
    letPageGo();
    before(address);
    leave.abort();
    leave = new AbortController();
    const view = only?.() ?? (routes.get(address) ?? missing)({ signal: leave.signal });
    if ("redirect" in view) {
      place.replace(view.redirect);
      return;
    }
    clearErrors();
    showPage(view.back !== undefined && place.reaches(view.back) ? view : { ...view, back: undefined }, focus);
    current = view;
    notePage(address);
    view.start?.();
    then?.();
  };

  place.onChange(() => show(true));
  show(false);
}
