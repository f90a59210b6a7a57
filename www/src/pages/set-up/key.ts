// Making the key: with a passphrase, or knowingly without.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { newPassphrase } from "../../components/new-passphrase";
import { form } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { setUp } from "./state";
import { captionOf } from "./steps";

const text = messages.setUp.key;

export const keyPage: Page = ({ signal }) => {
  const { agreement } = setUp;
  if (!agreement) return { redirect: "#/set-up" };
  const passphrase = newPassphrase();

  const make = async () => {
    clearErrors();
    const errors = passphrase.problems();
    if (errors.length > 0) return showErrors(errors);
    const chosen = passphrase.value();
    try {
      const bytes = await run("newKey", { passphrase: chosen }, { signal });
      const code = await run("checkKey", { agreement: agreement.text, key: { bytes, passphrase: chosen } }, { signal });
      setUp.key = { file: new Blob([bytes]), code, protected: chosen !== null };
      navigate("#/set-up/done");
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "protect", message }]);
    }
  };
  return {
    title: text.title,
    caption: captionOf("#/set-up/key"),
    back: "#/set-up/agreement",
    body: [paragraph(text.lead), setUp.key && h("div", { class: "govuk-inset-text" }, text.already), form(make, passphrase.element, continueButton(text.make))],
  };
};
