// What has been decided while a project is set up. It lives as long as the tab.

import type { AgreementSummary, Recipient, TemplateChoices } from "../../core";
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
  agreement?: { text: string; summary: AgreementSummary };
  key?: { file: Blob; code: string; protected: boolean };
}

export const setUp: SetUp = { parties: [], template: "person", matchKeys: "own", review: false, households: false, repeats: [], recipients: [] };

watchForLoss(() => setUp.key !== undefined && isUnsaved(setUp.key.file));

/** What has been chosen of the template. A party that was renamed or removed since repeats nobody. */
export const choices = (): TemplateChoices => ({ match_keys: setUp.matchKeys, review: setUp.review, households: setUp.households, repeats: setUp.repeats.filter((party) => setUp.parties.includes(party)) });

/** What was made from an earlier answer no longer holds. */
export function forgetMade(): void {
  delete setUp.agreement;
  delete setUp.key;
}
