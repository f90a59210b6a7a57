import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { filesPage } from "./files";
import { placesPage } from "./places";
import { resultPage } from "./result";
import { runPage } from "./run";

export const viewRoutes: [string, Page][] = [
  ["#/view", agreementPage],
  ["#/view/files", filesPage],
  ["#/view/places", placesPage],
  ["#/view/run", runPage],
  ["#/view/result", resultPage],
];
