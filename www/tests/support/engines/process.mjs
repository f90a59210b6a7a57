// Programs that a test starts, and ends.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The program that `named` is the path of, or else the first of `names` in `folders` or on the PATH; undefined where there is none. */
export function firstOnPath(named, names, folders = []) {
  if (named) return named;
  const everywhere = [...(process.env.PATH ?? "").split(delimiter), ...folders];
  return names.flatMap((name) => everywhere.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const EVERY_MS = 30;
/** A minute and more. Counted in asks and not in time, so that a computer that is busy with other things is waited for. */
const MOST_ASKS = 2000;

/** Asks until the answer is something, and gives it. `what` says what was waited for, should it never come. */
export async function until(ask, what) {
  for (let asks = 0; asks < MOST_ASKS; asks += 1) {
    const answer = await ask();
    if (answer) return answer;
    await pause(EVERY_MS);
  }
  throw new Error(`Waited in vain for ${what}`);
}

/** A function that ends the program and waits for its end. */
export function ended(child) {
  const over = new Promise((resolve) => child.once("exit", resolve));
  return async () => {
    child.kill();
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await over;
    clearTimeout(timer);
  };
}
