// Which page an address shows. Addresses hold a page's name and nothing else.

import { clearErrors } from "./components/errors";
import type { Child } from "./dom";
import { showPage } from "./frame";
import { messages } from "./messages";

export interface View {
  title: string;
  /** What the page belongs to, above its title: "Prepare my data: step 2 of 6". */
  caption?: string;
  /** The address the back link leads to. */
  back?: string;
  body: Child;
  /** Called once the page is in the document. */
  start?: () => void;
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
let only: View | undefined;

/** The address of the page that is shown. The browser tells of a new one a moment later. */
let shown = "";

export function navigate(address: string): void {
  if (location.hash !== address) location.hash = address;
  // A second press before the page has changed is no wish to see it twice.
  else if (shown === (address || "#/")) window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Goes on from a page that is not to be gone back to, such as one that shows a run. */
export const moveOn = (address: string) => location.replace(address);

/** Draws the page again after what it shows has changed. */
export const refresh = () => navigate(location.hash);

/** Shows this from now on, at every address. */
export function showOnly(view: View): void {
  only = view;
  refresh();
}

export function startRouter(routes: Routes): void {
  const missing: Page = () => ({ title: messages.notFound.title, body: messages.notFound.text, back: "#/" });

  const show = (focus: boolean) => {
    const address = location.hash || "#/";
    // Anything else is a place within the page, such as a field an error is about.
    if (!address.startsWith("#/")) return;
    shown = address;
    leave.abort();
    leave = new AbortController();
    const view = only ?? (routes.get(address) ?? missing)({ signal: leave.signal });
    if ("redirect" in view) {
      location.replace(view.redirect);
      return;
    }
    clearErrors();
    showPage(view, focus);
    view.start?.();
  };

  window.addEventListener("hashchange", () => show(true));
  show(false);
}
