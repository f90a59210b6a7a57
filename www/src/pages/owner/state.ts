// The questions of a review and what has been answered. It lives as long as the tab.

import type { Questions, TextFile, Verdict } from "../../core";
import { isUnsaved, watchForLoss } from "../../leaving";

interface Review {
  file: TextFile;
  questions: Questions;
  /** By the pair's number. */
  answers: Map<number, Verdict>;
  /** The file of these very answers. */
  made?: Blob;
  /** Position of the question that is shown. */
  at: number;
}

export const state: { review?: Review } = {};

watchForLoss(() => state.review !== undefined && state.review.answers.size > 0 && (state.review.made === undefined || isUnsaved(state.review.made)));
