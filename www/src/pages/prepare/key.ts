// The project key, its passphrase when it has one, and the code to read to a partner.

import { explain, JobRefused, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { passphraseField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { keyCode } from "../../components/key-code";
import { form } from "../../components/working";
import { h, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, forgetResult, prepare } from "./state";

const text = messages.prepare.key;
const MAX_BYTES = 64 << 10;

export const keyPage: Page = ({ signal }) => {
  const { agreement } = prepare;
  if (!agreement) return { redirect: "#/prepare" };
  const passphrase = passphraseField({ id: "passphrase", label: text.passphrase, hint: text.passphraseHint });
  const passphrasePlace = h("div", null);
  const codePlace = h("div", { attributes: { "aria-live": "polite" } });
  const showCode = (code: string) => codePlace.replaceChildren(keyCode(code), paragraph(text.sameCode));
  if (prepare.key) showCode(prepare.key.code);

  /** Opens the key, and keeps it when it opens. */
  const open = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) return showErrors([{ field: "key", message: text.notAKey(file.name) }]);
    const entered = passphrase.control.value === "" ? null : passphrase.control.value;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const code = await run("checkKey", { agreement: agreement.text, key: { bytes, passphrase: entered } }, { signal });
      if (field.files()[0] !== file) return;
      prepare.key = { file, bytes, passphrase: entered, code };
      forgetResult();
      showCode(code);
    } catch (error) {
      if (error instanceof JobRefused && error.code === "secret.passphrase_needed") {
        const asked = passphrasePlace.hasChildNodes();
        passphrasePlace.replaceChildren(passphrase.element);
        if (asked) showErrors([{ field: "passphrase", message: text.passphraseNeeded }]);
        else passphrase.control.focus();
        return;
      }
      const message = explain(error);
      const field = error instanceof JobRefused && error.code === "secret.wrong_passphrase" ? "passphrase" : "key";
      if (message !== null) showErrors([{ field, message }]);
    }
  };
  let opening: Promise<void> = Promise.resolve();
  const field = fileField({
    id: "key",
    label: text.choose,
    hint: text.hint,
    files: prepare.key ? [prepare.key.file] : [],
    onChange: ([file]) => {
      clearErrors();
      delete prepare.key;
      passphrase.control.value = "";
      passphrasePlace.replaceChildren();
      codePlace.replaceChildren();
      if (file) opening = open(file);
    },
  });
  /** With a passphrase to open, the first press opens and shows the code; the next goes on, once the code has been seen. */
  const goOn = async () => {
    await opening;
    if (prepare.key) return navigate("#/prepare/file");
    clearErrors();
    const [file] = field.files();
    if (!file) return showErrors([{ field: "key", message: text.none }]);
    await (opening = open(file));
    if (prepare.key) codePlace.scrollIntoView({ block: "nearest" });
  };
  return {
    title: text.title,
    caption: caption("key"),
    back: "#/prepare",
    body: [paragraph(text.lead), form(goOn, field.element, passphrasePlace, codePlace, continueButton(messages.common.continue))],
  };
};
