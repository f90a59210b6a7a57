// What is in the npm package, and that it does in Node what the command line does.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { integrityOf } from "../bundling.mjs";
import { root, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { packageFile, packageFolder, peopleFile } from "./support/package.mjs";

const execute = promisify(execFile);
const SEED = 7;

/** The whole package: a file more or less is a decision. */
const CONTENTS = [
  ...["LICENSE", "README.md", "custom-elements.json", "integrity.json", "package.json"],
  ...["index.js", "inline.js", "node.js", "node-worker.js", "worker.js", "element.js", "unsandboxed.js", "split-tally.wasm", "split-tally.html"],
  ...["index.d.ts", "api.d.ts", "core.d.ts", "element.d.ts", "errors.d.ts", "inputs.d.ts", "job-element.d.ts", "jobs.d.ts", "ladder.d.ts", "protocol.d.ts", "unsandboxed.d.ts", "worker.d.ts", "wasm.d.ts"],
];
/** Under Brotli, in bytes: rounded up from what has been reached. The rest is the page and its WebAssembly, which have budgets of their own. */
const LARGEST = { "index.js": 11_000, "element.js": 4_000, "worker.js": 11_000, "unsandboxed.js": 135_000 };

const read = (name) => readFile(packageFile(name), "utf8");
const json = async (name) => JSON.parse(await read(name));

describe("the package", () => {
  test("holds these files and no other", async () => {
    const { stdout } = await execute("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", packageFolder], { cwd: root });
    const [{ files, version }] = Object.values(JSON.parse(stdout));
    assert.deepEqual(files.map(({ path }) => path).sort(), [...CONTENTS].sort());
    assert.ok((await readFile(join(root, "Cargo.toml"), "utf8")).includes(`\nversion = "${version}"\n`), "the version is that of Cargo.toml");
  });

  test("names files that are there, with types first", async () => {
    const { exports } = await json("package.json");
    const targets = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
    for (const target of targets) assert.ok(CONTENTS.includes(target.slice(2)), target);
    for (const target of Object.values(exports)) if (typeof target === "object") assert.equal(Object.keys(target)[0], "types");
  });

  test("names its files by their SHA-384", async () => {
    const integrity = await json("integrity.json");
    for (const [name, said] of Object.entries(integrity)) assert.equal(said, integrityOf(await readFile(packageFile(name))), name);
    assert.deepEqual(Object.keys(integrity), CONTENTS.filter((name) => /\.(js|wasm|html)$/.test(name) && !name.startsWith("node")).sort());
  });

  test("asks nothing of any other host, and knows nothing of the computer it was built on", async () => {
    for (const name of CONTENTS) {
      const content = (await readFile(packageFile(name))).toString("latin1");
      assert.ok(!content.includes(root), `${name} has the path of a build`);
      if (/^(index|element|worker|node|node-worker)\.js$/.test(name)) assert.doesNotMatch(content, /["'`](https?:)?\/\/(?!www\.w3\.org)[a-z]/, name);
    }
  });

  test("shows nothing of the generated glue in its types", async () => {
    for (const name of CONTENTS.filter((one) => one.endsWith(".d.ts"))) assert.doesNotMatch(await read(name), /wbindgen|__wbg|interface Core \{|\.\.\//, name);
  });

  test("describes its elements as they are", async () => {
    const { modules } = await json("custom-elements.json");
    const source = (name) => readFile(join(root, name), "utf8");
    const [shared, protocol] = await Promise.all([source("pkg/src/job-element.ts"), source("www/src/element/protocol.ts")]);
    const names = (list) => list.map(({ name }) => name).sort();
    const listed = (name) => JSON.parse(new RegExp(`${name} = (\\[[^\\]]*\\])`).exec(protocol)[1]);
    assert.deepEqual(modules.map(({ path }) => path), ["element.js", "unsandboxed.js"]);
    for (const { path, declarations } of modules) {
      const [{ tagName, name, attributes, members, events, cssProperties }] = declarations;
      const own = await source(`pkg/src/${path.replace(/js$/, "ts")}`);
      assert.ok(own.includes(`define("${tagName}", ${name});`), path);
      assert.deepEqual(names(attributes), JSON.parse(/observedAttributes = (\[[^\]]*\])/.exec(own)[1]).sort());
      assert.deepEqual(names(events), [...shared.matchAll(/^ {2}"(tally-[a-z]+)": CustomEvent/gm)].map(([, event]) => event).sort());
      const accessors = [...`${shared}${own}`.matchAll(/^ {2}get ([a-z]+)\(/gm)].map(([, member]) => member);
      assert.deepEqual(names(members), [...accessors, "updateTheme"].sort());
      assert.deepEqual(names(cssProperties), listed("THEME").map((theme) => `--split-tally-${theme}`).sort());
      assert.deepEqual(attributes.find((one) => one.name === "job").type.text.match(/[a-z-]+/g), listed("JOBS"));
      for (const what of listed("RECEIVABLE")) assert.ok(attributes.find((one) => one.name === "receive").description.includes(`"${what}"`), what);
    }
  });

  test("is no larger than it was", async (t) => {
    for (const [name, most] of Object.entries(LARGEST)) {
      const packed = brotliCompressSync(await readFile(packageFile(name))).length;
      t.diagnostic(`${name}: ${(packed / 1000).toFixed(1)} KB under Brotli`);
      assert.ok(packed <= most, `${name} has ${packed} bytes under Brotli`);
    }
    // What is carried inside is mostly the WebAssembly each time; its best packing takes long.
    for (const name of ["inline.js", "split-tally.html", "split-tally.wasm"]) {
      const packed = brotliCompressSync(await readFile(packageFile(name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
      t.diagnostic(`${name}: ${(packed / 1000).toFixed(0)} KB under Brotli of quality 9`);
    }
  });
});

describe("in Node", () => {
  let place;
  let tally;
  let project;
  const path = (name) => join(place.folder, name);
  const people = (party) => pathToFileURL(peopleFile(party === "North" ? "a.csv" : "b.csv"));

  before(async () => {
    place = await temporaryFolder();
    const globals = Object.getOwnPropertyNames(globalThis);
    tally = await import(pathToFileURL(packageFile("node.js")));
    assert.deepEqual(Object.getOwnPropertyNames(globalThis), globals, "importing leaves nothing behind");
    const agreement = await tally.createAgreement({ parties: ["North", "South"] });
    const key = await tally.newKey();
    await Promise.all([writeFile(path("agreement.json"), agreement.text), writeFile(path("project.key"), key)]);
    project = { agreement, key };
  });
  after(() => place?.remove());
  const prepare = (party, more = {}, control) => tally.prepare(people(party), { ...project, party, idColumn: "rec_id", seed: SEED, invalidValues: "blank", ...more }, control);
  const bytes = async (blob) => Buffer.from(await blob.arrayBuffer());

  test("the version is the package's, and workers are threads", async () => {
    assert.deepEqual(await tally.load(), { version: (await json("package.json")).version, worker: "thread" });
  });

  test("every file is the command line's, byte for byte", { skip: missingCommand }, async () => {
    const { stdout } = await splitTally("key", "check", "--agreement", path("agreement.json"), "--key", path("project.key"));
    assert.ok(stdout.includes(await tally.checkCode(project.agreement, project.key)), stdout);
    const extracts = [];
    for (const party of ["North", "South"]) {
      const made = await prepare(party);
      const outputs = ["--out", path(`${party}.parquet`), "--crosswalk", path(`${party}.csv`)];
      await splitTally("prepare", "--agreement", path("agreement.json"), "--key", path("project.key"), "--party", party, "--in", peopleFile(party === "North" ? "a.csv" : "b.csv"), "--id", "rec_id", "--invalid", "blank", "--seed", String(SEED), ...outputs);
      assert.ok((await bytes(made.extract)).equals(await readFile(path(`${party}.parquet`))), "the extracts are the same");
      assert.ok((await bytes(made.crosswalk)).equals(await readFile(path(`${party}.csv`))), "the crosswalks are the same");
      extracts.push({ name: `${party}.parquet`, data: made.extract });
    }
    const { links, report } = await tally.match(extracts, { agreement: project.agreement });
    await splitTally("match", "--agreement", path("agreement.json"), path("North.parquet"), path("South.parquet"), "--out", path("links.csv"));
    assert.ok((await bytes(links)).equals(await readFile(path("links.csv"))), "the links are the same");
    assert.ok(report.groups > 0);
    const { joined } = await tally.rejoin(people("North"), { links, crosswalk: pathToFileURL(path("North.csv")), idColumn: "rec_id" });
    await splitTally("rejoin", "--links", path("links.csv"), "--crosswalk", path("North.csv"), "--in", peopleFile("a.csv"), "--id", "rec_id", "--out", path("joined.csv"));
    assert.ok((await bytes(joined)).equals(await readFile(path("joined.csv"))), "the joined files are the same");
    assert.equal((await tally.inspect(pathToFileURL(path("North.parquet")))).kind, "extract");
  });

  test("a combined view, and what comes back of it, are the command line's", { skip: missingCommand }, async () => {
    const parties = ["hospital", "council"];
    await splitTally("synth", "--people", "400", "--seed", "7", "--indicators", "--out-dir", path("needs"));
    const agreement = await tally.createAgreement({ parties, template: "vulnerability", expires: "2100-01-01", attributes: ["rent_arrears=council", "frailty=hospital"] });
    await writeFile(path("needs.json"), agreement.text);
    const key = await tally.newKey();
    const made = {};
    for (const party of parties) {
      const file = pathToFileURL(path(`needs/${party}.csv`));
      made[party] = await tally.prepare(file, { agreement, key, party, seed: SEED, invalidValues: "blank" });
      await Promise.all([writeFile(path(`${party}.parquet`), await bytes(made[party].extract)), writeFile(path(`${party}.csv`), await bytes(made[party].crosswalk))]);
    }
    const extracts = parties.map((party) => ({ name: `${party}.parquet`, data: made[party].extract }));
    const { links } = await tally.match(extracts, { agreement });
    await writeFile(path("needs-links.csv"), await bytes(links));
    const files = parties.map((party) => path(`${party}.parquet`));
    const { view, page } = await tally.view(extracts, { agreement, links });
    await splitTally("view", "--agreement", path("needs.json"), "--links", path("needs-links.csv"), ...files, "--out", path("view.json"), "--html", path("view.html"));
    assert.deepEqual(view, JSON.parse(await readFile(path("view.json"), "utf8")));
    assert.ok((await bytes(page)).equals(await readFile(path("view.html"))), "the pages are the same");
    const own = pathToFileURL(path("needs/council.csv"));
    const { joined, worklist, record } = await tally.rejoin(own, { agreement, links, crosswalk: made.council.crosswalk, extracts });
    await splitTally("rejoin", "--agreement", path("needs.json"), "--crosswalk", path("council.csv"), "--links", path("needs-links.csv"), "--in", path("needs/council.csv"), "--out", path("needs-joined.csv"), "--worklist", path("worklist.csv"), ...files);
    assert.ok((await bytes(joined)).equals(await readFile(path("needs-joined.csv"))), "the joined files are the same");
    assert.ok((await bytes(worklist)).equals(await readFile(path("worklist.csv"))), "the worklists are the same");
    assert.deepEqual(record.attributes.map(({ name }) => name).sort(), ["frailty", "rent_arrears"]);
  });

  test("a file may come from the disk, from memory, from a stream or as a Blob", async () => {
    const content = await readFile(peopleFile("a.csv"));
    const inputs = [people("North"), content, new Uint8Array(content).buffer, new Blob([content]), new File([content], "a.csv"), new Blob([content]).stream(), { name: "people.csv", data: content }];
    const made = [];
    for (const input of inputs) made.push(await tally.prepare(input, { ...project, party: "North", seed: SEED, invalidValues: "blank" }));
    const [first, ...others] = await Promise.all(made.map(({ extract }) => bytes(extract)));
    for (const other of others) assert.ok(other.equals(first));
    assert.deepEqual(made.map(({ record }) => record.input.name), ["a.csv", "the file", "the file", "the file", "a.csv", "the file", "people.csv"]);
  });

  test("what is wrong is an error with a code that stays, and without any person's value", async () => {
    const csv = "id,given name,surname,dob,postcode\n1,Zebedee,Quillfeather,31/02/1980,CO1 1AB\n";
    const about = (error, type, code) => error instanceof tally[type] && error instanceof tally.SplitTallyError && error instanceof Error && error.name === type && error.code === code && !/Zebedee|Quillfeather|31.02/.test(error.message);
    const rejects = (work, type, code) => assert.rejects(work, (error) => about(error, type, code) || assert.fail(`${error.name} ${error.code}: ${error.message}`));
    const options = { ...project, party: "North" };
    await rejects(tally.prepare({ name: "people.csv", data: Buffer.from(csv) }, options), "RefusedError", "prepare.invalid_values");
    await rejects(tally.prepare(Buffer.from(""), options), "RefusedError", "read.empty");
    await rejects(tally.prepare(pathToFileURL(path("nowhere.csv")), options), "RefusedError", "node.unreadable");
    await rejects(tally.prepare(Buffer.from(csv), { ...options, agreement: undefined }), "UsageError", "usage.agreement");
    await rejects(tally.prepare(Buffer.from(csv), { ...project }), "UsageError", "usage.party");
    await rejects(tally.prepare("people.csv", options), "UsageError", "usage.file");
    await rejects(tally.openAgreement("{}"), "RefusedError", "agreement.not_an_agreement");
    await rejects(tally.checkCode(project.agreement, { file: await tally.newKey({ passphrase: "harbour pencil autumn violin" }), passphrase: "another" }), "RefusedError", "secret.wrong_passphrase");
  });

  test("columns map by name as on the command line, and as they are told", async () => {
    const csv = "id,given name,family,dob,postcode\n1,Ann,Field,1980-02-03,CO1 1AB\n";
    const options = { ...project, party: "North" };
    const used = ({ record }) => Object.fromEntries(record.mapping.filter(({ fields }) => fields.length > 0).map(({ column, fields }) => [column, fields[0]]));
    const named = await tally.prepare(Buffer.from(csv), { ...options, columns: { family: "surname" } });
    assert.equal(named.record.id_column, "id");
    assert.equal(used(named).family, "surname");
    assert.ok("dob" in used(named), "the others map themselves");
    const only = await tally.prepare(Buffer.from(csv), { ...options, columns: { family: "surname", dob: "birth_date", postcode: "postcode", "given name": "given_name" }, onlyNamedColumns: true });
    assert.equal(only.record.id_column, null);
  });

  test("a signal ends the worker and rejects", async () => {
    const stop = new AbortController();
    const progress = [];
    const work = prepare("North", {}, { signal: stop.signal, onProgress: (said) => void (progress.push(said), stop.abort("enough")) });
    await assert.rejects(work, (error) => error instanceof tally.CancelledError && error.code === "cancelled" && error.cause === "enough");
    assert.deepEqual(Object.keys(progress[0]).sort(), ["done", "phase", "total"]);
    await assert.rejects(prepare("North", {}, { signal: AbortSignal.abort() }), tally.CancelledError);
  });

  test("a program that has finished ends", async () => {
    const script = `const { templates } = await import(${JSON.stringify(pathToFileURL(packageFile("node.js")).href)}); console.log((await templates()).length > 0);`;
    const { stdout, stderr } = await execute(process.execPath, ["--input-type=module", "-e", script], { timeout: 60_000 });
    assert.equal(stdout.trim(), "true");
    assert.equal(stderr, "");
  });
});

test("everything that the folder of the package holds is packed", async () => {
  assert.deepEqual((await readdir(packageFolder)).sort(), [...CONTENTS].sort());
});
