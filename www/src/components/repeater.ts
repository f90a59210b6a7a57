// A list of groups of fields that grows and shrinks. Each group has a legend with its number, and a button that removes it.

import { type Child, h } from "../dom";
import { messages } from "../messages";
import { button } from "./button";

interface Group<T> {
  element: HTMLElement;
  item: T;
}

interface RepeaterOptions<T> {
  /** Makes the fields of one group; `id` starts the ids of its fields, and is of one group only. */
  make: (id: string) => { fields: Child; item: T };
  id: string;
  add: string;
  name: (number: number) => string;
  removeLabel: (number: number) => string;
}

export interface Repeater<T> {
  element: HTMLElement;
  items(): T[];
  /** Adds a group without moving the focus. */
  add(): T;
}

export function repeater<T>({ make, id, add, name, removeLabel }: RepeaterOptions<T>): Repeater<T> {
  const groups: Group<T>[] = [];
  const place = h("div", null);
  let made = 0;

  const renumber = () => {
    groups.forEach(({ element }, index) => {
      element.querySelector("legend")?.replaceChildren(name(index + 1));
      element.querySelector(".repeater__remove")?.setAttribute("aria-label", removeLabel(index + 1));
    });
  };
  const append = (): Group<T> => {
    made += 1;
    const { fields, item } = make(`${id}-${made}`);
    const remove = button(messages.repeater.remove, () => {
      groups.splice(groups.indexOf(group), 1);
      group.element.remove();
      renumber();
      addButton.focus();
    });
    remove.classList.add("repeater__remove");
    const legend = h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" });
    const group: Group<T> = { item, element: h("fieldset", { class: "govuk-fieldset repeater__group" }, legend, fields, remove) };
    groups.push(group);
    place.append(group.element);
    renumber();
    return group;
  };
  const addButton = button(add, () => append().element.querySelector<HTMLElement>("select, input, textarea")?.focus());

  return {
    element: h("div", { class: "repeater" }, place, addButton),
    items: () => groups.map(({ item }) => item),
    add: () => append().item,
  };
}
