// The worker: one instance of the core, one job, and then it is terminated.

import * as core from "split-tally-core";
import type { CoreError, PrepareSink, Progress, Source } from "./core";
import type { GivenFile, Input, JobMessage, JobName, JobRequest, LookupFiles, Output, PlaceFiles, PoolOrder } from "./jobs";
import { help, match, view, type Talk } from "./match-worker";
import { throttled } from "./throttle";

/** Small writes are gathered up to this size before they become a Blob, which the browser may keep on disk. */
const OUTPUT_PIECE = 4 << 20;
const SPILL_PIECE = 256 << 10;

type Report = (progress: Progress) => void;

/** The file that the browser could no longer read, if that is what ended the job: the core only learns that reading failed. */
let unreadable: string | undefined;

function readBlob(blob: Blob, name: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob));
  } catch (error) {
    unreadable = name;
    throw error;
  }
}

function source(blob: Blob, name: string): Source {
  return { name, size: blob.size, read: (offset, length) => readBlob(blob.slice(offset, offset + length), name) };
}

const fileSource = (file: GivenFile): Source =>
  file instanceof Blob ? source(file, file.name) : { name: file.name, size: file.size, read: (offset, length) => file.bytes.subarray(offset, offset + length) };

/** In WebKit, the workers of a page opened from disk can read no blob, not even one that they made. */
function readsBlobs(): boolean {
  try {
    return new FileReaderSync().readAsArrayBuffer(new Blob(["?"])).byteLength === 1;
  } catch {
    return false;
  }
}

const PAGE_BYTES = 64 << 10;
const TRIED_BYTES = 256 << 20;

/** Tries for a memory of a size that most files need, and then for less. Nothing is written to it, so nothing is used up. */
function memoryToBeHad(): number {
  for (let size = TRIED_BYTES; size >= PAGE_BYTES; size /= 2) {
    try {
      new WebAssembly.Memory({ initial: size / PAGE_BYTES });
      return size;
    } catch {
      // Half of it, then.
    }
  }
  return 0;
}

/** Gathers bytes into Blobs. The bytes handed in may be a view of wasm memory, so they are copied at once. */
class BlobParts {
  private blobs: Blob[] = [];
  private pieces: Uint8Array<ArrayBuffer>[] = [];
  private gathered = 0;

  constructor(private readonly pieceSize: number) {}

  append(bytes: Uint8Array): void {
    this.pieces.push(bytes.slice());
    this.gathered += bytes.length;
    if (this.gathered >= this.pieceSize) this.flush();
  }

  take(type: string): Blob {
    this.flush();
    const blob = new Blob(this.blobs, { type });
    this.blobs = [];
    return blob;
  }

  /** The same as bytes, for this worker itself. */
  takeBytes(): Uint8Array<ArrayBuffer> {
    if (this.blobs.length > 0) return readBlob(this.take(""), "");
    const whole = new Uint8Array(this.gathered);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.pieces = [];
    this.gathered = 0;
    return whole;
  }

  private flush(): void {
    if (this.gathered === 0) return;
    this.blobs.push(new Blob(this.pieces));
    this.pieces = [];
    this.gathered = 0;
  }
}

class BlobSink implements PrepareSink {
  readonly extractParts = new BlobParts(OUTPUT_PIECE);
  readonly crosswalkParts = new BlobParts(OUTPUT_PIECE);
  private readonly buckets = new Map<number, BlobParts>();
  /** What is spilt is read again here, and stays in memory where blobs cannot be read. */
  private readonly spillPiece = readsBlobs() ? SPILL_PIECE : Infinity;

  extract(bytes: Uint8Array): void {
    this.extractParts.append(bytes);
  }

  crosswalk(bytes: Uint8Array): void {
    this.crosswalkParts.append(bytes);
  }

  spill_append(bucket: number, bytes: Uint8Array): void {
    let parts = this.buckets.get(bucket);
    if (!parts) this.buckets.set(bucket, (parts = new BlobParts(this.spillPiece)));
    parts.append(bytes);
  }

