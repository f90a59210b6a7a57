// How a new key file is protected: by a passphrase typed twice, or knowingly not.

import { warning } from "../dom";
import { messages } from "../messages";
import type { FieldError } from "./errors";
import { passphraseField, radiosField } from "./field";

const text = messages.setUp.key;
const MIN_CHARACTERS = 12;

interface NewPassphrase {
  element: HTMLElement;
  problems(): FieldError[];
  value(): string | null;
}

export function newPassphrase(): NewPassphrase {
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
  return {
    element: radios.element,
    problems: () => {
      if (radios.value() === "none") return [];
      if ([...first.control.value].length < MIN_CHARACTERS) return [{ field: "passphrase", message: text.tooShort(MIN_CHARACTERS) }];
      if (first.control.value !== again.control.value) return [{ field: "passphrase-again", message: text.different }];
      return [];
    },
    value: () => (radios.value() === "none" ? null : first.control.value),
  };
}
