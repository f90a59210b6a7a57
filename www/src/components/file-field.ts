// Choosing files: the browser's own control, in a zone that also takes a drop.

import { h } from "../dom";
import { bytes } from "../format";
import { messages } from "../messages";

interface FileFieldOptions {
  id: string;
  label: string;
  hint?: string;
  accept?: string;
  multiple?: boolean;
  /** Files chosen before, when the person comes back to the page. */
  files?: readonly File[];
  onChange?: (files: File[]) => void;
}

export interface FileField {
  element: HTMLElement;
  files(): File[];
  clear(): void;
}

/** Whether a drop carries files, and not a piece of text or a link. */
const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

export function fileField({ id, label, hint, accept, multiple = false, files = [], onChange }: FileFieldOptions): FileField {
  const input = h("input", {
    class: "govuk-file-upload",
    id,
    attributes: { type: "file", name: id, accept, multiple, "aria-describedby": hint === undefined ? null : `${id}-hint` },
  });
  const chosen = h("p", { class: "govuk-body-s drop-zone__chosen", attributes: { "aria-live": "polite" } });
  const current = () => [...(input.files ?? [])];

  const changed = () => {
    chosen.textContent = current()
      .map((file) => messages.fields.chosenFile(file.name, bytes(file.size)))
      .join(" · ");
    onChange?.(current());
  };
  const put = (list: Iterable<File>) => {
    const transfer = new DataTransfer();
    for (const file of list) transfer.items.add(file);
    input.files = transfer.files;
  };

  const zone = h(
    "div",
    { class: "drop-zone" },
    input,
    h("p", { class: "govuk-hint drop-zone__hint" }, multiple ? messages.fields.dropMany : messages.fields.dropOne),
    chosen,
  );
  const highlight = (on: boolean) => zone.classList.toggle("drop-zone--over", on);
  zone.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    highlight(true);
  });
  zone.addEventListener("dragleave", () => highlight(false));
  zone.addEventListener("drop", (event) => {
    highlight(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const dropped = [...(event.dataTransfer?.files ?? [])];
    put(multiple ? dropped : dropped.slice(0, 1));
    // Nothing tells of files that a script has put there, and whoever listens should hear of these as of chosen ones.
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", changed);

  if (files.length > 0) {
    put(files);
    chosen.textContent = files.map((file) => messages.fields.chosenFile(file.name, bytes(file.size))).join(" · ");
  }
  const element = h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label govuk-label--s", attributes: { for: id } }, label),
    hint !== undefined && h("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    zone,
  );
  return {
    element,
    files: current,
    clear: () => {
      put([]);
      chosen.textContent = "";
    },
  };
}

/** A file dropped beside the zone would make the browser open it in place of this page, and everything prepared so far would be lost. */
export function ignoreStrayDrops(where: Window | HTMLElement = window): void {
  const ignore = (event: DragEvent) => {
    if (!event.defaultPrevented && carriesFiles(event)) {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
    }
  };
  const target: EventTarget = where;
  for (const name of ["dragover", "drop"]) target.addEventListener(name, (event) => ignore(event as DragEvent));
}
