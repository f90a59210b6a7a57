// Says what the bytes of a WebAssembly file with names are: node bench/wasm-size.mjs FILE [DEPTH] [ROWS]
//
// Functions are grouped by the crate and the module their name begins with (DEPTH parts of it, 1 unless told), and data by
// the printable text it is mostly made of. For each group: bytes as they are, and bytes under Brotli when the group is
// compressed by itself, which a page's whole is a little less than the sum of. docs/developing.md says how to make the file.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const [file, depthText, rowsText] = process.argv.slice(2);
if (!file) {
  console.error("Usage: node bench/wasm-size.mjs FILE [DEPTH] [ROWS]");
  process.exit(2);
}
const depth = Number(depthText ?? 1);
const mostRows = Number(rowsText ?? 60);
const bytes = readFileSync(file);

const brotli = (data) => brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } }).length;

/** Reads the numbers and texts of the binary format from `at` on. */
class Cursor {
  constructor(at) {
    this.at = at;
  }
  byte() {
    return bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return bytes.toString("utf8", this.at - length, this.at);
  }
}

const SECTIONS = ["custom", "types", "imports", "functions", "tables", "memories", "globals", "exports", "start", "elements", "code", "data", "data count", "tags"];
const sections = [];
for (let cursor = new Cursor(8); cursor.at < bytes.length; ) {
  const id = cursor.byte();
  const length = cursor.number();
  const start = cursor.at;
  const end = start + length;
  const name = id === 0 ? `custom ${new Cursor(start).text()}` : SECTIONS[id];
  sections.push({ name, start, end });
  cursor.at = end;
}
const section = (name) => sections.find((one) => one.name === name);

/** How many functions are imported; they are numbered before the file's own. */
function importedFunctions() {
  const found = section("imports");
  if (!found) return 0;
  const cursor = new Cursor(found.start);
  const limits = () => {
    const flags = cursor.byte();
    cursor.number();
    if (flags & 1) cursor.number();
  };
  let functions = 0;
  for (let left = cursor.number(); left > 0; left--) {
    cursor.text();
    cursor.text();
    const kind = cursor.byte();
    if (kind === 0) functions += 1;
    if (kind === 0) cursor.number();
    else if (kind === 1) cursor.byte(), limits();
    else if (kind === 2) limits();
    else if (kind === 3) cursor.at += 2;
    else cursor.at += 1, cursor.number();
  }
  return functions;
}

/** Names of functions by number, of the custom section `name`. */
function functionNames() {
  const names = new Map();
  const found = section("custom name");
  if (!found) throw new Error(`${file} has no names: see docs/developing.md`);
  const cursor = new Cursor(found.start);
  cursor.text();
  while (cursor.at < found.end) {
    const id = cursor.byte();
    const length = cursor.number();
    const end = cursor.at + length;
    if (id === 1) for (let left = cursor.number(); left > 0; left--) names.set(cursor.number(), cursor.text());
    cursor.at = end;
  }
  return names;
}

/** The crate and modules a function belongs to: of `<a::B as c::D>::e` those of a, and of core's shims those of what is dropped. */
function owner(name) {
  let path = name.replace(/\[[0-9a-f]+\]/g, "").replace(/^core::ptr::drop_(in_place|glue)</, "");
  while (/^[<&(*[]|^(mut|const|dyn) /.test(path)) path = path.replace(/^(<|&|\(|\*|\[|mut |const |dyn )/, "");
  const parts = path.split(/[<>() ,;&]/)[0].split("::").filter((part) => part !== "");
  return parts.slice(0, depth).join("::") || "(nameless)";
}

function codeGroups() {
  const found = section("code");
  const cursor = new Cursor(found.start);
  const names = functionNames();
  const groups = new Map();
  const count = cursor.number();
  const first = importedFunctions();
  for (let number = first; number < first + count; number++) {
    const length = cursor.number();
    const name = owner(names.get(number) ?? "");
    const group = groups.get(name) ?? { functions: 0, parts: [] };
    group.functions += 1;
    group.parts.push(bytes.subarray(cursor.at, cursor.at + length));
    groups.set(name, group);
    cursor.at += length;
  }
  return groups;
}

function table(title, rows) {
  console.log(`\n${title}`);
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  rows.sort((a, b) => b.brotli - a.brotli);
  for (const { name, raw, brotli, functions } of [{ name: "all of these", raw: total("raw"), brotli: total("brotli"), functions: total("functions") }, ...rows.slice(0, mostRows)])
    console.log(`${String(raw).padStart(9)} ${String(brotli).padStart(9)} ${String(functions || "").padStart(7)}  ${name}`);
}

const withoutNames = Buffer.concat([bytes.subarray(0, 8), ...sections.filter(({ name }) => !name.startsWith("custom")).map(({ start, end }) => bytes.subarray(start, end))]);
console.log(`${file}: ${bytes.length} bytes, ${withoutNames.length} without names, ${brotli(withoutNames)} of those under Brotli`);
console.log("\n    bytes    Brotli  number");
table(
  "Sections",
  sections.map(({ name, start, end }) => ({ name, raw: end - start, brotli: brotli(bytes.subarray(start, end)), functions: 0 })),
);
table(
  "Code",
  [...codeGroups()].map(([name, { functions, parts }]) => {
    const code = Buffer.concat(parts);
    return { name, raw: code.length, brotli: brotli(code), functions };
  }),
);
