// Where the app stands: in a document of its own, or in a shadow root inside another page's document, of which it then touches nothing else.

interface Ground {
  /** Where the app's elements are looked for, and clicks on its links heard. */
  root: Document | ShadowRoot;
  /** What everything of the app is in: colours are set on it. */
  outermost: HTMLElement;
  /** Text that a page with Trusted Types lets a parser have. */
  trusted: (text: string) => string;
}

/** Absent in a document of its own. */
let elsewhere: Ground | undefined;

/** Before anything is shown. */
export function standIn(ground: Ground): void {
  elsewhere = ground;
}

/** Whether the document, its title, its address and its other parts are somebody else's. */
export const isInOtherDocument = () => elsewhere !== undefined;

export const root = (): Document | ShadowRoot => elsewhere?.root ?? document;
export const outermost = (): HTMLElement => elsewhere?.outermost ?? document.documentElement;
export const trusted = (text: string) => elsewhere?.trusted(text) ?? text;
export const byId = (id: string) => root().getElementById(id);

/** The title of the document, where it is the app's own. */
export function changeTitle(change: (title: string) => string): void {
  if (!elsewhere) document.title = change(document.title);
}

/** The language of the title, where it is not the document's: that of a page which stays as it was when another was chosen. */
export function markTitle(tag: string | null): void {
  const title = elsewhere ? null : document.querySelector("title");
  if (tag === null) title?.removeAttribute("lang");
  else title?.setAttribute("lang", tag);
}
