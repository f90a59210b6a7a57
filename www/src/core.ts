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

/** Match keys to start from: our own, or those of a published linkage. */
export interface MatchKeyPreset {
  name: string;
  title: string;
  summary: string;
  source: string;
  /** What of the source it does not do, or does otherwise. */
  left_out: string[];
}

export interface AgreementField {
  name: string;
  label: string;
  kind: string;
  required: boolean;
  /** Of a category; else empty. */
  values: string[];
}

/** Somebody for whom extracts are made. */
export interface Recipient {
  name: string;
  role: Role;
  /** The age public key that files for them are encrypted to. */
  public_key?: string;
}

export type Role = "partner" | "matcher" | "linker";

/** Something that travels beside codes: always one of listed values. */
export interface AgreementAttribute {
  name: string;
  label: string;
  /** Such as "social". */
  domain: string;
  kind: string;
  values: string[];
  /** Whether it is taken of a field, and has no column of its own. */
  is_derived: boolean;
  /** The size of a cell of a map; null for all else. */
  metres: number | null;
  /** Those of the values that count as a need. */
  need: string[];
  from: string[];
  /** Nobody means counts alone. */
  seen_by: string[];
  /** Whose extracts it is in, and for whom; null stands for all the other parties. */
  travels: { party: string; recipient: string | null }[];
}

/** What is shown of counts. */
export interface Disclosure {
  suppress_up_to: number;
  round_to: number;
}

export type Results = "records" | "counts";

export interface AgreementSummary {
  title: string;
  template: string;
  purpose: string;
  digest: string;
  parties: string[];
  /** Parties whose files may hold a person several times. */
  repeats: string[];
  /** Whether doubtful pairs are put to the parties. */
  asks: boolean;
  /** Empty when extracts are for the parties themselves. */
  recipients: Recipient[];
  /** 1 when it renews no other. */
  edition: number;
  fields: AgreementField[];
  match_keys: { name: string; description: string }[];
  record_filter: { bits: number; fields: string[]; hardened: boolean } | null;
  /** The fields with a filter of their own; empty when there are none. */
  field_filters: string[];
  similarity_threshold: number | null;
  probability_threshold: number | null;
  /** The largest expected share of false links, which moves the threshold of each run; null without. */
  false_links: number | null;
  attributes: AgreementAttribute[];
  results: Results;
  /** Which counts may be published, in words; null where nothing says so. */
  disclosure: string | null;
  /** The last day, such as "2027-03-31". */
  expires: string | null;
  /** Why nothing can be made or used under it any more; null while it is in force. */
  expired: string | null;
  /** Why links cannot be written; null where they can. */
  counts_only: string | null;
  /** Whether it is about incidents, and not people. */
  is_about_incidents: boolean;
  /** By field, how far apart two records can be and still be alike: metres of a location, minutes of a time. */
  near: { field: string; radius: number }[];
  /** Fields that are compared in the place of another field of the other record, where that is not near or missing. */
  in_place: { field: string; of: string }[];
}

/** How to read a file; what is null is detected and reported. */
export interface ReadOptions {
  encoding: TextEncoding | null;
  delimiter: Delimiter | null;
  sheet: string | null;
  /** The row with the column names, counted from 1. */
  header_row: number | null;
}

export type TextEncoding = "utf-8" | "windows-1252" | "macintosh" | "utf-16le" | "utf-16be";
export type Delimiter = "comma" | "semicolon" | "tab" | "pipe";

/** How a file was read, and what was noticed: counts and row numbers, never a value. */
export interface ReadingReport {
  kind: "csv" | "xlsx" | "xls" | "ods";
  rows: number;
  columns: number;
  encoding: TextEncoding | null;
  delimiter: Delimiter | null;
  sheet: string | null;
  sheets: { name: string; hidden: boolean }[];
  header_row: number;
  /** What was passed over, such as "empty rows". */
  skipped: { what: string; count: number; first_rows: number[] }[];
  /** What is worth a look, such as damage that Excel did. `message` is a sentence with what to do. */
  findings: { code: string; message: string; count: number; first_rows: number[] }[];
}

/** Which columns are which fields: one for one, several columns put together into one field, or one column split into several. */
export interface MappingRequest {
  columns: string[];
  fields: string[];
}

/** How one column of the file was used. */
export interface ColumnUse {
  column: string;
  /** Empty when the column is not used. */
  fields: string[];
  reason: string;
}

