// How a job can end without a result.

import type { JobMessage } from "./jobs";
import { faultWords } from "./messages/fault-words";

/** The job was stopped: by the person, or because they left the page. */
export class JobCancelled extends Error {
  override name = "JobCancelled";
}

/** The core refused, and said why in words for the person. `code` is stable. */
export class JobRefused extends Error {
  override name = "JobRefused";
  constructor(
    readonly code: string,
    message: string,
    /** Which file could not be read, where that is why. */
    readonly file?: string,
  ) {
    super(message);
  }
}

/** The core stopped where it should not have: out of memory, or a fault of ours. */
export class JobTrapped extends Error {
  override name = "JobTrapped";
  constructor() {
    super(faultWords().trapped);
  }
}

export const unreadable = (name: string) => new JobRefused("page.unreadable", faultWords().unreadable(name), name);

/** What a message that ends a job without a result says went wrong. */
export function faultOf(message: JobMessage): JobRefused | JobTrapped {
  if (message.kind === "refused") return new JobRefused(message.code, message.message);
  if (message.kind === "unreadable") return unreadable(message.file);
  return new JobTrapped();
}
