// Builds the npm package `split-tally` into ../pkg/dist, ready for `npm pack`. Run `node build.mjs` first: the package carries its page.
//
//   node package.mjs         reads ../pkg (what is written by hand), ../pkg/wasm and dist/split-tally.html
//   SPLIT_TALLY_CORE=DIR     as for build.mjs

import { execFileSync } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { common, integrityOf, virtualModules } from "./bundling.mjs";
import { inAnotherPage, styleSheet } from "./styling.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const source = join(root, "pkg/src");
const coreFolder = resolve(process.env.SPLIT_TALLY_CORE ?? join(root, "pkg/wasm"));
const out = join(root, "pkg/dist");

/** The one place where the version is written. */
export async function version() {
  const [, found] = /^\[package\][^[]*?^version = "([^"]+)"/ms.exec(await readFile(join(root, "Cargo.toml"), "utf8"));
  return found;
}

/** What of the page's code can be left out where it is not called, though it is not of the kind that bundlers leave out by themselves. */
const withoutSideEffects = {
  name: "without-side-effects",
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\.?\// }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === "asked" || /worker$/.test(path)) return undefined;
      return { ...(await pluginBuild.resolve(path, { resolveDir, kind, pluginData: "asked" })), sideEffects: false };
    });
  },
};

/** A module of the package; `engine` says where its core and its workers come from. */
async function module(entry, { engine, virtual = {}, ...options }) {
  const { outputFiles } = await build({
    ...common,
    // Read by people who want to know what they embed.
    minify: false,
    format: "esm",
    entryPoints: [entry],
    alias: { "split-tally-core": join(coreFolder, "split_tally.js"), ...(engine && { "split-tally-engine": join(source, engine) }) },
    plugins: [virtualModules(virtual), withoutSideEffects],
    logOverride: { "empty-import-meta": "silent" },
    ...options,
  });
  return outputFiles[0].text;
}

/** The whole app as a function, so that each call of it makes an app of its own and nothing stays behind when that is let go. */
async function appAsFunction() {
  const { outputFiles } = await build({
    ...common,
    minify: false,
    format: "iife",
    globalName: "app",
    entryPoints: [join(here, "src/element/unsandboxed.ts")],
    alias: { "split-tally-engine": join(here, "src/element/given-engine.ts") },
  });
  return `export function newApp() {\n${outputFiles[0].text}\nreturn app;\n}`;
}

const node = { platform: "node", target: "node20" };

async function scripts(wasm, frame) {
  const worker = await module(join(here, "src/worker.ts"), { format: "iife" });
  const packedWorker = await module(join(here, "src/worker.ts"), { format: "iife", minify: true });
  const files = { module: `export const files = ${JSON.stringify({ wasm: integrityOf(wasm), worker: integrityOf(worker), frame: integrityOf(frame) })};` };
  const packedWasm = gzipSync(wasm, { level: constants.Z_BEST_COMPRESSION }).toString("base64");
  const api = join(source, "index.ts");
  return {
    "worker.js": worker,
    "node-worker.js": await module(join(here, "src/worker.ts"), { ...node, inject: [join(source, "node-worker-globals.ts")] }),
    "index.js": await module(api, { engine: "engine-url.ts", virtual: { files } }),
    "inline.js": await module(api, { engine: "engine-inline.ts", virtual: { wasm: packedWasm, worker: packedWorker } }),
    "node.js": await module(api, { ...node, engine: "engine-node.ts", inject: [join(source, "node-globals.ts")] }),
    "element.js": await module(join(source, "element.ts"), { virtual: { files } }),
    "unsandboxed.js": await module(join(source, "unsandboxed.ts"), { engine: "engine-url.ts", virtual: { files, app: { module: await appAsFunction() }, style: inAnotherPage(await styleSheet("src/styles/unsandboxed.css")) } }),
  };
}

/** The declarations, laid flat: `core.d.ts` is of the page's sources, the rest of the package's. */
async function declarations() {
  const tree = join(out, "types");
  execFileSync(join(here, "node_modules/.bin/tsc"), ["-p", join(root, "pkg/tsconfig.json"), "--outDir", tree], { stdio: "inherit" });
  // Only what the entries lead to.
  const wanted = new Map();
  const follow = async (path) => {
    const name = `${basename(path)}.d.ts`;
    if (wanted.has(name)) {
      if (wanted.get(name).path !== path) throw new Error(`Two declarations would be called ${name}: ${path} and ${wanted.get(name).path}`);
      return;
    }
    const text = withoutGlue(await readFile(join(tree, `${path}.d.ts`), "utf8"));
    const specifiers = [];
    const flat = text.replace(/(from |import\()"(\.[^"]*)"/g, (_, word, specifier) => (specifiers.push(specifier), `${word}"./${basename(specifier)}.js"`));
    wanted.set(name, { path, text: flat });
    for (const specifier of specifiers) await follow(join(dirname(path), specifier));
  };
  for (const entry of ["index", "element", "unsandboxed"]) await follow(join("pkg/src", entry));
  await rm(tree, { recursive: true });
  return Object.fromEntries([...wanted].map(([name, { text }]) => [name, text]));
}

/** What wasm-bindgen exports is no part of the package. */
const withoutGlue = (text) => text.replace(/^\/\*\* The functions that the wasm module exports[^]*?^export interface Core \{[^]*?^\}\n/m, "");

const empty = (what) => `// ${what}\nexport {};\n`;

async function main() {
  const [wasm, frame] = await Promise.all([readFile(join(coreFolder, "split_tally_bg.wasm")), readFile(join(here, "dist/split-tally.html"), "utf8")]).catch((error) => {
    throw new Error(`${error.path} is not there: run "make site" first.`);
  });
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const manifest = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
  const { name, ...rest } = manifest;
  const texts = {
    ...(await scripts(wasm, frame)),
    ...(await declarations()),
    "worker.d.ts": empty("The worker's script: its address is what is wanted, as by `new URL` or `import url from \"split-tally/worker?url\"`."),
    "wasm.d.ts": empty("The core as WebAssembly: its address is what is wanted, as by `new URL` or `import url from \"split-tally/wasm?url\"`."),
    "split-tally.html": frame,
    "package.json": `${JSON.stringify({ name, version: await version(), ...rest }, null, 2)}\n`,
  };
  const served = Object.keys(texts).filter((file) => /\.(js|html)$/.test(file) && !file.startsWith("node"));
  const integrity = { "split-tally.wasm": integrityOf(wasm), ...Object.fromEntries(served.map((file) => [file, integrityOf(texts[file])])) };
  texts["integrity.json"] = `${JSON.stringify(Object.fromEntries(Object.entries(integrity).sort()), null, 2)}\n`;

  for (const [file, text] of Object.entries(texts)) await writeFile(join(out, file), text);
  await writeFile(join(out, "split-tally.wasm"), wasm);
  await copyFile(join(root, "pkg/README.md"), join(out, "README.md"));
  await copyFile(join(root, "pkg/custom-elements.json"), join(out, "custom-elements.json"));
  await copyFile(join(root, "LICENSE"), join(out, "LICENSE"));

  const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
  const packed = (content) => kb(brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length);
  const sizes = [...served.map((file) => [file, texts[file]]), ["split-tally.wasm", wasm]];
  console.log(`pkg/dist (under Brotli): ${sizes.map(([file, content]) => `${file} ${packed(content)}`).join(", ")}`);
}

await main();
