// The one way from the page to the core: a worker for each job, ended with the job, so that no plain data outlives it.

import type { Progress } from "./core";
import type { Input, JobMessage, JobName, Output } from "./jobs";
import { messages } from "./messages";
import { compiledCore, WatchedWorker } from "./workers";

/** The job was stopped: by the person, or because they left the page. */
export class JobCancelled extends Error {
  override name = "JobCancelled";
}

/** The core refused, and said why in words for the person. `code` is stable. */
export class JobRefused extends Error {
  override name = "JobRefused";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The core stopped where it should not have: out of memory, or a fault of ours. */
export class JobTrapped extends Error {
  override name = "JobTrapped";
  constructor() {
    super(messages.faults.trapped);
  }
}

export interface JobOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a message that ends a job without a result says went wrong. */
export function faultOf(message: JobMessage): JobRefused | JobTrapped {
  if (message.kind === "refused") return new JobRefused(message.code, message.message);
  if (message.kind === "unreadable") return new JobRefused("page.unreadable", messages.faults.unreadable(message.file));
  return new JobTrapped();
}

export async function run<N extends JobName>(name: N, input: Input<N>, { signal, onProgress }: JobOptions = {}): Promise<Output<N>> {
  const module = await compiledCore();
  if (signal?.aborted) throw new JobCancelled();

  return new Promise<Output<N>>((resolve, reject) => {
    const end = (settle: () => void) => {
      signal?.removeEventListener("abort", onAbort);
      worker.end();
      settle();
    };
    const onAbort = () => end(() => reject(new JobCancelled()));
    signal?.addEventListener("abort", onAbort);

    const worker = new WatchedWorker(
      module,
      name,
      input,
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
const forThePage = (message: string) => message.replace(/ \(on the command line: [^)]*\)/g, "");

/** What to tell the person about a failure; null when there is nothing to say because they stopped it. */
export function explain(error: unknown): string | null {
  if (error instanceof JobCancelled) return null;
  if (error instanceof JobRefused) return forThePage(error.message);
  if (error instanceof JobTrapped) return error.message;
  return messages.faults.trapped;
}

/** A controller that the person can stop, and that leaving the page stops too. */
export function stoppable(leaving: AbortSignal): AbortController {
  const controller = new AbortController();
  leaving.addEventListener("abort", () => controller.abort());
  return controller;
}
