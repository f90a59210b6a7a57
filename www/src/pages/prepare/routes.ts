import type { Page } from "../../router";
import { agreementPage } from "./agreement";
import { columnsPage } from "./columns";
import { donePage } from "./done";
import { filePage } from "./file";
import { keyPage } from "./key";
import { leavesPage } from "./leaves";
import { lookupsPage } from "./lookups";
import { qualityPage } from "./quality";
import { readingPage } from "./reading";
import { rowsPage } from "./rows";
import { runPage } from "./run";

export const prepareRoutes: [string, Page][] = [
  ["#/prepare", agreementPage],
  ["#/prepare/key", keyPage],
  ["#/prepare/file", filePage],
  ["#/prepare/reading", readingPage],
  ["#/prepare/columns", columnsPage],
  ["#/prepare/lookups", lookupsPage],
  ["#/prepare/rows", rowsPage],
  ["#/prepare/quality", qualityPage],
  ["#/prepare/what-leaves", leavesPage],
  ["#/prepare/run", runPage],
  ["#/prepare/done", donePage],
];
