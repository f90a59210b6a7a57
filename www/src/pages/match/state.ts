// What has been chosen while files are matched. It lives as long as the tab.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { ChosenExtracts } from "../../components/extract-files";
import type { TextFile } from "../../core";
import type { MatchResult } from "../../jobs";
import { isUnsaved, watchForLoss } from "../../leaving";

interface Match extends ChosenExtracts {
  agreement?: ChosenAgreement;
  /** Answers to a review of these very files. */
  answers: { file: TextFile; party: string; pairs: number }[];
  /** The links of an earlier run, and how many records they have. */
  earlier?: { file: File; records: number };
  result?: MatchResult;
}

const fresh = (): Match => ({ files: [], answers: [] });

export let match: Match = fresh();

watchForLoss(() => match.result !== undefined && isUnsaved(match.result.links, ...(match.result.homes ? [match.result.homes] : [])));

export function forgetAll(): void {
  match = fresh();
}

export function chooseAgreement(agreement: ChosenAgreement | undefined): void {
  if (agreement?.summary.digest !== match.agreement?.summary.digest) forgetAll();
  if (agreement) match.agreement = agreement;
}
