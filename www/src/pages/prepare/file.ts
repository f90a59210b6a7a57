// Who prepares, and which file.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { form } from "../../components/working";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, chooseFile, forgetQuality, prepare } from "./state";

const text = messages.prepare.file;

/** What is plainly not a CSV, by its first bytes: a spreadsheet or other zip, an old Excel file, one of our extracts, a PDF. */
const SIGNATURES: [signature: string, message: (name: string) => string][] = [
  ["PK\x03\x04", text.spreadsheet],
  ["\xd0\xcf\x11\xe0", text.spreadsheet],
  ["PAR1", text.extract],
  ["%PDF", text.notCsv],
];

async function fileProblem(file: File): Promise<string | null> {
  if (file.size === 0) return text.empty(file.name);
  const start = String.fromCharCode(...new Uint8Array(await file.slice(0, 4).arrayBuffer()));
  return SIGNATURES.find(([signature]) => start === signature)?.[1](file.name) ?? null;
}

export const filePage: Page = ({ signal }) => {
  const { agreement } = prepare;
  if (!agreement || !prepare.key) return { redirect: "#/prepare" };
  const party = radiosField({
    id: "party",
    legend: text.party,
    items: agreement.summary.parties.map((name) => ({ value: name, text: name })),
    chosen: prepare.party ?? null,
  });
  const field = fileField({ id: "file", label: text.choose, hint: text.hint, accept: ".csv,.txt,.tsv,text/csv", files: prepare.file ? [prepare.file] : [] });

  const goOn = async () => {
    clearErrors();
    const chosenParty = party.value();
    const [file] = field.files();
    const errors: FieldError[] = [];
    if (chosenParty === null) errors.push({ field: "party", message: text.noParty });
    if (!file) errors.push({ field: "file", message: text.none });
    if (chosenParty === null || !file) return showErrors(errors);
    try {
      const problem = await fileProblem(file);
      if (problem !== null) return showErrors([{ field: "file", message: problem }]);
      if (prepare.party !== chosenParty) forgetQuality();
      prepare.party = chosenParty;
      if (prepare.file !== file) chooseFile(file, await run("columns", { agreement: agreement.text, file }, { signal }));
      navigate("#/prepare/columns");
    } catch (error) {
      const message = error instanceof DOMException ? messages.faults.unreadable(file.name) : explain(error);
      if (message !== null) showErrors([{ field: "file", message }]);
    }
  };
  return {
    title: text.title,
    caption: caption(3),
    back: "#/prepare/key",
    body: form(goOn, party.element, field.element, continueButton(messages.common.continue)),
  };
};
