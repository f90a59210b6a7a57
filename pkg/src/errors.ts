// What the functions of the package reject with. A program decides by `code`, which stays; `message` is for people, and may be worded anew.

import { explain, JobCancelled, JobRefused } from "../../www/src/bridge";

/** What every error of this package is. */
export class SplitTallyError extends Error {
  override name = "SplitTallyError";
  constructor(
    /** Stable: "cancelled", "stopped", "load.…", "usage.…", or the core's own, such as "read.no_such_column". */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The files, the key or the choices cannot be used. `message` says where and what to do, and never repeats a person's value. */
export class RefusedError extends SplitTallyError {
  override name = "RefusedError";
}

/** The caller's signal was aborted: the worker has been ended, and everything it held is gone. `cause` is the signal's reason. */
export class CancelledError extends SplitTallyError {
  override name = "CancelledError";
  constructor(cause?: unknown) {
    super("cancelled", "The work was cancelled. Nothing was kept.", { cause });
  }
}

/** The core stopped where it should not have: out of memory, or a fault of ours. Its worker has been ended. */
export class StoppedError extends SplitTallyError {
  override name = "StoppedError";
  constructor(message: string) {
    super("stopped", message);
  }
}

/** A function was called with something that it does not take. */
export class UsageError extends SplitTallyError {
  override name = "UsageError";
}

/** The core cannot be started here. */
export class LoadError extends SplitTallyError {
  override name = "LoadError";
  constructor(
    code: string,
    message: string,
    /** What to add to the page's content security policy, such as "worker-src 'self'"; null where the policy is not the reason. */
    readonly directive: string | null = null,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** What the page's own errors are to a caller of the package. */
export function translated(error: unknown, signal: AbortSignal | undefined): Error {
  if (error instanceof SplitTallyError) return error;
  if (error instanceof JobCancelled) return new CancelledError(signal?.reason);
  const message = explain(error) ?? "";
  if (error instanceof JobRefused) return error.code === "internal" ? new UsageError("usage.value", message) : new RefusedError(error.code, message);
  return new StoppedError(message);
}
