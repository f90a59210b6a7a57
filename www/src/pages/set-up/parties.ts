// Who takes part.

import { button, continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { textField } from "../../components/field";
import { form } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { forgetMade, setUp } from "./state";
import { captionOf } from "./steps";

const text = messages.setUp.parties;
/** As the agreement allows: plain letters, so that the names can stand in file names everywhere. */
const NAME = /^[A-Za-z0-9._-](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9._-])?$/;

const fieldId = (index: number) => `party-${index + 1}`;

function problem(name: string, index: number, names: readonly string[]): string | null {
  if (name === "") return text.empty(index + 1);
  if (!NAME.test(name)) return text.letters(index + 1);
  const same = names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
  return same < index ? text.same(index + 1, same + 1) : null;
}

/** What had been entered when the page was drawn in another language. */
let entered: string[] | undefined;

export const partiesPage: Page = () => {
  const list = h("div", null);
  let inputs: HTMLInputElement[] = [];
  const values = () => inputs.map((input) => input.value.trim().replace(/\s+/g, " "));

  const draw = (names: readonly string[]) => {
    const fields = names.map((value, index) => textField({ id: fieldId(index), label: text.label(index + 1), value, ...(index === 0 && { hint: text.hint }) }));
    inputs = fields.map(({ control }) => control);
    list.replaceChildren(
      ...fields.flatMap(({ element }, index) =>
        names.length > 2
          ? [element, button(text.remove, () => draw(values().filter((_, other) => other !== index)), { label: text.removeLabel(index + 1) })]
          : [element],
      ),
    );
  };
  const addAnother = () => {
    clearErrors();
    draw([...values(), ""]);
    inputs.at(-1)?.focus();
  };
  const goOn = () => {
    const names = values();
    const errors = names.flatMap((name, index): FieldError[] => {
      const message = problem(name, index, names);
      return message === null ? [] : [{ field: fieldId(index), message }];
    });
    if (errors.length > 0) return showErrors(errors);
    if (names.join("\n") !== setUp.parties.join("\n")) {
      // A role depends on who takes part.
      setUp.recipients = [];
      forgetMade();
    }
    setUp.parties = names;
    navigate("#/set-up/what-for");
  };

  draw(entered ?? (setUp.parties.length >= 2 ? setUp.parties : ["", ""]));
  entered = undefined;
  return {
    title: text.title,
    caption: captionOf("#/set-up"),
    back: "#/",
    body: [paragraph(text.lead), form(goOn, list, h("p", null, button(text.add, addAnother)), continueButton(messages.common.continue))],
    // There may be more of them than the page begins with.
    keep: () => void (entered = inputs.map(({ value }) => value)),
  };
};
