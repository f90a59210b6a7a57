// Agreements fit the published schema, and damaged ones do not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { root, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";

const hardening = { method: "diffusion", bits: 2048, mixed: 10 };
const fieldFilters = { bits: 256, fields: [{ field: "surname", gram: 2, bits_per_feature: 100 }] };
const withFilter = (agreement, change) => ({ ...agreement, record_filter: { ...agreement.record_filter, ...change } });

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
  "hardening of an unknown method": (agreement) => withFilter(agreement, { hardening: { ...hardening, method: "rule_90" } }),
  "hardening with too few bits mixed": (agreement) => withFilter(agreement, { hardening: { ...hardening, mixed: 4 } }),
  "a salt that is no name": (agreement) => withFilter(agreement, { salt_field: "NHS number" }),
  "field filters of another length": (agreement) => ({ ...agreement, field_filters: { ...fieldFilters, bits: 1024 } }),
  "field filters of no field": (agreement) => ({ ...agreement, field_filters: { ...fieldFilters, fields: [] } }),
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
  test("takes hardening, a salt and field filters", () => {
    const changed = { ...withFilter(agreement, { hardening, salt_field: "nhs_number" }), field_filters: fieldFilters };
    assert.ok(validate(changed), JSON.stringify(validate.errors));
  });
  for (const example of ["agreement-fields.json", "agreement-hardened.json"]) {
    test(`takes ${example} of the examples`, async () => {
      const published = JSON.parse(await readFile(join(root, "examples/febrl4", example), "utf8"));
      assert.ok(validate(published), JSON.stringify(validate.errors));
    });
  }
  for (const [name, change] of Object.entries(damage)) {
    test(`refuses ${name}`, () => assert.equal(validate(change(agreement)), false));
  }
});
