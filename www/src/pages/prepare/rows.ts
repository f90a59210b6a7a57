// Which rows take part: most people use every row.

import { explain, JobRefused, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { earlierFileField } from "../../components/earlier-file";
import { radiosField } from "../../components/field";
import { form } from "../../components/working";
import { heading3, hint, paragraph } from "../../dom";
import { capitalised } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { OWN_REFERENCE, type Condition, type RowChoice, type ValueList } from "./row-choice";
import { rowConditions } from "./row-conditions";
import { valueLists } from "./row-lists";
import { before, caption, forgetResult, isAboutIncidents, prepare, prepareInput } from "./state";

export const rowsPage: Page = ({ signal }) => {
  const text = worded(messages.prepare.rows, messages.incidents.rows, isAboutIncidents());
  const { agreement, columns, mapping, idColumn } = prepare;
  if (!agreement || !columns || !mapping || idColumn === undefined) return { redirect: "#/prepare" };
  const chosen = prepare.rows;
  const filled = new Set(mapping.flatMap((request) => request.fields));
  const lists = valueLists(
    [
      ...(idColumn === null ? [] : [{ value: OWN_REFERENCE, text: text.ofReference(idColumn) }]),
      ...agreement.summary.fields.filter(({ name }) => filled.has(name)).map(({ name, label }) => ({ value: name, text: ofCore(capitalised(label)) })),
    ],
    chosen.lists,
  );
  const conditions = rowConditions(columns.columns, chosen.conditions);
  const every = radiosField({
    id: "every",
    legend: text.every,
    items: [
      { value: "yes", text: text.yes },
      {
        value: "no",
        text: text.no,
        reveals: [heading3(text.listsTitle), hint(text.listsLead), lists.element, heading3(text.conditionsTitle), hint(text.conditionsLead), conditions.element],
      },
    ],
    chosen: chosen.every ? "yes" : "no",
  });
  const repeated =
    idColumn !== null &&
    radiosField({
      id: "repeated",
      legend: text.repeated(idColumn),
      items: [
        { value: "refuse", text: text.refuse, hint: text.refuseHint },
        { value: "keep_first", text: text.keepFirst, hint: text.keepFirstHint },
        { value: "keep_all", text: text.keepAll, hint: text.keepAllHint },
      ],
      chosen: chosen.repeatedIds,
    });
  const earlier =
    idColumn !== null &&
    earlierFileField({
      id: "earlier",
      title: text.earlierTitle,
      label: text.earlier,
      hint: text.earlierHint(idColumn),
      check: "checkCrosswalk",
      said: (records) => text.earlierSaid(messages.counted.records(records)),
      chosen: prepare.earlier,
      signal,
      onChange: (chosen) => {
        if (chosen) prepare.earlier = chosen;
        else delete prepare.earlier;
        forgetResult();
      },
    });
  const repeatedIds = (): RowChoice["repeatedIds"] => {
    const value = repeated ? repeated.value() : null;
    return value === "keep_first" || value === "keep_all" ? value : "refuse";
  };

  /** The field that a refusal of the core is about: the list that its message names, if it names one. */
  const fieldOf = (message: string, chosen: readonly ValueList[]) => {
    const at = chosen.findIndex(({ file }) => message.startsWith(`${file.name}, line `));
    return lists.items()[at]?.fileId ?? "every";
  };

  const goOn = async () => {
    clearErrors();
    if (earlier) await earlier.settled();
    if (earlier && earlier.refused()) return;
    const choice: RowChoice = { every: every.value() !== "no", lists: [], conditions: [], repeatedIds: repeatedIds() };
    const errors: FieldError[] = [];
    if (!choice.every) {
      const reads: (ValueList | Condition | FieldError[])[] = await Promise.all(lists.items().map(({ read }) => read()));
      reads.push(...conditions.items().map(({ read }, index) => read(index + 1)));
      for (const read of reads) {
        if (Array.isArray(read)) errors.push(...read);
        else if ("of" in read) choice.lists.push(read);
        else choice.conditions.push(read);
      }
      if (reads.length === 0) errors.push({ field: "every", message: text.nothingSaid });
    }
    if (errors.length > 0) return showErrors(errors);
    try {
      // No row is previewed: this is for the core to read the lists, so that a fault in one is told here.
      const input = prepareInput(choice);
      if (input && choice.lists.length > 0) await run("preview", { ...input, rows: 0 }, { signal });
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: error instanceof JobRefused ? fieldOf(message, choice.lists) : "every", message }]);
      return;
    }
    prepare.rows = choice;
    forgetResult();
    navigate("#/prepare/quality");
  };

  return {
    title: text.title,
    caption: caption("rows"),
    back: before("rows"),
    body: [paragraph(text.lead), form(goOn, every.element, repeated && repeated.element, earlier && earlier.element, continueButton(messages.common.continue))],
    holds: () => lists.items().length > 0 || conditions.items().length > 0,
  };
};
