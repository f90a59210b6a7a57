// Which organisations something holds for: all of them for everything, or a table to say otherwise.

import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { matrix } from "../../components/matrix";
import { form } from "../../components/working";
import { type Child, paragraph } from "../../dom";
import { capitalised } from "../../format";
import { messages } from "../../messages";
import { navigate, type View } from "../../router";
import { forgetMade, partiesOf, setUp } from "./state";
import { before, captionOf, nextAfter, type Step } from "./steps";

interface Who {
  step: Step;
  text: { title: string; lead: string; legend: string; everyone: string; everyoneHint: string; each: string; caption: string; label: (row: string, party: string) => string };
  /** What the rows of the table are. */
  head: string;
  /** Each with its name within a sentence; `said` sets the core's words apart. */
  rows: readonly { name: string; label: string }[];
  said: (words: string) => string;
  /** By row, the organisations; where there is no entry, every one. */
  choice: Map<string, string[]>;
  /** What to say where a row has nobody; null where that may be. */
  nobody: ((row: string) => string) | null;
  /** What else to forget where the choice is another. */
  changed?: () => void;
  more?: Child;
}

/** Whether two choices of organisations are the same. */
const same = (one: ReadonlyMap<string, string[]>, other: ReadonlyMap<string, string[]>) => JSON.stringify([...one]) === JSON.stringify([...other]);

export function whoPage({ step, text, head, rows, said, choice, nobody, changed, more }: Who): View {
  const each = matrix({
    id: "who",
    caption: text.caption,
    head,
    rows: rows.map(({ name, label }) => ({ value: name, head: said(capitalised(label)), name: said(label) })),
    columns: setUp.parties,
    isChosen: (row, party) => partiesOf(choice, row).includes(party),
    label: text.label,
  });
  const radios = radiosField({
    id: "everyone",
    legend: text.legend,
    items: [
      { value: "everyone", text: text.everyone, hint: text.everyoneHint },
      { value: "each", text: text.each, reveals: each.element },
    ],
    chosen: choice.size > 0 ? "each" : "everyone",
  });
  const goOn = () => {
    clearErrors();
    const chosen = radios.value() === "each" ? each.values() : new Map<string, string[]>();
    const empty = nobody && rows.find(({ name }) => chosen.get(name)?.length === 0);
    if (nobody && empty) return showErrors([{ field: each.idOf(empty.name), message: nobody(said(empty.label)) }]);
    if (!same(choice, chosen)) {
      changed?.();
      forgetMade();
    }
    choice.clear();
    for (const [row, parties] of chosen) choice.set(row, parties);
    navigate(nextAfter(step));
  };
  return { title: text.title, caption: captionOf(step), back: before(step), body: [paragraph(text.lead), more, form(goOn, radios.element, continueButton(messages.common.continue))] };
}
