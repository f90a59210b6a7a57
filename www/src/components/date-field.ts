// A day, by the browser's own control: what it gives is a day that exists, whatever way the person writes dates.

import { h } from "../dom";
import type { Field } from "./field";

export function dateField({ id, label, hint, value }: { id: string; label: string; hint: string; value: string }): Field<HTMLInputElement> {
  const control = h("input", { class: "govuk-input govuk-input--width-10", id, attributes: { type: "date", autocomplete: "off", "aria-describedby": `${id}-hint` } });
  control.value = value;
  const element = h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label govuk-label--s", attributes: { for: id } }, label),
    h("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    control,
  );
  return { element, control };
}

/** A day in the way that agreements write it. */
const written = (day: Date) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;

export const today = (): string => written(new Date());

export function inAYear(): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + 1);
  return written(day);
}