  spill_take(bucket: number): Uint8Array {
    const parts = this.buckets.get(bucket);
    this.buckets.delete(bucket);
    return parts?.takeBytes() ?? new Uint8Array();
  }
}

const wholeFile = (file: GivenFile) => (file instanceof Blob ? readBlob(file, file.name) : file.bytes);

const tables = (agreement: string, { gazetteer, coded, codes }: LookupFiles) => new core.Tables(agreement, gazetteer && fileSource(gazetteer), coded, codes.map(fileSource));
const places = ({ areas, areaName, baseline, isEarlier }: PlaceFiles) => new core.ViewPlaces(areas && fileSource(areas), areaName, baseline && fileSource(baseline), isEarlier);
const madeUp = ({ files }: ReturnType<typeof core.rehearsal>) => files.map(({ name, bytes }) => ({ name, blob: new Blob([bytes.slice()], { type: "text/csv" }) }));

/** Ends the current task, so that the browser can collect what the work so far has left behind. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve));

const handlers: { [N in JobName]: (input: Input<N>, report: Report, talk: Talk) => Output<N> | Promise<Output<N>> } = {
  version: () => ({ version: core.version(), readsFiles: readsBlobs(), memory: memoryToBeHad() }),
  templates: () => core.templates(),
  matchKeyPresets: () => core.match_key_presets(),
  newAgreement: ({ template, choices, parties, recipients }) => core.agreement_new(template, choices, parties, recipients),
  renewAgreement: ({ agreement, expires, similarityThreshold, probabilityThreshold }) => core.agreement_renew(agreement, expires, similarityThreshold, probabilityThreshold),
  checkAgreement: ({ agreement }) => core.agreement_check(agreement),
  assessment: ({ agreement }) => core.agreement_assessment(agreement),
  newKey: ({ passphrase }) => core.key_new(passphrase).slice(),
  checkKey: ({ agreement, key }) => core.key_check(agreement, key.bytes, key.passphrase),
  keyReceipt: ({ agreement, key, name, at, by }) => core.key_destruction(agreement, key.bytes, key.passphrase, name, at, by),
  newIdentity: ({ passphrase }) => {
    const { file, public_key: publicKey } = core.identity_new(passphrase);
    return { file: file.slice(), publicKey };
  },
  checkIdentity: ({ identity }) => core.identity_check(identity.bytes, identity.passphrase),
  columns: ({ agreement, read, file }) => core.file_columns(agreement, read, fileSource(file)),
  saveMapping: ({ mapping, idColumn }) => core.mapping_save(mapping, idColumn),
  openMapping: ({ agreement, file, columns, name, text }) => core.mapping_open(agreement, file, columns, name, text),
  look: ({ agreement, read, mapping, file, ...files }, report) => core.file_look(agreement, read, mapping, tables(agreement, files), fileSource(file), report),
  checkLookups: ({ agreement, ...files }) => tables(agreement, files).described(),
  preview: ({ agreement, key, options, file, rows, ...files }) => core.preview(agreement, key.bytes, key.passphrase, options, tables(agreement, files), fileSource(file), rows),
  prepare: async ({ agreement, key, options, earlier, file, ...files }, report) => {
    const sink = new BlobSink();
    const preparation = new core.Preparation(agreement, key.bytes, key.passphrase, options, tables(agreement, files), earlier && fileSource(earlier), fileSource(file), sink, report);
    let record = preparation.step();
    while (record === undefined) {
      await breath();
      record = preparation.step();
    }
    return {
      record,
      extract: sink.extractParts.take(record.extract.encrypted ? "application/octet-stream" : "application/vnd.apache.parquet"),
      crosswalk: sink.crosswalkParts.take("text/csv"),
    };
  },
  inspect: ({ file, identity }) => core.inspect(file.name, wholeFile(file), identity?.bytes ?? null, identity?.passphrase ?? null),
  checkExtract: ({ agreement, file, identity }) => core.extract_check(agreement, file.name, wholeFile(file), identity?.bytes ?? null, identity?.passphrase ?? null),
  matchPlan: ({ agreement, sizes, pool }) => core.match_plan(agreement, sizes, pool),
  match: (input, report, talk) => match(input, input.files.map(fileSource), input.earlier && fileSource(input.earlier), report, talk),
  view: (input, report, talk) => view(input, input.files.map(fileSource), input.links && fileSource(input.links), places(input), report, talk),
  areaNames: ({ file }) => core.area_names(fileSource(file)),
  checkPlaces: (input) => {
    places(input);
    return null;
  },
  checkLinks: ({ file }) => core.links_check(fileSource(file)),
  checkCrosswalk: ({ file }) => core.crosswalk_check(fileSource(file)),
  help: ({ comparison, round }, _report, talk) => help(source(comparison, ""), round, talk),
  rejoin: ({ links, crosswalk, agreement, extracts, identity, options, file }, report) => {
    const joined = new BlobParts(OUTPUT_PIECE);
    const append = (bytes: Uint8Array) => joined.append(bytes);
    const { count, worklist, record } = core.rejoin(fileSource(links), fileSource(crosswalk), agreement, extracts.map(fileSource), identity?.bytes ?? null, identity?.passphrase ?? null, options, fileSource(file), append, report);
    return { count, joined: joined.take("text/csv"), worklist: worklist && new Blob([worklist.slice()], { type: "text/csv" }), record };
  },
  questions: ({ review, crosswalk, options, file }, report) => core.review_questions(review.name, review.text, fileSource(crosswalk), options, fileSource(file), report),
  answer: ({ review, party, said }) => core.review_answers(review.name, review.text, party, said),
  checkAnswers: ({ name, text }) => core.answers_check(name, text),
  rehearsal: ({ people, seed, indicators }) => madeUp(core.rehearsal(people, seed, indicators)),
  rehearsalOfIncidents: ({ incidents, seed }) => madeUp(core.rehearsal_of_incidents(incidents, seed)),
};

function isCoreError(error: unknown): error is CoreError {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" && "message" in error && typeof error.message === "string";
}

/** How long a browser may take to grant a lock that nobody else wants. */
const LOCK_PATIENCE_MS = 500;

