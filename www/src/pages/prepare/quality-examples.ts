// Values before and after, for the person's own screen. They are not in the page until asked for, and are never saved.

import { button } from "../../components/button";
import { table } from "../../components/table";
import type { FileLook } from "../../core";
import { type Child, h, heading2, paragraph } from "../../dom";
import { capitalised, count } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";

const text = messages.prepare.quality;

function shown({ profile, examples }: FileLook): Child {
  const tables = profile.fields.map(({ label, column }, index) => {
    const ofField = examples[index] ?? [];
    if (ofField.length === 0) return null;
    return table({
      caption: text.examplesCaption(ofCore(capitalised(label)), column),
      stacks: true,
      columns: [{ text: text.row }, { text: text.before }, { text: text.after }, { text: text.why }],
      rows: ofField.map(({ row, before, after, finding }) => [count(row), h("span", { class: "raw-value" }, before), after ?? text.notUsed, finding === "" ? text.rewritten : text.findingWords(ofCore(finding))]),
    });
  });
  return tables.some((one) => one !== null) ? tables : paragraph(text.noExamples);
}

export function examples(look: FileLook): Child {
  const place = h("div", { id: "examples" });
  const toggle = button(
    text.showExamples,
    () => {
      const show = !place.hasChildNodes();
      place.replaceChildren(...(show ? h("div", null, shown(look)).childNodes : []));
      toggle.textContent = show ? text.hideExamples : text.showExamples;
      toggle.setAttribute("aria-expanded", String(show));
    },
    { id: "show-examples" },
  );
  toggle.setAttribute("aria-expanded", "false");
  toggle.setAttribute("aria-controls", "examples");
  return [heading2(text.examplesTitle), paragraph(text.examplesLead), toggle, place];
}
