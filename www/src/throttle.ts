import type { Progress } from "./core";

const PROGRESS_INTERVAL_MS = 100;

/** At most ten reports a second, but never the first or the last of a stage held back. */
export function throttled(send: (progress: Progress) => void): (progress: Progress) => void {
  let sentAt = -Infinity;
  let phase = "";
  return (progress) => {
    const now = performance.now();
    const ends = progress.total > 0 && progress.done >= progress.total;
    if (progress.phase === phase && !ends && now - sentAt < PROGRESS_INTERVAL_MS) return;
    sentAt = now;
    phase = progress.phase;
    send(progress);
  };
}
