import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { donePage } from "./done";
import { keyPage } from "./key";
import { partiesPage } from "./parties";
import { recipientPage } from "./recipient";
import { templatePage } from "./template";

export const setUpRoutes: [string, Page][] = [
  ["#/set-up", partiesPage],
  ["#/set-up/what-for", templatePage],
  ["#/set-up/recipient", recipientPage],
  ["#/set-up/agreement", agreementPage],
  ["#/set-up/key", keyPage],
  ["#/set-up/done", donePage],
];
