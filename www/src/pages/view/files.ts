// The files to count, and what says which records are one person's.

import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { extractFiles } from "../../components/extract-files";
import { radiosField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { form } from "../../components/working";
import { inset, paragraph } from "../../dom";
import { messages, worded } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, hasMap, isAboutIncidents, view } from "./state";

export const filesPage: Page = ({ signal }) => {
  const { agreement } = view;
  if (!agreement) return { redirect: "#/view" };
  const text = worded(messages.view.files, messages.incidents.view.files, isAboutIncidents());
  const countsOnly = agreement.summary.counts_only !== null;
  const forgetResult = () => {
    delete view.result;
  };
  const links = fileField({
    id: "links",
    label: text.links,
    hint: text.linksHint,
    accept: ".csv",
    files: view.links ? [view.links] : [],
    onChange: ([file]) => {
      if (file) view.links = file;
      else delete view.links;
      forgetResult();
    },
  });
  const radios =
    !countsOnly &&
    radiosField({
      id: "linked-by",
      legend: text.legend,
      items: [
        { value: "given", text: text.given, hint: text.givenHint, reveals: links.element },
        { value: "made", text: text.made, hint: text.madeHint },
      ],
      chosen: view.isGiven ? "given" : "made",
    });
  const isGiven = () => radios !== false && radios.value() === "given";
  const extracts = extractFiles({ agreement: agreement.text, chosen: view, least: 2, isMatched: () => !isGiven(), onChange: forgetResult, signal });
  if (radios) {
    radios.element.addEventListener("change", () => {
      if (isGiven() === view.isGiven) return;
      view.isGiven = isGiven();
      forgetResult();
      extracts.planAgain();
    });
  }
  const goOn = async () => {
    clearErrors();
    const errors: FieldError[] = [];
    const problem = await extracts.problem();
    if (problem) errors.push(problem);
    view.isGiven = isGiven();
    if (view.isGiven && !view.links) errors.push({ field: "links", message: text.linksNone });
    if (errors.length > 0) return showErrors(errors);
    navigate(hasMap() ? "#/view/places" : "#/view/run");
  };
  return {
    title: text.title,
    caption: caption(2),
    back: "#/view",
    body: [
      paragraph(text.lead),
      countsOnly && inset(text.onlyMade),
      form(goOn, extracts.field, extracts.identity, extracts.checks, radios && radios.element, extracts.plan, continueButton(isAboutIncidents() && !hasMap() ? messages.incidents.view.places.count : text.count)),
    ],
    start: extracts.start,
  };
};
