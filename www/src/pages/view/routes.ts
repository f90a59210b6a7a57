import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { filesPage } from "./files";
import { resultPage } from "./result";
import { runPage } from "./run";

export const viewRoutes: [string, Page][] = [
  ["#/view", agreementPage],
  ["#/view/files", filesPage],
  ["#/view/run", runPage],
  ["#/view/result", resultPage],
];
