// Links brought back to the owner's rows, and with them what the agreement lets the owner see of others.

import { explain, JobRefused, run, stoppable } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { keyFileOf } from "../../components/receiving-key";
import { radiosField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { progressPanel } from "../../components/progress";
import { saveList } from "../../components/save-list";
import { table } from "../../components/table";
import { form, unfinished } from "../../components/working";
import type { RejoinRecord } from "../../core";
import { type Child, h, heading2, heading3, paragraph, warning } from "../../dom";
import { capitalised, count, joined } from "../../format";
import { ofCore } from "../../language";
import type { RejoinResult } from "../../jobs";
import { shownUntil } from "../../leaving";
import { messages, worded } from "../../messages";
import type { Page } from "../../router";
import { jsonBlob } from "../../save";
import { fieldOf, ownFiles } from "./own-files";
import { sharedFiles } from "./shared-files";

const text = messages.rejoin;

/** In the words for people, or for incidents, where the agreement says which; the links file does not. */
const wordsOf = (isAboutIncidents: boolean) => worded(messages.rejoin, messages.incidents.rejoin, isAboutIncidents);

/** What came back of others' records, and the clause that allowed each of it. */
function carried({ attributes }: RejoinRecord, text: ReturnType<typeof wordsOf>): Child {
  const came = attributes.filter(({ filled }) => filled > 0);
  if (came.length === 0) return paragraph(text.nothingShared);
  return [
    heading3(text.clausesTitle),
    table({
      caption: text.clausesCaption,
      captionHidden: true,
      stacks: true,
      columns: [{ text: text.indicator }, { text: text.from }, { text: text.filled, numeric: true }, { text: text.clause }],
      rows: came.map(({ label, from, filled, clause }) => [ofCore(capitalised(label)), joined(from), count(filled), h("code", null, clause)]),
    }),
  ];
}

function outcome({ count: found, joined: rows, worklist, record }: RejoinResult, isAboutIncidents: boolean): Child {
  const text = wordsOf(isAboutIncidents);
  const keep = [
    { name: text.fileName, what: record ? text.whatShared : text.what, content: rows },
    ...(worklist ? [{ name: text.worklistName, what: text.worklistWhat, content: worklist }] : []),
    ...(record ? [{ name: text.recordName, what: text.recordWhat, content: jsonBlob(record) }] : []),
  ];
  return [
    heading2(text.resultTitle),
    h("p", { class: "headline" }, text.result(count(found.linked), count(found.rows))),
    found.not_found > 0 && paragraph(text.notFound(messages.counted.records(found.not_found))),
    saveList(text.keepTitle, "keep", keep),
    warning(record ? text.warningShared : text.warning, messages.common.warning),
    record && carried(record, text),
  ];
}

export const rejoinPage: Page = ({ signal }) => {
  const links = fileField({ id: "links", label: text.links, hint: text.linksHint, accept: ".csv" });
  const own = ownFiles();
  const shared = sharedFiles(signal);
  const what = radiosField({
    id: "what",
    legend: text.whatLegend,
    items: [
      { value: "links", text: text.whatLinks, hint: text.whatLinksHint },
      { value: "shared", text: text.whatAll, hint: text.whatAllHint, reveals: shared.element },
    ],
    chosen: "links",
  });
  const rows = radiosField({
    id: "rows",
    legend: text.legend,
    items: [
      { value: "all", text: text.all, hint: text.allHint },
      { value: "linked", text: text.linked },
    ],
    chosen: "all",
  });
  const place = h("div", { id: "joined", attributes: { tabindex: "-1" } });
  const shows = shownUntil(signal);
  const join = async () => {
    clearErrors();
    place.replaceChildren();
    shows();
    const [chosen] = links.files();
    const files = own.read();
    const given = what.value() === "shared" ? await shared.read() : null;
    const errors: FieldError[] = chosen ? [] : [{ field: "links", message: text.linksNone }];
    if (Array.isArray(given)) errors.push(...given);
    if (Array.isArray(files)) errors.push(...files);
    if (errors.length > 0 || !chosen || Array.isArray(files) || Array.isArray(given)) return showErrors(errors);
    const stop = stoppable(signal);
    const panel = progressPanel(() => stop.abort());
    place.replaceChildren(panel.element);
    try {
      const input = {
        links: chosen,
        crosswalk: files.crosswalk,
        agreement: given?.agreement ?? null,
        extracts: given?.extracts ?? [],
        identity: keyFileOf(given?.identity),
        options: { ...files.options, linked_only: rows.value() === "linked" },
        file: files.file,
      };
      const result = await run("rejoin", input, { signal: stop.signal, onProgress: panel.update });
      shows(result.joined, ...(result.worklist ? [result.worklist] : []));
      place.replaceChildren(...h("div", null, outcome(result, given?.isAboutIncidents ?? false)).childNodes);
      place.focus();
    } catch (error) {
      if (signal.aborted) return;
      place.replaceChildren();
      if (error instanceof JobRefused) {
        const isAboutExtract = given?.extracts.some(({ name }) => error.message.startsWith(`${name}:`)) ?? false;
        showErrors([{ field: isAboutExtract ? "files" : fieldOf(error, "links", files), message: explain(error) ?? "" }]);
      }
      else place.replaceChildren(unfinished(error));
    }
  };
  return {
    title: text.title,
    back: "#/",
    body: [paragraph(text.lead), form(join, links.element, own.fields, what.element, rows.element, continueButton(text.join)), place],
    holds: () => place.hasChildNodes() || shared.hasFiles(),
  };
};
