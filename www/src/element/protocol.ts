// What the element of a portal's page and the frame inside it say to each other, and the checks on it. Both sides use this file, and neither
// trusts the other: what is not exactly one of these messages is dropped.
//
// The element says hello once, by `postMessage` to the frame, with one port; all the rest goes by that port. Nothing here can hold a person's
// value, a key or a crosswalk.

export const PROTOCOL = "split-tally/embedding";
export const VERSION = 1;

/** What the frame's address ends with, so that it waits for a hello instead of being the whole app. */
export const EMBEDDED_HASH = "#/embedded";

export const JOBS = ["set-up", "prepare", "match", "view", "bring-back", "inspect"] as const;
export type EmbeddedJob = (typeof JOBS)[number];

/** What a portal may ask to be handed: never the crosswalk, the key, links, or a file of records. */
export const RECEIVABLE = ["extract", "report", "view"] as const;
export type Receivable = (typeof RECEIVABLE)[number];

/** The custom properties that a portal's style sheet may set; each is a colour as `#rrggbb`. */
export const THEME = ["brand", "brand-text", "text", "background", "link"] as const;
export type ThemeName = (typeof THEME)[number];
export type Theme = Partial<Record<ThemeName, string>>;

/** Far more than any agreement. In characters. */
export const MOST_AGREEMENT = 1 << 20;
const MOST_TEXT = 2000;
export const MOST_PIXELS = 30_000;

export interface Hello {
  protocol: typeof PROTOCOL;
  version: typeof VERSION;
  kind: "hello";
  job: EmbeddedJob;
  /** A language tag; the frame takes the nearest that it has. */
  language: string;
  theme: Theme;
  /** The text of the agreement to start from, which the person sees and confirms. */
  agreement: string | null;
  receive: Receivable[];
}

/** What the element says over the port. */
export type FromHost = { version: typeof VERSION; kind: "theme"; theme: Theme };

/** "choosing": the person fills in; "working"; "done": there is a result; "failed": the work stopped, and the person was told why. */
export const STATES = ["choosing", "working", "done", "failed"] as const;
export type EmbeddedState = (typeof STATES)[number];

/** What an extract says of itself: counts and digests, and nothing of the file it was made of. */
export interface ExtractSummary {
  party: string;
  agreement: string;
  recipient: string | null;
  rows: number;
  bytes: number;
  sha256: string;
  encrypted: boolean;
}

/** What a match found, in counts. */
export interface MatchSummary {
  agreement: string;
  parties: { party: string; rows: number; linked: number }[];
  groups: number;
  links: number;
}

/** The tables of a combined view, as the rule of the agreement lets them be published; "*" is a count that the rule hides. */
export interface PublishedTables {
  title: string;
  agreement: string;
  rule: string;
  /** What the counts do not say: to stand wherever they do. */
  limits: string[];
  tables: { name: string; title: string; columns: string[]; rows: { label: string; counts: (number | "*")[] }[]; rule: string }[];
}

/** What the frame says over the port. */
export type FromFrame = { version: typeof VERSION } & (
  | { kind: "ready"; software: string; job: EmbeddedJob; language: string }
  | { kind: "status"; state: EmbeddedState; unsaved: boolean }
  | { kind: "progress"; phase: string; done: number; total: number }
  | { kind: "height"; pixels: number }
  /** Another page is shown: its top should be seen. */
  | { kind: "moved" }
  | { kind: "extract"; name: string; content: Blob; summary: ExtractSummary }
  | { kind: "report"; summary: MatchSummary }
  | { kind: "view"; view: PublishedTables }
  /** What of a hello or of a theme was not taken, and why. */
  | { kind: "problem"; code: string; message: string }
);

type Parts = Record<string, unknown>;

const isParts = (value: unknown): value is Parts => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown, most = MOST_TEXT): value is string => typeof value === "string" && value.length <= most;
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T => (list as readonly unknown[]).includes(value);
const hasOnly = (value: Parts, names: readonly string[]) => Object.keys(value).every((name) => names.includes(name));

/** Colours in one form alone: nothing else of CSS can be in it. */
export const isColour = (value: unknown): value is string => typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
const isTheme = (value: unknown): value is Theme => isParts(value) && hasOnly(value, THEME) && Object.values(value).every(isColour);

