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
        const value = Number(control.value.trim().replace("%", "")) / SCALES[kind];
        // The core refuses what cannot be; an empty or a half written number is said here, at its field.
        if (control.value.trim() === "" || !(value > 0 && value < 1)) {
          panel.open = true;
          return { problem: { field: control.id, message: kind === "similarity" ? text.similarityLineWrong : text.probabilityLineWrong } };
        }
        if (Math.abs(value - now) > 1e-9) settled[`${kind}Threshold`] = Number(value.toFixed(6));
      }
      return settled;
    },
  };
}
