// A list of files to save, each with what it is and whether it has been saved.

import { heading3, h, paragraph } from "../dom";
import { noteSavedToHost } from "../element/host";
import { bytes } from "../format";
import { noteSaved } from "../leaving";
import { messages } from "../messages";
import { save } from "../save";
import { button } from "./button";

export interface Saveable {
  name: string;
  what: string;
  content: Blob;
}

/** `colour` is what sets apart the files to send from the files to keep. */
export function saveList(title: string, colour: "send" | "keep" | "secret", files: readonly Saveable[]): HTMLElement {
  return h(
    "section",
    { class: `save-list save-list--${colour}` },
    heading3(title),
    files.map(({ name, what, content }) => {
      const saved = h("p", { class: "govuk-body-s save-list__saved", attributes: { role: "status" } });
      return h(
        "div",
        { class: "save-list__file" },
        paragraph(h("strong", { class: "file-name" }, name), ` (${bytes(content.size)})`, h("br", null), what),
        button(messages.save.button(name), () => {
          save(name, content);
          noteSaved(content);
          noteSavedToHost();
          saved.textContent = messages.save.saved(name);
        }),
        saved,
      );
    }),
  );
}
