// The package's functions. Everything runs on this computer: in a worker that is ended with its job, so that no plain data outlives it.

import { compiledCore, configure, workerKind } from "split-tally-engine";
import { coreFacts, type JobOptions, run } from "../../www/src/bridge";
import type { AgreementSummary, CombinedView, Disclosure, FileColumns, InspectReport, JoinCount, MappingRequest, MatchReport, PrepareOptions as CorePrepareOptions, Progress, ReadOptions, Recipient, RejoinRecord, Results, ReviewFile, RunRecord, Template } from "../../www/src/core";
import { type Input as JobInput, type JobName, type LookupFiles, noPlaces, type Output } from "../../www/src/jobs";
import { matchFiles, poolLimits, viewFiles } from "../../www/src/pool";
import { translated, UsageError } from "./errors";
import { type FileInput, givenFile, type KeyInput, keyFile, textOf } from "./inputs";
import type { WorkerKind } from "./ladder";

export interface LoadOptions {
  /** Where `split-tally.wasm` of this package is, when it is not beside this module. */
  wasmUrl?: string | URL;
  /** Where `worker.js` of this package is, when it is not beside this module. In Node: `node-worker.js`. */
  workerUrl?: string | URL;
}

/** What every longer job takes beside its input. */
export interface JobControl {
  /** Called at most ten times a second. `total` is 0 where it is not known. */
  onProgress?: (progress: Progress) => void;
  /** Aborting it ends the worker and rejects with a `CancelledError`. */
  signal?: AbortSignal;
}

/** An agreement that the core has read and accepted. */
export interface Agreement {
  /** The agreement file, to be kept and given to every party. */
  readonly text: string;
  readonly summary: AgreementSummary;
}

/** An agreement, its file, or its text. */
export type AgreementInput = Agreement | string | FileInput;

export interface AgreementOptions {
  /** "person" unless said; `templates()` lists them. */
  template?: string;
  /** Who takes part: two or more names. */
  parties: readonly string[];
  /** For whom extracts are made; nobody in particular unless said. */
  recipients?: readonly Recipient[];
  /** A preset of match keys: "own" unless said. */
  matchKeys?: string;
  /** Parties whose files may hold a person several times. */
  repeats?: readonly string[];
  /** Whether doubtful pairs are put to the parties. */
  review?: boolean;
  /** Whether people who share a home are put together. */
  households?: boolean;
  /** How results may be used: "records" unless said. Under "counts" nobody is given links. */
  results?: Results;
  /** The last day, such as "2027-03-31"; none unless said. */
  expires?: string;
  /** Of a template with attributes, those that travel, as NAME=PARTY+PARTY with those who contribute them; all of them, from all, unless said. */
  attributes?: readonly string[];
  /** Who may see an attribute record by record, as NAME=PARTY+PARTY. */
  seenBy?: readonly string[];
  /** Which counts may be published; the template's rule unless said. */
  disclosure?: Disclosure;
}

export interface PrepareOptions {
  agreement: AgreementInput;
  key: KeyInput;
  /** Whose records these are: one of the agreement's parties. */
  party: string;
  /** For whom; needed when the agreement names several recipients. */
  recipient?: string;
  /** Which column is which field, by the column's name: `{ "Surname of client": "surname" }`; a list splits one column into several fields. */
  columns?: Readonly<Record<string, string | readonly string[]>> | readonly MappingRequest[];
  /** Whether columns that `columns` does not name stay unused. Otherwise they map themselves by name, as on the command line. */
  onlyNamedColumns?: boolean;
  /** The column of your own ids. Found by its name unless said. */
  idColumn?: string;
  /** How to read the file; what is not said is detected. */
  read?: Partial<ReadOptions>;
  /** What to do with a value that cannot be, such as 31 February: "refuse" the file, as unless said, or "blank" the cell. */
  invalidValues?: "refuse" | "blank";
  /** Ids to leave out. */
  exclude?: readonly string[];
  /** Lists of a field's values, one a line, whose records are left out. */
  excludeLists?: readonly { field: string; list: FileInput | string }[];
  /** What must hold for a row to take part: all of them. */
  filters?: CorePrepareOptions["filters"];
  /** Rows with an id that stands twice: "refuse" the file, as unless said, "keep_first" or "keep_all". */
  repeatedIds?: "refuse" | "keep_first" | "keep_all";
  /** A table of places in words and where they are, for locations that are no coordinates. It stays with you. */
  gazetteer?: FileInput;
  /** By field, a table that says what your codes mean: columns `code` and `value`. */
  codes?: Readonly<Record<string, FileInput>>;
  /** The crosswalk of an earlier run: its records keep their references. */
  earlierCrosswalk?: FileInput;
  /** For tests only: makes the random references repeatable. An extract made with it must not be sent. */
  seed?: number;
}

