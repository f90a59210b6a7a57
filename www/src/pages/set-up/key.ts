// Making the key: with a passphrase, or knowingly without.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { passphraseField, radiosField } from "../../components/field";
import { form } from "../../components/working";
import { h, paragraph, warning } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { setUp } from "./state";

const text = messages.setUp.key;
const MIN_CHARACTERS = 12;

export const keyPage: Page = ({ signal }) => {
  const { agreement } = setUp;
  if (!agreement) return { redirect: "#/set-up" };
  const first = passphraseField({ id: "passphrase", label: text.passphrase, hint: text.passphraseHint(MIN_CHARACTERS) });
  const again = passphraseField({ id: "passphrase-again", label: text.again });
  const radios = radiosField({
    id: "protect",
    legend: text.legend,
    items: [
      { value: "passphrase", text: text.withPassphrase, hint: text.withPassphraseHint, reveals: [first.element, again.element] },
      { value: "none", text: text.without, reveals: warning(text.withoutWarning, messages.common.warning) },
    ],
    chosen: "passphrase",
  });

  const problems = (): FieldError[] => {
    if (radios.value() === "none") return [];
    if ([...first.control.value].length < MIN_CHARACTERS) return [{ field: "passphrase", message: text.tooShort(MIN_CHARACTERS) }];
    if (first.control.value !== again.control.value) return [{ field: "passphrase-again", message: text.different }];
    return [];
  };
  const make = async () => {
    clearErrors();
    const errors = problems();
    if (errors.length > 0) return showErrors(errors);
    const passphrase = radios.value() === "none" ? null : first.control.value;
    try {
      const bytes = await run("newKey", { passphrase }, { signal });
      const code = await run("checkKey", { agreement: agreement.text, key: { bytes, passphrase } }, { signal });
      setUp.key = { bytes, code, protected: passphrase !== null };
      navigate("#/set-up/done");
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "protect", message }]);
    }
  };
  return {
    title: text.title,
    caption: messages.setUp.caption(4),
    back: "#/set-up/agreement",
    body: [paragraph(text.lead), setUp.key && h("div", { class: "govuk-inset-text" }, text.already), form(make, radios.element, continueButton(text.make))],
  };
};
