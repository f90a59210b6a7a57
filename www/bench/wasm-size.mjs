// Says what the bytes of a WebAssembly file are; docs/developing.md says how to make the files it reads.
//
//   node bench/wasm-size.mjs FILE [DEPTH]           functions, by the crate (and module, with a DEPTH of 2) their name begins with
//   node bench/wasm-size.mjs --data LINKED MAP      data, by the crate whose static it is, from the linker's map
//
// Each group is shown in bytes as they are, and under Brotli compressed by itself. The whole comes to less than the sum of
// these, as groups share what they repeat. Constants without a name are of the compilation unit in their hash; the longest
// text among them says whose.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const wantsData = process.argv[2] === "--data";
const [file, second] = process.argv.slice(wantsData ? 3 : 2);
if (!file || (wantsData && !second)) {
  console.error("Usage: node bench/wasm-size.mjs FILE [DEPTH], or node bench/wasm-size.mjs --data LINKED MAP");
  process.exit(2);
}
const MOST_ROWS = 60;
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
  return parts.slice(0, Number(second ?? 1)).join("::") || "(nameless)";
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
    add(groups, name, bytes.subarray(cursor.at, cursor.at + length));
    cursor.at += length;
  }
  return groups;
}

function add(groups, name, part) {
  const parts = groups.get(name) ?? [];
  parts.push(part);
  groups.set(name, parts);
}

/** The crate of a mangled static, as far as can be told; of a constant without a name its compilation unit. */
function crateOf(symbol) {
  const unit = /\.Lanon\.([0-9a-f]+)/.exec(symbol)?.[1];
  if (unit) return `constants of ${unit.slice(0, 8)}`;
  const [, length, rest] = /(?:_ZN|C[0-9A-Za-z]*_)(\d+)_?(\w+)/.exec(symbol) ?? [];
  return rest ? rest.slice(0, Number(length)) : symbol;
}

/** What lies where in the data section of a linked file, by the linker's map: address, offset and size in hexadecimal, and the symbol. */
function dataGroups(map) {
  const groups = new Map();
  let inData = false;
  for (const line of readFileSync(map, "utf8").split("\n")) {
    const [, offset, size, name] = /^\s*(?:-|[0-9a-f]+)\s+([0-9a-f]+)\s+([0-9a-f]+)\s+(.*)$/.exec(line) ?? [];
    if (name === "DATA") inData = true;
    else if (name?.startsWith("CUSTOM")) inData = false;
    const symbol = inData && /\.o:\((.*)\)$/.exec(name ?? "")?.[1];
    if (!symbol) continue;
    const start = parseInt(offset, 16);
    add(groups, crateOf(symbol), bytes.subarray(start, start + parseInt(size, 16)));
  }
  return groups;
}

/** The longest run of printable characters, to tell constants without a name by. */
const longestText = (data) => (data.toString("latin1").match(/[ -~]+/g) ?? []).reduce((a, b) => (b.length > a.length ? b : a), "").slice(0, 50);

const rowsOf = (groups) =>
  [...groups].map(([name, parts]) => {
    const data = Buffer.concat(parts);
    const shown = name.startsWith("constants of") ? `${name}: ${longestText(data)}` : name;
    return { name: shown, raw: data.length, brotli: brotli(data), number: parts.length };
  });

function table(title, rows) {
  console.log(`\n${title}`);
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  rows.sort((a, b) => b.brotli - a.brotli);
  const all = { name: "all of these", raw: total("raw"), brotli: total("brotli"), number: total("number") };
  for (const { name, raw, brotli, number } of [all, ...rows.slice(0, MOST_ROWS)]) console.log([raw, brotli, number].map((value) => String(value).padStart(9)).join(" ") + `  ${name}`);
}

console.log(`${file}: ${bytes.length} bytes\n\n    bytes    Brotli    number`);
if (wantsData) {
  table("Data", rowsOf(dataGroups(second)));
} else {
  const inSections = new Map(sections.map(({ name, start, end }) => [name, [bytes.subarray(start, end)]]));
  table("Sections", rowsOf(inSections));
  table("Code", rowsOf(codeGroups()));
}