export interface Prepared {
  /** Tokens only: the one file to send. */
  extract: Blob;
  /** Which reference is which of your own ids. It must never leave your organisation. */
  crosswalk: Blob;
  /** What was done, in counts and names of columns: no person's value. */
  record: RunRecord;
}

export interface MatchOptions {
  agreement: AgreementInput;
  /** The receiving key, where files are encrypted to it. */
  identity?: KeyInput;
  /** What the parties answered to a review of these very files. */
  answers?: readonly { name: string; text: string }[];
  /** The links of an earlier run: its groups keep their numbers. */
  earlierLinks?: FileInput;
  /** At most this many workers. */
  workers?: number;
  /** At most this much memory of all workers together, in bytes. */
  memory?: number;
}

export interface Matched {
  /** CSV: `group,party,record,score,rule`. */
  links: Blob;
  report: MatchReport;
  /** CSV of who shares a home; null unless the agreement puts people together by home. */
  homes: Blob | null;
  /** The pairs to put to people; null unless the agreement has that done. */
  review: ReviewFile | null;
  /** The report to read and to print: HTML that needs nothing else. As exact as the report, with accounts of single pairs: no more to be published. */
  page: Blob;
}

export interface RejoinOptions {
  links: FileInput;
  crosswalk: FileInput;
  /** The column of your own ids that `prepare` used. Found by its name unless said. */
  idColumn?: string;
  /** Whether rows without a link are left out. */
  linkedOnly?: boolean;
  read?: Partial<ReadOptions>;
  /** The agreement, where it lets attributes of other parties come back. */
  agreement?: AgreementInput;
  /** The other parties' extracts, which hold those attributes. */
  extracts?: readonly FileInput[];
  /** The receiving key, where extracts are encrypted to it. */
  identity?: KeyInput;
}

export interface Rejoined {
  /** The owner's rows with their groups, as CSV: people's values. */
  joined: Blob;
  count: JoinCount;
  /** With an agreement: own ids of people with a need that others know of, as CSV. It holds people's data too. */
  worklist: Blob | null;
  /** With an agreement: which clause let what come back. */
  record: RejoinRecord | null;
}

export interface ViewOptions {
  agreement: AgreementInput;
  /** The links of these very files. Without them they are made, counted and not kept: as an agreement for counts alone has it. */
  links?: FileInput;
  /** The receiving key, where files are encrypted to it. */
  identity?: KeyInput;
}

export interface Viewed {
  /** Counts that can be published together, and nothing else. */
  view: CombinedView;
  /** The same as a page of HTML that needs nothing else. */
  page: Blob;
}

/** Runs a job of the page, and words its failure for a caller of the package. */
async function job<N extends JobName>(name: N, input: JobInput<N>, { signal, onProgress }: JobControl = {}): Promise<Output<N>> {
  try {
    return await run(name, input, controls(signal, onProgress));
  } catch (error) {
    throw translated(error, signal);
  }
}

const controls = (signal?: AbortSignal, onProgress?: (progress: Progress) => void): JobOptions => ({
  ...(signal && { signal }),
  ...(onProgress && { onProgress: ({ phase, done, total }: Progress) => onProgress({ phase, done, total }) }),
});

function needed<T>(value: T | undefined | null, code: string, what: string): T {
  if (value === undefined || value === null) throw new UsageError(code, what);
  return value;
}

const AGREEMENT_NEEDED = "agreement is missing: give the agreement, its file or its text.";

const isAgreement = (input: AgreementInput): input is Agreement => typeof input === "object" && "text" in input && typeof input.text === "string" && "summary" in input;
const agreementText = async (input: AgreementInput | undefined): Promise<string> => {
  const given = needed(input, "usage.agreement", AGREEMENT_NEEDED);
  return isAgreement(given) ? given.text : textOf(given, "the agreement");
};

const reading = (read: Partial<ReadOptions> = {}): ReadOptions => ({ encoding: null, delimiter: null, sheet: null, header_row: null, ...read });

