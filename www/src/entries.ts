// What a person has entered on a page, put back once the page has been drawn again in another language. It is kept in memory for that moment only.

import { byId } from "./ground";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isControl = (target: EventTarget | null): target is Control => target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

interface Entry {
  id: string;
  type: string;
  /** What the same control must be for the entry to be its own. */
  option: string;
  value: string;
  checked: boolean;
  files: FileList | null;
  isSecret: boolean;
}

export interface Entries {
  entries: Entry[];
  /** Which of the page's foldable parts are open, in their order. */
  open: boolean[];
}

/** Weakly, as what is no longer on the page is nobody's business: a passphrase was in it, perhaps. */
const touched = new WeakSet<Control>();
/** What belongs to controls that have not come yet. */
let left: Entry[] = [];
let waiting = new AbortController();
let isGiving = false;

/** How long a passphrase waits for its field, which comes once a key file has been looked into again. */
const SECRET_WAITS_MS = 10_000;

/** Notes which controls of the page are used. */
export function watchEntries(content: HTMLElement): void {
  const note = ({ target }: Event) => {
    if (!isControl(target)) return;
    if (target.id !== "") touched.add(target);
    // Fields that come from now on are about another file than the entries are: a passphrase must not go to another key.
    if (target.type === "file" && !isGiving) forgetEntries();
  };
  // Before whatever the page does about it.
  for (const name of ["input", "change"]) content.addEventListener(name, note, true);
}

/** Another page is shown, or the page is about another file. */
export function forgetEntries(): void {
  left = [];
  waiting.abort();
}

const isChoice = ({ type }: { type: string }) => type === "radio" || type === "checkbox";

/** A passphrase, also one that is shown. */
const isSecret = (control: Control) => control.type === "password" || control.closest(".passphrase") !== null;

export function takeEntries(content: HTMLElement): Entries {
  const here = [...content.querySelectorAll<Control>("input, select, textarea")].filter((control) => touched.has(control));
  const entries = here.map((control) => ({
    id: control.id,
    type: control.type,
    option: isChoice(control) ? control.value : "",
    value: control.value,
    checked: control instanceof HTMLInputElement && control.checked,
    files: control instanceof HTMLInputElement ? control.files : null,
    isSecret: isSecret(control),
  }));
  return {
    entries: [...entries, ...left],
    open: [...content.querySelectorAll("details")].map(({ open }) => open),
  };
}

const sameFiles = (one: FileList | null, other: FileList | null) =>
  one?.length === other?.length && [...(one ?? [])].every((file, place) => file.name === other?.[place]?.name && file.size === other[place].size && file.lastModified === other[place].lastModified);

/** Gives the control what it had. Whatever listens to it hears of it as it does of a person. */
function give(control: Control, { type, value, checked, files }: Entry): void {
  if (control instanceof HTMLInputElement && type === "file") {
    // A list that has gone on into what the page keeps is empty here.
    if (!files?.length || sameFiles(control.files, files)) return;
    control.files = files;
  } else if (control instanceof HTMLInputElement && isChoice(control)) {
    if (control.checked === checked || (type === "radio" && !checked)) return;
    control.checked = checked;
  } else {
    if (control.value === value) return;
    control.value = value;
  }
  isGiving = true;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
  isGiving = false;
}

/** Whether the control was there. */
function putBackOne(entry: Entry): boolean {
  const control = byId(entry.id);
  // A shown passphrase is hidden again.
  const isSame = isControl(control) && (control.type === entry.type || (control.type === "password" && entry.type === "text")) && (!isChoice(control) || control.value === entry.option);
  if (isSame) give(control, entry);
  return isSame;
}

/** What belongs to controls that are not there yet is put back as they come; a passphrase for no longer than the redraw takes. */
export function putBack({ entries, open }: Entries, content: HTMLElement): void {
  const parts = content.querySelectorAll("details");
  if (parts.length === open.length) parts.forEach((part, place) => (part.open = open[place] ?? part.open));
  left = entries.filter((entry) => !putBackOne(entry));
  if (left.length === 0) return;
  waiting = new AbortController();
  const watcher = new MutationObserver(() => {
    left = left.filter((entry) => !putBackOne(entry));
    if (left.length === 0) watcher.disconnect();
  });
  const forgetSecrets = setTimeout(() => (left = left.filter((entry) => !entry.isSecret)), SECRET_WAITS_MS);
  waiting.signal.addEventListener("abort", () => {
    watcher.disconnect();
    clearTimeout(forgetSecrets);
  });
  watcher.observe(content, { childList: true, subtree: true });
}
