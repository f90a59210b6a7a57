// The receipt of a project key that its holder deletes.

import { explain, JobRefused, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { passphraseField, textField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { keyCode } from "../../components/key-code";
import { saveList } from "../../components/save-list";
import { form } from "../../components/working";
import { bullets, h, heading2, numbered, paragraph } from "../../dom";
import { ofCore } from "../../language";
import { shownUntil } from "../../leaving";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { jsonBlob } from "../../save";

const text = messages.keyLife;
const MAX_BYTES = 1 << 20;

export const destroyPage: Page = ({ signal }) => {
  const agreement = fileField({ id: "agreement", label: messages.agreement.choose, hint: messages.agreement.hint, accept: ".json,application/json" });
  const key = fileField({ id: "key", label: messages.prepare.key.choose, hint: messages.prepare.key.hint });
  const passphrase = passphraseField({ id: "passphrase", label: messages.prepare.key.passphrase });
  const passphrasePlace = h("div", null);
  const by = textField({ id: "by", label: text.by });
  const result = h("div", { id: "receipt", attributes: { tabindex: "-1" } });

  const shows = shownUntil(signal);

  const make = async () => {
    clearErrors();
    result.replaceChildren();
    shows();
    const [agreementFile] = agreement.files();
    const [keyFile] = key.files();
    if (!agreementFile || agreementFile.size > MAX_BYTES) return showErrors([{ field: "agreement", message: messages.agreement.none }]);
    if (!keyFile || keyFile.size > MAX_BYTES) return showErrors([{ field: "key", message: text.noKey }]);
    const entered = passphrase.control.value === "" ? null : passphrase.control.value;
    try {
      const bytes = new Uint8Array(await keyFile.arrayBuffer());
      const receipt = await run(
        "keyReceipt",
        { agreement: await agreementFile.text(), key: { bytes, passphrase: entered }, name: keyFile.name, at: new Date().toISOString(), by: by.control.value.trim() || null },
        { signal },
      );
      passphrase.control.value = "";
      const made = jsonBlob(receipt);
      shows(made);
      result.replaceChildren(
        heading2(text.receiptTitle),
        keyCode(receipt.key_check_code),
        saveList(text.receiptTitle, "keep", [{ name: messages.files.keyReceipt, what: text.receiptWhat, content: made }]),
        bullets(receipt.statement.map(ofCore)),
        heading2(text.stepsTitle),
        numbered(text.steps),
      );
      result.focus();
    } catch (error) {
      if (error instanceof JobRefused && error.code === "secret.passphrase_needed" && !passphrasePlace.hasChildNodes()) {
        passphrasePlace.replaceChildren(passphrase.element);
        passphrase.control.focus();
        return;
      }
      const message = explain(error);
      if (message !== null) showErrors([{ field: error instanceof JobRefused && error.code.endsWith("_passphrase") ? "passphrase" : "key", message }]);
    }
  };
  return { title: text.destroyTitle, back: "#/", body: [paragraph(text.destroyLead), form(make, agreement.element, key.element, passphrasePlace, by.element, continueButton(text.makeReceipt)), result], holds: () => result.hasChildNodes() };
};
