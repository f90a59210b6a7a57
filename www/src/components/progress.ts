// The progress of a job: by stage, with rate and time left, and a way to stop it.

import type { Progress } from "../core";
import { h } from "../dom";
import { noteProgress } from "../element/host";
import { bytes, count, duration, percent } from "../format";
import { messages } from "../messages";
import { button } from "./button";

/** How often a screen reader is told. */
const ANNOUNCE_EVERY_MS = 5000;
/** A rate is shown once the stage has run for long enough to mean something. */
const SETTLED_AFTER_MS = 1000;

export interface ProgressPanel {
  element: HTMLElement;
  update(progress: Progress): void;
}

export function progressPanel(onCancel: () => void): ProgressPanel {
  const bar = h("progress", { class: "progress__bar", attributes: { "aria-label": messages.progress.label } });
  const text = h("p", { class: "govuk-body progress__text" }, messages.progress.starting);
  const spoken = h("p", { class: "govuk-visually-hidden", attributes: { role: "status" } });
  let stage = { phase: "", startedAt: 0, startedWith: 0 };
  let spokenAt = performance.now();

  const describe = ({ phase, done, total }: Progress, now: number): string => {
    const { name, unit } = messages.progress.stage(phase);
    const parts = [name];
    if (total > 0) parts.push(percent(Math.floor((done / total) * 100), 100));
    const seconds = (now - stage.startedAt) / 1000;
    const rate = (done - stage.startedWith) / seconds;
    if (seconds * 1000 > SETTLED_AFTER_MS && rate > 0) {
      if (unit) parts.push(messages.progress.rate(unit === "bytes" ? bytes(rate) : count(rate), unit));
      if (total > done) parts.push(messages.progress.left(duration((total - done) / rate)));
    }
    return parts.join(" · ");
  };

  return {
    element: h("div", { class: "progress" }, bar, text, spoken, button(messages.progress.cancel, onCancel, { kind: "secondary", id: "cancel" })),
    update: (progress) => {
      noteProgress(progress);
      const now = performance.now();
      if (progress.phase !== stage.phase) stage = { phase: progress.phase, startedAt: now, startedWith: progress.done };
      if (progress.total > 0) {
        bar.max = progress.total;
        bar.value = progress.done;
      } else {
        bar.removeAttribute("value");
      }
      text.textContent = describe(progress, now);
      if (now - spokenAt >= ANNOUNCE_EVERY_MS) {
        spokenAt = now;
        spoken.textContent = text.textContent;
      }
    },
  };
}
