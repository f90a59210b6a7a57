// The one way from the page to the core: a worker for each job, ended with the job, so that no plain data outlives it.

import type { Progress } from "./core";
import { faultOf, JobCancelled, JobRefused, JobTrapped } from "./faults";
import { carriesFiles, withContents } from "./held-files";
import type { CoreFacts, Input, JobName, Output } from "./jobs";
import { ofCore } from "./language";
import { working } from "./leaving";
import { faultWords } from "./messages/fault-words";
import { compiledCore, WatchedWorker } from "./workers";

export { JobCancelled, JobRefused } from "./faults";

export interface JobOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** A worker that never answers is as good as none; one of a slow computer that runs WebAssembly by interpreter takes a minute. */
const PATIENCE_MS = 120_000;

let facts: Promise<CoreFacts> | undefined;

/** What the core says of itself, and of the worker it is in. Asked once; refused where it does not start. */
export const coreFacts = (): Promise<CoreFacts> => (facts ??= askCore());

/** `AbortSignal.timeout` came to Chromium six versions after all else that the page needs; and a timer left running keeps a program of Node from ending. */
async function askCore(): Promise<CoreFacts> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await run("version", null, { signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** The input as workers of this browser can use it. */
export async function handOver<N extends JobName>(input: Input<N>): Promise<Input<N>> {
  return !carriesFiles(input) || (await coreFacts()).readsFiles ? input : withContents(input);
}

export async function run<N extends JobName>(name: N, input: Input<N>, { signal, onProgress }: JobOptions = {}): Promise<Output<N>> {
  const [module, given] = await Promise.all([compiledCore(), handOver<N>(input)]);
  if (signal?.aborted) throw new JobCancelled();

  // Work that shows its progress is work that somebody waits for.
  const over = onProgress ? working() : () => {};
  return new Promise<Output<N>>((resolve, reject) => {
    const end = (settle: () => void) => {
      over();
      signal?.removeEventListener("abort", onAbort);
      worker.end();
      settle();
    };
    const onAbort = () => end(() => reject(new JobCancelled()));
    signal?.addEventListener("abort", onAbort);

    const worker = new WatchedWorker(
      module,
      name,
      given,
      (message) => {
        if (message.kind === "progress") onProgress?.(message);
        else if (message.kind === "result") end(() => resolve(message.result as Output<N>));
        else end(() => reject(faultOf(message)));
      },
      () => end(() => reject(new JobTrapped())),
    );
  });
}

/** The core words its errors for both of its edges; an option of the other one means nothing here. */
export const withoutOptions = (message: string) => message.replace(/ \(on the command line: [^)]*\)/g, "");

/** What to tell the person about a failure; null when there is nothing to say because they stopped it. */
export function explain(error: unknown): string | null {
  if (error instanceof JobCancelled) return null;
  // Codes that start so are of the page, which words them itself.
  if (error instanceof JobRefused) return error.code.startsWith("page.") ? error.message : ofCore(withoutOptions(error.message));
  if (error instanceof JobTrapped) return error.message;
  // What the browser says when a file that the page itself reads has gone or changed.
  if (error instanceof DOMException && /^Not(Readable|Found)Error$/.test(error.name)) return faultWords().unreadable("");
  return faultWords().trapped;
}

/** A controller that the person can stop, and that leaving the page stops too. */
export function stoppable(leaving: AbortSignal): AbortController {
  const controller = new AbortController();
  leaving.addEventListener("abort", () => controller.abort());
  return controller;
}
