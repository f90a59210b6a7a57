// A file of an earlier run, for those who go on from one. It is checked as it is chosen, and taken back by choosing none.

import { explain, run } from "../bridge";
import { details, h } from "../dom";
import { clearErrors, showErrors } from "./errors";
import { fileField } from "./file-field";

export interface EarlierFile {
  file: File;
  records: number;
}

interface EarlierField {
  id: string;
  title: string;
  label: string;
  hint: string;
  /** Which of the two files it is. */
  check: "checkLinks" | "checkCrosswalk";
  said: (records: number) => string;
  chosen: EarlierFile | undefined;
  onChange: (chosen: EarlierFile | undefined) => void;
  signal: AbortSignal;
}

export interface EarlierFileField {
  element: HTMLElement;
  /** When what was chosen last has been read. */
  settled(): Promise<unknown>;
  refused(): boolean;
}

export function earlierFileField({ id, title, label, hint, check, said, chosen, onChange, signal }: EarlierField): EarlierFileField {
  const state = h("p", { class: "govuk-body", attributes: { "aria-live": "polite" } }, chosen ? said(chosen.records) : "");
  let refused = false;
  let reading: Promise<unknown> = Promise.resolve();
  let reads = 0;
  const read = async (file: File | undefined) => {
    // A later choice takes the place of one that is still being read.
    const number = ++reads;
    clearErrors();
    refused = false;
    state.textContent = "";
    if (!file) return onChange(undefined);
    try {
      const records = await run(check, { file }, { signal });
      if (number !== reads) return;
      onChange({ file, records });
      state.textContent = said(records);
    } catch (error) {
      const message = explain(error);
      if (message === null || number !== reads) return;
      refused = true;
      onChange(undefined);
      panel.open = true;
      showErrors([{ field: id, message }]);
    }
  };
  const field = fileField({
    id,
    label,
    hint,
    accept: ".csv",
    files: chosen ? [chosen.file] : [],
    onChange: (files) => {
      reading = read(files[0]);
    },
  });
  const panel = details(title, field.element, state);
  panel.open = chosen !== undefined;
  return { element: panel, settled: () => reading, refused: () => refused };
}
