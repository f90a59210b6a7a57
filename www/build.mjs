// Builds the app into one HTML file with everything inside it, under a content security policy that allows that file's own code and nothing else.
//
//   node build.mjs           reads ../pkg/wasm (made by `wasm-pack build --target web`), writes dist/split-tally.html, the site in
//                            dist/site/ and as dist/split-tally-site.zip, and beside each file to publish its SHA-256
//   SPLIT_TALLY_CORE=DIR     reads split_tally.js and split_tally_bg.wasm from DIR instead

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { common, virtualModules } from "./bundling.mjs";
import { styleSheet } from "./styling.mjs";
import { zip } from "./zip.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const coreFolder = resolve(process.env.SPLIT_TALLY_CORE ?? join(here, "../pkg/wasm"));
const dist = join(here, "dist");

async function bundle(entry, options) {
  const { outputFiles } = await build({ ...common, entryPoints: [entry], ...options });
  return outputFiles[0].text;
}

const sha256 = (data, encoding) => createHash("sha256").update(data).digest(encoding);

/** The text of an element, and what a policy calls it. */
function inlined(text, closingTag) {
  if (text.toLowerCase().includes(closingTag)) throw new Error(`The text for an inline element contains ${closingTag}`);
  return { text, source: `'sha256-${sha256(text, "base64")}'` };
}

/** What `sha256sum --check` reads. */
const checksum = (name, content) => `${sha256(content, "hex")}  ${name}\n`;

/** A page of `src` with its gaps filled. */
async function filled(path, parts) {
  const template = await readFile(join(here, path), "utf8");
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in parts)) throw new Error(`${path} asks for {{${name}}}, which the build does not have`);
    return parts[name];
  });
}

/** The files of the site, by name: the app as it is, and what lets it work without a network. */
async function siteAround(app) {
  const script = inlined(await bundle("src/site/entrance.ts", { format: "iife" }), "</script");
  const policy = `default-src 'none'; script-src ${script.source}; worker-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'`;
  const entrance = await filled("src/site/index.html", { policy, script: script.text });
  const shell = ["./", "index.html", "split-tally.html"];
  const version = sha256(app + entrance, "hex").slice(0, 16);
  const worker = await bundle("src/site/service-worker.ts", {
    format: "iife",
    plugins: [virtualModules({ shell: { module: `export const shell = ${JSON.stringify(shell)}; export const version = "${version}";` } })],
  });
  const files = { "index.html": entrance, "split-tally.html": app, "sw.js": worker };
  return { ...files, SHA256SUMS: Object.entries(files).map(([name, content]) => checksum(name, content)).join("") };
}

async function main() {
  const wasm = await readFile(join(coreFolder, "split_tally_bg.wasm")).catch(() => {
    throw new Error(`There is no split_tally_bg.wasm in ${coreFolder}: run "wasm-pack build --target web --out-dir pkg/wasm" first.`);
  });
  const packedWasm = gzipSync(wasm, { level: constants.Z_BEST_COMPRESSION });
  const worker = await bundle("src/worker.ts", {
    format: "iife",
    alias: { "split-tally-core": join(coreFolder, "split_tally.js") },
    logOverride: { "empty-import-meta": "silent" },
  });
  const script = inlined(
    await bundle("src/main.ts", {
      format: "iife",
      alias: { "split-tally-engine": join(here, "src/engine.ts") },
      plugins: [virtualModules({ wasm: packedWasm.toString("base64"), worker })],
    }),
    "</script",
  );
  const style = inlined(await styleSheet("src/styles/index.css"), "</style");

  const policy = [
    "default-src 'none'",
    `script-src ${script.source} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src ${style.source}`,
    "img-src data: blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");

  const html = await filled("src/page.html", { policy, style: style.text, script: script.text });
  const site = await siteAround(html);

  await rm(dist, { recursive: true, force: true });
  await mkdir(join(dist, "site"), { recursive: true });
  for (const [name, content] of Object.entries(site)) await writeFile(join(dist, "site", name), content);
  const published = { "split-tally.html": html, "split-tally-site.zip": zip(Object.fromEntries(Object.entries(site).map(([name, content]) => [name, Buffer.from(content)]))) };
  for (const [name, content] of Object.entries(published)) {
    await writeFile(join(dist, name), content);
    await writeFile(join(dist, `${name}.sha256`), checksum(name, content));
  }

  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  console.log(
    `dist/split-tally.html ${kib(Buffer.byteLength(html))} ` +
      `(wasm ${kib(wasm.length)}, packed ${kib(packedWasm.length)}; worker ${kib(worker.length)}; style ${kib(style.text.length)})`,
  );
}

await main();
