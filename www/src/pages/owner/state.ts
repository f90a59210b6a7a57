// The questions of a review and what has been answered. It lives as long as the tab.

import type { Questions, TextFile, Verdict } from "../../core";

interface Review {
  file: TextFile;
  questions: Questions;
  /** By the pair's number. */
  answers: Map<number, Verdict>;
  /** Position of the question that is shown. */
  at: number;
}

export const state: { review?: Review } = {};