/**
 * Starts the core, once, and says what it is. Every other function does so by itself; call it first to give addresses, or to learn early
 * whether the page's content security policy lets it work: it rejects with a `LoadError` that names the directive.
 */
export async function load(options: LoadOptions = {}): Promise<{ version: string; worker: WorkerKind }> {
  configure(options);
  await compiledCore();
  try {
    const [{ version }, worker] = await Promise.all([coreFacts(), workerKind()]);
    return { version, worker };
  } catch (error) {
    throw translated(error, undefined);
  }
}

/** The templates that agreements are made of. */
export const templates = (control?: JobControl): Promise<Template[]> => job("templates", null, control);

/** Makes an agreement: what the parties settle before anybody prepares a file. It is public. */
export async function createAgreement(options: AgreementOptions, control?: JobControl): Promise<Agreement> {
  const parties = [...needed(options?.parties, "usage.parties", "parties is missing: name those who take part.")];
  const choices = { match_keys: options.matchKeys ?? "own", repeats: [...(options.repeats ?? [])], review: options.review ?? false, households: options.households ?? false, results: options.results ?? "records", expires: options.expires ?? null, attributes: [...(options.attributes ?? [])], seen_by: [...(options.seenBy ?? [])], disclosure: options.disclosure ?? null };
  const text = await job("newAgreement", { template: options.template ?? "person", choices, parties, recipients: [...(options.recipients ?? [])] }, control);
  return openAgreement(text, control);
}

/** Reads an agreement that somebody else made. */
export async function openAgreement(agreement: string | FileInput, control?: JobControl): Promise<Agreement> {
  const text = await textOf(needed(agreement, "usage.agreement", AGREEMENT_NEEDED), "the agreement");
  return Object.freeze({ text, summary: await job("checkAgreement", { agreement: text }, control) });
}

/**
 * Makes a project key: the bytes of a key file, wrapped (in the age format) when there is a passphrase. Whoever holds it can test guesses
 * about people against an extract: it goes to the parties and to nobody else.
 */
export const newKey = (options: { passphrase?: string } = {}, control?: JobControl): Promise<Uint8Array<ArrayBuffer>> => job("newKey", { passphrase: options.passphrase ?? null }, control);

/** The key check code: nine digits for people to read to each other, the same for all who hold the same key and agreement. */
export async function checkCode(agreement: AgreementInput, key: KeyInput, control?: JobControl): Promise<string> {
  return job("checkKey", { agreement: await agreementText(agreement), key: await keyFile(needed(key, "usage.key", "key is missing."), "the key") }, control);
}

/** Makes a receiving key: an age identity file, and the public key that others encrypt to. */
export const newReceivingKey = (options: { passphrase?: string } = {}, control?: JobControl): Promise<{ file: Uint8Array<ArrayBuffer>; publicKey: string }> => job("newIdentity", { passphrase: options.passphrase ?? null }, control);

/** The columns of a file, and which fields they seem to be. `first_rows` holds values of people: for their owner's screen only. */
export async function columns(file: FileInput, options: { agreement: AgreementInput; read?: Partial<ReadOptions> }, control?: JobControl): Promise<FileColumns> {
  return job("columns", { agreement: await agreementText(options?.agreement), read: reading(options.read), file: await givenFile(file, "the file") }, control);
}

/** Turns a file of records (CSV, XLSX, XLS or ODS) into an extract of tokens and a crosswalk that stays. */
export async function prepare(file: FileInput, options: PrepareOptions, control?: JobControl): Promise<Prepared> {
  const agreement = await agreementText(options?.agreement);
  const key = await keyFile(needed(options.key, "usage.key", "key is missing: give the bytes of the key file."), "the key");
  const lists = (options.excludeLists ?? []).map(async ({ field, list }, index) => ({ field, file: `list ${index + 1}`, text: await textOf(list, `list ${index + 1}`) }));
  const core: CorePrepareOptions = {
    party: needed(options.party, "usage.party", "party is missing: say whose records these are."),
    recipient: options.recipient ?? null,
    read: reading(options.read),
    mapping: mappingOf(options.columns),
    only_named: options.onlyNamedColumns ?? false,
    id_column: options.idColumn ?? null,
    invalid_values: options.invalidValues ?? "refuse",
    exclude: [...(options.exclude ?? [])],
    exclude_lists: await Promise.all(lists),
    filters: [...(options.filters ?? [])],
    repeated_ids: options.repeatedIds ?? "refuse",
    seed: options.seed ?? null,
  };
  const earlier = options.earlierCrosswalk === undefined ? null : await givenFile(options.earlierCrosswalk, "the earlier crosswalk");
  const { extract, crosswalk, record } = await job("prepare", { agreement, key, options: core, earlier, file: await givenFile(file, "the file"), ...(await lookups(options)) }, control);
  return { extract, crosswalk, record };
}

