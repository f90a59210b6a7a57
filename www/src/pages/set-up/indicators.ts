// Which indicators of need travel, and who gives each.

import { run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { checkboxesField, radiosField } from "../../components/field";
import { matrix } from "../../components/matrix";
import { form, pending } from "../../components/working";
import type { AgreementAttribute } from "../../core";
import { inset, paragraph } from "../../dom";
import { capitalised, joined } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { choices, chosenIndicators, forgetMade, hasIndicators, partiesOf, setUp } from "./state";
import { before, captionOf, nextAfter } from "./steps";

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

/** Whether two choices of organisations by indicator are the same. */
const same = (one: ReadonlyMap<string, string[]>, other: ReadonlyMap<string, string[]>) => JSON.stringify([...one]) === JSON.stringify([...other]);

interface WhoPage {
  step: "#/set-up/who-gives" | "#/set-up/who-sees";
  text: { title: string; lead: string; legend: string; everyone: string; everyoneHint: string; each: string; caption: string; label: (indicator: string, party: string) => string };
  choice: Map<string, string[]>;
  /** What to say where an indicator has nobody; null where that may be. */
  nobody: ((indicator: string) => string) | null;
}

/** Every organisation for every indicator, or a table to say otherwise. */
function whoPage({ step, text: words, choice, nobody }: WhoPage): ReturnType<Page> {
  const indicators = chosenIndicators();
  if (setUp.parties.length < 2 || indicators.length === 0) return { redirect: "#/set-up" };
  const each = matrix({
    id: "who",
    caption: words.caption,
    head: text.indicator,
    rows: indicators.map(({ name, label }) => ({ value: name, text: label })),
    columns: setUp.parties,
    isChosen: (indicator, party) => partiesOf(choice, indicator).includes(party),
    label: words.label,
  });
  const radios = radiosField({
    id: "everyone",
    legend: words.legend,
    items: [
      { value: "everyone", text: words.everyone, hint: words.everyoneHint },
      { value: "each", text: words.each, reveals: each.element },
    ],
    chosen: choice.size > 0 ? "each" : "everyone",
  });
  const goOn = () => {
    clearErrors();
    const chosen = radios.value() === "each" ? each.values() : new Map<string, string[]>();
    const empty = nobody && indicators.find(({ name }) => chosen.get(name)?.length === 0);
    if (nobody && empty) return showErrors([{ field: each.idOf(empty.name), message: nobody(ofCore(empty.label)) }]);
    if (!same(choice, chosen)) {
      // Who counts depends on who may see.
      if (step === "#/set-up/who-sees") setUp.recipients = [];
      forgetMade();
    }
    choice.clear();
    for (const [indicator, parties] of chosen) choice.set(indicator, parties);
    navigate(nextAfter(step));
  };
  return { title: words.title, caption: captionOf(step), back: before(step), body: [paragraph(words.lead), form(goOn, radios.element, continueButton(messages.common.continue))] };
}

export const whoGivesPage: Page = () => whoPage({ step: "#/set-up/who-gives", text: messages.setUp.whoGives, choice: setUp.from, nobody: messages.setUp.whoGives.nobody });

export const whoSeesPage: Page = () => (setUp.results === "records" ? whoPage({ step: "#/set-up/who-sees", text: messages.setUp.whoSees, choice: setUp.seenBy, nobody: null }) : { redirect: "#/set-up/use" });
