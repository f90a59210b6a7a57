// Where the page's core and its workers come from: both are inside the page, and nothing is requested.

import workerSource from "virtual:worker";
import wasmBase64 from "virtual:wasm";

async function compileCore(): Promise<WebAssembly.Module> {
  const packed = Uint8Array.from(atob(wasmBase64), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
}

let compiled: Promise<WebAssembly.Module> | undefined;
let workerUrl: string | undefined;

export const compiledCore = (): Promise<WebAssembly.Module> => (compiled ??= compileCore());

export function startWorker(): Worker {
  workerUrl ??= URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  return new Worker(workerUrl);
}
