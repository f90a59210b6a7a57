// A histogram whose line can be moved: by dragging it, or by the slider under it, which takes the arrow keys, Home and End.

import { h } from "../dom";
import { type Histogram, histogram, SAVED_WIDTH } from "./histogram";

interface MovableLine {
  id: string;
  drawn: Histogram;
  label: string;
  hint: string;
  /** Where the line can go, from bin to bin. */
  min: number;
  max: number;
  /** What the line does at a value, in a sentence that is heard whenever it moves. */
  said: (value: number) => string;
  /** Told of every move; null where the line is back at the agreed one. */
  onMove: (value: number | null) => void;
}

/** How wide the slider's thumb is in the style sheet. */
const THUMB = 24;
/** Narrower than this, bars could not be told apart. */
const LEAST_WIDTH = 280;

export function movableLine({ id, drawn, label, hint, min, max, said, onMove }: MovableLine): HTMLElement {
  const step = drawn.bins.width;
  const slider = h("input", {
    class: "line-slider",
    id,
    attributes: { type: "range", min: min.toFixed(2), max: max.toFixed(2), step: step.toFixed(2), "aria-describedby": `${id}-hint` },
  });
  const place = h("div", { class: "chart-place" });
  let shown = histogram(drawn);
  let value = drawn.threshold;

  const show = () => {
    slider.setAttribute("aria-valuetext", said(value));
    shown.moveLine(value);
  };
  /** A step that is as good as the agreed line is that line. */
  const settle = (wanted: number) => (Math.abs(wanted - drawn.threshold) < step / 2 ? drawn.threshold : wanted);
  const moveTo = (wanted: number) => {
    const steps = Math.round((Math.min(max, Math.max(min, wanted)) - min) / step);
    const next = settle(min + steps * step);
    slider.value = (min + steps * step).toFixed(2);
    if (next === value) return;
    value = next;
    show();
    onMove(value === drawn.threshold ? null : value);
  };
  slider.addEventListener("input", () => moveTo(slider.valueAsNumber));

  const draw = (width: number) => {
    shown = histogram(drawn, width);
    const { picture, grip, xOf, valueAt } = shown;
    const follow = ({ clientX }: PointerEvent) => {
      const { left, width: wide } = picture.getBoundingClientRect();
      moveTo(valueAt((clientX - left) / wide));
    };
    picture.addEventListener("pointerdown", (event) => {
      // A finger elsewhere on the picture scrolls the page.
      if (event.button !== 0 || (event.pointerType === "touch" && event.target !== grip)) return;
      event.preventDefault();
      picture.setPointerCapture(event.pointerId);
      slider.focus();
      follow(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (picture.hasPointerCapture(event.pointerId)) follow(event);
    });
    // The middle of the slider's thumb stands under the line: at the ends of its track it is half a thumb away from them.
    slider.style.marginLeft = `${xOf(min) - THUMB / 2}px`;
    slider.style.width = `${xOf(max) - xOf(min) + THUMB}px`;
    place.replaceChildren(picture);
    show();
  };
  draw(SAVED_WIDTH);
  slider.value = drawn.threshold.toFixed(2);
  let drawnWidth = SAVED_WIDTH;
  new ResizeObserver(([entry]) => {
    const width = Math.round(Math.min(SAVED_WIDTH, Math.max(LEAST_WIDTH, entry?.contentRect.width ?? SAVED_WIDTH)));
    if (width === drawnWidth) return;
    drawnWidth = width;
    draw(width);
  }).observe(place);

  return h(
    "div",
    { class: "govuk-form-group chart-frame" },
    h("label", { class: "govuk-label govuk-label--s", attributes: { for: id } }, label),
    h("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    place,
    slider,
  );
}
