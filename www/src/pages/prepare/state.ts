// What has been chosen while data is prepared. It lives as long as the tab, so that going back loses nothing.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { FileColumns, PrepareOptions, QualityReport } from "../../core";
import type { KeyFile, Mapping, PrepareResult } from "../../jobs";
import { messages } from "../../messages";
import { seed } from "../../seed";

interface Prepare {
  agreement?: ChosenAgreement;
  key?: KeyFile & { file: File; code: string };
  party?: string;
  file?: File;
  columns?: FileColumns;
  /** Column -> field, for the columns in use. */
  mapping?: Mapping;
  idColumn?: string | null;
  exclude: { file: File; ids: string[] } | null;
  quality?: QualityReport;
  invalidValues: PrepareOptions["invalid_values"];
  result?: PrepareResult;
}

const fresh = (): Prepare => ({ exclude: null, invalidValues: "blank" });

export let prepare: Prepare = fresh();

/** Starts afresh, keeping nothing. */
export function forgetAll(): void {
  prepare = fresh();
}

export function chooseAgreement(agreement: ChosenAgreement | undefined): void {
  if (agreement && agreement.summary.digest === prepare.agreement?.summary.digest) {
    prepare.agreement = agreement;
    return;
  }
  forgetAll();
  if (agreement) prepare.agreement = agreement;
}

export function chooseFile(file: File, columns: FileColumns): void {
  prepare.file = file;
  prepare.columns = columns;
  delete prepare.mapping;
  delete prepare.idColumn;
  prepare.exclude = null;
  forgetQuality();
}

export function forgetQuality(): void {
  delete prepare.quality;
  delete prepare.result;
}

/** Everything the core needs for a run; null while a step is still to be taken. */
export function prepareInput(): { agreement: string; key: KeyFile; options: PrepareOptions; file: File } | null {
  const { agreement, key, party, file, mapping, idColumn, exclude, invalidValues } = prepare;
  if (!agreement || !key || party === undefined || !file || !mapping || idColumn === undefined) return null;
  return {
    agreement: agreement.text,
    key: { bytes: key.bytes, passphrase: key.passphrase },
    options: { party, mapping, id_column: idColumn, invalid_values: invalidValues, exclude: exclude?.ids ?? [], seed },
    file,
  };
}

const STEPS = 6;
export const caption = (step: number) => messages.prepare.caption(step, STEPS);
