// The core and its workers in Node: the file beside this one, and worker threads.

import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker as Thread } from "node:worker_threads";
import type { CoreCode } from "../../www/src/jobs";
import type { LoadOptions } from "./api";
import { LoadError, RefusedError } from "./errors";
import { useDisk } from "./inputs";
import type { WorkerKind } from "./ladder";

let options: LoadOptions = {};
let loading: Promise<WebAssembly.Module> | undefined;

useDisk(async (url) => {
  const path = fileURLToPath(url);
  try {
    const { size } = await stat(path);
    return { name: basename(path), size, path };
  } catch (cause) {
    throw new RefusedError("node.unreadable", `${basename(path)} could not be read: see that it is there and may be read.`, { cause });
  }
});

async function start(): Promise<WebAssembly.Module> {
  const url = new URL(options.wasmUrl ?? new URL("./split-tally.wasm", import.meta.url));
  try {
    return await WebAssembly.compile(await readFile(url));
  } catch (cause) {
    throw new LoadError("load.no_file", `${fileURLToPath(url)} is not there or is no WebAssembly: in a bundle for Node, leave split-tally out of it, or give its address as wasmUrl.`, null, { cause });
  }
}

export function configure(chosen: LoadOptions): void {
  if (!loading) options = chosen;
}

export const compiledCore = (): Promise<CoreCode> =>
  (loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
export const workerKind = async (): Promise<WorkerKind> => (await compiledCore(), "thread");

/** What the package asks of a browser's worker, of a thread. */
export function startWorker(): Worker {
  const thread = new Thread(new URL(options.workerUrl ?? new URL("./node-worker.js", import.meta.url)), {
    // What Node itself was started with, such as a program on the command line, is not for a thread.
    execArgv: [],
  });
  const worker = {
    onmessage: null as ((event: { data: unknown }) => void) | null,
    onerror: null as (() => void) | null,
    onmessageerror: null as (() => void) | null,
    postMessage: (message: unknown, transfer: readonly ArrayBuffer[] = []) => thread.postMessage(message, transfer),
    terminate: () => void thread.terminate(),
  };
  thread.on("message", (data: unknown) => worker.onmessage?.({ data }));
  thread.on("error", () => worker.onerror?.());
  thread.on("exit", () => worker.onerror?.());
  thread.on("messageerror", () => worker.onmessageerror?.());
  return worker as unknown as Worker;
}
