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
const level = (level, m, u) => ({ level, m, u, household: u });
const learnt = { parties: ["A", "B"], parameters: { match_share: 0.001, household_share: 0, fields: [{ field: "surname", levels: [level("differs", 0.1, 0.999), level("equal", 0.9, 0.001)] }] } };
const withLearnt = (agreement, more) => ({ ...agreement, field_filters: fieldFilters, decision: { ...agreement.decision, probability: { threshold: 0.5, learnt: [{ ...learnt, ...more }] } } });
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
  "a way to be unique that there is not": (agreement) => ({ ...agreement, match_keys: [{ ...agreement.match_keys[0], unique: "often" }] }),
  "an exception without values": (agreement) => ({ ...agreement, match_keys: [{ ...agreement.match_keys[0], except: [{ field: "birth_date", values: [] }] }] }),
  "no decision": ({ decision: _, ...agreement }) => agreement,
  "a recipient without a role": (agreement) => ({ ...agreement, recipients: [{ name: "C" }] }),
  "a role that there is not": (agreement) => ({ ...agreement, recipients: [{ name: "C", role: "server" }] }),
  "a public key of another kind": (agreement) => ({ ...agreement, recipients: [{ name: "C", role: "linker", public_key: "ssh-ed25519 AAAA" }] }),
  "learnt of three parties": (agreement) => withLearnt(agreement, { parties: ["A", "B", "C"] }),
  "learnt without shares": (agreement) => withLearnt(agreement, { parameters: { fields: learnt.parameters.fields } }),
  "learnt that what differs never happens": (agreement) => withLearnt(agreement, { parameters: { ...learnt.parameters, fields: [{ field: "surname", levels: [level("differs", 1, 0)] }] } }),
  "a first edition that renews another": (agreement) => ({ ...agreement, renewal: { edition: 1, replaces: "0".repeat(64) } }),
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
    const recipients = [{ name: "Data Trust", role: "linker", public_key: "age1wcs0395a4uhwdvezgt0uxp0y6m4j9476t0mymmfwgl8ph9thlddsnhsr5v" }, { name: "A", role: "partner" }];
    const renewed = { ...agreement, recipients, renewal: { edition: 2, replaces: "0123456789abcdef".repeat(4) } };
    assert.ok(validate(renewed), JSON.stringify(validate.errors));
  });
  test("takes hardening, a salt and field filters", () => {
    const changed = { ...withFilter(agreement, { hardening, salt_field: "nhs_number" }), field_filters: fieldFilters };
    assert.ok(validate(changed), JSON.stringify(validate.errors));
  });
  test("takes what a model has learnt", () => {
    assert.ok(validate(withLearnt(agreement, {})), JSON.stringify(validate.errors));
  });
  for (const example of ["agreement-fields.json", "agreement-hardened.json"]) {
    test(`takes ${example} of the examples`, async () => {
      const published = JSON.parse(await readFile(join(root, "examples/febrl4", example), "utf8"));
      assert.ok(validate(published), JSON.stringify(validate.errors));
    });
  }
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
