// What the Rust core says to the page. Each type mirrors a serde structure of the core; `src/wasm` translates and nothing more.

/** An error of the core: `code` is stable ("read.no_such_column"), `message` says where and what to do, and never repeats a person's value. */
export interface CoreError {
  code: string;
  message: string;
}

export interface Template {
  name: string;
  title: string;
  summary: string;
}

export interface AgreementField {
  name: string;
  label: string;
  kind: string;
  required: boolean;
}

export interface AgreementSummary {
  title: string;
  template: string;
  purpose: string;
  digest: string;
  parties: string[];
  fields: AgreementField[];
  match_keys: { name: string; description: string }[];
  record_filter: { bits: number; fields: string[] } | null;
  similarity_threshold: number | null;
}

/** How one column of the file is used. `field` is null when the column is not used. */
export interface ColumnMapping {
  column: string;
  field: string | null;
  /** Why the core proposes it, in plain words; empty when nothing is proposed. */
  reason: string;
}

export interface FileColumns {
  columns: string[];
  mapping: ColumnMapping[];
  /** The column that looks like the owner's own ids, if any. */
  id_column: string | null;
  /** The first rows, values as they stand in the file: shown only when the user asks. */
  first_rows: string[][];
}

export type Severity = "invalid" | "blanked" | "note";

export interface Finding {
  code: string;
  severity: Severity;
  /** A sentence without any person's value. */
  message: string;
  count: number;
  /** Up to five row numbers as a spreadsheet counts them (the header is row 1). */
  first_rows: number[];
}

export interface FieldQuality {
  field: string;
  label: string;
  column: string;
  filled: number;
  missing: number;
  findings: Finding[];
}

export interface QualityReport {
  rows: number;
  fields: FieldQuality[];
}

export interface PreviewRow {
  row: number;
  /** Our field -> the value as it stands in the file -> the standardised value that is encoded (null: left out). */
  clear: { field: string; value: string; standardised: string | null }[];
  /** What would leave: the record reference, and per match key the token in hexadecimal (null: none), and how many bits of the filter are set. */
  record: string;
  tokens: { match_key: string; token: string | null }[];
  filter_bits: number | null;
}

export interface RunRecord {
  format: "split-tally/run-record";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  key_check_code: string;
  party: string;
  input: { name: string; bytes: number; rows: number; sha256: string };
  mapping: ColumnMapping[];
  id_column: string | null;
  invalid_values: "refuse" | "blank";
  excluded: { reason: string; rows: number }[];
  quality: QualityReport;
  extract: { rows: number; bytes: number; sha256: string };
  match_keys: { name: string; filled: number }[];
  reveals: string[];
}

export interface InspectReport {
  kind: "extract" | "agreement" | "project key" | "crosswalk" | "links" | "run record" | "match report";
  summary: string;
  details: { label: string; value: string }[];
  columns: { name: string; meaning: string; filled: number; repeated: number }[];
  reveals: string[];
}

export interface MatchReport {
  format: "split-tally/match-report";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  inputs: { party: string; file: string; rows: number; sha256: string; linked: number }[];
  /** In the order applied. Pairs: how many pairs shared the token; links: how many became links; not_unique and contradicted: how many were passed over and why. */
  rules: {
    rule: string;
    description: string;
    pairs: number;
    links: number;
    not_unique: number;
    contradicted: number;
  }[];
  similarity: {
    threshold: number;
    margin: number;
    compared: number;
    links: number;
    too_close: number;
    contradicted: number;
    /** Bins of equal width from `from` to 1: candidate pairs among the records left after the match keys, and links made of them. */
    histogram: { from: number; width: number; pairs: number[]; links: number[] };
  } | null;
  links: number;
  groups: number;
  /** How many groups hold records of exactly these parties. */
  overlap: { parties: string[]; groups: number }[];
}

export interface Progress {
  /** What is being done: "reading", "encoding", "writing", "checking", "match keys", "similarity". */
  phase: string;
  done: number;
  /** 0 when not known. */
  total: number;
}

/** A file the core reads by pieces. In a worker this is a `File` read through `FileReaderSync`. */
export interface Source {
  name: string;
  size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Where `prepare` puts its outputs. Spill holds encodings (never clear values) on disk between the two passes. */
export interface PrepareSink {
  extract(bytes: Uint8Array): void;
  crosswalk(bytes: Uint8Array): void;
  spill_append(bucket: number, bytes: Uint8Array): void;
  spill_take(bucket: number): Uint8Array;
}

export interface PrepareOptions {
  party: string;
  /** column -> field for the columns in use. */
  mapping: { column: string; field: string }[];
  id_column: string | null;
  invalid_values: "refuse" | "blank";
  /** Ids to leave out (opt-outs). */
  exclude: string[];
  /** Tests only: makes the random references repeatable. */
  seed: number | null;
}

/** The functions that the wasm module exports, after wasm-bindgen. All are synchronous and throw a CoreError. */
export interface Core {
  version(): string;
  templates(): Template[];
  /** The agreement file's text. */
  agreement_new(template: string, parties: string[]): string;
  agreement_check(agreement: string): AgreementSummary;
  /** A key file: age-encrypted when there is a passphrase, plain text otherwise. */
  key_new(passphrase: string | null): Uint8Array;
  /** The key check code. Code "secret.passphrase_needed" when the file is wrapped and none is given, "secret.wrong_passphrase" when it is wrong. */
  key_check(agreement: string, key_file: Uint8Array, passphrase: string | null): string;
  file_columns(agreement: string, source: Source): FileColumns;
  /** Reads the whole file and says what is wrong with it, without a key. */
  file_quality(
    agreement: string,
    mapping: { column: string; field: string }[],
    source: Source,
    progress: (progress: Progress) => void,
  ): QualityReport;
  /** The first rows beside what would leave of them. */
  preview(
    agreement: string,
    key_file: Uint8Array,
    passphrase: string | null,
    options: PrepareOptions,
    source: Source,
    rows: number,
  ): PreviewRow[];
  /** `prepare` in steps, so that the browser can collect garbage between them. */
  Preparation: new (
    agreement: string,
    key_file: Uint8Array,
    passphrase: string | null,
    options: PrepareOptions,
    source: Source,
    sink: PrepareSink,
    progress: (progress: Progress) => void,
  ) => {
    /** Does the next part of the work; the step that ends it gives the run record. */
    step(): RunRecord | undefined;
  };
  inspect(name: string, bytes: Uint8Array): InspectReport;
  /** Checks one extract against the agreement: what the checks table shows before a run. Throws the reason when it cannot be matched. */
  extract_check(agreement: string, name: string, bytes: Uint8Array): { party: string; rows: number; agreement_digest: string; key_commitment: string; sha256: string };
  match_extracts(
    agreement: string,
    files: { name: string; bytes: Uint8Array }[],
    progress: (progress: Progress) => void,
  ): { links: Uint8Array; report: MatchReport };
  /** Made-up people for a rehearsal: one CSV a party, and the truth. */
  rehearsal(people: number, seed: number): { files: { name: string; bytes: Uint8Array }[] };
}
