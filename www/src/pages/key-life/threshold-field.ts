// The line above which pairs link, in the next edition of an agreement: as before, unless somebody has reason to change it.

import { textField } from "../../components/field";
import type { FieldError } from "../../components/errors";
import type { AgreementSummary } from "../../core";
import { details, h, paragraph } from "../../dom";
import { percent, similarity } from "../../format";
import { messages } from "../../messages";
import type { Proposed } from "./proposed";

const text = messages.keyLife;

export interface Thresholds {
  similarityThreshold: number | null;
  probabilityThreshold: number | null;
}

export interface ThresholdField {
  element: HTMLElement | null;
  /** What is wrong, or what is to be settled; null where it stays. */
  read: () => { problem: FieldError } | Thresholds;
}

/** A probability is written in percent, as everywhere on the pages. */
const SCALES = { similarity: 1, probability: 100 };
/** What the hints say can be written; 0.9 in a field of percent is a slip and no line. */
const RANGES = { similarity: { least: 0.01, most: 0.99 }, probability: { least: 1, most: 99 } };
/** Pairs are counted by hundredths of likeness, so that a line between two of them would stand in the middle of a bar. */
const WRITTEN = { similarity: /^0?[.,]\d{1,2}$/, probability: /^\d{1,2}([.,]\d{1,2})?$/ };

export function thresholdField({ similarity_threshold: alike, probability_threshold: probable, false_links: falseLinks }: AgreementSummary, proposed: Proposed | undefined): ThresholdField {
  const nothing: Thresholds = { similarityThreshold: null, probabilityThreshold: null };
  const kinds = [
    { kind: "similarity" as const, now: alike, label: text.similarityLine, hint: [text.similarityLineHint(similarity(alike ?? 0)), probable === null ? "" : ` ${text.similarityLineRare}`].join("") },
    { kind: "probability" as const, now: falseLinks === null ? probable : null, label: text.probabilityLine, hint: text.probabilityLineHint(percent(probable ?? 0, 1)) },
  ];
  const fields = kinds.flatMap(({ kind, now, label, hint }) => {
    // Who comes from a result has one line in mind.
    if (now === null || (proposed && proposed.kind !== kind)) return [];
    const wanted = proposed?.kind === kind ? proposed.threshold : now;
    const { element, control } = textField({ id: `line-${kind}`, label, hint, value: String(Number((wanted * SCALES[kind]).toFixed(4))) });
    control.inputMode = "decimal";
    return [{ kind, now, element, control }];
  });
  if (fields.length === 0) return { element: null, read: () => nothing };
  const panel = details(text.lineTitle, paragraph(text.lineLead), h("div", null, fields.map(({ element }) => element)));
  panel.open = proposed !== undefined;
  return {
    element: panel,
    read: () => {
      const settled = { ...nothing };
      for (const { kind, now, control } of fields) {
        const written = control.value.trim().replace(/ ?%$/, "");
        const number = Number(written.replace(",", "."));
        const { least, most } = RANGES[kind];
        const value = number / SCALES[kind];
        // A line that stays may be finer than one that is written.
        const stays = Math.abs(value - now) <= 1e-6;
        if (!stays && !(WRITTEN[kind].test(written) && number >= least && number <= most)) {
          panel.open = true;
          return { problem: { field: control.id, message: kind === "similarity" ? text.similarityLineWrong : text.probabilityLineWrong } };
        }
        if (!stays) settled[`${kind}Threshold`] = Number(value.toFixed(6));
      }
      return settled;
    },
  };
}
