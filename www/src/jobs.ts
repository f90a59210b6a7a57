// The work a worker can be asked to do. Everything here crosses `postMessage`: files and blobs go by reference, never copied.

import type { AgreementSummary, AnswersFile, AreaNaming, CombinedView, ExtractSize, FileColumns, FileLook, InspectReport, JoinCount, KeyDestruction, MappingRequest, MatchChart, MatchKeyPreset, MatchPlan, MatchReport, OwnRowsOptions, PoolLimits, PrepareOptions, PreviewRow, Questions, ReadOptions, Recipient, RejoinRecord, ReviewFile, RunRecord, Template, TemplateChoices, TextFile, Verdict } from "./core";

export type Mapping = MappingRequest[];

/** The contents of a file, for a worker that cannot read files itself. */
export interface HeldFile {
  name: string;
  size: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A file as a job gets it. */
export type GivenFile = File | HeldFile;

export interface CoreFacts {
  version: string;
  /** How much memory one worker could have, as far as it was tried. In bytes. */
  memory: number;
  /** Whether workers of this page can read files and blobs. */
  readsFiles: boolean;
}

/** What cells are looked up in: a gazetteer, and a file of codes for each of the fields in `coded`. Files are members of their own, so that their
 * contents can be handed over in their place. */
export interface LookupFiles {
  gazetteer: GivenFile | null;
  coded: string[];
  codes: GivenFile[];
}

export const noLookups: LookupFiles = { gazetteer: null, coded: [], codes: [] };

/** Areas to count incidents by, and what to compare places with. */
export interface PlaceFiles {
  areas: GivenFile | null;
  /** The property that names them. */
  areaName: string;
  baseline: GivenFile | null;
  /** Whether the baseline is counts of an earlier period. */
  isEarlier: boolean;
}

export const noPlaces: PlaceFiles = { areas: null, areaName: "", baseline: null, isEarlier: false };

/** A project key or a receiving key as it stands in its file, and what opens it. */
export interface KeyFile {
  bytes: Uint8Array<ArrayBuffer>;
  passphrase: string | null;
}

export interface ExtractCheck {
  party: string;
  recipient: string | null;
  rows: number;
  agreement_digest: string;
  key_commitment: string;
  sha256: string;
  size: ExtractSize;
}

export interface PrepareResult {
  record: RunRecord;
  extract: Blob;
  crosswalk: Blob;
}

export interface MatchResult {
  report: MatchReport;
  links: Blob;
  /** Who shares a home, where the agreement has people put together. */
  homes: Blob | null;
  /** The pairs to put to people, where the agreement has that done. */
  review: ReviewFile | null;
  /** The report to read and to print: a page that needs nothing else. */
  page: Blob;
  charts: readonly MatchChart[];
}

export interface ViewResult {
  view: CombinedView;
  /** The same as a page that needs nothing else. */
  page: Blob;
  /** By the names of their tables. */
  charts: { name: string; svg: string }[];
  /** CSV. */
  tables: { name: string; csv: Blob }[];
}

export interface RejoinResult {
  count: JoinCount;
  joined: Blob;
  /** Where the agreement was given: own ids of people with a need that others know of, and what allowed it. */
  worklist: Blob | null;
  record: RejoinRecord | null;
}

export interface Jobs {
  version: { input: null; output: CoreFacts };
  templates: { input: null; output: Template[] };
  matchKeyPresets: { input: null; output: MatchKeyPreset[] };
  newAgreement: { input: { template: string; choices: TemplateChoices; parties: string[]; recipients: Recipient[] }; output: string };
  renewAgreement: { input: { agreement: string; expires: string | null; similarityThreshold: number | null; probabilityThreshold: number | null }; output: string };
  checkAgreement: { input: { agreement: string }; output: AgreementSummary };
  assessment: { input: { agreement: string }; output: string };
  newKey: { input: { passphrase: string | null }; output: Uint8Array<ArrayBuffer> };
  checkKey: { input: { agreement: string; key: KeyFile }; output: string };
  keyReceipt: { input: { agreement: string; key: KeyFile; name: string; at: string; by: string | null }; output: KeyDestruction };
  newIdentity: { input: { passphrase: string | null }; output: { file: Uint8Array<ArrayBuffer>; publicKey: string } };
  checkIdentity: { input: { identity: KeyFile }; output: string };
  columns: { input: { agreement: string; read: ReadOptions; file: GivenFile }; output: FileColumns };
  saveMapping: { input: { mapping: Mapping; idColumn: string | null }; output: string };
  openMapping: { input: { agreement: string; file: string; columns: string[]; name: string; text: string }; output: { mapping: Mapping; id_column: string | null } };
  look: { input: { agreement: string; read: ReadOptions; mapping: Mapping; file: GivenFile } & LookupFiles; output: FileLook };
  /** What is looked up in what, in words. */
  checkLookups: { input: { agreement: string } & LookupFiles; output: string[] };
  preview: { input: { agreement: string; key: KeyFile; options: PrepareOptions; file: GivenFile; rows: number } & LookupFiles; output: PreviewRow[] };
  prepare: { input: { agreement: string; key: KeyFile; options: PrepareOptions; earlier: GivenFile | null; file: GivenFile } & LookupFiles; output: PrepareResult };
  inspect: { input: { file: GivenFile; identity: KeyFile | null }; output: InspectReport };
  checkExtract: { input: { agreement: string; file: GivenFile; identity: KeyFile | null }; output: ExtractCheck };
  matchPlan: { input: { agreement: string; sizes: ExtractSize[]; pool: PoolLimits }; output: MatchPlan };
  match: { input: { agreement: string; files: GivenFile[]; identity: KeyFile | null; answers: TextFile[]; earlier: GivenFile | null; pool: PoolLimits }; output: MatchResult };
  /** Without links they are made, by several workers as in matching, and not kept. */
  view: { input: { agreement: string; files: GivenFile[]; identity: KeyFile | null; links: GivenFile | null; pool: PoolLimits } & PlaceFiles; output: ViewResult };
  /** By which properties the areas of a file can be named; and whether areas and baseline can be used. */
  areaNames: { input: { file: GivenFile }; output: AreaNaming[] };
  checkPlaces: { input: PlaceFiles; output: null };
  /** How many records the links of an earlier run have, and how many own ids its crosswalk. */
  checkLinks: { input: { file: GivenFile }; output: number };
  checkCrosswalk: { input: { file: GivenFile }; output: number };
  /** Does parts of a comparison until it is ended. */
  help: { input: { comparison: Blob; round: number }; output: never };
  rejoin: {
    input: { links: GivenFile; crosswalk: GivenFile; agreement: string | null; extracts: GivenFile[]; identity: KeyFile | null; options: OwnRowsOptions; file: GivenFile };
    output: RejoinResult;
  };
  questions: { input: { review: TextFile; crosswalk: GivenFile; options: OwnRowsOptions; file: GivenFile }; output: Questions };
  answer: { input: { review: TextFile; party: string; said: { pair: number; answer: Verdict }[] }; output: AnswersFile };
  checkAnswers: { input: TextFile; output: AnswersFile };
  rehearsal: { input: { people: number; seed: number; indicators: boolean }; output: { name: string; blob: Blob }[] };
  rehearsalOfIncidents: { input: { incidents: number; seed: number }; output: { name: string; blob: Blob }[] };
}

export type JobName = keyof Jobs;
export type Input<N extends JobName> = Jobs[N]["input"];
export type Output<N extends JobName> = Jobs[N]["output"];

/** The core as a worker is given it: compiled, or as bytes where the page itself may not compile. */
export type CoreCode = WebAssembly.Module | ArrayBuffer;

export interface JobRequest<N extends JobName = JobName> {
  id: number;
  module: CoreCode;
  name: N;
  input: Input<N>;
  /** The lock to hold for as long as the worker lives. */
  lifeline: string;
}

export type JobMessage =
  /** It holds its lifeline. */
  | { id: number; kind: "alive" }
  | PoolMessage
  | { id: number; kind: "progress"; phase: string; done: number; total: number }
  | { id: number; kind: "result"; result: unknown }
  /** An error that the core worded for the person. */
  | { id: number; kind: "refused"; code: string; message: string }
  /** The file could not be read from disk any more. */
  | { id: number; kind: "unreadable"; file: string }
  /** Anything else: the instance is not to be trusted again. */
  | { id: number; kind: "trapped" };

/** What the workers that match together tell the page. A round is one comparison. */
export type PoolMessage =
  /** There is a comparison to do for this many workers, of which the sender is one. */
  | { id: number; kind: "divide"; round: number; parts: number; workers: number; comparison: Blob }
  /** The sender is ready for its first part. */
  | { id: number; kind: "idle"; round: number }
  /** A part is done, and the sender is ready for the next. `found` is null where the sender keeps it. */
  | { id: number; kind: "found"; round: number; part: number; found: Uint8Array<ArrayBuffer> | null };

/** What the page tells them. */
export type PoolOrder =
  | { kind: "part"; round: number; part: number }
  /** What another worker found, for the one that has the files. */
  | { kind: "add"; round: number; found: Uint8Array<ArrayBuffer> };
