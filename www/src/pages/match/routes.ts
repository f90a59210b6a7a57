import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { filesPage } from "./files";
import { resultPage } from "./result";
import { runPage } from "./run";

export const matchRoutes: [string, Page][] = [
  ["#/match", agreementPage],
  ["#/match/files", filesPage],
  ["#/match/run", runPage],
  ["#/match/result", resultPage],
];
