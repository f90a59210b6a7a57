// What the project links, and by which match keys.

import { run } from "../../bridge";
import { continueButton } from "../../components/button";
import { showErrors } from "../../components/errors";
import { checkboxesField, radiosField } from "../../components/field";
import { form, pending } from "../../components/working";
import type { MatchKeyPreset } from "../../core";
import { bullets, details, h, paragraph } from "../../dom";
import { joined } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { forgetMade, setUp } from "./state";
import { captionOf, nextAfter } from "./steps";

const text = messages.setUp.template;

/** Where match keys come from, and what of their source they leave out. */
const about = ({ source, left_out }: MatchKeyPreset) => [
  paragraph(text.source(ofCore(source.replace(/\.$/, "")))),
  left_out.length > 0 && details(text.leftOut, bullets(left_out.map(ofCore))),
];

export const templatePage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  const build = async () => {
    const [templates, presets] = await Promise.all([run("templates", null, { signal }), run("matchKeyPresets", null, { signal })]);
    const radios = radiosField({
      id: "template",
      legend: text.legend,
      items: templates.map(({ name, title, summary }) => ({ value: name, text: ofCore(title), hint: ofCore(summary) })),
      chosen: setUp.template,
    });
    const keys = radiosField({
      id: "match-keys",
      legend: text.keysLegend,
      hint: text.keysHint,
      items: presets.map((preset) => ({ value: preset.name, text: ofCore(preset.title), hint: ofCore(preset.summary), reveals: about(preset) })),
      chosen: setUp.matchKeys,
    });
    const review = radiosField({
      id: "review",
      legend: text.reviewLegend,
      hint: text.reviewHint,
      items: [
        { value: "no", text: text.reviewNo },
        { value: "yes", text: text.reviewYes },
      ],
      chosen: setUp.review ? "yes" : "no",
    });
    const households = radiosField({
      id: "households",
      legend: text.householdsLegend,
      hint: text.householdsHint,
      items: [
        { value: "no", text: text.householdsNo },
        { value: "yes", text: text.householdsYes },
      ],
      chosen: setUp.households ? "yes" : "no",
    });
    // Who repeats is asked in other words for incidents, which have match keys of their own and no homes.
    const repeatsOf = (ofIncidents: boolean, chosen: readonly string[]) => {
      const words = worded(text, messages.incidents.setUp.template, ofIncidents);
      return checkboxesField({ id: "repeats", legend: words.repeatsLegend, hint: words.repeatsHint, items: setUp.parties.map((party) => ({ value: party, text: party })), chosen });
    };
    const isIncident = () => radios.value() === "incident";
    let repeats = repeatsOf(isIncident(), setUp.repeats);
    const repeatsPlace = h("div", null);
    // A combined view has people who share a home put together in any case.
    const homesAnyway = h("p", { class: "govuk-body" }, text.homesAnyway);
    const showChoices = () => {
      homesAnyway.hidden = radios.value() !== "vulnerability";
      households.element.hidden = isIncident() || !homesAnyway.hidden;
      keys.element.hidden = review.element.hidden = isIncident();
      repeats = repeatsOf(isIncident(), repeats.values());
      repeatsPlace.replaceChildren(repeats.element);
    };
    radios.element.addEventListener("change", showChoices);
    showChoices();
    const goOn = () => {
      const chosen = radios.value();
      const chosenKeys = keys.value();
      if (chosen === null) return showErrors([{ field: "template", message: text.none }]);
      if (chosenKeys === null) return showErrors([{ field: "match-keys", message: text.noKeys }]);
      const asks = review.value() === "yes";
      const homes = households.value() === "yes";
      if (chosen !== setUp.template || chosenKeys !== setUp.matchKeys || asks !== setUp.review || homes !== setUp.households || joined(repeats.values()) !== joined(setUp.repeats)) forgetMade();
      // Whom files may be for depends on what is linked.
      if (chosen !== setUp.template) setUp.recipients = [];
      setUp.template = chosen;
      setUp.matchKeys = chosenKeys;
      setUp.review = asks;
      setUp.households = homes;
      setUp.repeats = repeats.values();
      navigate(nextAfter("#/set-up/what-for"));
    };
    return form(goOn, radios.element, keys.element, repeatsPlace, review.element, households.element, homesAnyway, continueButton(messages.common.continue));
  };
  return { title: text.title, caption: captionOf("#/set-up/what-for"), back: "#/set-up", body: pending(build()) };
};
