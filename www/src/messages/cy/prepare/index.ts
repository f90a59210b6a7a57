// Preparing data, page by page.

import type { Translated } from "../../live";
import type { prepare as english } from "../../prepare";
import { columns } from "./columns";
import { done } from "./done";
import { file, key, reading } from "./file";
import { leaves, run } from "./leaves";
import { quality } from "./quality";
import { rows } from "./rows";

export const prepare: Translated<typeof english> = {
  caption: (step, of) => `Paratoi fy nata: cam ${step}${of === null ? "" : ` o ${of}`}`,
  agreementLead: "Mae angen tri pheth arnoch: y cytundeb, allwedd y prosiect, a’ch data fel ffeil CSV neu daenlen. Nid oes dim yn cael ei gadw na’i anfon nes ichi ddweud.",
  key,
  file,
  reading,
  columns,
  rows,
  quality,
  leaves,
  run,
  done,
};