/** Holds this lock for as long as the worker lives; false where there are no locks. */
async function holds(lifeline: string): Promise<boolean> {
  if (!("locks" in navigator)) return false;
  const held = new Promise<boolean>((resolve) => {
    const holdForEver = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    navigator.locks.request(lifeline, holdForEver).catch(() => resolve(false));
  });
  const tired = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LOCK_PATIENCE_MS));
  return Promise.race([held, tired]);
}

/** Orders of the page that the job has not taken yet, or a job that waits for one. */
const orders: PoolOrder[] = [];
let waiting: ((order: PoolOrder) => void) | undefined;

function take(order: PoolOrder): void {
  if (waiting) waiting(order);
  else orders.push(order);
  waiting = undefined;
}

async function run<N extends JobName>({ id, module, name, input, lifeline }: JobRequest<N>): Promise<void> {
  const send = (message: JobMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
  const talk: Talk = {
    send: (message, transfer) => send({ id, ...message }, transfer),
    next: () => new Promise((resolve) => (orders.length > 0 ? resolve(orders.shift() as PoolOrder) : (waiting = resolve))),
  };
  try {
    if (await holds(lifeline)) send({ id, kind: "alive" });
    core.initSync({ module });
    const report = throttled(({ phase, done, total }) => send({ id, kind: "progress", phase, done, total }));
    send({ id, kind: "result", result: await handlers[name](input, report, talk) });
  } catch (error) {
    if (unreadable !== undefined) send({ id, kind: "unreadable", file: unreadable });
    else if (isCoreError(error)) send({ id, kind: "refused", code: error.code, message: error.message });
    else send({ id, kind: "trapped" });
  }
}

// Imported by a page, which has a document, it is no worker and does nothing.
if (typeof document === "undefined") self.onmessage = ({ data }: MessageEvent<JobRequest | PoolOrder>) => ("name" in data ? void run(data) : take(data));
