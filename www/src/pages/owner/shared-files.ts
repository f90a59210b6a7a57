// The agreement, and the other organisations' files, of which it may let the owner see something.

import { explain, run, withoutOptions } from "../../bridge";
import { agreementSummary } from "../../components/agreement-file";
import { type FieldError, showErrors } from "../../components/errors";
import { type ChosenExtracts, type ExtractFiles, extractFiles } from "../../components/extract-files";
import { fileField } from "../../components/file-field";
import type { ReceivingKey } from "../../components/receiving-key";
import { details, h, paragraph } from "../../dom";
import { bytes } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";

const text = messages.sharedFiles;
const MAX_BYTES = 1 << 20;

interface SharedFiles {
  agreement: string;
  isAboutIncidents: boolean;
  extracts: File[];
  identity: ReceivingKey | undefined;
}

/** The files are asked for once there is an agreement to check them against. */
export function sharedFiles(signal: AbortSignal): { element: HTMLElement; read(): Promise<SharedFiles | FieldError[]>; hasFiles(): boolean } {
  const place = h("div", { attributes: { "aria-live": "polite" } });
  const chosen: ChosenExtracts = { files: [] };
  let agreement: string | undefined;
  let isAboutIncidents = false;
  let refusal: string | undefined;
  let extracts: ExtractFiles | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  const refuse = (message: string) => {
    refusal = message;
    showErrors([{ field: "agreement", message }]);
  };
  const read = async (file: File | undefined) => {
    agreement = undefined;
    refusal = undefined;
    extracts = undefined;
    place.replaceChildren();
    if (!file) return;
    if (file.size > MAX_BYTES) return refuse(messages.agreement.tooBig(file.name, bytes(file.size)));
    try {
      const content = await file.text();
      const summary = await run("checkAgreement", { agreement: content }, { signal });
      if (field.files()[0] !== file) return;
      const refused = summary.expired ?? summary.counts_only;
      if (refused !== null) return refuse(ofCore(withoutOptions(refused)));
      agreement = content;
      isAboutIncidents = summary.is_about_incidents;
      for (const entry of chosen.files) entry.outcome = { state: "checking" };
      extracts = extractFiles({ agreement: content, chosen, label: text.files, hint: text.filesHint, least: 1, isMatched: () => false, onChange: () => {}, signal });
      place.replaceChildren(details(text.summary(ofCore(summary.title)), h("div", null, agreementSummary(summary))), extracts.field, extracts.identity, extracts.checks, paragraph(text.own));
      extracts.start();
    } catch (error) {
      const message = explain(error);
      if (message !== null) refuse(message);
    }
  };
  const field = fileField({ id: "agreement", label: messages.agreement.choose, hint: messages.agreement.hint, accept: ".json,application/json", onChange: ([file]) => void (reading = read(file)) });
  return {
    element: h("div", null, field.element, place),
    hasFiles: () => chosen.files.length > 0,
    read: async () => {
      await reading;
      if (agreement === undefined || !extracts) return [{ field: "agreement", message: refusal ?? messages.agreement.none }];
      const problem = await extracts.problem();
      return problem ? [problem] : { agreement, isAboutIncidents, extracts: chosen.files.map(({ file }) => file), identity: chosen.identity };
    },
  };
}
