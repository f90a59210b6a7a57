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
  "no decision": ({ decision: _, ...agreement }) => agreement,
  "a recipient without a role": (agreement) => ({ ...agreement, recipients: [{ name: "C" }] }),
  "a role that there is not": (agreement) => ({ ...agreement, recipients: [{ name: "C", role: "server" }] }),
  "a public key of another kind": (agreement) => ({ ...agreement, recipients: [{ name: "C", role: "linker", public_key: "ssh-ed25519 AAAA" }] }),
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
  for (const [name, change] of Object.entries(damage)) {
    test(`refuses ${name}`, () => assert.equal(validate(change(agreement)), false));
  }
});
