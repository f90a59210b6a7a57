// Tables of one's own that say where places are and what codes mean. They are read here, and stay here.

import { explain, run } from "../../bridge";
import { button, continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { form } from "../../components/working";
import type { AgreementField } from "../../core";
import { details, fill, h, heading2, paragraph } from "../../dom";
import { joined } from "../../format";
import { type LookupFiles, noLookups } from "../../jobs";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { save, textBlob } from "../../save";
import { before, type CheckedTable, caption, forgetLook, lookedUp, needsLookups, nextAfter, prepare } from "./state";

const text = messages.incidents.lookups;
const ACCEPT = ".csv,.txt,.tsv,.xlsx,.xls,.ods";

interface TableField {
  id: string;
  label: string;
  hint: string;
  agreement: string;
  /** What the core is to read when this file is chosen. */
  asLookup: (file: File) => LookupFiles;
  chosen: CheckedTable | undefined;
  onChange: (chosen: CheckedTable | undefined) => void;
  signal: AbortSignal;
}

/** A file that is read as it is chosen: what was made of it, or what is wrong, is said at once. */
function tableField({ id, label, hint, agreement, asLookup, chosen, onChange, signal }: TableField) {
  const state = h("p", { class: "govuk-body", attributes: { "aria-live": "polite" } }, ofCore(chosen?.said ?? ""));
  let problem: string | null = null;
  let reading: Promise<unknown> = Promise.resolve();
  let reads = 0;
  const read = async (file: File | undefined) => {
    // A later choice takes the place of one that is still being read.
    const number = ++reads;
    clearErrors();
    problem = null;
    state.textContent = "";
    onChange(undefined);
    if (!file) return;
    try {
      const said = (await run("checkLookups", { agreement, ...asLookup(file) }, { signal })).join(". ");
      if (number !== reads) return;
      onChange({ file, said: `${said}.` });
      fill(state, ofCore(`${said}.`));
    } catch (error) {
      const message = explain(error);
      if (message === null || number !== reads) return;
      problem = message;
      showErrors([{ field: id, message }]);
    }
  };
  const field = fileField({ id, label, hint, accept: ACCEPT, files: chosen ? [chosen.file] : [], onChange: ([file]) => void (reading = read(file)) });
  return { element: h("div", null, field.element, state), settled: () => reading, problem: () => (problem === null ? null : { field: id, message: problem }) };
}

/** The columns that a field is made of, quoted. */
const columnsOf = ({ name }: AgreementField) => joined((prepare.mapping ?? []).filter(({ fields }) => fields.includes(name)).flatMap(({ columns }) => columns.map((column) => `“${column}”`)));

/** A sex is written in a few ways that are known, and a number falls into its band. */
const isPlain = ({ values }: AgreementField) => values.every((value) => /^\d/.test(value));

/** A table with the agreed values and no codes. A value with a comma is quoted, though the agreement's words have none. */
const blankTable = ({ values }: AgreementField) => ["code,value", ...values.map((value) => `,"${value.replaceAll('"', '""')}"`), ""].join("\r\n");

export const lookupsPage: Page = ({ signal }) => {
  const { agreement } = prepare;
  if (!agreement || !prepare.mapping || !needsLookups()) return { redirect: "#/prepare" };
  const { places, coded } = lookedUp();
  const base = { agreement: agreement.text, signal };
  const gazetteer =
    places.length > 0 &&
    tableField({
      ...base,
      id: "gazetteer",
      label: text.gazetteer,
      hint: text.gazetteerHint,
      asLookup: (file) => ({ ...noLookups, gazetteer: file }),
      chosen: prepare.gazetteer,
      onChange: (chosen) => {
        if (chosen) prepare.gazetteer = chosen;
        else delete prepare.gazetteer;
        forgetLook();
      },
    });
  const codes = coded.map((field) => ({
    field,
    ...tableField({
      ...base,
      id: `codes-${field.name}`,
      label: text.codes(ofCore(field.label), text.column(columnsOf(field))),
      hint: text.codesHint(field.values.length > 0 ? ofCore(joined(field.values)) : text.sexes),
      asLookup: (file) => ({ ...noLookups, coded: [field.name], codes: [file] }),
      chosen: prepare.codes.get(field.name),
      onChange: (chosen) => {
        if (chosen) prepare.codes.set(field.name, chosen);
        else prepare.codes.delete(field.name);
        forgetLook();
      },
    }),
  }));
  const often = codes.filter(({ field }) => !isPlain(field));
  const rarely = codes.filter(({ field }) => isPlain(field));
  const more = details(text.rarely, rarely.map(({ element }) => element));
  more.open = rarely.some(({ field }) => prepare.codes.has(field.name));
  const listed = often.map(({ field }) => field);
  const blanks = details(
    text.blankTitle,
    paragraph(text.blankLead),
    listed.map((field) => paragraph(button(text.blank(ofCore(field.label)), () => save(text.blankName(field.name), textBlob(blankTable(field), "text/csv"))))),
  );
  const goOn = async () => {
    clearErrors();
    const all = [...(gazetteer ? [gazetteer] : []), ...codes];
    await Promise.all(all.map(({ settled }) => settled()));
    const errors = all.flatMap(({ problem }) => problem() ?? []);
    if (errors.length > 0) return showErrors(errors);
    navigate(nextAfter("lookups"));
  };
  return {
    title: text.title,
    caption: caption("lookups"),
    back: before("lookups"),
    body: [
      paragraph(text.lead),
      !gazetteer && codes.length === 0 && paragraph(text.none),
      form(goOn, gazetteer && [heading2(text.placesTitle), gazetteer.element], codes.length > 0 && [heading2(text.codesTitle), often.map(({ element }) => element), rarely.length > 0 && more, listed.length > 0 && blanks], continueButton(messages.common.continue)),
    ],
  };
};
