// What the package's build provides, beside what the page's build does (www/src/ambient.d.ts).

declare module "split-tally-engine" {
  export const configure: (options: import("./api").LoadOptions) => void;
  export const workerKind: () => Promise<import("./ladder").WorkerKind>;
}

declare module "virtual:app" {
  /** The whole app, as a function of the build's making: each call of it makes another. */
  export const newApp: () => { start: typeof import("../../www/src/element/unsandboxed").start };
}

declare module "virtual:style" {
  const style: string;
  export default style;
}

declare module "virtual:files" {
  /** What `integrity` takes, of the files of this version. */
  export const files: { readonly wasm: string; readonly worker: string; readonly frame: string };
}

// Of Node, what is used here and nothing more.

declare module "node:fs" {
  export function openSync(path: string, flags: "r"): number;
  export function readSync(file: number, into: Uint8Array, offset: number, length: number, position: number): number;
  export function closeSync(file: number): void;
}

declare module "node:fs/promises" {
  export function readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
  export function stat(path: string): Promise<{ size: number }>;
}

declare module "node:os" {
  export function availableParallelism(): number;
  export function totalmem(): number;
}

declare module "node:path" {
  export function basename(path: string): string;
}

declare module "node:url" {
  export function fileURLToPath(url: URL): string;
}

declare module "node:worker_threads" {
  export const parentPort: { postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void; on<T>(event: "message", listener: (data: T) => void): void } | null;
  export class Worker {
    constructor(script: URL, options: { execArgv: string[] });
    on(event: "message", listener: (data: unknown) => void): void;
    on(event: "error" | "exit" | "messageerror", listener: () => void): void;
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    terminate(): Promise<number>;
  }
}
