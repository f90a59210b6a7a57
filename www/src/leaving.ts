// Closing the tab forgets everything, so the browser is made to ask first, but only while something would be lost: work in progress, or a
// result that has not been saved.

/** Says whether something would be lost now. */
type AtStake = () => boolean;

const stakes = new Set<AtStake>();
const saved = new WeakSet<Blob>();

/** What a module holds of work, for as long as the page is open. */
export function watchForLoss(atStake: AtStake): void {
  stakes.add(atStake);
}

export const noteSaved = (content: Blob) => void saved.add(content);

/** Whether one of these has not been saved. */
export const isUnsaved = (...contents: readonly Blob[]) => contents.some((content) => !saved.has(content));

/** For what a page makes and shows until it is left. The function that this gives is told what that is now, each time in place of the last. */
export function shownUntil(left: AbortSignal): (...contents: readonly Blob[]) => void {
  let shown: readonly Blob[] = [];
  const atStake = () => isUnsaved(...shown);
  stakes.add(atStake);
  left.addEventListener("abort", () => stakes.delete(atStake));
  return (...contents) => {
    shown = contents;
  };
}

let running = 0;

/** Work that leaving would break off, from now until the function that this gives is called. */
export function working(): () => void {
  running += 1;
  let over = false;
  return () => {
    if (!over) running -= 1;
    over = true;
  };
}

export const isWorking = () => running > 0;

/** Whether closing the page now would lose something. */
export const wouldLose = (): boolean => running > 0 || [...stakes].some((atStake) => atStake());

/** For as long as the page is open, or until the signal. */
export function askBeforeLeaving(until?: AbortSignal): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (!wouldLose()) return;
    // The browser asks in words of its own.
    event.preventDefault();
    event.returnValue = "";
  };
  window.addEventListener("beforeunload", ask, until && { signal: until });
}
