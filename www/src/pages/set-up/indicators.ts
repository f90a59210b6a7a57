// Which indicators of need travel, and who gives each.

import { run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { checkboxesField } from "../../components/field";
import { form, pending } from "../../components/working";
import type { AgreementAttribute } from "../../core";
import { inset, paragraph } from "../../dom";
import { capitalised, joined } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { choices, chosenIndicators, forgetMade, hasIndicators, setUp } from "./state";
import { before, captionOf, nextAfter } from "./steps";
import { whoPage } from "./who";

const text = messages.setUp.indicators;

/** The indicators of the template: those of an agreement made with all of them. */
async function readKnown(signal: AbortSignal): Promise<void> {
  if (setUp.known.length > 0) return;
  const all = { ...choices(), results: "records", expires: null, attributes: [], seen_by: [], disclosure: null, repeats: [] } as const;
  const made = await run("newAgreement", { template: "vulnerability", choices: { ...all, attributes: [], seen_by: [], repeats: [] }, parties: setUp.parties, recipients: [] }, { signal });
  setUp.known = (await run("checkAgreement", { agreement: made }, { signal })).attributes;
}

/** What an indicator's values are, where that goes without saying for a yes or no. */
const valuesOf = ({ values, need }: AgreementAttribute) => (values.length > 2 ? { hint: text.values(ofCore(joined(values)), ofCore(joined(need))) } : {});

export const indicatorsPage: Page = ({ signal }) => {
  if (setUp.parties.length < 2 || !hasIndicators()) return { redirect: "#/set-up" };
  const build = async () => {
    await readKnown(signal);
    const domains = [...new Set(setUp.known.map(({ domain }) => domain))];
    const chosen = chosenIndicators().map(({ name }) => name);
    const fields = domains.map((domain, index) =>
      checkboxesField({
        id: `indicators-${index + 1}`,
        legend: text.domain(ofCore(capitalised(domain))),
        items: setUp.known.filter((one) => one.domain === domain).map((one) => ({ value: one.name, text: ofCore(capitalised(one.label)), ...valuesOf(one) })),
        chosen,
      }),
    );
    const goOn = () => {
      clearErrors();
      const names = fields.flatMap((field) => field.values());
      if (names.length === 0) return showErrors([{ field: "indicators-1", message: text.none }]);
      if (joined(names) !== joined(chosen)) forgetMade();
      setUp.indicators = names;
      navigate(nextAfter("#/set-up/indicators"));
    };
    return form(goOn, fields.map(({ element }) => element), continueButton(messages.common.continue));
  };
  return {
    title: text.title,
    caption: captionOf("#/set-up/indicators"),
    back: before("#/set-up/indicators"),
    body: [paragraph(text.lead), inset(text.reveals), pending(build())],
  };
};

function whoOfIndicators(step: "#/set-up/who-gives" | "#/set-up/who-sees"): ReturnType<Page> {
  const rows = chosenIndicators();
  if (setUp.parties.length < 2 || rows.length === 0) return { redirect: "#/set-up" };
  const { whoGives, whoSees } = messages.setUp;
  const usual = { step, head: text.indicator, rows, said: ofCore };
  if (step === "#/set-up/who-gives") return whoPage({ ...usual, text: whoGives, choice: setUp.from, nobody: whoGives.nobody });
  // Who counts depends on who may see.
  return whoPage({ ...usual, text: whoSees, choice: setUp.seenBy, nobody: null, changed: () => (setUp.recipients = []) });
}

export const whoGivesPage: Page = () => whoOfIndicators("#/set-up/who-gives");

export const whoSeesPage: Page = () => (setUp.results === "records" ? whoOfIndicators("#/set-up/who-sees") : { redirect: "#/set-up/use" });
