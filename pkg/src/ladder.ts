// Starting workers under other people's content security policies: the ways there are, tried in turn, and what to say when none works.
//
// A worker from an address has the policy its own response carries, so it may compile WebAssembly though its page may not. A worker from a
// blob has the page's policy. Where neither starts, the error names the directive that stands in the way.

import type { CoreCode, JobMessage, JobRequest } from "../../www/src/jobs";
import { LoadError } from "./errors";
import { trustedTypesPolicy } from "./trusted-types";

/** How the workers of this page are started: "url" and "blob" in browsers, "thread" in Node. */
export type WorkerKind = "url" | "blob" | "thread";

/** A worker that says nothing for this long is taken for one that never will. */
const PATIENCE_MS = 20_000;
/** How long the browser may take to report what its policy stopped. */
const REPORT_MS = 50;

type Trial = { works: true } | { works: false; started: boolean; directive: string | null };

export const newWorker = (url: string): Worker => new Worker(trustedTypesPolicy().createScriptURL(url));

/** What the policy stopped while `work` was done, by directive. */
async function violations<T>(work: () => Promise<T>): Promise<{ result: T; directives: string[] }> {
  const directives: string[] = [];
  const note = (event: SecurityPolicyViolationEvent) => void directives.push(event.effectiveDirective);
  document.addEventListener("securitypolicyviolation", note);
  try {
    const result = await work();
    await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
    return { result, directives };
  } finally {
    document.removeEventListener("securitypolicyviolation", note);
  }
}

/** Asks a worker at this address for the version of the core. */
function answers(url: string, code: CoreCode): Promise<"yes" | "started" | "no"> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = newWorker(url);
    } catch {
      return resolve("no");
    }
    const end = (outcome: "yes" | "started" | "no") => {
      clearTimeout(timer);
      worker.terminate();
      resolve(outcome);
    };
    const timer = setTimeout(() => end("no"), PATIENCE_MS);
    worker.onerror = (event) => {
      event.preventDefault();
      end("no");
    };
    worker.onmessage = ({ data }: MessageEvent<JobMessage>) => {
      if (data.kind === "result") end("yes");
      else if (data.kind !== "alive") end("started");
    };
    const request: JobRequest<"version"> = { id: 0, module: code, name: "version", input: null, lifeline: `split-tally-trial-${Math.random()}` };
    worker.postMessage(request);
  });
}

async function tried(url: string, code: CoreCode): Promise<Trial> {
  const { result, directives } = await violations(() => answers(url, code));
  if (result === "yes") return { works: true };
  const directive = directives.find((one) => /^(worker|child|script|default)-src|^require-trusted-types/.test(one)) ?? null;
  return { works: false, started: result === "started", directive };
}

const originOf = (url: string) => {
  const { origin } = new URL(url, location.href);
  return origin === location.origin ? "'self'" : origin;
};

const NO_WASM = "script-src 'wasm-unsafe-eval'";

/** `blob` makes the address of a blob with the worker's script; `url` is null where there is nothing but that. */
export async function startable(code: CoreCode, url: string | null, blob: () => Promise<string>): Promise<{ kind: WorkerKind; url: string }> {
  try {
    trustedTypesPolicy();
  } catch (cause) {
    throw new LoadError("load.trusted_types", "This page's content security policy lists the names of Trusted Types policies, and \"split-tally\" is not among them. Add split-tally to trusted-types.", "trusted-types split-tally", { cause });
  }
  const first = url === null ? null : await tried(url, code);
  if (url !== null && first?.works) return { kind: "url", url };

  let blobUrl: string | null = null;
  try {
    blobUrl = await blob();
  } catch {
    // The script could not be fetched either.
  }
  const second = blobUrl === null ? null : await tried(blobUrl, code);
  if (blobUrl !== null && second?.works) return { kind: "blob", url: blobUrl };
  throw unstartable(code, url, first, second);
}

function unstartable(code: CoreCode, url: string | null, first: Trial | null, second: Trial | null): LoadError {
  const started = [first, second].some((trial) => trial?.works === false && trial.started);
  if (started || !(code instanceof WebAssembly.Module)) {
    const where = url === null || (first?.works === false && first.directive !== null) ? "" : " Or serve the worker's script without a policy of its own that forbids it.";
    return new LoadError("load.no_wasm", `Neither this page nor its workers may compile WebAssembly. Add 'wasm-unsafe-eval' to script-src in the content security policy.${where}`, NO_WASM);
  }
  const byPolicy = [first, second].find((trial) => trial?.works === false && trial.directive !== null);
  if (url !== null && first?.works === false && first.directive === null) {
    return new LoadError("load.no_worker_script", `No worker could be started from ${url}. See that the file worker.js of this package, in this version, is there, is sent as text/javascript, and is on the page's own origin; or give its address as workerUrl.${byPolicy ? " A worker from a blob is forbidden by worker-src." : ""}`, byPolicy ? "worker-src blob:" : null);
  }
  const wanted = url === null ? "worker-src blob:" : `worker-src ${originOf(url)}`;
  return new LoadError("load.no_worker", `This page's content security policy lets no worker start. Add ${wanted.replace("worker-src ", "")} to worker-src (where there is none, script-src counts)${url === null ? "" : ", or blob:"}.`, wanted);
}
