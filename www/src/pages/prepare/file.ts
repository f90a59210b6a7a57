// Who prepares, and which file.

import { explain, JobRefused, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { form } from "../../components/working";
import { h, link, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, chooseFile, forgetFile, forgetLookups, forgetResult, prepare, workOut } from "./state";

const text = messages.prepare.file;
const ACCEPT = ".csv,.txt,.tsv,.xlsx,.xls,.ods";

/** Refusals that no other way of reading the same file would lift. */
const FINAL = new Set(["read.empty", "read.not_csv", "read.encrypted", "read.damaged", "read.too_large", "read.io", "page.unreadable"]);

export const filePage: Page = ({ signal }) => {
  const { agreement } = prepare;
  if (!agreement || !prepare.key) return { redirect: "#/prepare" };
  const party = radiosField({
    id: "party",
    legend: text.party,
    items: agreement.summary.parties.map((name) => ({ value: name, text: name })),
    chosen: prepare.party ?? null,
  });
  const { recipients } = agreement.summary;
  const whom =
    recipients.length > 1 &&
    radiosField({
      id: "recipient",
      legend: messages.recipient.choose,
      items: recipients.map(({ name, role }) => ({ value: name, text: name, hint: `${messages.roles[role].name}. ${messages.roles[role].may}` })),
      chosen: prepare.recipient,
    });
  const otherWay = h("div", null);
  const field = fileField({ id: "file", label: text.choose, hint: text.hint, accept: ACCEPT, files: prepare.file ? [prepare.file] : [], onChange: () => otherWay.replaceChildren() });

  const goOn = async () => {
    clearErrors();
    otherWay.replaceChildren();
    const chosenParty = party.value();
    const [file] = field.files();
    const errors: FieldError[] = [];
    if (chosenParty === null) errors.push({ field: "party", message: text.noParty });
    const recipient = whom ? whom.value() : null;
    if (whom && recipient === null) errors.push({ field: "recipient", message: messages.recipient.noChoice });
    if (!file) errors.push({ field: "file", message: text.none });
    if (errors.length > 0 || chosenParty === null || !file) return showErrors(errors);
    if (prepare.party !== chosenParty || prepare.recipient !== recipient) {
      forgetResult();
      // Another organisation may give other indicators.
      if (agreement.summary.attributes.length > 0) forgetFile();
    }
    // Tables of places and codes are of the organisation.
    if (prepare.party !== undefined && prepare.party !== chosenParty) forgetLookups();
    prepare.party = chosenParty;
    prepare.recipient = recipient;
    try {
      if (prepare.file !== file || !prepare.columns) chooseFile(file, await run("columns", { agreement: agreement.text, read: workOut, file }, { signal }));
      navigate("#/prepare/reading");
    } catch (error) {
      if (error instanceof JobRefused && error.code.startsWith("read.") && !FINAL.has(error.code)) {
        chooseFile(file, undefined);
        otherWay.replaceChildren(paragraph(text.sayHow, " ", link("#/prepare/reading", text.sayHowLink), "."));
      }
      const message = explain(error);
      if (message !== null) showErrors([{ field: "file", message }]);
    }
  };
  return {
    title: text.title,
    caption: caption("file"),
    back: "#/prepare/key",
    body: form(goOn, party.element, whom && whom.element, field.element, otherWay, continueButton(messages.common.continue)),
  };
};
