// What callers hand in, as a job takes it.

import type { GivenFile, KeyFile } from "../../www/src/jobs";
import { UsageError } from "./errors";

/**
 * A file. A `File` has a name; of anything else `name` in `NamedInput` says what messages call it. A stream is read to its end first. In
 * Node, a `URL` of `file:` is read from the disk piece by piece, and is the way to read large files.
 */
export type Input = Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array> | URL;
export type NamedInput = { name: string; data: Input };
export type FileInput = Input | NamedInput;

/** A project key or a receiving key: its file as it is, or with the passphrase that opens it. */
export type KeyInput = FileInput | { file: FileInput; passphrase: string };

/** A file on the disk of the computer that Node runs on: its worker reads it. */
export interface DiskFile {
  name: string;
  size: number;
  path: string;
}

/** How a file is found on disk; null where there is none to be had. */
export type FindOnDisk = ((url: URL) => Promise<DiskFile>) | null;

let findOnDisk: FindOnDisk = null;
export const useDisk = (find: FindOnDisk): void => void (findOnDisk = find);

const isNamed = (input: FileInput | { file: FileInput }): input is NamedInput => typeof input === "object" && input !== null && "data" in input && typeof (input as NamedInput).name === "string";

/** `fallback` is what messages call a file without a name. */
export async function givenFile(input: FileInput, fallback: string): Promise<GivenFile> {
  const [name, data] = isNamed(input) ? [input.name, input.data] : [undefined, input];
  if (data instanceof File) return name === undefined || name === data.name ? data : new File([data], name);
  if (data instanceof Blob) return new File([data], name ?? fallback);
  if (data instanceof ArrayBuffer || data instanceof Uint8Array) {
    // A copy: the caller's buffer may change while the job runs.
    const bytes = new Uint8Array(data instanceof Uint8Array ? data.slice() : data.slice(0)) as Uint8Array<ArrayBuffer>;
    return { name: name ?? fallback, size: bytes.length, bytes };
  }
  if (typeof ReadableStream === "function" && data instanceof ReadableStream) return new File([await new Response(data).blob()], name ?? fallback);
  if (data instanceof URL && data.protocol === "file:" && findOnDisk) {
    const file = await findOnDisk(data);
    // A worker of Node makes a file of it; to everything between, it is a file like any other.
    return { ...file, name: name ?? file.name } as unknown as GivenFile;
  }
  throw new UsageError("usage.file", `${fallback} must be a File, a Blob, an ArrayBuffer, a Uint8Array, a ReadableStream, { name, data } or, in Node, a URL of file:.`);
}

async function bytesOf(input: FileInput, fallback: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await givenFile(input, fallback);
  if (file instanceof File) return new Uint8Array(await file.arrayBuffer());
  if ("path" in file) throw new UsageError("usage.key", `${fallback}: read a key into memory first, as by readFile(url).`);
  return file.bytes;
}

export async function keyFile(input: KeyInput, fallback: string): Promise<KeyFile> {
  if (typeof input === "object" && input !== null && "passphrase" in input) return { bytes: await bytesOf(input.file, fallback), passphrase: input.passphrase };
  return { bytes: await bytesOf(input as FileInput, fallback), passphrase: null };
}

export async function textOf(input: string | FileInput, fallback: string): Promise<string> {
  if (typeof input === "string") return input;
  return new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(input, fallback));
}
