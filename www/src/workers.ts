// Workers: each has an instance of its own of one compiled core, and is watched, so that one that ends unasked is noticed.

import { compiledCore, startWorker } from "split-tally-engine";
import type { CoreCode, Input, JobMessage, JobName, JobRequest, PoolOrder } from "./jobs";

export { compiledCore };

let lastId = 0;

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
    module: CoreCode,
    name: N,
    input: Input<N>,
    onMessage: (message: JobMessage) => void,
    private readonly onLost: () => void,
  ) {
    this.worker = startWorker();
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
