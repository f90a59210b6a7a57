// Check answers, and save the agreement.

import { run } from "../../bridge";
import { agreementSummary } from "../../components/agreement-file";
import { buttons, linkButton } from "../../components/button";
import { saveList } from "../../components/save-list";
import { pending } from "../../components/working";
import { h, heading2, inset, link, paragraph } from "../../dom";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { textBlob } from "../../save";
import { choices, setUp } from "./state";

const text = messages.setUp.agreement;

export const agreementPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  const build = async () => {
    if (!setUp.agreement) {
      const made = await run("newAgreement", { template: setUp.template, choices: choices(), parties: setUp.parties, recipients: setUp.recipients }, { signal });
      setUp.agreement = { text: made, summary: await run("checkAgreement", { agreement: made }, { signal }) };
    }
    const { text: content, summary } = setUp.agreement;
    return [
      agreementSummary(summary),
      h("p", { class: "govuk-body" }, link("#/set-up", text.changeParties), " · ", link("#/set-up/what-for", text.changeTemplate), " · ", link("#/set-up/recipient", messages.recipient.change)),
      heading2(text.saveTitle),
      inset(text.notSecret),
      saveList(text.saveList, "send", [{ name: messages.files.agreement, what: text.what, content: textBlob(content, "application/json") }]),
      buttons(linkButton("#/set-up/key", text.next)),
    ];
  };
  return { title: text.title, caption: messages.setUp.caption(3), back: "#/set-up/what-for", body: [paragraph(text.lead), pending(build())] };
};
