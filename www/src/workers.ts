// Workers: each has an instance of its own of one compiled core, and is watched, so that one that ends unasked is noticed.

import workerSource from "virtual:worker";
import wasmBase64 from "virtual:wasm";
import type { Input, JobMessage, JobName, JobRequest, PoolOrder } from "./jobs";

async function compileCore(): Promise<WebAssembly.Module> {
  const packed = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

let compiled: Promise<WebAssembly.Module> | undefined;
let workerUrl: string | undefined;
let lastId = 0;

export const compiledCore = (): Promise<WebAssembly.Module> => (compiled ??= compileCore());

/** A name that no other tab has: those of one origin share their locks. */
const unusedName = () => `split-tally-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;

/**
 * A worker with one job. A worker that is ended from outside, or whose memory runs out, may say nothing of it; so it holds a lock for as
 * long as it lives, where the browser has locks and this page may use them, and the page waits for that lock.
 */
export class WatchedWorker<N extends JobName = JobName> {
  private readonly worker: Worker;
  private readonly id = ++lastId;
  private readonly lifeline = unusedName();
  private readonly watch = new AbortController();

  /** `onLost` is called, once, when the worker ends without having been asked to. */
  constructor(
    module: WebAssembly.Module,
    name: N,
    input: Input<N>,
    onMessage: (message: JobMessage) => void,
    private readonly onLost: () => void,
  ) {
    workerUrl ??= URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
    this.worker = new Worker(workerUrl);
    this.worker.onerror = () => this.lose();
    this.worker.onmessageerror = () => this.lose();
    this.worker.onmessage = ({ data }: MessageEvent<JobMessage>) => {
      if (data.id !== this.id || this.watch.signal.aborted) return;
      if (data.kind === "alive") this.waitForItsEnd();
      else onMessage(data);
    };
    const request: JobRequest<N> = { id: this.id, module, name, input, lifeline: this.lifeline };
    this.worker.postMessage(request);
  }

  post(order: PoolOrder, transfer: Transferable[] = []): void {
    this.worker.postMessage(order, transfer);
  }

  end(): void {
    this.watch.abort();
    this.worker.terminate();
  }

  private waitForItsEnd(): void {
    const { locks } = navigator;
    // Where the page does not share its locks with its workers, it would get this one at once, and take a living worker for dead.
    locks
      .request(this.lifeline, { ifAvailable: true }, (lock) => lock === null)
      .then((isHeld) => (isHeld ? locks.request(this.lifeline, { signal: this.watch.signal }, () => this.lose()) : undefined))
      .catch(() => {});
  }

  private lose(): void {
    if (this.watch.signal.aborted) return;
    this.end();
    this.onLost();
  }
}
