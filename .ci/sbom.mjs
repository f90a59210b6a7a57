// The software bill of materials, as CycloneDX 1.5 JSON: every crate of Cargo.lock and every npm package of www/package-lock.json, with version, licence,
// where it comes from and its checksum. Without a date, and with a serial number made of the contents, so that the same commit gives the same bytes.
//
//   node .ci/sbom.mjs > sbom.cdx.json

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (name) => readFileSync(join(root, name), "utf8");

/** Crates by name and version with their checksums, out of Cargo.lock, whose blocks have one form. */
function checksums() {
  const found = new Map();
  for (const block of read("Cargo.lock").split("[[package]]\n").slice(1)) {
    const value = (name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(block)?.[1];
    found.set(`${value("name")} ${value("version")}`, value("checksum"));
  }
  return found;
}

/** `required` is what the library and the command are made of, on any system; `excluded` what only builds or tests them. */
function crates() {
  const metadata = JSON.parse(execFileSync("cargo", ["metadata", "--format-version", "1", "--locked"], { cwd: root, maxBuffer: 1 << 28 }));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const shipped = new Set();
  const follow = (id) => {
    if (shipped.has(id)) return;
    shipped.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) follow(pkg);
  };
  follow(metadata.resolve.root);
  const known = checksums();
  const itself = metadata.packages.find(({ id }) => id === metadata.resolve.root);
  const components = metadata.packages
    .filter((one) => one !== itself)
    .map(({ id, name, version, license }) => component("cargo", name, version, { licence: license?.replace(/\s*\/\s*/g, " OR "), hash: ["SHA-256", known.get(`${name} ${version}`)], scope: shipped.has(id) ? "required" : "excluded" }));
  return { itself, components };
}

/** What of npm ends up in the page; the rest builds or tests it. */
const IN_THE_PAGE = new Set(["govuk-frontend"]);

function npmPackages() {
  const { packages } = JSON.parse(read("www/package-lock.json"));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license, integrity }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      const [, digest] = /^sha512-(.*)$/.exec(integrity ?? "") ?? [];
      return component("npm", name, version, { licence: license, hash: ["SHA-512", digest && Buffer.from(digest, "base64").toString("hex")], scope: IN_THE_PAGE.has(name) ? "required" : "excluded" });
    });
}

function component(kind, name, version, { licence, hash: [alg, content], scope }) {
  const purl = `pkg:${kind}/${name.replace("@", "%40")}@${version}`;
  return { type: "library", "bom-ref": purl, name, version, scope, ...(content && { hashes: [{ alg, content }] }), ...(licence && { licenses: [{ expression: licence }] }), purl };
}

const { itself, components: rust } = crates();
const components = [...rust, ...npmPackages()].sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0)).filter((one, index, all) => one.purl !== all[index - 1]?.purl);
const subject = { type: "application", "bom-ref": `pkg:cargo/${itself.name}@${itself.version}`, name: itself.name, version: itself.version, licenses: [{ expression: itself.license }], purl: `pkg:cargo/${itself.name}@${itself.version}` };
// A UUID of version 8 (RFC 9562), which leaves its bits to whoever makes it.
const digest = createHash("sha256").update(JSON.stringify([subject, components])).digest("hex");
const serial = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join("-");
console.log(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.5", serialNumber: `urn:uuid:${serial}`, version: 1, metadata: { component: subject }, components }, null, 2));
