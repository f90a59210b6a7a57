// Making a receiving key: the secret file to keep, and the public key to give away.

import { explain, run } from "../bridge";
import { continueButton } from "../components/button";
import { copyText } from "../components/copy-text";
import { clearErrors, showErrors } from "../components/errors";
import { newPassphrase } from "../components/new-passphrase";
import { saveList } from "../components/save-list";
import { form } from "../components/working";
import { h, heading2, paragraph } from "../dom";
import { shownUntil } from "../leaving";
import { messages } from "../messages";
import type { Page } from "../router";

const text = messages.receivingKey;

export const receivingKeyPage: Page = ({ signal }) => {
  const shows = shownUntil(signal);
  const passphrase = newPassphrase();
  const result = h("div", { id: "made", attributes: { tabindex: "-1" } });
  const make = async () => {
    clearErrors();
    const errors = passphrase.problems();
    if (errors.length > 0) return showErrors(errors);
    const chosen = passphrase.value();
    try {
      const { file, publicKey } = await run("newIdentity", { passphrase: chosen }, { signal });
      const made = new Blob([file]);
      shows(made);
      result.replaceChildren(
        heading2(text.doneTitle),
        saveList(text.secretTitle, "secret", [{ name: messages.files.receivingKey, what: text.what(chosen !== null), content: made }]),
        copyText("public-key", text.publicLabel, publicKey),
        paragraph(text.notSecret),
        paragraph(text.forgotten),
      );
      result.focus();
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "protect", message }]);
    }
  };
  return { title: text.title, back: "#/", body: [paragraph(text.lead), form(make, passphrase.element, continueButton(text.make)), result], holds: () => result.hasChildNodes() };
};
