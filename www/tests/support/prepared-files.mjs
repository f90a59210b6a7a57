// Made-up people and a key, and the files of them that the command line prepares under an agreement.

import { join } from "node:path";
import { splitTally } from "./command.mjs";

const named = (parties) => parties.flatMap((party) => ["--party", party]);

/** Writes PARTY.csv of each, and gives the key. */
export async function madeUpPeople(folder, { people, parties, seed = "3" }) {
  const key = join(folder, "project.key");
  await splitTally("synth", "--people", String(people), "--seed", seed, ...named(parties), "--out-dir", folder);
  await splitTally("key", "new", "--out", key);
  return key;
}

/** What stands in front of the names of all that is written, and which seed is each party's, may be chosen. */
export async function preparedUnder(folder, { key, parties, template = "person", choices = [], prefix = "", seedOf = () => "3" }) {
  const path = (name) => join(folder, `${prefix}${name}`);
  const agreement = path("agreement.json");
  await splitTally("agreement", "new", "--template", template, ...choices, ...named(parties), "--out", agreement);
  const files = [];
  for (const party of parties) {
    const extract = path(`${party}.parquet`);
    const made = ["--out", extract, "--crosswalk", path(`${party}.crosswalk.csv`), "--seed", seedOf(party)];
    await splitTally("prepare", "--agreement", agreement, "--key", key, "--party", party, "--in", join(folder, `${party}.csv`), "--invalid", "blank", ...made);
    files.push(extract);
  }
  return { agreement, files };
}

/** Both at once. */
export async function preparedFiles(folder, { people, parties, seed = "3" }) {
  const key = await madeUpPeople(folder, { people, parties, seed });
  return preparedUnder(folder, { key, parties, seedOf: () => seed });
}
