import type { Page } from "../../router";
import { answersPage } from "./answers";
import { questionPage } from "./question";
import { rejoinPage } from "./rejoin";
import { reviewPage } from "./review";

export const ownerRoutes: [string, Page][] = [
  ["#/bring-back", rejoinPage],
  ["#/review", reviewPage],
  ["#/review/questions", questionPage],
  ["#/review/done", answersPage],
];
