// Matching in the workers: the one that has the files, and those that help it.

import * as core from "split-tally-core";
import type { Divided, Progress, Source, ViewPlaces } from "./core";
import type { Input, MatchResult, Output, PoolMessage, PoolOrder, ViewResult } from "./jobs";

/** Words between a worker of a pool and the page. */
export interface Talk {
  send(message: WithoutId<PoolMessage>, transfer?: Transferable[]): void;
  /** The page's next order. */
  next(): Promise<PoolOrder>;
}

type WithoutId<Message> = Message extends unknown ? Omit<Message, "id"> : never;
type Report = (progress: Progress) => void;

export async function match({ agreement, identity, answers, pool }: Input<"match">, files: Source[], earlier: Source | null, report: Report, talk: Talk): Promise<MatchResult> {
  const matching = new core.Matching(agreement, files, identity?.bytes ?? null, identity?.passphrase ?? null, answers, earlier, pool, report);
  await compareInRounds(matching, report, talk);
  const { links, homes, report: matchReport, review, page, charts } = matching.finish();
  return { report: matchReport, links: csv(links), homes: homes && csv(homes), review, page: html(page), charts };
}

const html = (bytes: Uint8Array) => new Blob([bytes.slice()], { type: "text/html" });
const csv = (bytes: Uint8Array) => new Blob([bytes.slice()], { type: "text/csv" });

/** Counts people by links that there are, or by links that are made here and leave this worker in counts alone. */
export async function view({ agreement, identity, pool }: Input<"view">, files: Source[], links: Source | null, places: ViewPlaces, report: Report, talk: Talk): Promise<ViewResult> {
  if (links) report({ phase: "checking", done: 0, total: 0 });
  const viewing = new core.Viewing(agreement, files, identity?.bytes ?? null, identity?.passphrase ?? null, links, places, pool, report);
  await compareInRounds(viewing, report, talk);
  report({ phase: "counting", done: 0, total: 0 });
  const { view: counted, page, charts, tables } = viewing.finish();
  return { view: counted, page: html(page), charts, tables: tables.map(({ name, bytes }) => ({ name, csv: csv(bytes) })) };
}

async function compareInRounds(matching: Divided, report: Report, talk: Talk): Promise<void> {
  for (let round = 1; ; round += 1) {
    const division = matching.next();
    if (division === undefined) break;
    report({ phase: "similarity", done: 0, total: division.parts });
    if (division.workers > 1) await divide(matching, { round, ...division }, report, talk);
    else compareAll(matching, division.parts, report);
  }
}

/** For work too small to divide. */
function compareAll(matching: Divided, parts: number, report: Report): void {
  for (let part = 0; part < parts; part += 1) {
    matching.compare(part);
    report({ phase: "similarity", done: part + 1, total: parts });
  }
}

/** The page gives parts to this worker and to others, and passes on here what the others find. */
async function divide(matching: Divided, { round, parts, workers }: { round: number; parts: number; workers: number }, report: Report, talk: Talk): Promise<void> {
  // A Blob goes to each by reference; the browser may keep it on disk.
  let comparison: Blob;
  try {
    const pieces: Blob[] = [];
    matching.write((bytes) => pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>])));
    comparison = new Blob(pieces);
  } catch {
    // No room for it: this worker does all the parts.
    return compareAll(matching, parts, report);
  }
  talk.send({ kind: "divide", round, parts, workers, comparison });
  talk.send({ kind: "idle", round });
  while (matching.missing() > 0) {
    const order = await talk.next();
    // An order of a round before: its part came from another in the meantime.
    if (order.round !== round) continue;
    if (order.kind === "add") {
      matching.add(order.found);
    } else {
      matching.compare(order.part);
      talk.send({ kind: "found", round, part: order.part, found: null });
    }
  }
}

/** Does parts until the page ends this worker. */
export async function help(source: Source, round: number, talk: Talk): Promise<Output<"help">> {
  const helper = new core.MatchHelper(source);
  talk.send({ kind: "idle", round });
  for (;;) {
    const order = await talk.next();
    if (order.kind !== "part") continue;
    const found = helper.compare(order.part) as Uint8Array<ArrayBuffer>;
    talk.send({ kind: "found", round: order.round, part: order.part, found }, [found.buffer]);
  }
}
