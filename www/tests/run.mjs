// Runs every test file: two at a time, and then one by one those that need the computer to themselves. Fails if any of them does.
//
//   node tests/run.mjs

import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/** What these look at is how long something takes, how much memory there is, or several programs at once. */
const ALONE = [
  "budget", // how soon the page is ready, and that it answers while it works
  "engines", // two browsers at once, each with a window that has the keyboard
  "interaction", // stopping within a second
  "match-faults", // stopping within a second, and too little memory
  "match-pool", // several workers, and what becomes of them
];
/** The longest, begun first so that none of them is left over at the end. */
const LONGEST = ["untranslated", "look", "language", "axe", "wrong-turns", "incidents", "view", "fresh-projects"];

const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".test.mjs")).map((name) => name.slice(0, -".test.mjs".length));
const unknown = [...ALONE, ...LONGEST].filter((name) => !files.includes(name));
if (unknown.length > 0) throw new Error(`There is no test file of these names: ${unknown.join(", ")}`);

/** Runs them, so many at a time. */
function runAll(names, concurrency) {
  const tests = run({ files: names.map((name) => join(import.meta.dirname, `${name}.test.mjs`)), concurrency });
  tests.on("test:fail", ({ todo }) => {
    if (todo === undefined || todo === false) process.exitCode = 1;
  });
  return new Promise((resolve, reject) => {
    const report = tests.compose(new spec());
    report.on("end", resolve).on("error", reject).pipe(process.stdout, { end: false });
  });
}

const others = files.filter((name) => !ALONE.includes(name)).sort((one, other) => Number(LONGEST.includes(other)) - Number(LONGEST.includes(one)) || LONGEST.indexOf(one) - LONGEST.indexOf(other));
await runAll(others, Math.min(2, availableParallelism()));
await runAll(ALONE, 1);