export function isHello(value: unknown): value is Hello {
  return (
    isParts(value) &&
    hasOnly(value, ["protocol", "version", "kind", "job", "language", "theme", "agreement", "receive"]) &&
    value.protocol === PROTOCOL &&
    value.version === VERSION &&
    value.kind === "hello" &&
    isOneOf(JOBS, value.job) &&
    isText(value.language, 35) &&
    isTheme(value.theme) &&
    (value.agreement === null || isText(value.agreement, MOST_AGREEMENT)) &&
    Array.isArray(value.receive) &&
    value.receive.length <= RECEIVABLE.length &&
    value.receive.every((one) => isOneOf(RECEIVABLE, one))
  );
}

export const isFromHost = (value: unknown): value is FromHost => isParts(value) && hasOnly(value, ["version", "kind", "theme"]) && value.version === VERSION && value.kind === "theme" && isTheme(value.theme);

const SUMMARY_OF_EXTRACT = ["party", "agreement", "recipient", "rows", "bytes", "sha256", "encrypted"];
const SUMMARY_OF_MATCH = ["agreement", "parties", "groups", "links"];
const MOST_PARTIES = 100;

const isExtractSummary = (value: unknown): value is ExtractSummary =>
  isParts(value) &&
  hasOnly(value, SUMMARY_OF_EXTRACT) &&
  isText(value.party) &&
  isText(value.agreement) &&
  (value.recipient === null || isText(value.recipient)) &&
  isCount(value.rows) &&
  isCount(value.bytes) &&
  isText(value.sha256, 64) &&
  typeof value.encrypted === "boolean";

const isMatchSummary = (value: unknown): value is MatchSummary =>
  isParts(value) &&
  hasOnly(value, SUMMARY_OF_MATCH) &&
  isText(value.agreement) &&
  isCount(value.groups) &&
  isCount(value.links) &&
  Array.isArray(value.parties) &&
  value.parties.length <= MOST_PARTIES &&
  value.parties.every((one: unknown) => isParts(one) && hasOnly(one, ["party", "rows", "linked"]) && isText(one.party) && isCount(one.rows) && isCount(one.linked));

/** Far more than any view has; a map of incidents has a row for each cell. */
const MOST_TABLES = 1000;
const MOST_ROWS = 100_000;
const MOST_COLUMNS = 1000;

const isList = (value: unknown, most: number, fits: (one: unknown) => boolean): boolean => Array.isArray(value) && value.length <= most && value.every(fits);
const isPublished = (value: unknown) => value === "*" || isCount(value);
const isRow = (value: unknown) => isParts(value) && hasOnly(value, ["label", "counts"]) && isText(value.label) && isList(value.counts, MOST_COLUMNS, isPublished);
const isTable = (value: unknown) =>
  isParts(value) &&
  hasOnly(value, ["name", "title", "columns", "rows", "rule"]) &&
  [value.name, value.title, value.rule].every((one) => isText(one)) &&
  isList(value.columns, MOST_COLUMNS, (one) => isText(one)) &&
  isList(value.rows, MOST_ROWS, isRow);

const isPublishedTables = (value: unknown): value is PublishedTables =>
  isParts(value) &&
  hasOnly(value, ["title", "agreement", "rule", "limits", "tables"]) &&
  [value.title, value.agreement, value.rule].every((one) => isText(one)) &&
  isList(value.limits, MOST_TABLES, (one) => isText(one)) &&
  isList(value.tables, MOST_TABLES, isTable);

/** The members of each message beside `version` and `kind`, and what each must be. */
const MEMBERS: Record<FromFrame["kind"], Record<string, (value: unknown) => boolean>> = {
  ready: { software: isText, job: (value) => isOneOf(JOBS, value), language: isText },
  status: { state: (value) => isOneOf(STATES, value), unsaved: (value) => typeof value === "boolean" },
  progress: { phase: isText, done: isCount, total: isCount },
  height: { pixels: (value) => isCount(value) && value <= MOST_PIXELS },
  moved: {},
  extract: { name: isText, content: (value) => value instanceof Blob, summary: isExtractSummary },
  report: { summary: isMatchSummary },
  view: { view: isPublishedTables },
  problem: { code: isText, message: isText },
};

export function isFromFrame(value: unknown): value is FromFrame {
  if (!isParts(value) || value.version !== VERSION || typeof value.kind !== "string" || !Object.hasOwn(MEMBERS, value.kind)) return false;
  const members = MEMBERS[value.kind as FromFrame["kind"]];
  return hasOnly(value, ["version", "kind", ...Object.keys(members)]) && Object.entries(members).every(([name, fits]) => fits(value[name]));
}
