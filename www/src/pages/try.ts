// A rehearsal with made-up people.

import { run } from "../bridge";
import { buttons, linkButton } from "../components/button";
import { saveList } from "../components/save-list";
import { pending } from "../components/working";
import { heading2, numbered, paragraph } from "../dom";
import { messages } from "../messages";
import type { Page } from "../router";

const text = messages.try;
const PEOPLE = 2000;
const SEED = 1;

export const tryPage: Page = ({ signal }) => {
  const make = async () => {
    const files = await run("rehearsal", { people: PEOPLE, seed: SEED }, { signal });
    return saveList(
      text.filesTitle,
      "keep",
      files.map(({ name, blob }) => ({ name, what: text.what(name), content: blob })),
    );
  };
  const served = location.protocol !== "file:";
  return {
    title: text.title,
    back: "#/",
    body: [
      paragraph(text.lead),
      pending(make()),
      served && paragraph(text.samples),
      heading2(text.stepsTitle),
      numbered(text.steps),
      buttons(linkButton("#/set-up", text.start)),
    ],
  };
};
