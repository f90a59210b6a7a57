import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { donePage } from "./done";
import { indicatorsPage, whoGivesPage, whoSeesPage } from "./indicators";
import { nearPage, picturePage, valuesPage, whoTellsPage } from "./incidents";
import { keyPage } from "./key";
import { lastDayPage, publishingPage, usePage } from "./limits";
import { partiesPage } from "./parties";
import { recipientPage, whoCountsPage } from "./recipient";
import { templatePage } from "./template";

export const setUpRoutes: [string, Page][] = [
  ["#/set-up", partiesPage],
  ["#/set-up/what-for", templatePage],
  ["#/set-up/near", nearPage],
  ["#/set-up/values", valuesPage],
  ["#/set-up/picture", picturePage],
  ["#/set-up/who-tells", whoTellsPage],
  ["#/set-up/indicators", indicatorsPage],
  ["#/set-up/who-gives", whoGivesPage],
  ["#/set-up/use", usePage],
  ["#/set-up/who-sees", whoSeesPage],
  ["#/set-up/who-counts", whoCountsPage],
  ["#/set-up/last-day", lastDayPage],
  ["#/set-up/publishing", publishingPage],
  ["#/set-up/recipient", recipientPage],
  ["#/set-up/agreement", agreementPage],
  ["#/set-up/key", keyPage],
  ["#/set-up/done", donePage],
];
