// Files for workers that cannot read any, as those of WebKit cannot when the page was opened from disk: the page reads them, whole, and
// hands over their contents.

import { JobRefused, unreadable } from "./faults";
import { bytes } from "./format";
import type { GivenFile, HeldFile } from "./jobs";
import { faultWords } from "./messages/fault-words";

/** The contents are in memory, beside what the work itself needs. */
const MOST_BYTES = 2 ** 30;

const isFile = (value: unknown): value is File => value instanceof File;

/** Inputs of jobs hold their files as members, alone or in a list. */
export const carriesFiles = (input: object | null): boolean => Object.values(input ?? {}).some((value) => isFile(value) || (Array.isArray(value) && value.some(isFile)));

async function hold(file: GivenFile): Promise<HeldFile> {
  if (!isFile(file)) return file;
  const { name, size } = file;
  if (size > MOST_BYTES) throw new JobRefused("page.too_large_here", faultWords().tooLargeHere(name, bytes(size), bytes(MOST_BYTES)));
  try {
    return { name, size, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    throw unreadable(name);
  }
}

/** The same input with contents in place of files. */
export async function withContents<I extends object | null>(input: I): Promise<I> {
  const held = async ([name, value]: [string, unknown]) => [name, isFile(value) ? await hold(value) : Array.isArray(value) ? await Promise.all(value.map((one: unknown) => (isFile(one) ? hold(one) : one))) : value];
  return Object.fromEntries(await Promise.all(Object.entries(input ?? {}).map(held))) as I;
}
