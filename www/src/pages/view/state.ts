// What has been chosen while people are counted. It lives as long as the tab.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { ChosenExtracts } from "../../components/extract-files";
import type { AreaNaming } from "../../core";
import { noPlaces, type PlaceFiles, type ViewResult } from "../../jobs";
import { isUnsaved, watchForLoss } from "../../leaving";
import { messages } from "../../messages";
import { jsonBlob } from "../../save";

/** A view as it was made, and as it is saved. */
export interface MadeView extends ViewResult {
  json: Blob;
}

/** What the map shows beside squares, and what they are compared with. */
export interface ChosenPlaces {
  areas?: File;
  /** By which properties its areas can be named, and which was chosen. */
  namings: AreaNaming[];
  areaName: string;
  compared: "no" | "earlier" | "expected";
  baseline?: File;
}

interface View extends ChosenExtracts {
  agreement?: ChosenAgreement;
  /** Whether links that there are say which records are one person's; else they are made here, and not kept. */
  isGiven: boolean;
  links?: File;
  places: ChosenPlaces;
  result?: MadeView;
}

const fresh = (): View => ({ files: [], isGiven: true, places: { namings: [], areaName: "", compared: "no" } });

export let view: View = fresh();

watchForLoss(() => view.result !== undefined && isUnsaved(view.result.page) && isUnsaved(view.result.json));

export function forgetAll(): void {
  view = fresh();
}

export function chooseAgreement(agreement: ChosenAgreement | undefined): void {
  if (agreement?.summary.digest !== view.agreement?.summary.digest) forgetAll();
  if (agreement) view.agreement = agreement;
}

/** Whether incidents are counted, and not people. */
export const isAboutIncidents = () => view.agreement?.summary.is_about_incidents === true;

/** Whether there are squares of a map. */
export const hasMap = () => view.agreement?.summary.attributes.some(({ metres }) => metres !== null) === true;

export function placeFiles(): PlaceFiles {
  const { areas, areaName, compared, baseline } = view.places;
  if (!hasMap()) return noPlaces;
  return { areas: areas ?? null, areaName, baseline: compared === "no" ? null : (baseline ?? null), isEarlier: compared === "earlier" };
}

/** The steps before the run: incidents with a map have one more. */
export const caption = (step: number) => messages.view.caption(step, hasMap() ? 3 : 2);
/** Until the agreement is chosen, nobody knows how many there are. */
export const firstCaption = () => messages.view.caption(1, null);

export const made = (result: ViewResult): MadeView => ({ ...result, json: jsonBlob(result.view) });
