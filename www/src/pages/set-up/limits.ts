// How results may be used, until when, and which counts may be published.

import { continueButton } from "../../components/button";
import { dateField, inAYear, today } from "../../components/date-field";
import { clearErrors, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { form } from "../../components/working";
import { inset, paragraph } from "../../dom";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { BELOW_FIVE, forgetMade, HOSPITAL_RULE, isAboutIncidents, isKnown, setUp } from "./state";
import { before, captionOf, nextAfter } from "./steps";

const isReady = () => setUp.parties.length >= 2 && isKnown();

export const usePage: Page = () => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = worded(messages.setUp.use, messages.incidents.setUp.use, isAboutIncidents());
  const radios = radiosField({
    id: "results",
    legend: text.legend,
    items: [
      { value: "records", text: text.records, hint: text.recordsHint },
      { value: "counts", text: text.counts, hint: text.countsHint },
    ],
    chosen: setUp.results,
  });
  const goOn = () => {
    const results = radios.value() === "counts" ? "counts" : "records";
    if (results !== setUp.results) {
      // Who counts depends on it where people are counted; incidents have a linker in any case.
      if (!isAboutIncidents()) setUp.recipients = [];
      forgetMade();
    }
    setUp.results = results;
    navigate(nextAfter("#/set-up/use"));
  };
  return { title: text.title, caption: captionOf("#/set-up/use"), back: before("#/set-up/use"), body: [paragraph(text.lead), form(goOn, radios.element, continueButton(messages.common.continue))] };
};

export const lastDayPage: Page = () => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = messages.setUp.lastDay;
  const date = dateField({ id: "last-day", label: text.day, hint: text.dayHint, value: setUp.expires ?? inAYear() });
  const radios = radiosField({
    id: "ends",
    legend: text.legend,
    items: [
      { value: "yes", text: text.yes, reveals: date.element },
      { value: "no", text: text.no, hint: text.noHint },
    ],
    chosen: setUp.expires === null ? "no" : "yes",
  });
  const goOn = () => {
    clearErrors();
    const expires = radios.value() === "no" ? null : date.control.value;
    if (expires === "") return showErrors([{ field: "last-day", message: text.none }]);
    if (expires !== null && expires < today()) return showErrors([{ field: "last-day", message: text.past }]);
    if (expires !== setUp.expires) forgetMade();
    setUp.expires = expires;
    navigate(nextAfter("#/set-up/last-day"));
  };
  return { title: text.title, caption: captionOf("#/set-up/last-day"), back: before("#/set-up/last-day"), body: [paragraph(text.lead), form(goOn, radios.element, continueButton(messages.common.continue))] };
};

export const publishingPage: Page = () => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = messages.setUp.publishing;
  const isBelowFive = setUp.disclosure.suppress_up_to === BELOW_FIVE.suppress_up_to;
  const radios = radiosField({
    id: "rule",
    legend: text.legend,
    items: [
      { value: "hospital", text: text.hospital, hint: text.hospitalHint },
      { value: "below-five", text: text.belowFive, hint: text.belowFiveHint },
    ],
    chosen: isBelowFive ? "below-five" : "hospital",
  });
  const goOn = () => {
    const rule = radios.value() === "below-five" ? BELOW_FIVE : HOSPITAL_RULE;
    if (rule !== setUp.disclosure) forgetMade();
    setUp.disclosure = rule;
    navigate(nextAfter("#/set-up/publishing"));
  };
  return {
    title: text.title,
    caption: captionOf("#/set-up/publishing"),
    back: before("#/set-up/publishing"),
    body: [paragraph(text.lead), form(goOn, radios.element, inset(text.both), continueButton(messages.common.continue))],
  };
};
