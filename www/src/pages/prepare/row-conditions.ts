// Conditions that a row must meet to take part.

import type { FieldError } from "../../components/errors";
import { selectField } from "../../components/field";
import { type Repeater, repeater } from "../../components/repeater";
import { h } from "../../dom";
import { messages } from "../../messages";
import { type Condition, lines, type Test } from "./row-choice";

const text = messages.prepare.rows;
const NONE = "";
const TESTS: Test[] = ["is", "is_not", "from", "until"];

interface ConditionFields {
  /** The condition, or what is wrong with its fields. */
  read(number: number): Condition | FieldError[];
}

const isDate = (test: string) => test === "from" || test === "until";

export function rowConditions(columns: readonly string[], chosen: readonly Condition[]): Repeater<ConditionFields> {
  const waiting = [...chosen];
  const made = repeater<ConditionFields>({
    id: "condition",
    add: text.addCondition,
    name: text.conditionName,
    removeLabel: text.removeCondition,
    make: (id) => {
      const before = waiting.shift();
      const column = selectField({
        id: `${id}-column`,
        label: text.column,
        options: [{ value: NONE, text: text.columnNone }, ...columns.filter((name) => name !== NONE).map((name) => ({ value: name, text: name }))],
        chosen: before?.column ?? NONE,
      });
      const test = selectField({ id: `${id}-test`, label: text.test, options: TESTS.map((value) => ({ value, text: text.tests[value] })), chosen: before?.test ?? "is" });
      const valuesId = `${id}-values`;
      const dateId = `${id}-date`;
      const values = h("textarea", { class: "govuk-textarea", id: valuesId, attributes: { rows: 3, spellcheck: "false", autocomplete: "off" } });
      // A date that the browser's own control gives is a day that exists, whatever way the person writes dates.
      const date = h("input", { class: "govuk-input govuk-input--width-10", id: dateId, attributes: { type: "date", autocomplete: "off", "aria-describedby": `${dateId}-hint` } });
      if (before) (isDate(before.test) ? date : values).value = before.text;
      const label = (control: string, words: string) => h("label", { class: "govuk-label govuk-label--s", attributes: { for: control } }, words);
      const valuesGroup = h("div", { class: "govuk-form-group" }, label(valuesId, text.values), values);
      const dateGroup = h("div", { class: "govuk-form-group" }, label(dateId, text.date), h("div", { class: "govuk-hint", id: `${dateId}-hint` }, text.dateHint), date);
      const show = () => {
        valuesGroup.hidden = isDate(test.control.value);
        dateGroup.hidden = !valuesGroup.hidden;
      };
      test.control.addEventListener("change", show);
      show();

      const read = (number: number): Condition | FieldError[] => {
        const errors: FieldError[] = [];
        const chosenTest = TESTS.find((one) => one === test.control.value) ?? "is";
        const content = isDate(chosenTest) ? date.value : values.value;
        if (column.control.value === NONE) errors.push({ field: `${id}-column`, message: text.noColumn(number) });
        if (lines(content).length === 0) errors.push(isDate(chosenTest) ? { field: dateId, message: text.noDate(number) } : { field: valuesId, message: text.noValues(number) });
        return errors.length > 0 ? errors : { column: column.control.value, test: chosenTest, text: content };
      };
      return { fields: [column.element, test.element, valuesGroup, dateGroup], item: { read } };
    },
  });
  for (const _ of chosen) made.add();
  return made;
}
