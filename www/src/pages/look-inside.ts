// What is in a file of ours, and what it reveals.

import { explain, run } from "../bridge";
import { assessmentToSave } from "../components/assessment";
import { continueButton } from "../components/button";
import { clearErrors, showErrors } from "../components/errors";
import { fileField } from "../components/file-field";
import { keyFileOf, type ReceivingKey, receivingKeyField } from "../components/receiving-key";
import { summaryList, table } from "../components/table";
import { form } from "../components/working";
import type { InspectReport } from "../core";
import { bullets, type Child, h, heading2, heading3, inset, paragraph } from "../dom";
import { count } from "../format";
import { ofCore } from "../language";
import { messages } from "../messages";
import type { Page } from "../router";

const text = messages.lookInside;

function rendered(name: string, report: InspectReport): Child {
  return [
    heading2(text.resultTitle(name)),
    inset(ofCore(report.summary)),
    report.details.length > 0 && summaryList(report.details.map(({ label, value }) => ({ label: ofCore(label), value: ofCore(value) }))),
    report.columns.length > 0 && [
      paragraph(text.repeatedMeans),
      table({
        caption: text.columnsCaption,
        stacks: true,
        columns: [{ text: text.column }, { text: text.meaning }, { text: text.filled, numeric: true }, { text: text.repeated, numeric: true }, { text: text.rarest, numeric: true }, { text: text.commonest, numeric: true }],
        rows: report.columns.map((column) => [column.name, ofCore(column.meaning), count(column.filled), count(column.repeated), count(column.rarest), count(column.commonest)]),
      }),
    ],
    report.reveals.length > 0 && [heading3(text.reveals), bullets(report.reveals.map(ofCore))],
    report.holders.map(({ who, learns }) => [heading3(text.couldLearn(ofCore(who))), bullets(learns.map(ofCore))]),
  ];
}

export const lookInsidePage: Page = ({ signal }) => {
  const file = fileField({ id: "file", label: text.file, hint: text.fileHint });
  let identity: ReceivingKey | undefined;
  const receivingKey = receivingKeyField({ chosen: undefined, signal, onChange: (chosen) => (identity = chosen) });
  const result = h("div", { id: "inside", attributes: { tabindex: "-1" } });
  const look = async () => {
    clearErrors();
    result.replaceChildren();
    const [chosen] = file.files();
    if (!chosen) return showErrors([{ field: "file", message: text.none }]);
    try {
      const report = await run("inspect", { file: chosen, identity: keyFileOf(identity) }, { signal });
      const assessment = report.kind === "agreement" && (await assessmentToSave(await chosen.text(), signal));
      result.replaceChildren(...h("div", null, rendered(chosen.name, report), assessment).childNodes);
      result.focus();
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: "file", message }]);
    }
  };
  return {
    title: text.title,
    back: "#/",
    body: [paragraph(text.lead), form(look, file.element, receivingKey, continueButton(text.look)), result],
    holds: () => result.hasChildNodes(),
  };
};