/** What one column seems to be. */
export interface ColumnSuggestion {
  column: string;
  /** Empty when nothing is suggested; several when the column would be split. Columns of the same single field are put together. */
  fields: string[];
  /** "low" is only mentioned: the person must choose it. */
  confidence: "low" | "medium" | "high";
  /** Why, in plain words; empty when nothing is suggested. */
  reason: string;
  /** What speaks against it, in plain words; empty when nothing does. */
  doubt: string;
}

export interface FileColumns {
  columns: string[];
  suggestions: ColumnSuggestion[];
  /** The column that looks like the owner's own ids, if any. */
  id_column: string | null;
  /** The first rows, values as they stand in the file: shown only when the user asks. */
  first_rows: string[][];
  /** How the file is read; its findings cover the first thousand rows only. */
  reading: ReadingReport;
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

/** What one field's column holds. */
export interface FieldProfile extends FieldQuality {
  /** Rows whose value cannot be what the column should hold. */
  invalid: number;
  distinct: number;
  distinct_is_exact: boolean;
  /** The commonest shapes of the raw values: letters as A or a, digits as 9. */
  shapes: { shape: string; count: number }[];
}

export interface DuplicateRows {
  rows: number;
  /** The first few: `second` repeats `first`. */
  first: { first: number; second: number }[];
}

/** A value before and after standardising: a person's, for the owner's screen only, never saved. */
export interface Example {
  row: number;
  before: string;
  after: string | null;
  /** Words that continue "values ...", or empty. */
  finding: string;
}

export interface FileLook {
  profile: {
    rows: number;
    fields: FieldProfile[];
    duplicates: {
      exact: DuplicateRows;
      /** null without a column of NHS numbers. */
      same_nhs_number: DuplicateRows | null;
      /** null where names or date of birth have no column. */
      near: DuplicateRows | null;
      rows_looked_at: number;
      rows_compared: number;
      groups_too_large: number;
    };
  };
  reading: ReadingReport;
  /** By field, in the order of `profile.fields`. */
  examples: Example[][];
}

export interface PreviewRow {
  row: number;
  /** Our field -> the value as it stands in the file -> the standardised value that is encoded (null: left out). */
  clear: { field: string; value: string; standardised: string | null }[];
  /** What would leave: the record reference, and per match key the token in hexadecimal (null: none), and how many bits of the filter are set. */
  record: string;
  tokens: { match_key: string; token: string | null }[];
  filter_bits: number | null;
  /** The same for each field that has a filter of its own (null: the field is missing). */
  field_filters: { field: string; bits: number | null }[];
  /** What travels beside the codes (null: not known). */
  attributes: { attribute: string; value: string | null }[];
}

export interface RunRecord {
  format: "split-tally/run-record";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  key_check_code: string;
  party: string;
  /** Absent when the agreement names no recipients. */
  recipient?: { name: string; role: Role };
  input: { name: string; bytes: number; rows: number; sha256: string };
  mapping: ColumnUse[];
  id_column: string | null;
  invalid_values: "refuse" | "blank";
  reading: ReadingReport;
  /** What was chosen about which rows take part, in words. */
  choices: string[];
  /** Of the records in the extract, and of those of the earlier crosswalk, where there was one. */
  continued?: { kept: number; new: number; gone: number };
  /** `reason` continues "rows were left out where". */
  excluded: { reason: string; rows: number }[];
  quality: QualityReport;
  /** `encrypted` is the file that is sent, where the recipient has a public key; the rest is of what is inside. */
  extract: { rows: number; bytes: number; sha256: string; encrypted?: { public_key: string; bytes: number; sha256: string } };
  match_keys: { name: string; filled: number }[];
  /** Absent when none travel. Without a column it is missing for everybody. */
  attributes?: { name: string; label: string; column?: string; seen_by: string[]; filled: number; missing: number; invalid: number }[];
  reveals: string[];
}

export interface InspectReport {
  kind: "extract" | "encrypted file" | "agreement" | "project key" | "receiving key" | "key receipt" | "crosswalk" | "links" | "run record" | "match report" | "households" | "combined view" | "rejoin record" | "review" | "answers" | "model parameters";
  summary: string;
  details: { label: string; value: string }[];
  columns: { name: string; meaning: string; filled: number; repeated: number; distinct: number; rarest: number; commonest: number }[];
  reveals: string[];
  /** What each holder of this very file could learn, in counts; empty for anything but an extract. */
  holders: { who: string; learns: string[] }[];
}

/** The receipt of a project key that was destroyed. */
export interface KeyDestruction {
  format: "split-tally/key-destruction";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  key_check_code: string;
  key_commitment: string;
  file: string;
  destroyed_at: string;
  by?: string;
  method: "overwritten_and_removed" | "to_be_removed_by_hand";
  statement: string[];
}

/** A chart of a match report, drawn by the core. */
export interface MatchChart {
  /** `overlap`, `expected`, `weights`, `pair-1`...; those of a second model and on have its number, as `expected-2` and `pair-2-1`. */
  name: string;
  title: string;
  /** How it is read. */
  help: string;
  svg: string;
  /** Its numbers: what the columns are called, and the rows. */
  columns: string[];
  rows: string[][];
  csv: string;
}

export interface MatchReport {
  format: "split-tally/match-report";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  inputs: { party: string; file: string; rows: number; sha256: string; linked: number }[];
  /** In the order applied. Pairs: how many pairs shared the token; links: how many became links, of which preferred were chosen among several; not_unique and contradicted: how many were passed over and why. */
  rules: {
    rule: string;
    description: string;
    pairs: number;
    links: number;
    preferred: number;
    not_unique: number;
    contradicted: number;
  }[];
  similarity: {
    threshold: number;
    margin: number;
    compared: number;
    /** `sampled` where there are too many pairs to compare them all; then `recall` says what share of the similar ones was found, with its 95% interval. */
    method: "exhaustive" | "sampled";
    recall?: { records: number; pairs: number; found: number; share: { value: number; low: number; high: number } };
    links: number;
    too_close: number;
    contradicted: number;
    /** Bins of equal width from `from` to 1: candidate pairs among the records left after the match keys, and links made of them. */
    histogram: { from: number; width: number; pairs: number[]; links: number[] };
  } | null;
  /** For each two parties, where the probability model decided. */
  model?: ModelReport[];
  /** Absent where nobody is asked and nobody has answered; in pairs. */
  review?: { pairs: number; left_out: number; linked: number; kept_apart: number; conflicting: number; clashes: number; unsure: number; gone: number };
  /** People who share a home, where the agreement has them put together. */
  households?: { homes: number; people: number; across_parties: number; sizes: Record<string, number>; too_large: number; ambiguous: number };
  /** What became of the groups of an earlier run, where its links were given. */
  earlier?: { kept: number; gone: number; records_gone: number; undone: number; merged: number };
  links: number;
  groups: number;
  /** How many groups hold records of exactly these parties. */
  overlap: { parties: string[]; groups: number }[];
}

/** What the probability model made of the extracts of two parties. */
export interface ModelReport {
  parties: string[];
  /** The least probability of a link. */
  threshold: number;
  parameters: { fields: { field: string; levels: { level: string; m: number; u: number; household: number }[] }[] };
  expected_matches: number;
  links: number;
  estimate: { precision: number; recall: number; assumes: string[] };
  /** From 0.01 to 0.99. */
  thresholds: { threshold: number; weight: number; pairs: number; precision: number; recall: number }[];
  warnings: string[];
  /** A few pairs near the threshold, by record reference. */
  examples: { records: string[]; probability: number; pairwise: number; weight: number; lines: { field: string; level: string; bits: number }[] }[];
}

/** What is chosen of a template. */
export interface TemplateChoices {
  /** The name of a preset. */
  match_keys: string;
  /** Parties whose files may hold a person several times. */
  repeats: string[];
  /** Whether doubtful pairs are put to the parties. */
  review: boolean;
  /** Whether people who share a home are put together. */
  households: boolean;
  results: Results;
  /** The last day, such as "2027-03-31". */
  expires: string | null;
  /** What travels, as NAME=PARTY+PARTY with those who contribute it; all that the template has when empty. */
  attributes: string[];
  /** Who may see an attribute record by record, as NAME=PARTY+PARTY, where that is not all or, under counts alone, nobody. */
  seen_by: string[];
  /** Null leaves it to the template. */
  disclosure: Disclosure | null;
  /** What the template of incidents alone has to choose; null leaves a measure to it. */
  incident?: IncidentChoices;
}

export interface IncidentChoices {
  within_metres: number | null;
  within_minutes: number | null;
  cell_metres: number | null;
  /** Values of a category, as FIELD=VALUE|VALUE. */
  values: string[];
}

/** What someone who holds one of two records says of them. */
export type Verdict = "same" | "different" | "unsure";

/** What the score of a pair is: a Dice coefficient, or the probability of one person. */
export type Score = "similarity" | "probability";

/** How well two records agree in one thing: a match key in words, or a field's label. */
export interface Evidence {
  about: string;
  agreement: "equal" | "alike" | "swapped" | "differs" | "missing";
}

/** Pairs too doubtful to link and too likely to leave, by record reference. */
export interface ReviewFile {
  format: "split-tally/review";
  version: 1;
  agreement: { title: string; digest: string };
  parties: string[];
  /** Absent where they are about people. */
  about_incidents?: boolean;
  score: Score;
  pairs: { pair: number; records: { party: string; record: string }[]; score: number; evidence: Evidence[] }[];
  left_out: number;
}

export interface AnswersFile {
  format: "split-tally/answers";
  version: 1;
  agreement: { title: string; digest: string };
  party: string;
  answers: { records: { party: string; record: string }[]; answer: Verdict }[];
}

/** Questions to one owner, beside the owner's own rows: for the owner's screen only. */
export interface Questions {
  party: string;
  about_incidents: boolean;
  score: Score;
  columns: string[];
  questions: { pair: number; score: number; other_party: string; evidence: Evidence[]; record: string; cells: string[] }[];
  not_found: number;
}

/** What was carried back; `not_found` are linked records that are in no row of the file. */
export interface JoinCount {
  rows: number;
  linked: number;
  not_found: number;
}

/** What was carried back, and which clause of the agreement allowed it. */
export interface RejoinRecord {
  format: "split-tally/rejoin-record";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  party: string;
  results: Results;
  expires: string | null;
  attributes: { name: string; label: string; clause: string; from: string[]; filled: number }[];
  count: JoinCount;
}

/** A count as it is published; "*" where it is suppressed. */
export type Published = number | "*";

export interface ViewTable {
  name: string;
  title: string;
  /** What its rows are; absent where the title says it. */
  rows_are?: string;
  columns: string[];
  rows: { label: string; counts: Published[] }[];
  rule: string;
}

/** A place with more incidents than expected, and where it is. */
export interface Hotspot {
  centre: string;
  radius_metres: number;
  cells: string[];
  incidents: Published;
  expected: number | null;
}

export interface Hotspots {
  statistic: string;
  baseline: string;
  cells: number;
  windows: number;
  /** Windows of which it is not said, as that would tell of a suppressed count. */
  not_said: number;
  found: Hotspot[];
}

/** What is said of incidents beside their tables. */
export interface IncidentView {
  which_report: string;
  places?: { metres: number; cells_in_two_areas: number; hotspots?: Hotspots };
}

/** A property that gives every area of a file a name of its own, and its first names. */
export interface AreaNaming {
  property: string;
  areas: number;
  first: string[];
}

/** People, or incidents, of several parties in counts that are fit to be published. */
export interface CombinedView {
  format: "split-tally/view";
  version: 1;
  software: string;
  agreement: { title: string; digest: string };
  purpose: string;
  disclosure: Disclosure;
  rule: string;
  limits: string[];
  sources: { party: string; file: string; sha256: string }[];
  regions: { parties: string[]; people: Published }[];
  tables: ViewTable[];
  /** Absent where people are counted. */
  incidents?: IncidentView;
}

export interface OwnRowsOptions {
  read: ReadOptions;
  /** The column of own ids that `prepare` used; found by its name when null, and row numbers stand in for it. */
  id_column: string | null;
  linked_only: boolean;
}

export interface TextFile {
  name: string;
  text: string;
}

/** How large an extract is, in what decides how much memory matching takes. */
export interface ExtractSize {
  rows: number;
  bytes: number;
  filter_bytes: number;
  model_bytes: number;
}

/** What the workers of a page may use at once, in all; memory in bytes. */
export interface PoolLimits {
  workers: number;
  memory: number;
}

/** What matching takes, at most. */
export type MatchPlan = PoolLimits;

export interface Progress {
  /** What is being done: "reading", "encoding", "writing", "checking", "match keys", "similarity", "probability", "counting". */
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
  /** For whom; needed when the agreement names several recipients. */
  recipient: string | null;
  read: ReadOptions;
  /** The columns in use. */
  mapping: MappingRequest[];
  /** Whether columns that are not in `mapping` stay unused (so when absent), or map themselves by name, as on the command line. */
  only_named?: boolean;
  id_column: string | null;
  invalid_values: "refuse" | "blank";
  /** Ids to leave out (opt-outs). */
  exclude: string[];
  /** Files of a field's values whose records are left out, one value a line. */
  exclude_lists: { field: string; file: string; text: string }[];
  /** What must hold for a row to take part: all of them. Dates may be written in any usual way. */
  filters: { column: string; test: { is: string[] } | { is_not: string[] } | { from: string } | { until: string } }[];
  repeated_ids: "refuse" | "keep_first" | "keep_all";
  /** Tests only: makes the random references repeatable. */
  seed: number | null;
}

/** Comparisons in steps. While `next` gives a division, each of its parts is done: by `compare` here, or by a `MatchHelper` whose answer goes to `add`. */
export interface Divided {
  /** Ends the comparison before, and says how the next is divided; undefined when there are no more. */
  next(): { parts: number; workers: number } | undefined;
  /** Passes on, piece by piece, what a `MatchHelper` reads. */
  write(out: (bytes: Uint8Array) => void): void;
  compare(part: number): void;
  add(found: Uint8Array): void;
  /** Parts not done yet. */
  missing(): number;
}

/** A gazetteer and files of codes, as the core has read them. */
export interface Tables {
  /** What is looked up in what, in words. */
  described(): string[];
}

/** Areas of a map, and what places are compared with, as the core has read them. */
export type ViewPlaces = object;

/** The functions that the wasm module exports, after wasm-bindgen. All are synchronous and throw a CoreError. */
export interface Core {
  version(): string;
  templates(): Template[];
  match_key_presets(): MatchKeyPreset[];
  /** The agreement file's text. */
  agreement_new(template: string, choices: TemplateChoices, parties: string[], recipients: Recipient[]): string;
  /** The text of the next edition, with another last day or threshold where one is given. */
  agreement_renew(agreement: string, expires: string | null, similarityThreshold: number | null, probabilityThreshold: number | null): string;
  agreement_check(agreement: string): AgreementSummary;
  /** A data protection impact assessment begun from the agreement: a page of HTML. */
  agreement_assessment(agreement: string): string;
  /** A key file: age-encrypted when there is a passphrase, plain text otherwise. */
  key_new(passphrase: string | null): Uint8Array;
  /** The key check code. Code "secret.passphrase_needed" when the file is wrapped and none is given, "secret.wrong_passphrase" when it is wrong. */
  key_check(agreement: string, key_file: Uint8Array, passphrase: string | null): string;
  /** A receipt; `at` is the time in ISO 8601. */
  key_destruction(agreement: string, key_file: Uint8Array, passphrase: string | null, name: string, at: string, by: string | null): KeyDestruction;
  /** A receiving key: an age identity file, wrapped when there is a passphrase, and its public key. */
  identity_new(passphrase: string | null): { file: Uint8Array; public_key: string };
  /** The public key. Codes as for `key_check`, and "secret.not_an_identity". */
  identity_check(file: Uint8Array, passphrase: string | null): string;
  file_columns(agreement: string, read: ReadOptions, source: Source): FileColumns;
  /** The text of a mapping file. */
  mapping_save(mapping: MappingRequest[], id_column: string | null): string;
  /** What a saved mapping says of a file with these columns; code "read.no_such_column" and others when it does not fit. */
  mapping_open(agreement: string, file: string, columns: string[], name: string, text: string): { mapping: MappingRequest[]; id_column: string | null };
  /** Reads the whole file and says what it holds and what is wrong with it, without a key. */
  file_look(
    agreement: string,
    read: ReadOptions,
    mapping: MappingRequest[],
    tables: Tables,
    source: Source,
    progress: (progress: Progress) => void,
  ): FileLook;
  /** Reads tables that cells are looked up in: `codes` has a file for each of the `fields`. */
  Tables: new (agreement: string, gazetteer: Source | null, fields: string[], codes: Source[]) => Tables;
  /** The first rows beside what would leave of them. */
  preview(
    agreement: string,
    key_file: Uint8Array,
    passphrase: string | null,
    options: PrepareOptions,
    tables: Tables,
    source: Source,
    rows: number,
  ): PreviewRow[];
  /** `prepare` in steps, so that the browser can collect garbage between them. */
  Preparation: new (
    agreement: string,
    key_file: Uint8Array,
    passphrase: string | null,
    options: PrepareOptions,
    tables: Tables,
    /** The crosswalk of an earlier run: its records keep their references. */
    earlier: Source | null,
    source: Source,
    sink: PrepareSink,
    progress: (progress: Progress) => void,
  ) => {
    /** Does the next part of the work; the step that ends it gives the run record. */
    step(): RunRecord | undefined;
  };
  /** `identity` opens files that are encrypted to its public key. */
  inspect(name: string, bytes: Uint8Array, identity: Uint8Array | null, passphrase: string | null): InspectReport;
  /** Checks one extract against the agreement: what the checks table shows before a run. Throws the reason when it cannot be matched. */
  extract_check(
    agreement: string,
    name: string,
    bytes: Uint8Array,
    identity: Uint8Array | null,
    passphrase: string | null,
  ): { party: string; recipient: string | null; rows: number; agreement_digest: string; key_commitment: string; sha256: string; size: ExtractSize };
  /** What matching takes. Code "match.too_little_memory" when it does not fit. */
  match_plan(agreement: string, extracts: ExtractSize[], pool: PoolLimits): MatchPlan;
  /** `match` in steps. */
  Matching: new (
    agreement: string,
    files: Source[],
    identity: Uint8Array | null,
    passphrase: string | null,
    answers: TextFile[],
    /** The links of an earlier run: its groups keep their numbers. */
    earlier: Source | null,
    pool: PoolLimits,
    progress: (progress: Progress) => void,
  ) => Divided & {
    /** `homes` is null where the agreement puts nobody together by home. */
    finish(): { links: Uint8Array; homes: Uint8Array | null; report: MatchReport; review: ReviewFile | null; page: Uint8Array; charts: MatchChart[] };
  };
  /** A view in steps, which are those of a `Matching`. With links, `next` gives undefined at once. */
  Viewing: new (agreement: string, files: Source[], identity: Uint8Array | null, passphrase: string | null, links: Source | null, places: ViewPlaces, pool: PoolLimits, progress: (progress: Progress) => void) => Divided & {
    /** The view, the same as a page, its charts by the names of their tables, and its tables as CSV. */
    finish(): { view: CombinedView; page: Uint8Array; charts: { name: string; svg: string }[]; tables: { name: string; bytes: Uint8Array }[] };
  };
  /** Reads a GeoJSON file whose areas the property names, and numbers by cell, which may be counts of an earlier period. */
  ViewPlaces: new (areas: Source | null, areaName: string, baseline: Source | null, isEarlier: boolean) => ViewPlaces;
  /** By which properties the areas of a GeoJSON file can be named. */
  area_names(areas: Source): AreaNaming[];
  /** How many records the links of an earlier run have. */
  links_check(source: Source): number;
  /** How many own ids the crosswalk of an earlier run has. */
  crosswalk_check(source: Source): number;
  MatchHelper: new (comparison: Source) => { compare(part: number): Uint8Array };
  /** The owner's rows with what they were linked to, piece by piece. Codes "rejoin.other_crosswalk", "rejoin.other_ids" and others when files do not belong together. */
  rejoin(
    links: Source,
    crosswalk: Source,
    /** With it and the other parties' extracts: what it lets the owner see of them. */
    agreement: string | null,
    extracts: Source[],
    identity: Uint8Array | null,
    passphrase: string | null,
    options: OwnRowsOptions,
    source: Source,
    out: (bytes: Uint8Array) => void,
    progress: (progress: Progress) => void,
  ): { count: JoinCount; worklist: Uint8Array | null; record: RejoinRecord | null };
  /** The pairs of a review beside the owner's rows. */
  review_questions(name: string, review: string, crosswalk: Source, options: OwnRowsOptions, source: Source, progress: (progress: Progress) => void): Questions;
  review_answers(name: string, review: string, party: string, said: { pair: number; answer: Verdict }[]): AnswersFile;
  answers_check(name: string, text: string): AnswersFile;
  /** Made-up people for a rehearsal: one CSV a party, and the truth. With indicators of need there are three parties, else two. */
  rehearsal(people: number, seed: number, indicators: boolean): { files: { name: string; bytes: Uint8Array }[] };
  /** Made-up incidents as four sources report them, with what their codes mean, places by name, and the truth. */
  rehearsal_of_incidents(incidents: number, seed: number): { files: { name: string; bytes: Uint8Array }[] };
}
