// The core and its workers from inside this file, as the page has them: nothing is fetched, and workers are made from a blob.

import { compiledCore as compileInside } from "../../www/src/engine";
import workerSource from "virtual:worker";
import type { LoadOptions } from "./api";
import { LoadError } from "./errors";
import { newWorker, startable, type WorkerKind } from "./ladder";

let loading: Promise<{ code: WebAssembly.Module; url: string }> | undefined;
let workerUrl = "";

async function start(): Promise<{ code: WebAssembly.Module; url: string }> {
  let code: WebAssembly.Module;
  try {
    code = await compileInside();
  } catch (cause) {
    throw new LoadError("load.no_wasm", "This page may not compile WebAssembly. Add 'wasm-unsafe-eval' to script-src in the content security policy, or use the package's first entry with a worker from an address.", "script-src 'wasm-unsafe-eval'", { cause });
  }
  const { url } = await startable(code, null, async () => URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" })));
  workerUrl = url;
  return { code, url };
}

const load = () =>
  (loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

export function configure(chosen: LoadOptions): void {
  if (chosen.wasmUrl !== undefined || chosen.workerUrl !== undefined) throw new LoadError("load.inline", "split-tally/inline has everything inside and takes no addresses.");
}

export const compiledCore = async (): Promise<WebAssembly.Module> => (await load()).code;
export const workerKind = async (): Promise<WorkerKind> => (await load(), "blob");
export const startWorker = (): Worker => newWorker(workerUrl);
