import type { Page } from "../../router";
import { destroyPage } from "./destroy";
import { renewPage } from "./renew";

export const keyLifeRoutes: [string, Page][] = [
  ["#/renew", renewPage],
  ["#/destroy-key", destroyPage],
];
