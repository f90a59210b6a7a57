// What has been chosen while people are counted. It lives as long as the tab.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { ChosenExtracts } from "../../components/extract-files";
import type { ViewResult } from "../../jobs";
import { isUnsaved, watchForLoss } from "../../leaving";
import { jsonBlob } from "../../save";

/** A view as it was made, and as it is saved. */
export interface MadeView extends ViewResult {
  json: Blob;
}

interface View extends ChosenExtracts {
  agreement?: ChosenAgreement;
  /** Whether links that there are say which records are one person's; else they are made here, and not kept. */
  isGiven: boolean;
  links?: File;
  result?: MadeView;
}

const fresh = (): View => ({ files: [], isGiven: true });

export let view: View = fresh();

watchForLoss(() => view.result !== undefined && isUnsaved(view.result.page) && isUnsaved(view.result.json));

export function forgetAll(): void {
  view = fresh();
}

export function chooseAgreement(agreement: ChosenAgreement | undefined): void {
  if (agreement?.summary.digest !== view.agreement?.summary.digest) forgetAll();
  if (agreement) view.agreement = agreement;
}

export const made = (result: ViewResult): MadeView => ({ ...result, json: jsonBlob(result.view) });
