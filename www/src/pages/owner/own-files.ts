// The files that say which of the owner's rows a reference stands for.

import type { JobRefused } from "../../bridge";
import type { FieldError } from "../../components/errors";
import { textField } from "../../components/field";
import { fileField } from "../../components/file-field";
import type { OwnRowsOptions } from "../../core";
import { type Child, details } from "../../dom";
import { messages } from "../../messages";

const text = messages.ownFiles;

export interface OwnFiles {
  crosswalk: File;
  file: File;
  options: OwnRowsOptions;
}

/** How the file is read is detected again, as it was when it was prepared. */
const DETECTED = { encoding: null, delimiter: null, sheet: null, header_row: null };

export function ownFiles(): { fields: Child; read(): OwnFiles | FieldError[] } {
  const crosswalk = fileField({ id: "crosswalk", label: text.crosswalk, hint: text.crosswalkHint, accept: ".csv" });
  const data = fileField({ id: "data", label: text.data, hint: text.dataHint });
  const id = textField({ id: "id-column", label: text.id, hint: text.idHint });
  return {
    fields: [crosswalk.element, data.element, details(text.idTitle, id.element)],
    read: () => {
      const [map] = crosswalk.files();
      const [file] = data.files();
      if (map && file) return { crosswalk: map, file, options: { read: DETECTED, id_column: id.control.value.trim() || null, linked_only: false } };
      const errors: FieldError[] = [];
      if (!map) errors.push({ field: "crosswalk", message: text.crosswalkNone });
      if (!file) errors.push({ field: "data", message: text.dataNone });
      return errors;
    },
  };
}

/** Which field a refusal of the core is about: messages about a file begin with its name. */
export function fieldOf({ code, message }: JobRefused, received: string, { crosswalk }: OwnFiles): string {
  if (code.startsWith("read.") || code === "rejoin.other_ids") return "data";
  return code === "rejoin.other_crosswalk" || message.startsWith(`${crosswalk.name}:`) || message.startsWith(`${crosswalk.name},`) ? "crosswalk" : received;
}
