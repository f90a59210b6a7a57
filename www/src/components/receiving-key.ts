// A receiving key: what opens files that were encrypted on their way. Asked for only where somebody says that they were.

import { explain, JobRefused, run } from "../bridge";
import { details, h, paragraph } from "../dom";
import type { KeyFile } from "../jobs";
import { messages } from "../messages";
import { button } from "./button";
import { clearErrors, showErrors } from "./errors";
import { passphraseField } from "./field";
import { fileField } from "./file-field";

const text = messages.receivingKey;
const MAX_BYTES = 64 << 10;

export interface ReceivingKey extends KeyFile {
  file: File;
  publicKey: string;
}

interface ReceivingKeyField {
  chosen: ReceivingKey | undefined;
  /** Called with the key once it opens, and with undefined when another file is chosen. */
  onChange: (identity: ReceivingKey | undefined) => void;
  signal: AbortSignal;
}

export function receivingKeyField({ chosen, onChange, signal }: ReceivingKeyField): HTMLElement {
  const passphrase = passphraseField({ id: "identity-passphrase", label: text.passphrase });
  const passphrasePlace = h("div", null);
  const state = h("div", { id: "identity-state", attributes: { "aria-live": "polite" } }, chosen && paragraph(text.opened(chosen.publicKey)));

  const open = async (file: File): Promise<void> => {
    clearErrors();
    if (file.size > MAX_BYTES) return showErrors([{ field: "identity", message: text.tooBig(file.name) }]);
    const entered = passphrase.control.value === "" ? null : passphrase.control.value;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const publicKey = await run("checkIdentity", { identity: { bytes, passphrase: entered } }, { signal });
      if (field.files()[0] !== file) return;
      state.replaceChildren(paragraph(text.opened(publicKey)));
      onChange({ file, bytes, passphrase: entered, publicKey });
    } catch (error) {
      if (error instanceof JobRefused && error.code === "secret.passphrase_needed" && !passphrasePlace.hasChildNodes()) {
        passphrasePlace.replaceChildren(passphrase.element, button(text.open, () => void open(file), { id: "open-identity" }));
        passphrase.control.focus();
        return;
      }
      const message = explain(error);
      const wrong = error instanceof JobRefused && (error.code === "secret.wrong_passphrase" || error.code === "secret.passphrase_needed");
      if (message !== null) showErrors([{ field: wrong ? "identity-passphrase" : "identity", message }]);
    }
  };
  const field = fileField({
    id: "identity",
    label: text.choose,
    hint: text.hint,
    files: chosen ? [chosen.file] : [],
    onChange: ([file]) => {
      passphrase.control.value = "";
      passphrasePlace.replaceChildren();
      state.replaceChildren();
      onChange(undefined);
      if (file) void open(file);
    },
  });
  const element = details(text.summary, field.element, passphrasePlace, state);
  element.open = chosen !== undefined;
  return element;
}

export const keyFileOf = (identity: ReceivingKey | undefined): KeyFile | null => (identity ? { bytes: identity.bytes, passphrase: identity.passphrase } : null);
