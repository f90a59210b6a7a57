// Every page and its address.

import type { Routes } from "../router";
import { checkPage } from "./check";
import { keyLifeRoutes } from "./key-life/routes";
import { lookInsidePage } from "./look-inside";
import { matchRoutes } from "./match/routes";
import { ownerRoutes } from "./owner/routes";
import { prepareRoutes } from "./prepare/routes";
import { receivingKeyPage } from "./receiving-key";
import { setUpRoutes } from "./set-up/routes";
import { startPage } from "./start";
import { tryIncidentsPage, tryPage, tryViewPage } from "./try";
import { viewRoutes } from "./view/routes";

export const routes: Routes = new Map([
  ["#/", startPage],
  ["#/try", tryPage],
  ["#/try/vulnerability", tryViewPage],
  ["#/try/incidents", tryIncidentsPage],
  ...setUpRoutes,
  ...prepareRoutes,
  ...matchRoutes,
  ...viewRoutes,
  ...ownerRoutes,
  ...keyLifeRoutes,
  ["#/receiving-key", receivingKeyPage],
  ["#/look-inside", lookInsidePage],
  ["#/check", checkPage],
]);
