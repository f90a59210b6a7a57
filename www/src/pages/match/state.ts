// What has been chosen while files are matched. It lives as long as the tab.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { ChosenExtracts } from "../../components/extract-files";
import type { TextFile } from "../../core";
import type { MatchResult } from "../../jobs";
import { isUnsaved, watchForLoss } from "../../leaving";
import { jsonBlob } from "../../save";

interface Match extends ChosenExtracts {
  agreement?: ChosenAgreement;
  /** Answers to a review of these very files. */
  answers: { file: TextFile; party: string; pairs: number }[];
  /** The links of an earlier run, and how many records they have. */
  earlier?: { file: File; records: number };
  result?: MadeMatch;
}

/** What was found, and its report and questions as they are saved. */
export interface MadeMatch extends MatchResult {
  reportFile: Blob;
  reviewFile: Blob | null;
}

export const made = (result: MatchResult): MadeMatch => ({ ...result, reportFile: jsonBlob(result.report), reviewFile: result.review && result.review.pairs.length > 0 ? jsonBlob(result.review) : null });

const fresh = (): Match => ({ files: [], answers: [] });

export let match: Match = fresh();

watchForLoss(() => {
  if (!match.result) return false;
  const { links, homes, page, reportFile, reviewFile } = match.result;
  // The report is saved in either form.
  const report = isUnsaved(page) ? reportFile : page;
  // Without homes there is nothing of them to save.
  const found = match.result.report.households?.homes ? homes : null;
  return isUnsaved(...[links, found, report, reviewFile].filter((file) => file !== null));
});

export function forgetAll(): void {
  match = fresh();
}

export function chooseAgreement(agreement: ChosenAgreement | undefined): void {
  if (agreement?.summary.digest !== match.agreement?.summary.digest) forgetAll();
  if (agreement) match.agreement = agreement;
}
