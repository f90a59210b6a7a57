// The handing out of parts, in made-up time: as long as one worker lives, every part is done, whatever the others do.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

let Parts;
before(async () => {
  const entry = fileURLToPath(new URL("../src/parts.ts", import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  ({ Parts } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`));
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Does all parts with workers of which all but the first may end, noticed or not. Gives how often each part was done, and the time taken. */
function simulate({ total, workers, mayEnd, random }) {
  const parts = new Parts(total);
  const times = new Array(total).fill(0);
  const at = new Map(workers.map((worker) => [worker, null]));
  let now = 0;
  for (; parts.left > 0; now += 50) {
    assert.ok(now < 1_000_000, `${parts.left} parts were never done`);
    for (const [worker, job] of [...at]) {
      if (mayEnd && worker > 0 && random() < 0.02) {
        at.delete(worker);
        if (random() < 0.5) parts.lose(worker);
        continue;
      }
      if (job && now < job.until) continue;
      if (job) {
        times[job.part] += 1;
        assert.equal(parts.finish(worker, job.part, now), times[job.part] === 1);
      }
      const part = parts.take(worker, now);
      at.set(worker, part === undefined ? null : { part, until: now + 100 + random() * 400 });
    }
  }
  return { times, now };
}

test("every part is done as long as one worker lives", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = chance(seed);
    const total = 1 + Math.floor(random() * 40);
    const { times } = simulate({ total, workers: [0, 1, 2, 3].slice(0, 1 + (seed % 4)), mayEnd: true, random });
    assert.ok(times.every((count) => count >= 1));
  }
});

test("without a silent worker no part is done twice, and none idles while there are parts", () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const { times, now } = simulate({ total: 40, workers: [0, 1, 2, 3], mayEnd: false, random: chance(seed) });
    assert.ok(times.every((count) => count === 1));
    // Forty parts of 0.5 s at most, and the last one's time.
    assert.ok(now <= (40 / 4) * 550 + 550, `${now} ms`);
  }
});
