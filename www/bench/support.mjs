// What the measurements in a browser share.

import { execFileSync } from "node:child_process";

/** The largest resident sets, in MiB, of a page with its workers and of the browser itself, which keeps files in the making; Linux only. */
function largestProcesses() {
  const largest = { page: 0, browser: 0 };
  try {
    const lines = execFileSync("ps", ["-eo", "rss=,args="], { encoding: "utf8" }).split("\n");
    for (const line of lines.filter((line) => /chrom/i.test(line))) {
      const size = parseInt(line, 10) / 1024;
      const kind = line.includes("--type=renderer") ? "page" : line.includes("--type=") ? null : "browser";
      if (kind) largest[kind] = Math.max(largest[kind], size);
    }
  } catch {
    // No figures of memory without ps.
  }
  return largest;
}

/** Looks at the processes until `stop` is called; `peak` has the largest sizes since, `before` those at the start. */
export function watchProcesses() {
  const before = largestProcesses();
  const peak = { ...before };
  const sampling = setInterval(() => {
    const now = largestProcesses();
    for (const kind of Object.keys(peak)) peak[kind] = Math.max(peak[kind], now[kind]);
  }, 200);
  return { before, peak, stop: () => clearInterval(sampling) };
}

export const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);
