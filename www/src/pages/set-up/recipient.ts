// For whom the prepared files are: the organisations themselves, or somebody with a role and perhaps a public key.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { radiosField, textField } from "../../components/field";
import { form } from "../../components/working";
import type { Recipient, Role } from "../../core";
import { type Child, paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { choices, forgetMade, isAboutIncidents, needsOutsider, setUp } from "./state";
import { before, captionOf, nextAfter } from "./steps";

const text = messages.recipient;
const ROLES: readonly Role[] = ["partner", "matcher", "linker"];

interface NamedRecipient {
  fields: Child;
  /** Null, with the error shown, when something is missing. */
  read(): Recipient | null;
}

function namedRecipient(roles: readonly Role[], current: Partial<Recipient>): NamedRecipient {
  const name = textField({ id: "recipient-name", label: text.name, hint: text.nameHint, value: current.name ?? "" });
  const [only] = roles.length === 1 ? roles : [];
  const role = radiosField({
    id: "role",
    legend: text.role,
    items: roles.map((value) => ({ value, text: messages.roles[value].name, hint: messages.roles[value].may })),
    chosen: current.role ?? null,
  });
  const publicKey = textField({ id: "public-key", label: text.publicKey, hint: text.publicKeyHint, value: current.public_key ?? "" });
  return {
    fields: [name.element, only === undefined && role.element, publicKey.element],
    read: () => {
      const entered = name.control.value.trim();
      const chosen = only ?? ROLES.find((value) => value === role.value());
      if (entered === "") showErrors([{ field: "recipient-name", message: text.noName }]);
      else if (!chosen) showErrors([{ field: "role", message: text.noRole }]);
      else {
        const key = publicKey.control.value.trim();
        return { name: entered, role: chosen, ...(key !== "" && { public_key: key }) };
      }
      return null;
    },
  };
}

/** Takes these, once the core has nothing against a name, a role or a key. */
async function take(recipients: Recipient[], signal: AbortSignal, next: string): Promise<void> {
  try {
    await run("newAgreement", { template: setUp.template, choices: choices(), parties: setUp.parties, recipients }, { signal });
    if (JSON.stringify(recipients) !== JSON.stringify(setUp.recipients)) forgetMade();
    setUp.recipients = recipients;
    navigate(next);
  } catch (error) {
    const message = explain(error);
    if (message !== null) showErrors([{ field: message.includes("public_key") ? "public-key" : message.includes("].role") ? "role" : "recipient-name", message }]);
  }
}

export const recipientPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  const [current] = setUp.recipients;
  const named = namedRecipient(ROLES, current ?? {});
  const whom = radiosField({
    id: "whom",
    legend: text.legend,
    items: [
      { value: "themselves", text: text.themselves },
      { value: "named", text: text.named, reveals: named.fields },
    ],
    chosen: current ? "named" : "themselves",
  });
  const goOn = async () => {
    clearErrors();
    const recipient = whom.value() === "named" ? named.read() : undefined;
    if (recipient !== null) await take(recipient ? [recipient] : [], signal, "#/set-up/agreement");
  };
  return { title: text.title, caption: captionOf("#/set-up/agreement"), back: "#/set-up/agreement", body: [paragraph(text.lead), form(goOn, whom.element, continueButton(text.save))] };
};

/** Where not every organisation may see all, somebody who is none of them counts. */
export const whoCountsPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2 || !needsOutsider()) return { redirect: "#/set-up" };
  const ofIncidents = isAboutIncidents();
  const named = namedRecipient(ofIncidents ? ["linker"] : ["matcher", "linker"], setUp.recipients[0] ?? { role: ofIncidents ? "linker" : "matcher" });
  const goOn = async () => {
    clearErrors();
    const recipient = named.read();
    if (!recipient) return;
    if (setUp.parties.some((party) => party.toLowerCase() === recipient.name.toLowerCase())) return showErrors([{ field: "recipient-name", message: text.isParty }]);
    await take([recipient], signal, nextAfter("#/set-up/who-counts"));
  };
  const linker = messages.incidents.setUp.linker;
  const lead = setUp.results === "counts" ? text.countsLead : text.someLead;
  return {
    title: ofIncidents ? linker.title : text.countsTitle,
    caption: captionOf("#/set-up/who-counts"),
    back: before("#/set-up/who-counts"),
    body: [
      paragraph(ofIncidents ? linker.lead : lead),
      paragraph(ofIncidents ? linker.trust : text.countsTrust),
      !ofIncidents && setUp.results === "records" && paragraph(text.someLimit),
      form(goOn, named.fields, continueButton(messages.common.continue)),
    ],
  };
};
