// What has been chosen while data is prepared. It lives as long as the tab, so that going back loses nothing.

import type { ChosenAgreement } from "../../components/agreement-file";
import type { EarlierFile } from "../../components/earlier-file";
import type { AgreementAttribute, AgreementField, FileColumns, FileLook, PrepareOptions, ReadOptions } from "../../core";
import { type KeyFile, type LookupFiles, type Mapping, noLookups, type PrepareResult } from "../../jobs";
import { isUnsaved, watchForLoss } from "../../leaving";
import { messages } from "../../messages";
import { seed } from "../../seed";
import { type RowChoice, everyRow, rowOptions } from "./row-choice";

interface Prepare {
  agreement?: ChosenAgreement;
  key?: KeyFile & { file: File; code: string };
  party?: string;
  /** By name; null when the agreement names nobody or one alone. */
  recipient: string | null;
  file?: File;
  read: ReadOptions;
  /** Absent while the file cannot be read as `read` says. */
  columns?: FileColumns;
  mapping?: Mapping;
  idColumn?: string | null;
  /** Tables that cells are looked up in: of places, and of codes by field. They are of the organisation and not of one file. */
  gazetteer?: CheckedTable;
  codes: Map<string, CheckedTable>;
  rows: RowChoice;
  /** The crosswalk of an earlier run, whose records keep their references. */
  earlier?: EarlierFile;
  look?: FileLook;
  invalidValues: PrepareOptions["invalid_values"];
  result?: PrepareResult;
}

/** A table that the core has read, and what it said of it. */
export interface CheckedTable {
  file: File;
  said: string;
}

export const workOut: ReadOptions = { encoding: null, delimiter: null, sheet: null, header_row: null };

const fresh = (): Prepare => ({ recipient: null, read: workOut, codes: new Map(), rows: everyRow, invalidValues: "blank" });

export let prepare: Prepare = fresh();

watchForLoss(() => prepare.result !== undefined && isUnsaved(prepare.result.extract, prepare.result.crosswalk));

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

/** Another file: what was chosen for the last one goes. `columns` is undefined when it cannot be read without being told how. */
export function chooseFile(file: File, columns: FileColumns | undefined): void {
  prepare.file = file;
  prepare.read = workOut;
  delete prepare.columns;
  if (columns) prepare.columns = columns;
  forgetColumns();
}

/** The file has gone from under us: it is to be chosen again. */
export function forgetFile(): void {
  delete prepare.file;
  delete prepare.columns;
  forgetColumns();
}

/** A file has gone from under us, or has changed: it is to be chosen again. Says where; the tables of places and codes go one by one. */
export function forgetUnreadable(name: string): string {
  const tables = [...prepare.codes].filter(([, { file }]) => file.name === name);
  const isGazetteer = prepare.gazetteer?.file.name === name;
  if (prepare.file?.name === name || (tables.length === 0 && !isGazetteer)) {
    forgetFile();
    return "#/prepare/file";
  }
  if (isGazetteer) delete prepare.gazetteer;
  for (const [field] of tables) prepare.codes.delete(field);
  forgetLook();
  return "#/prepare/lookups";
}

/** Another organisation has other tables. */
export function forgetLookups(): void {
  delete prepare.gazetteer;
  prepare.codes.clear();
  forgetLook();
}

/** The same file, read in another way. Choices about columns stay as long as the columns do. */
export function chooseReading(read: ReadOptions, columns: FileColumns): void {
  const same = prepare.columns?.columns.join("\n") === columns.columns.join("\n");
  prepare.read = read;
  prepare.columns = columns;
  if (same) forgetLook();
  else forgetColumns();
}

function forgetColumns(): void {
  delete prepare.mapping;
  delete prepare.idColumn;
  prepare.rows = everyRow;
  forgetLook();
}

export function forgetLook(): void {
  delete prepare.look;
  forgetResult();
}

export function forgetResult(): void {
  delete prepare.result;
}

/** Who gets the file, by name; null where it is for all the other parties. */
const recipientName = () => prepare.recipient ?? prepare.agreement?.summary.recipients[0]?.name ?? null;

/** Whether reports of incidents are prepared, and not records of people. */
export const isAboutIncidents = () => prepare.agreement?.summary.is_about_incidents === true;

/** Kinds of field, as the core labels them, whose cells a table can translate. */
const OF_PLACES = "location";
const OF_CODES = new Set(["category", "sex"]);

/** Whether places or codes may need tables. A sex alone is written in the same few ways everywhere. */
export const needsLookups = () => prepare.agreement?.summary.fields.some(({ kind }) => kind === OF_PLACES || kind === "category") === true;

/** The fields that have columns and may need a table. */
export function lookedUp(): { places: AgreementField[]; coded: AgreementField[] } {
  const filled = new Set((prepare.mapping ?? []).flatMap((request) => request.fields));
  const fields = (prepare.agreement?.summary.fields ?? []).filter(({ name }) => filled.has(name));
  return { places: fields.filter(({ kind }) => kind === OF_PLACES), coded: fields.filter(({ kind }) => OF_CODES.has(kind)) };
}

/** The chosen tables, of fields that have columns. */
export function lookupFiles(): LookupFiles {
  if (!needsLookups()) return noLookups;
  const { places, coded } = lookedUp();
  const tables = coded.flatMap(({ name }) => {
    const table = prepare.codes.get(name);
    return table ? [{ name, file: table.file }] : [];
  });
  return { gazetteer: places.length > 0 ? (prepare.gazetteer?.file ?? null) : null, coded: tables.map(({ name }) => name), codes: tables.map(({ file }) => file) };
}

/** The indicators that travel in the file that is being prepared. */
export const indicators = (): AgreementAttribute[] => {
  const to = recipientName();
  return (prepare.agreement?.summary.attributes ?? []).filter(({ travels }) => travels.some(({ party, recipient }) => party === prepare.party && recipient === to));
};

export interface PrepareInput extends LookupFiles {
  agreement: string;
  key: KeyFile;
  options: PrepareOptions;
  earlier: File | null;
  file: File;
}

/** Everything the core needs for a run; null while a step is still to be taken. */
export function prepareInput(rows: RowChoice = prepare.rows): PrepareInput | null {
  const { agreement, key, party, recipient, file, read, mapping, idColumn, earlier, invalidValues } = prepare;
  if (!agreement || !key || party === undefined || !file || !mapping || idColumn === undefined) return null;
  return {
    agreement: agreement.text,
    key: { bytes: key.bytes, passphrase: key.passphrase },
    options: { party, recipient, read, mapping, id_column: idColumn, invalid_values: invalidValues, ...rowOptions(rows), seed: seed() },
    // Without own references there is nothing to know a record by.
    earlier: idColumn === null ? null : (earlier?.file ?? null),
    file,
    ...lookupFiles(),
  };
}

const STEPS = ["agreement", "key", "file", "reading", "columns", "lookups", "rows", "quality", "what-leaves"] as const;
export type Step = (typeof STEPS)[number];
const steps = () => STEPS.filter((step) => step !== "lookups" || needsLookups());

/** How many steps there are is not known before the agreement is. */
export const caption = (step: Step) => messages.prepare.caption(steps().indexOf(step) + 1, step === "agreement" ? null : steps().length);
const addressOf = (step: Step | undefined) => (step === undefined || step === "agreement" ? "#/prepare" : `#/prepare/${step}`);
export const before = (step: Step) => addressOf(steps()[steps().indexOf(step) - 1]);
export const nextAfter = (step: Step) => addressOf(steps()[steps().indexOf(step) + 1]);
