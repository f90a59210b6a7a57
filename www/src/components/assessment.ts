// A data protection impact assessment, begun from an agreement, to save for whoever completes it.

import { run } from "../bridge";
import { h, paragraph } from "../dom";
import { messages } from "../messages";
import { textBlob } from "../save";
import { saveList } from "./save-list";

const text = messages.assessment;

/** The assessment of this agreement, and what it is and is not. */
export async function assessmentToSave(agreement: string, signal: AbortSignal): Promise<HTMLElement> {
  const page = await run("assessment", { agreement }, { signal });
  return h(
    "div",
    { id: "assessment" },
    paragraph(text.lead),
    saveList(text.title, "keep", [{ name: messages.files.assessment, what: text.what, content: textBlob(page, "text/html") }]),
  );
}
