// The core and its workers from files beside this one: what bundlers find by `new URL(…, import.meta.url)`, or at addresses that the caller gives.

import { files } from "virtual:files";
import type { CoreCode } from "../../www/src/jobs";
import type { LoadOptions } from "./api";
import { LoadError } from "./errors";
import { newWorker, startable, type WorkerKind } from "./ladder";

interface Loaded {
  code: CoreCode;
  kind: WorkerKind;
  url: string;
}

let options: LoadOptions = {};
let loading: Promise<Loaded> | undefined;
let loaded: Loaded | undefined;

/** A file of this package and no other: the browser compares its SHA-384. */
async function fetched(url: string, integrity: string): Promise<Response> {
  const stopped: string[] = [];
  const note = (event: SecurityPolicyViolationEvent) => void stopped.push(event.effectiveDirective);
  document.addEventListener("securitypolicyviolation", note);
  try {
    const response = await fetch(url, { integrity });
    if (response.ok) return response;
    throw new LoadError("load.no_file", `${url} answered ${response.status}. Put the files of this package where the page can fetch them, or give their addresses as wasmUrl and workerUrl.`);
  } catch (cause) {
    if (cause instanceof LoadError) throw cause;
    // The report comes after the refusal.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const origin = new URL(url, location.href).origin;
    const source = origin === location.origin ? "'self'" : origin;
    if (stopped.some((directive) => directive === "connect-src" || directive === "default-src")) {
      throw new LoadError("load.no_connection", `This page's content security policy does not let it fetch ${url}. Add ${source} to connect-src, or use split-tally/inline, which fetches nothing.`, `connect-src ${source}`, { cause });
    }
    throw new LoadError("load.no_file", `${url} could not be fetched, or is not the file of this version of the package (its SHA-384 is compared).`, null, { cause });
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
}

async function start(): Promise<Loaded> {
  const wasmUrl = String(options.wasmUrl ?? new URL("./split-tally.wasm", import.meta.url));
  const workerUrl = String(options.workerUrl ?? new URL("./worker.js", import.meta.url));
  const bytes = await (await fetched(wasmUrl, files.wasm)).arrayBuffer();
  let code: CoreCode;
  try {
    code = await WebAssembly.compile(bytes);
  } catch {
    // A worker may be allowed what the page is not.
    code = bytes;
  }
  const { kind, url } = await startable(code, workerUrl, async () => {
    const script = await (await fetched(workerUrl, files.worker)).text();
    return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  });
  return (loaded = { code, kind, url });
}

/** A failure is not kept: what stood in the way may be put right. */
const load = (): Promise<Loaded> =>
  (loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

export function configure(chosen: LoadOptions): void {
  const same = (name: keyof LoadOptions) => chosen[name] === undefined || String(chosen[name]) === String(options[name]);
  if (loading && !(same("wasmUrl") && same("workerUrl"))) throw new LoadError("load.already", "The core has been loaded from other addresses. Call load() with addresses before anything else.");
  if (!loading) options = chosen;
}

export const compiledCore = async (): Promise<CoreCode> => (await load()).code;
export const workerKind = async (): Promise<WorkerKind> => (await load()).kind;

export function startWorker(): Worker {
  if (!loaded) throw new LoadError("load.not_yet", "The core has not been loaded.");
  return newWorker(loaded.url);
}
