// Agreements fit the published schema, and damaged ones do not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { root, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";

const damage = {
  "an unknown key": (agreement) => ({ ...agreement, extra: true }),
  "another format": (agreement) => ({ ...agreement, format: "other" }),
  "a later version": (agreement) => ({ ...agreement, version: 2 }),
  "one party": (agreement) => ({ ...agreement, parties: agreement.parties.slice(0, 1) }),
  "a party twice": (agreement) => ({ ...agreement, parties: ["A", "A"] }),
  "a party that is a path": (agreement) => ({ ...agreement, parties: ["../A", "B"] }),
  "no fields": (agreement) => ({ ...agreement, fields: [] }),
  "an unknown kind of field": (agreement) => ({ ...agreement, fields: [{ ...agreement.fields[0], kind: "secret" }, ...agreement.fields.slice(1)] }),
  "no match keys": (agreement) => ({ ...agreement, match_keys: [] }),
  "a way to be unique that there is not": (agreement) => ({ ...agreement, match_keys: [{ ...agreement.match_keys[0], unique: "often" }] }),
  "an exception without values": (agreement) => ({ ...agreement, match_keys: [{ ...agreement.match_keys[0], except: [{ field: "birth_date", values: [] }] }] }),
  "no decision": ({ decision: _, ...agreement }) => agreement,
};

describe("the agreement schema", { skip: missingCommand }, () => {
  let place;
  let validate;
  let agreement;

  before(async () => {
    place = await temporaryFolder();
    const path = join(place.folder, "agreement.json");
    await splitTally("agreement", "new", "--template", "person", "--party", "A", "--party", "B", "--out", path);
    agreement = JSON.parse(await readFile(path, "utf8"));
    const schema = JSON.parse(await readFile(join(root, "docs/agreement.schema.json"), "utf8"));
    validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  });
  after(() => place?.remove());

  test("takes an agreement that the command makes", () => {
    assert.ok(validate(agreement), JSON.stringify(validate.errors));
  });
  for (const preset of ["hesid", "mps", "ons2021"]) {
    test(`takes the match keys of ${preset}`, async () => {
      const path = join(place.folder, `${preset}.json`);
      await splitTally("agreement", "new", "--match-keys", preset, "--party", "A", "--party", "B", "--out", path);
      assert.ok(validate(JSON.parse(await readFile(path, "utf8"))), JSON.stringify(validate.errors));
    });
  }
  for (const [name, change] of Object.entries(damage)) {
    test(`refuses ${name}`, () => assert.equal(validate(change(agreement)), false));
  }
});
