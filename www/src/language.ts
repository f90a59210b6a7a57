// The language that the page is in. It is kept in memory alone: nothing is stored, and a new tab begins anew.

export const LANGUAGES = ["en", "cy"] as const;
export type Language = (typeof LANGUAGES)[number];

/** As attributes and formats name them. */
const TAGS: Record<Language, string> = { en: "en-GB", cy: "cy" };

/** Each in its own words, as everybody who looks for it knows it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", cy: "Cymraeg" };

let chosen: Language = "en";
/** That of a page which stays as it was when another was chosen. */
let kept: Language | undefined;
let isOfFrame = false;

export const chosenLanguage = (): Language => chosen;

/** The language to say something in now. A page that stays in its language says everything in it: it is marked as a whole, so that a screen reader reads it rightly. */
export const language = (): Language => (isOfFrame ? chosen : (kept ?? chosen));
export const languageTag = (of: Language = chosen): string => TAGS[of];

export function useLanguage(wanted: Language): void {
  chosen = wanted;
}

/** Undefined once the page is gone or drawn again. */
export function keepLanguage(ofPage: Language | undefined): void {
  kept = ofPage;
}

/** What stands around the page is in the language that was chosen, whatever the page is in. */
export function inChosenLanguage<T>(say: () => T): T {
  const before = isOfFrame;
  isOfFrame = true;
  try {
    return say();
  } finally {
    isOfFrame = before;
  }
}

/** The language that there is for a tag such as "cy-GB"; undefined where there is none. */
export const languageOf = (tag: string): Language | undefined => LANGUAGES.find((one) => one === tag.toLowerCase().split("-", 1)[0]);

/** Welsh where it is the first that the browser's user asks for; most who read Welsh also list English, and not the other way round. */
export const preferredLanguage = (): Language => (languageOf(navigator.languages[0] ?? "") === "cy" ? "cy" : "en");

/** What an address such as "#cy" or "#cy/prepare" asks for, and the address of the page without it. */
export function languageInAddress(hash: string): { language: Language; address: string } | undefined {
  const [, tag, rest] = /^#([a-z]{2})(\/.*)?$/.exec(hash) ?? [];
  const found = LANGUAGES.find((one) => one === tag);
  return found && { language: found, address: `#${rest ?? "/"}` };
}

// The core words its own errors, findings and descriptions, in English. Within Welsh they are marked, so that a screen reader reads them as English:
// by the characters that Unicode has for setting a piece of text apart (FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE), which `dom.ts` makes an
// element of with its `lang`. Where text cannot have an element the marks are left out, and if one were seen it would show nothing.

const BEGIN = "\u2068";
const END = "\u2069";
const MARKED = /\u2068([^\u2068\u2069]*)\u2069/;

/** English within words of another language. */
export const inEnglish = (text: string): string => BEGIN + text + END;

/** Text of the core, set apart where the page is in another language than the core. */
export const ofCore = (text: string): string => (language() === "en" || text === "" || text.includes(BEGIN) ? text : inEnglish(text));

export const isMarked = (text: string): boolean => text.includes(BEGIN);
export const withoutMarks = (text: string): string => text.replaceAll(BEGIN, "").replaceAll(END, "");
/** The pieces of a text in turn: the page's own at even places, the core's at odd ones. */
export const pieces = (text: string): string[] => text.split(MARKED);
