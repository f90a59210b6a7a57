// For whom the prepared files are: the organisations themselves, or somebody with a role and perhaps a public key.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { radiosField, textField } from "../../components/field";
import { form } from "../../components/working";
import type { Recipient, Role } from "../../core";
import { paragraph } from "../../dom";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { choices, forgetMade, setUp } from "./state";

const text = messages.recipient;
const ROLES: readonly Role[] = ["partner", "matcher", "linker"];

export const recipientPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  const [current] = setUp.recipients;
  const name = textField({ id: "recipient-name", label: text.name, hint: text.nameHint, value: current?.name ?? "" });
  const role = radiosField({
    id: "role",
    legend: text.role,
    items: ROLES.map((value) => ({ value, text: messages.roles[value].name, hint: messages.roles[value].may })),
    chosen: current?.role ?? null,
  });
  const publicKey = textField({ id: "public-key", label: text.publicKey, hint: text.publicKeyHint, value: current?.public_key ?? "" });
  const whom = radiosField({
    id: "whom",
    legend: text.legend,
    items: [
      { value: "themselves", text: text.themselves },
      { value: "named", text: text.named, reveals: [name.element, role.element, publicKey.element] },
    ],
    chosen: current ? "named" : "themselves",
  });

  const chosen = (): Recipient[] | null => {
    if (whom.value() !== "named") return [];
    const entered = name.control.value.trim();
    const chosenRole = ROLES.find((value) => value === role.value());
    if (entered === "") showErrors([{ field: "recipient-name", message: text.noName }]);
    else if (!chosenRole) showErrors([{ field: "role", message: text.noRole }]);
    else {
      const key = publicKey.control.value.trim();
      return [{ name: entered, role: chosenRole, ...(key !== "" && { public_key: key }) }];
    }
    return null;
  };
  const goOn = async () => {
    clearErrors();
    const recipients = chosen();
    if (!recipients) return;
    try {
      // The core says what is wrong with a name, a role or a key.
      await run("newAgreement", { template: setUp.template, choices: choices(), parties: setUp.parties, recipients }, { signal });
      forgetMade();
      setUp.recipients = recipients;
      navigate("#/set-up/agreement");
    } catch (error) {
      const message = explain(error);
      if (message !== null) showErrors([{ field: message.includes("public_key") ? "public-key" : message.includes("].role") ? "role" : "recipient-name", message }]);
    }
  };
  return { title: text.title, caption: messages.setUp.caption(3), back: "#/set-up/agreement", body: [paragraph(text.lead), form(goOn, whom.element, continueButton(text.save))] };
};
