// Saving a file: the browser's own download of a blob this page holds. Nothing is requested.

import { outermost } from "./ground";

/** Long enough for the browser to have taken the blob over, even for one kept on disk. */
const REVOKE_AFTER_MS = 60_000;

export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  outermost().append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

export const jsonBlob = (value: unknown) => new Blob([JSON.stringify(value, null, 2), "\n"], { type: "application/json" });
export const textBlob = (text: string, type = "text/plain") => new Blob([text], { type: `${type};charset=utf-8` });
