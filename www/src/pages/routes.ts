// Every page and its address.

import type { Routes } from "../router";
import { checkPage } from "./check";
import { lookInsidePage } from "./look-inside";
import { matchRoutes } from "./match/routes";
import { prepareRoutes } from "./prepare/routes";
import { setUpRoutes } from "./set-up/routes";
import { startPage } from "./start";
import { tryPage } from "./try";

export const routes: Routes = new Map([
  ["#/", startPage],
  ["#/try", tryPage],
  ...setUpRoutes,
  ...prepareRoutes,
  ...matchRoutes,
  ["#/look-inside", lookInsidePage],
  ["#/check", checkPage],
]);
