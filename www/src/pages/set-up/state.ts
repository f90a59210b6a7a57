// What has been decided while a project is set up. It lives as long as the tab.

import type { AgreementAttribute, AgreementField, AgreementSummary, Disclosure, IncidentChoices, Recipient, Results, TemplateChoices } from "../../core";
import { isUnsaved, watchForLoss } from "../../leaving";

interface SetUp {
  parties: string[];
  template: string;
  /** The name of a preset. */
  matchKeys: string;
  /** Whether doubtful pairs are put to the organisations. */
  review: boolean;
  /** Whether people who share a home are put together. */
  households: boolean;
  /** Parties whose files may hold a person several times. */
  repeats: string[];
  /** Empty when files are for the organisations themselves. */
  recipients: Recipient[];
  /** The indicators that a combined view has to choose from; read from the core once. */
  known: AgreementAttribute[];
  /** Those that travel; null for all of them. */
  indicators: string[] | null;
  /** By indicator, who gives it and who may see it record by record; where there is no entry, every organisation. */
  from: Map<string, string[]>;
  seenBy: Map<string, string[]>;
  /** What is settled of incidents alone. */
  incidents: Incidents;
  results: Results;
  /** The last day; null for none, undefined until it has been decided. */
  expires: string | null | undefined;
  disclosure: Disclosure;
  /** The file is the text as it is saved. */
  agreement?: { text: string; summary: AgreementSummary; file: Blob };
  key?: { file: Blob; code: string; protected: boolean };
}

interface Incidents {
  /** The fields with a list of values, and what the picture can show: read from the core once. */
  known: { fields: AgreementField[]; attributes: AgreementAttribute[] } | null;
  /** How far apart two reports can be. */
  metres: number;
  minutes: number;
  /** The side of a square of the map in metres. */
  cell: number;
  /** By field, values in place of those of the template. */
  values: Map<string, string[]>;
  /** What the picture shows, by name; null for all of it. */
  shown: string[] | null;
  /** By field, who tells what is shown of it; where there is no entry, every organisation. */
  from: Map<string, string[]>;
}

/** The rule of hospital statistics in England, and "below 5" without rounding. */
export const HOSPITAL_RULE: Disclosure = { suppress_up_to: 7, round_to: 5 };
export const BELOW_FIVE: Disclosure = { suppress_up_to: 4, round_to: 1 };

export const setUp: SetUp = {
  parties: [],
  template: "person",
  matchKeys: "own",
  review: false,
  households: false,
  repeats: [],
  recipients: [],
  known: [],
  indicators: null,
  from: new Map(),
  seenBy: new Map(),
  incidents: { known: null, metres: 700, minutes: 180, cell: 500, values: new Map(), shown: null, from: new Map() },
  results: "records",
  expires: undefined,
  disclosure: HOSPITAL_RULE,
};

watchForLoss(() => setUp.agreement !== undefined && isUnsaved(setUp.agreement.file, ...(setUp.key ? [setUp.key.file] : [])));

/** Whether indicators of need travel beside the codes. */
export const hasIndicators = () => setUp.template === "vulnerability";

/** Whether incidents are linked, and not people. */
export const isAboutIncidents = () => setUp.template === "incident";

/** Whether counts are made for publication. */
export const hasPicture = () => hasIndicators() || isAboutIncidents();

/** Whether what there is to choose from has been read. */
export const isKnown = () => (isAboutIncidents() ? setUp.incidents.known !== null : hasIndicators() && setUp.known.length > 0);

/** The indicators that travel. */
export const chosenIndicators = (): AgreementAttribute[] => setUp.known.filter(({ name }) => setUp.indicators === null || setUp.indicators.includes(name));

/** Of organisations chosen for an indicator, those that still take part; a rename leaves none of an indicator's without anyone. */
export function partiesOf(choice: ReadonlyMap<string, string[]>, indicator: string): string[] {
  const chosen = choice.get(indicator)?.filter((party) => setUp.parties.includes(party));
  return chosen ?? setUp.parties;
}

const isEveryone = (parties: readonly string[]) => parties.length === setUp.parties.length;

/** Whether somebody who is no party must count what not every party may see. */
export const needsOutsider = () => isAboutIncidents() || (hasIndicators() && (setUp.results === "counts" || chosenIndicators().some(({ name }) => !isEveryone(partiesOf(setUp.seenBy, name)))));

const written = (indicator: string, parties: readonly string[]) => `${indicator}=${parties.join("+")}`;

/** What has been chosen of the template. A party that was renamed or removed since repeats nobody. */
export function choices(): TemplateChoices {
  const linking = { match_keys: setUp.matchKeys, review: setUp.review, households: setUp.households, repeats: setUp.repeats.filter((party) => setUp.parties.includes(party)) };
  if (isAboutIncidents()) return { ...ofIncidents(linking.repeats), results: setUp.results, expires: setUp.expires ?? null, disclosure: setUp.disclosure };
  if (!hasIndicators()) return { ...linking, results: "records", expires: null, attributes: [], seen_by: [], disclosure: null };
  const names = chosenIndicators().map(({ name }) => name);
  const restricted = setUp.results === "records" ? names.filter((name) => !isEveryone(partiesOf(setUp.seenBy, name))) : [];
  return {
    ...linking,
    results: setUp.results,
    expires: setUp.expires ?? null,
    attributes: names.map((name) => {
      const from = partiesOf(setUp.from, name);
      return isEveryone(from) ? name : written(name, from);
    }),
    seen_by: restricted.map((name) => written(name, partiesOf(setUp.seenBy, name))),
    disclosure: setUp.disclosure,
  };
}

/** What the picture shows of incidents. */
export const shownAttributes = (): AgreementAttribute[] => {
  const { known, shown } = setUp.incidents;
  return (known?.attributes ?? []).filter(({ name }) => shown === null || shown.includes(name));
};

/** The field that an attribute of incidents is taken of, as far as others are of the same; else its own name. */
export const fieldOf = (attribute: string): string => (["month", "weekday", "hour"].includes(attribute) ? "when" : attribute === "cell" ? "where" : attribute);

/** What is shown of incidents as the core takes it; nothing stands for all of it from everyone. */
function toldOf(): string[] {
  const { shown, from } = setUp.incidents;
  const told = shownAttributes().map(({ name }) => {
    const parties = partiesOf(from, fieldOf(name));
    return isEveryone(parties) ? name : written(name, parties);
  });
  return told.some((one) => one.includes("=")) ? told : (shown ?? []);
}

/** Match keys, homes and who sees what are not chosen for incidents: nobody sees a report of another. */
function ofIncidents(repeats: string[]): Omit<TemplateChoices, "results" | "expires" | "disclosure"> {
  const { metres, minutes, cell, values } = setUp.incidents;
  const incident: IncidentChoices = { within_metres: metres, within_minutes: minutes, cell_metres: cell, values: [...values].map(([field, list]) => `${field}=${list.join("|")}`) };
  return { match_keys: "own", review: false, households: false, repeats, attributes: toldOf(), seen_by: [], incident };
}

/** What was made from an earlier answer no longer holds. */
export function forgetMade(): void {
  delete setUp.agreement;
  delete setUp.key;
}
