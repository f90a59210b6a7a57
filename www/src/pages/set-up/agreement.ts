// Check answers, and save the agreement.

import { run } from "../../bridge";
import { agreementSummary } from "../../components/agreement-file";
import { assessmentToSave } from "../../components/assessment";
import { buttons, linkButton } from "../../components/button";
import { saveList } from "../../components/save-list";
import { pending } from "../../components/working";
import { h, heading2, inset, link, paragraph } from "../../dom";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { textBlob } from "../../save";
import { choices, hasIndicators, hasPicture, isAboutIncidents, needsOutsider, setUp } from "./state";
import { before, captionOf } from "./steps";

const text = messages.setUp.agreement;
const ofIncidents = messages.incidents.setUp.agreement;

export const agreementPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  // What a combined view needs decided.
  if (hasPicture() && setUp.expires === undefined) return { redirect: "#/set-up/what-for" };
  if (needsOutsider() && setUp.recipients.length === 0) return { redirect: "#/set-up/who-counts" };
  const build = async () => {
    if (!setUp.agreement) {
      const made = await run("newAgreement", { template: setUp.template, choices: choices(), parties: setUp.parties, recipients: setUp.recipients }, { signal });
      setUp.agreement = { text: made, summary: await run("checkAgreement", { agreement: made }, { signal }), file: textBlob(made, "application/json") };
    }
    const { text: content, summary, file } = setUp.agreement;
    const assessment = await assessmentToSave(content, signal);
    return [
      agreementSummary(summary),
      h(
        "p",
        { class: "govuk-body" },
        link("#/set-up", text.changeParties),
        " · ",
        link("#/set-up/what-for", text.changeTemplate),
        hasIndicators() && [" · ", link("#/set-up/indicators", text.changeIndicators)],
        isAboutIncidents() && [" · ", link("#/set-up/near", ofIncidents.changeNear), " · ", link("#/set-up/values", ofIncidents.changeValues), " · ", link("#/set-up/picture", ofIncidents.changePicture), " · ", link("#/set-up/who-tells", ofIncidents.changeWhoTells)],
        hasPicture() && [" · ", link("#/set-up/use", text.changeUse), " · ", link("#/set-up/publishing", text.changeRule)],
        " · ",
        link(needsOutsider() ? "#/set-up/who-counts" : "#/set-up/recipient", messages.recipient.change),
      ),
      heading2(text.saveTitle),
      inset(text.notSecret),
      saveList(text.saveList, "send", [{ name: messages.files.agreement, what: text.what, content: file }]),
      assessment,
      buttons(linkButton("#/set-up/key", text.next)),
    ];
  };
  return { title: text.title, caption: captionOf("#/set-up/agreement"), back: before("#/set-up/agreement"), body: [paragraph(text.lead), pending(build())] };
};
