// The page around this one, where there is one: what it is told. Outside a portal every function here does nothing.

import type { Progress } from "../core";
import { wouldLose } from "../leaving";
import { type EmbeddedState, type FromFrame, MOST_PIXELS, type Receivable, VERSION } from "./protocol";

type Said<M> = M extends unknown ? Omit<M, "version"> : never;

interface Host {
  port: MessagePort;
  /** As the browser names it; "" where it has no name, such as a page opened from disk. */
  origin: string;
  receive: readonly Receivable[];
}

let host: Host | undefined;
let state: EmbeddedState = "choosing";

export function connectTo(connected: Host): void {
  host = connected;
}

export const isEmbedded = () => host !== undefined;
export const hostOrigin = () => host?.origin ?? "";
export const hostWants = (what: Receivable) => host?.receive.includes(what) ?? false;

export const tellHost = (message: Said<FromFrame>): void => host?.port.postMessage({ version: VERSION, ...message });

function tellStatus(now: EmbeddedState): void {
  state = now;
  tellHost({ kind: "status", state, unsaved: wouldLose() });
}

/** The names of pages that show a run, and of those that show a result. */
const ends = (address: string, ...names: string[]) => names.some((name) => address.endsWith(`/${name}`));

export function notePage(address: string): void {
  if (!host) return;
  tellStatus(ends(address, "run") ? "working" : ends(address, "done", "result") ? "done" : "choosing");
  tellHost({ kind: "moved" });
}

export const noteProgress = ({ phase, done, total }: Progress) => tellHost({ kind: "progress", phase, done, total });
export const noteFailure = () => tellStatus("failed");
/** Something was saved: there may be nothing to lose any more. */
export const noteSavedToHost = () => tellStatus(state);

/** Has the element as high as this page. */
export function followHeight(): void {
  const tell = () => tellHost({ kind: "height", pixels: Math.min(Math.ceil(document.documentElement.getBoundingClientRect().height), MOST_PIXELS) });
  new ResizeObserver(tell).observe(document.documentElement);
}
