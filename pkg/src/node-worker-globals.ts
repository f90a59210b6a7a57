// What the worker asks of a browser, in a thread of Node. The build puts these in the place of the browser's names.

import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import type { JobRequest, PoolOrder } from "../../www/src/jobs";
import type { DiskFile } from "./inputs";

/** Without locks: a thread that ends says so by itself. */
export const navigator = {};

/** A piece of a file on disk, as far as the worker asks anything of a `File`. */
class FileOnDisk extends File {
  constructor(
    readonly path: string,
    name: string,
    readonly from: number,
    readonly length: number,
  ) {
    super([], name);
  }

  override get size(): number {
    return this.length;
  }

  override slice(from = 0, to = this.length): FileOnDisk {
    return new FileOnDisk(this.path, this.name, this.from + from, to - from);
  }
}

export class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer {
    // Node reads the bytes of any other blob only by and by; the worker finds that out, and keeps its own in memory.
    if (!(blob instanceof FileOnDisk)) throw new Error("not a file on disk");
    const bytes = new Uint8Array(blob.length);
    const file = openSync(blob.path, "r");
    try {
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(file, bytes, done, bytes.length - done, blob.from + done);
        if (read === 0) throw new Error("the file is shorter than it was");
        done += read;
      }
    } finally {
      closeSync(file);
    }
    return bytes.buffer;
  }
}

const isOnDisk = (value: unknown): value is DiskFile => typeof value === "object" && value !== null && "path" in value && "size" in value;

/** Inputs of jobs hold their files as members, alone or in a list. */
function withFiles<T extends object | null>(input: T): T {
  const opened = (value: unknown): unknown => (isOnDisk(value) ? new FileOnDisk(value.path, value.name, 0, value.size) : Array.isArray(value) ? value.map(opened) : value);
  return input && (Object.fromEntries(Object.entries(input).map(([name, value]) => [name, opened(value)])) as T);
}

export const self = {
  /** The core looks for its random numbers here. */
  crypto: globalThis.crypto,
  postMessage: (message: unknown, { transfer = [] }: { transfer?: ArrayBuffer[] } = {}) => parentPort?.postMessage(message, transfer),
  set onmessage(listener: (event: { data: JobRequest | PoolOrder }) => void) {
    parentPort?.on("message", (data: JobRequest | PoolOrder) => listener({ data: "input" in data ? ({ ...data, input: withFiles(data.input) } as JobRequest) : data }));
  },
};
