// Preparing data, page by page.

import { columns } from "./columns";
import { file, key, reading } from "./file";
import { leaves, run } from "./leaves";
import { done } from "./done";
import { quality } from "./quality";
import { rows } from "./rows";

export const prepare = {
  caption: (step: number, of: number | null) => `Prepare my data: step ${step}${of === null ? "" : ` of ${of}`}`,
  agreementLead: "You need three things: the agreement, the project key, and your data as a CSV file or a spreadsheet. Nothing is saved or sent until you say so.",
  key,
  file,
  reading,
  columns,
  rows,
  quality,
  leaves,
  run,
  done,
} as const;
