// The one way from the page to the core: a worker for each job, ended with the job, so that no plain data outlives it.

import workerSource from "virtual:worker";
import wasmBase64 from "virtual:wasm";
import type { Progress } from "./core";
import type { Input, JobMessage, JobName, JobRequest, Output } from "./jobs";
import { messages } from "./messages";

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

async function compileCore(): Promise<WebAssembly.Module> {
  const packed = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

let compiled: Promise<WebAssembly.Module> | undefined;
let workerUrl: string | undefined;
let lastId = 0;

export async function run<N extends JobName>(name: N, input: Input<N>, { signal, onProgress }: JobOptions = {}): Promise<Output<N>> {
  const module = await (compiled ??= compileCore());
  if (signal?.aborted) throw new JobCancelled();
  workerUrl ??= URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  const worker = new Worker(workerUrl);
  const id = ++lastId;
  const request: JobRequest<N> = { id, module, name, input };

  return new Promise<Output<N>>((resolve, reject) => {
    const end = (settle: () => void) => {
      signal?.removeEventListener("abort", onAbort);
      worker.terminate();
      settle();
    };
    const onAbort = () => end(() => reject(new JobCancelled()));
    signal?.addEventListener("abort", onAbort);

    worker.onerror = () => end(() => reject(new JobTrapped()));
    worker.onmessage = ({ data }: MessageEvent<JobMessage>) => {
      if (data.id !== id) return;
      switch (data.kind) {
        case "progress":
          return onProgress?.(data);
        case "result":
          return end(() => resolve(data.result as Output<N>));
        case "refused":
          return end(() => reject(new JobRefused(data.code, data.message)));
        case "unreadable":
          return end(() => reject(new JobRefused("page.unreadable", messages.faults.unreadable(data.file))));
        case "trapped":
          return end(() => reject(new JobTrapped()));
      }
    };
    worker.postMessage(request);
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
