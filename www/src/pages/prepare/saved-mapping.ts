// A mapping saved for the next export, and one saved before.

import { explain, run } from "../../bridge";
import { button } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { details, h, paragraph } from "../../dom";
import { forFileName } from "../../format";
import type { Mapping } from "../../jobs";
import { messages } from "../../messages";
import { save, textBlob } from "../../save";

const text = messages.prepare.columns;
const MAX_BYTES = 1 << 20;

interface Loading {
  agreement: string;
  file: File;
  columns: string[];
  signal: AbortSignal;
  onLoad: (mapping: Mapping, idColumn: string | null) => void;
}

export function loadMapping({ agreement, file, columns, signal, onLoad }: Loading): HTMLElement {
  const status = h("div", { attributes: { role: "status" } });
  const load = async (chosen: File) => {
    if (chosen.size > MAX_BYTES) return showErrors([{ field: "mapping", message: text.tooBig(chosen.name) }]);
    try {
      const saved = await run("openMapping", { agreement, file: file.name, columns, name: chosen.name, text: await chosen.text() }, { signal });
      onLoad(saved.mapping, saved.id_column);
      status.replaceChildren(paragraph(text.loaded(chosen.name)));
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "mapping", message }]);
    }
  };
  const field = fileField({
    id: "mapping",
    label: text.load,
    hint: text.loadHint,
    accept: ".json,application/json",
    onChange: ([chosen]) => {
      clearErrors();
      status.replaceChildren();
      if (chosen) void load(chosen);
    },
  });
  return details(text.loadTitle, field.element, status);
}

interface Saving {
  party: string;
  /** Null when the choices are not usable yet, and that has been shown. */
  chosen: () => { mapping: Mapping; idColumn: string | null } | null;
  signal: AbortSignal;
}

export function saveMapping({ party, chosen, signal }: Saving): HTMLElement {
  const status = h("p", { class: "govuk-body-s", attributes: { role: "status" } });
  const name = messages.files.mapping(forFileName(party));
  const saving = async () => {
    const choices = chosen();
    if (!choices) return;
    try {
      save(name, textBlob(await run("saveMapping", choices, { signal }), "application/json"));
      status.textContent = messages.save.saved(name);
    } catch (error) {
      status.textContent = explain(error);
    }
  };
  return details(text.saveTitle, paragraph(text.saveLead), button(text.save, () => void saving()), status);
}
