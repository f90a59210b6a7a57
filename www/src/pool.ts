// Matching by several workers. One has the files and does all that cannot be divided; where its comparisons are large enough, others are
// started to help. This page hands out the parts, one at a time and to whoever has none, so that no worker waits for another.

import { coreFacts, handOver, type JobOptions } from "./bridge";
import type { PoolLimits } from "./core";
import { faultOf, JobCancelled, JobRefused, JobTrapped } from "./faults";
import { working } from "./leaving";
import type { Input, JobMessage, Output, PoolMessage } from "./jobs";
import { Parts } from "./parts";
import { throttled } from "./throttle";
import { compiledCore, WatchedWorker } from "./workers";

/** More gain little, and each has the filters in memory. */
const MOST_WORKERS = 8;
/** What all workers together may use at most: half of the computer's memory, taken for 4 GiB where the browser does not say. */
const MOST_MEMORY = 4 * 2 ** 30;
/** How often idle workers are offered a part whose worker is silent. */
const LOOK_EVERY_MS = 250;

export async function poolLimits(): Promise<PoolLimits> {
  const gibibytes = (navigator as { deviceMemory?: number }).deviceMemory ?? 4;
  return {
    // Helpers read the filters out of a blob.
    workers: (await coreFacts()).readsFiles ? Math.min(Math.max(navigator.hardwareConcurrency || 1, 1), MOST_WORKERS) : 1,
    memory: Math.min(MOST_MEMORY, (gibibytes * 2 ** 30) / 2),
  };
}

/** The jobs whose comparisons are divided. */
type DividedJob = "match" | "view";

type Member = Pick<WatchedWorker, "post" | "end">;

/** A comparison that is being done. */
interface Round {
  number: number;
  parts: Parts<Member>;
  idle: Set<Member>;
  helpers: Set<WatchedWorker<"help">>;
}

export const matchFiles = (input: Input<"match">, options?: JobOptions) => runDivided("match", input, options);
export const viewFiles = (input: Input<"view">, options?: JobOptions) => runDivided("view", input, options);

async function runDivided<N extends DividedJob>(name: N, input: Input<N>, { signal, onProgress }: JobOptions = {}): Promise<Output<N>> {
  const [module, given] = await Promise.all([compiledCore(), handOver<N>(input)]);
  if (signal?.aborted) throw new JobCancelled();

  const over = working();
  return new Promise<Output<N>>((resolve, reject) => {
    const report = throttled((progress) => onProgress?.(progress));
    let round: Round | undefined;

    const endRound = () => {
      for (const helper of round?.helpers ?? []) helper.end();
      round = undefined;
    };
    const end = (settle: () => void) => {
      over();
      signal?.removeEventListener("abort", onAbort);
      clearInterval(look);
      endRound();
      matcher.end();
      settle();
    };
    const fail = (error: Error) => end(() => reject(error));
    const onAbort = () => fail(new JobCancelled());

    const offer = (member: Member) => {
      if (!round) return;
      const part = round.parts.take(member, performance.now());
      if (part === undefined) return void round.idle.add(member);
      round.idle.delete(member);
      member.post({ kind: "part", round: round.number, part });
    };
    const offerAll = () => {
      for (const member of [...(round?.idle ?? [])]) offer(member);
    };

    const startHelper = (comparison: Blob, number: number) => {
      const lost = () => {
        round?.helpers.delete(helper);
        round?.idle.delete(helper);
        round?.parts.lose(helper);
        offerAll();
      };
      const helper: WatchedWorker<"help"> = new WatchedWorker(
        module,
        "help",
        { comparison, round: number },
        (message) => {
          if (message.kind === "refused" && !message.code.startsWith("matching.message")) return fail(new JobRefused(message.code, message.message));
          if (isOfPool(message)) return onPool(helper, message);
          // It ran out of memory, or could not read the filters: the others do its part.
          helper.end();
          lost();
        },
        lost,
      );
      round?.helpers.add(helper);
    };

    const onPool = (member: Member, message: PoolMessage) => {
      if (message.kind === "divide") {
        endRound();
        round = { number: message.round, parts: new Parts(message.parts), idle: new Set(), helpers: new Set() };
        try {
          for (let helpers = 1; helpers < message.workers; helpers += 1) startHelper(message.comparison, message.round);
        } catch {
          // The browser starts no more workers: those that there are do the work.
        }
        return;
      }
      if (round?.number !== message.round) return;
      if (message.kind === "found") {
        const isNew = round.parts.finish(member, message.part, performance.now());
        if (isNew && message.found) matcher.post({ kind: "add", round: round.number, found: message.found }, [message.found.buffer]);
        report({ phase: "similarity", done: round.parts.total - round.parts.left, total: round.parts.total });
        if (round.parts.left === 0) return endRound();
      }
      offer(member);
    };

    const matcher: WatchedWorker<N> = new WatchedWorker(
      module,
      name,
      given,
      (message) => {
        if (isOfPool(message)) onPool(matcher, message);
        else if (message.kind === "progress") report(message);
        else if (message.kind === "result") end(() => resolve(message.result as Output<N>));
        else fail(faultOf(message));
      },
      () => fail(new JobTrapped()),
    );
    const look = setInterval(offerAll, LOOK_EVERY_MS);
    signal?.addEventListener("abort", onAbort);
  });
}

const isOfPool = (message: JobMessage): message is PoolMessage => ["divide", "idle", "found"].includes(message.kind);
