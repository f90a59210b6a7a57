// Form fields: a label, an optional hint, and the control.

import { type Child, h } from "../dom";
import { messages } from "../messages";

interface FieldOptions {
  id: string;
  label: string;
  hint?: string;
}

const labelFor = (id: string, text: string) => h("label", { class: "govuk-label govuk-label--s", attributes: { for: id } }, text);
const hintFor = (id: string, text: string | undefined) => text !== undefined && h("div", { class: "govuk-hint", id: `${id}-hint` }, text);
const describedBy = (id: string, text: string | undefined) => (text === undefined ? null : `${id}-hint`);
const group = (...children: Child[]) => h("div", { class: "govuk-form-group" }, children);

export interface Field<C extends HTMLElement> {
  element: HTMLElement;
  control: C;
}

export function textField({ id, label, hint, value = "" }: FieldOptions & { value?: string }): Field<HTMLInputElement> {
  const control = h("input", {
    class: "govuk-input govuk-!-width-two-thirds",
    id,
    attributes: { type: "text", name: id, spellcheck: "false", autocomplete: "off", "aria-describedby": describedBy(id, hint) },
  });
  control.value = value;
  return { element: group(labelFor(id, label), hintFor(id, hint), control), control };
}

/** Several lines of text. */
export function linesField({ id, label, hint, value, rows }: FieldOptions & { value: string; rows: number }): Field<HTMLTextAreaElement> {
  const control = h("textarea", { class: "govuk-textarea", id, attributes: { rows, name: id, spellcheck: "false", autocomplete: "off", "aria-describedby": describedBy(id, hint) } });
  control.value = value;
  return { element: group(labelFor(id, label), hintFor(id, hint), control), control };
}

/** A passphrase: hidden, with a button that shows it. */
export function passphraseField({ id, label, hint }: FieldOptions): Field<HTMLInputElement> {
  const control = h("input", {
    class: "govuk-input",
    id,
    attributes: { type: "password", name: id, spellcheck: "false", autocapitalize: "none", autocomplete: "off", "aria-describedby": describedBy(id, hint) },
  });
  const toggle = h(
    "button",
    {
      class: "govuk-button govuk-button--secondary passphrase__toggle",
      attributes: { type: "button", "aria-pressed": "false", "aria-controls": id },
      on: {
        click: () => {
          const shown = control.type === "password";
          control.type = shown ? "text" : "password";
          toggle.setAttribute("aria-pressed", String(shown));
          toggle.textContent = shown ? messages.fields.hidePassphrase : messages.fields.showPassphrase;
        },
      },
    },
    messages.fields.showPassphrase,
  );
  return { element: group(labelFor(id, label), hintFor(id, hint), h("div", { class: "passphrase" }, control, toggle)), control };
}

export interface RadioItem {
  value: string;
  text: string;
  hint?: string;
  /** Shown only while this item is chosen. */
  reveals?: Child;
}

interface RadiosOptions {
  /** The id of the first radio, and the name of all. */
  id: string;
  legend: string;
  hint?: string;
  items: readonly RadioItem[];
  chosen?: string | null;
}

export interface RadiosField {
  element: HTMLElement;
  value(): string | null;
}

export function radiosField({ id, legend, hint, items, chosen }: RadiosOptions): RadiosField {
  // Not govuk-frontend's own script for this: it puts aria-expanded on radios, where ARIA does not allow it.
  const reveals: { input: HTMLInputElement; place: HTMLElement }[] = [];
  const showRevealed = () => {
    for (const { input, place } of reveals) place.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
  };
  const root = h(
    "div",
    { class: "govuk-radios", on: { change: showRevealed } },
    items.map((item, index) => {
      const itemId = index === 0 ? id : `${id}-${index + 1}`;
      const input = h("input", {
        class: "govuk-radios__input",
        id: itemId,
        attributes: {
          type: "radio",
          name: id,
          value: item.value,
          "aria-describedby": item.hint === undefined ? null : `${itemId}-hint`,
        },
      });
      input.checked = item.value === chosen;
      const place = item.reveals !== undefined && h("div", { class: "govuk-radios__conditional" }, item.reveals);
      if (place) reveals.push({ input, place });
      return [
        h(
          "div",
          { class: "govuk-radios__item" },
          input,
          h("label", { class: "govuk-label govuk-radios__label", attributes: { for: itemId } }, item.text),
          item.hint !== undefined && h("div", { class: "govuk-hint govuk-radios__hint", id: `${itemId}-hint` }, item.hint),
        ),
        place,
      ];
    }),
  );
  showRevealed();
  const element = group(
    h(
      "fieldset",
      { class: "govuk-fieldset", attributes: { "aria-describedby": describedBy(id, hint) } },
      h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, legend),
      hintFor(id, hint),
      root,
    ),
  );
  return {
    element,
    value: () => root.querySelector<HTMLInputElement>("input[type=radio]:checked")?.value ?? null,
  };
}

export interface CheckboxesField {
  element: HTMLElement;
  /** In the order of the items. */
  values(): string[];
}

export function checkboxesField({ id, legend, hint, items, chosen }: Omit<RadiosOptions, "items" | "chosen"> & { items: readonly { value: string; text: string; hint?: string }[]; chosen: readonly string[] }): CheckboxesField {
  const inputs = items.map(({ value }, index) => {
    const input = h("input", { class: "govuk-checkboxes__input", id: index === 0 ? id : `${id}-${index + 1}`, attributes: { type: "checkbox", name: id, value } });
    input.checked = chosen.includes(value);
    return input;
  });
  const boxes = inputs.map((input, index) => {
    const said = items[index]?.hint;
    if (said !== undefined) input.setAttribute("aria-describedby", `${input.id}-hint`);
    return h(
      "div",
      { class: "govuk-checkboxes__item" },
      input,
      h("label", { class: "govuk-label govuk-checkboxes__label", attributes: { for: input.id } }, items[index]?.text),
      said !== undefined && h("div", { class: "govuk-hint govuk-checkboxes__hint", id: `${input.id}-hint` }, said),
    );
  });
  const element = group(
    h(
      "fieldset",
      { class: "govuk-fieldset", attributes: { "aria-describedby": describedBy(id, hint) } },
      h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, legend),
      hintFor(id, hint),
      h("div", { class: "govuk-checkboxes" }, boxes),
    ),
  );
  return { element, values: () => inputs.filter(({ checked }) => checked).map(({ value }) => value) };
}

export function selectControl(id: string, options: readonly { value: string; text: string }[], chosen: string, attributes: Record<string, string>): HTMLSelectElement {
  const control = h(
    "select",
    { class: "govuk-select", id, attributes },
    options.map(({ value, text }) => h("option", { attributes: { value } }, text)),
  );
  control.value = chosen;
  return control;
}

export function selectField({ id, label, hint, options, chosen }: FieldOptions & { options: readonly { value: string; text: string }[]; chosen: string }): Field<HTMLSelectElement> {
  const control = selectControl(id, options, chosen, hint === undefined ? {} : { "aria-describedby": `${id}-hint` });
  return { element: group(labelFor(id, label), hintFor(id, hint), control), control };
}
