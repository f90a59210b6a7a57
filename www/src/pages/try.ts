// Rehearsals: with made-up people, of matching and of a combined view of vulnerability, and with made-up incidents.

import { run } from "../bridge";
import { buttons, linkButton } from "../components/button";
import { saveList } from "../components/save-list";
import { pending } from "../components/working";
import { bullets, details, h, heading2, link, numbered, paragraph } from "../dom";
import { messages } from "../messages";
import type { Page } from "../router";
import { zip } from "../zip";

const text = messages.try;
const ofIncidents = messages.incidents.practice;
const PEOPLE = 2000;
/** There are more people than any of three organisations knows. */
const PEOPLE_IN_ALL = 3000;
const SEED = 1;

const practiceFiles = async (people: number, indicators: boolean, signal: AbortSignal) => {
  const files = await run("rehearsal", { people, seed: SEED, indicators }, { signal });
  return saveList(
    text.filesTitle,
    "keep",
    files.map(({ name, blob }) => ({ name, what: text.what(name), content: blob })),
  );
};

/** Enough for a map, and few enough to go through in minutes. */
const INCIDENTS = 4000;

const practiceIncidents = async (signal: AbortSignal) => {
  const files = (await run("rehearsalOfIncidents", { incidents: INCIDENTS, seed: SEED }, { signal })).map(({ name, blob }) => ({ name, content: blob }));
  return [
    saveList(text.filesTitle, "keep", [{ name: messages.files.practiceIncidents, what: ofIncidents.archive(messages.counted.files(files.length)), content: await zip(files) }]),
    details(ofIncidents.inside, bullets(files.map(({ name }) => [h("strong", { class: "file-name" }, name), `: ${ofIncidents.what(name)}`]))),
  ];
};

export const tryIncidentsPage: Page = ({ signal }) => ({
  title: ofIncidents.title,
  back: "#/try",
  body: [paragraph(ofIncidents.lead), pending(practiceIncidents(signal)), heading2(text.stepsTitle), numbered(ofIncidents.steps), buttons(linkButton("#/set-up", text.start))],
});

export const tryPage: Page = ({ signal }) => {
  const served = location.protocol !== "file:";
  return {
    title: text.title,
    back: "#/",
    body: [
      paragraph(text.lead),
      pending(practiceFiles(PEOPLE, false, signal)),
      served && paragraph(text.samples),
      heading2(text.stepsTitle),
      numbered(text.steps),
      buttons(linkButton("#/set-up", text.start)),
      paragraph(link("#/try/vulnerability", text.tryView)),
      paragraph(link("#/try/incidents", ofIncidents.link)),
    ],
  };
};

export const tryViewPage: Page = ({ signal }) => ({
  title: text.viewTitle,
  back: "#/try",
  body: [paragraph(text.viewLead), pending(practiceFiles(PEOPLE_IN_ALL, true, signal)), heading2(text.stepsTitle), numbered(text.viewSteps), buttons(linkButton("#/set-up", text.start))],
});
