// What is settled of incidents: how near reports must be, the words that everybody uses, and what the picture may show.

import { explain, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { checkboxesField, linesField, radiosField } from "../../components/field";
import { form, pending } from "../../components/working";
import { inset, paragraph } from "../../dom";
import type { AgreementField, TemplateChoices } from "../../core";
import { joined } from "../../format";
import { ofCore, withoutMarks } from "../../language";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { fieldOf, forgetMade, isAboutIncidents, setUp, shownAttributes } from "./state";
import { before, captionOf, nextAfter } from "./steps";
import { whoPage } from "./who";

const words = messages.incidents.setUp;
const isReady = () => setUp.parties.length >= 2 && isAboutIncidents();

const choice = (id: string, legend: string, items: readonly { value: number; text: string; hint: string }[], chosen: number) =>
  radiosField({ id, legend, items: items.map(({ value, text, hint }) => ({ value: String(value), text, hint })), chosen: String(chosen) });

export const nearPage: Page = () => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = words.near;
  const place = choice("metres", text.place, text.places, setUp.incidents.metres);
  const time = choice("minutes", text.time, text.times, setUp.incidents.minutes);
  const goOn = () => {
    const [metres, minutes] = [Number(place.value()), Number(time.value())];
    if (metres !== setUp.incidents.metres || minutes !== setUp.incidents.minutes) forgetMade();
    Object.assign(setUp.incidents, { metres, minutes });
    navigate(nextAfter("#/set-up/near"));
  };
  return {
    title: text.title,
    caption: captionOf("#/set-up/near"),
    back: before("#/set-up/near"),
    body: [paragraph(text.lead), form(goOn, place.element, time.element, paragraph(text.measured), inset(text.reveals), continueButton(messages.common.continue))],
  };
};

/** The text of an agreement with these values alone settled. */
function madeWith(values: string[], signal: AbortSignal): Promise<string> {
  const choices: TemplateChoices = {
    match_keys: "own",
    review: false,
    households: false,
    repeats: [],
    results: "records",
    expires: null,
    attributes: [],
    seen_by: [],
    disclosure: null,
    incident: { within_metres: null, within_minutes: null, cell_metres: null, values },
  };
  return run("newAgreement", { template: "incident", choices, parties: setUp.parties, recipients: [] }, { signal });
}

/** What the template has to choose from: that of an agreement made as it stands. */
async function readKnown(signal: AbortSignal): Promise<NonNullable<typeof setUp.incidents.known>> {
  if (setUp.incidents.known) return setUp.incidents.known;
  const made = await madeWith([], signal);
  const { fields, attributes } = await run("checkAgreement", { agreement: made }, { signal });
  return (setUp.incidents.known = { fields: fields.filter(({ values }) => values.length > 0), attributes });
}

const lines = (text: string) => text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");

/** What is wrong with the values of one field, as the core says of an agreement that has them; null where nothing is. */
async function refusalOf({ name, label }: AgreementField, values: readonly string[], signal: AbortSignal): Promise<string | null> {
  const text = words.values;
  // The sign that stands between values on their way to the core: it would make two of one.
  const barred = values.findIndex((value) => value.includes("|"));
  if (barred >= 0) return text.refused(ofCore(label), barred + 1, text.allowed);
  try {
    await madeWith([`${name}=${values.join("|")}`], signal);
    return null;
  } catch (error) {
    const message = explain(error);
    const [, line, problem] = /values\[(\d+)\]\W+(.+)/.exec(withoutMarks(message ?? "")) ?? [];
    return line === undefined || problem === undefined ? message : text.refused(ofCore(label), Number(line) + 1, ofCore(problem));
  }
}

export const valuesPage: Page = ({ signal }) => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = words.values;
  const hints: Record<string, string> = { method: text.methodHint, age_band: text.ageHint };
  const build = async () => {
    const known = (await readKnown(signal)).fields;
    const fields = known.map((field) => {
      const values = setUp.incidents.values.get(field.name) ?? field.values;
      const hint = hints[field.name];
      return { field, made: linesField({ id: `values-${field.name}`, label: text.field(ofCore(field.label)), ...(hint !== undefined && { hint }), value: values.join("\n"), rows: values.length + 1 }) };
    });
    const goOn = async () => {
      clearErrors();
      const errors: FieldError[] = [];
      const chosen = new Map<string, string[]>();
      for (const { field, made } of fields) {
        const values = lines(made.control.value);
        if (values.length < 2) errors.push({ field: made.control.id, message: text.tooFew(ofCore(field.label)) });
        else if (joined(values) !== joined(field.values)) {
          const message = await refusalOf(field, values, signal);
          if (message !== null) errors.push({ field: made.control.id, message });
          chosen.set(field.name, values);
        }
      }
      if (signal.aborted) return;
      if (errors.length > 0) return showErrors(errors);
      if (JSON.stringify([...chosen]) !== JSON.stringify([...setUp.incidents.values])) forgetMade();
      setUp.incidents.values = chosen;
      navigate(nextAfter("#/set-up/values"));
    };
    return form(goOn, fields.map(({ made }) => made.element), continueButton(messages.common.continue));
  };
  return { title: text.title, caption: captionOf("#/set-up/values"), back: before("#/set-up/values"), body: [paragraph(text.lead), pending(build())] };
};

/** Without one of these there is nothing to tell an incident by. */
const OF_TIME_OR_PLACE = ["month", "weekday", "hour", "cell"];

export const picturePage: Page = ({ signal }) => {
  if (!isReady()) return { redirect: "#/set-up" };
  const text = words.picture;
  const build = async () => {
    const { attributes } = await readKnown(signal);
    const all = attributes.map(({ name }) => name);
    const shown = checkboxesField({
      id: "shown",
      legend: text.legend,
      items: attributes.map(({ name, label }) => ({ value: name, ...(text.names[name] ?? { text: ofCore(label) }) })),
      chosen: setUp.incidents.shown ?? all,
    });
    const cell = choice("cell", text.cell, text.cells, setUp.incidents.cell);
    const goOn = () => {
      clearErrors();
      const names = shown.values();
      if (!names.some((name) => OF_TIME_OR_PLACE.includes(name))) return showErrors([{ field: "shown", message: text.none }]);
      const metres = Number(cell.value());
      if (joined(names) !== joined(setUp.incidents.shown ?? all) || metres !== setUp.incidents.cell) forgetMade();
      setUp.incidents.shown = names.length === all.length ? null : names;
      setUp.incidents.cell = metres;
      navigate(nextAfter("#/set-up/picture"));
    };
    return form(goOn, shown.element, cell.element, inset(text.reveals), continueButton(messages.common.continue));
  };
  return { title: text.title, caption: captionOf("#/set-up/picture"), back: before("#/set-up/picture"), body: [paragraph(text.lead), pending(build())] };
};

/** Who tells what the picture shows. What is taken of one field goes together: all of it comes of one report. */
export const whoTellsPage: Page = () => {
  if (!isReady() || setUp.incidents.known === null) return { redirect: "#/set-up" };
  const text = words.whoTells;
  const fields = [...new Set(shownAttributes().map(({ name }) => fieldOf(name)))];
  const rows = fields.map((name) => ({ name, label: text.fields[name] ?? name }));
  return whoPage({ step: "#/set-up/who-tells", text, head: text.head, rows, said: (label) => label, choice: setUp.incidents.from, nobody: text.nobody, more: inset(text.reveals) });
};