async function lookups({ gazetteer, codes = {} }: PrepareOptions): Promise<LookupFiles> {
  const given = Object.entries(codes).map(([field, file]) => givenFile(file, `the codes of ${field}`));
  return { gazetteer: gazetteer === undefined ? null : await givenFile(gazetteer, "the gazetteer"), coded: Object.keys(codes), codes: await Promise.all(given) };
}

function mappingOf(chosen: PrepareOptions["columns"]): MappingRequest[] {
  if (chosen === undefined) return [];
  if (Array.isArray(chosen)) return [...(chosen as readonly MappingRequest[])];
  return Object.entries(chosen as Record<string, string | readonly string[]>).map(([column, fields]) => ({ columns: [column], fields: typeof fields === "string" ? [fields] : [...fields] }));
}

/** Lays the extracts of two or more parties side by side. Needs no key. */
export async function match(files: readonly FileInput[], options: MatchOptions, control: JobControl = {}): Promise<Matched> {
  const agreement = await agreementText(options?.agreement);
  const given = await Promise.all(needed(files, "usage.files", "files is missing.").map((file, index) => givenFile(file, `file ${index + 1}`)));
  const identity = options.identity === undefined ? null : await keyFile(options.identity, "the receiving key");
  const earlier = options.earlierLinks === undefined ? null : await givenFile(options.earlierLinks, "the earlier links");
  try {
    const pool = await poolLimits();
    const limits = { workers: Math.min(pool.workers, options.workers ?? pool.workers), memory: options.memory ?? pool.memory };
    const input = { agreement, files: given, identity, answers: [...(options.answers ?? [])], earlier, pool: limits };
    const { links, report, homes, review, page } = await matchFiles(input, controls(control.signal, control.onProgress));
    return { links, report, homes, review, page };
  } catch (error) {
    throw translated(error, control.signal);
  }
}

/** Carries links back to the owner's own rows. The result holds people's values: it stays where it is made. */
export async function rejoin(file: FileInput, options: RejoinOptions, control?: JobControl): Promise<Rejoined> {
  const links = await givenFile(needed(options?.links, "usage.links", "links is missing."), "the links");
  const crosswalk = await givenFile(needed(options.crosswalk, "usage.crosswalk", "crosswalk is missing."), "the crosswalk");
  const own = { read: reading(options.read), id_column: options.idColumn ?? null, linked_only: options.linkedOnly ?? false };
  const agreement = options.agreement === undefined ? null : await agreementText(options.agreement);
  const extracts = await Promise.all((options.extracts ?? []).map((extract, index) => givenFile(extract, `extract ${index + 1}`)));
  const identity = options.identity === undefined ? null : await keyFile(options.identity, "the receiving key");
  const { joined, count, worklist, record } = await job("rejoin", { links, crosswalk, agreement, extracts, identity, options: own, file: await givenFile(file, "the file") }, control);
  return { joined, count, worklist, record };
}

/** Counts the people of two or more parties together: overlaps and needs, under the agreement's rule for publishing. Needs no key. */
export async function view(files: readonly FileInput[], options: ViewOptions, control: JobControl = {}): Promise<Viewed> {
  const agreement = await agreementText(options?.agreement);
  const given = await Promise.all(needed(files, "usage.files", "files is missing.").map((file, index) => givenFile(file, `file ${index + 1}`)));
  const identity = options.identity === undefined ? null : await keyFile(options.identity, "the receiving key");
  const links = options.links === undefined ? null : await givenFile(options.links, "the links");
  try {
    const { view, page } = await viewFiles({ agreement, files: given, identity, links, ...noPlaces, pool: await poolLimits() }, controls(control.signal, control.onProgress));
    return { view, page };
  } catch (error) {
    throw translated(error, control.signal);
  }
}

/** What is in a file of Split Tally, and what each who holds it could learn. */
export async function inspect(file: FileInput, options: { identity?: KeyInput } = {}, control?: JobControl): Promise<InspectReport> {
  return job("inspect", { file: await givenFile(file, "the file"), identity: options.identity === undefined ? null : await keyFile(options.identity, "the receiving key") }, control);
}
