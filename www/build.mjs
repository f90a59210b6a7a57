// Builds the app into one HTML file with everything inside it, under a content security policy that allows that file's own code and nothing else.
//
//   node build.mjs           reads ../pkg/wasm (made by `wasm-pack build --target web`), writes dist/split-tally.html and dist/site/
//   SPLIT_TALLY_CORE=DIR     reads split_tally.js and split_tally_bg.wasm from DIR instead

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const coreFolder = resolve(process.env.SPLIT_TALLY_CORE ?? join(here, "../pkg/wasm"));
const dist = join(here, "dist");

const common = {
  absWorkingDir: here,
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  target: ["chrome97", "firefox113", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
};

/** Modules that exist only during the build: `virtual:NAME` is read from `contents[NAME]`. */
function virtualModules(contents) {
  return {
    name: "virtual-modules",
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path: path.slice("virtual:".length), namespace: "virtual" }));
      pluginBuild.onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => ({
        contents: contents[path],
        loader: "text",
      }));
    },
  };
}

/** Takes the web fonts and pictures out of govuk-frontend's style sheet: nothing may be fetched, and the crest and GDS Transport are not ours to use. */
const withoutAssets = {
  name: "without-assets",
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /govuk-frontend\.min\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return {
        loader: "css",
        contents: css
          .replace(/@font-face\{[^}]*\}/g, "")
          // A rule for Internet Explorer alone, which esbuild cannot read.
          .replace(/@media screen\\0[^{]*\{[^{}]*\{[^{}]*\}\}/g, "")
          .replace(/url\(\/assets\/[^)]*\)/g, "none")
          .replaceAll("GDS Transport,", ""),
      };
    });
  },
};

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
      plugins: [virtualModules({ wasm: packedWasm.toString("base64"), worker })],
    }),
    "</script",
  );
  const style = inlined(await bundle("src/styles/index.css", { plugins: [withoutAssets] }), "</style");

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

  const parts = { policy, style: style.text, script: script.text };
  const template = await readFile(join(here, "src/page.html"), "utf8");
  const html = template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in parts)) throw new Error(`src/page.html asks for {{${name}}}, which the build does not have`);
    return parts[name];
  });

  await rm(dist, { recursive: true, force: true });
  await mkdir(join(dist, "site"), { recursive: true });
  await writeFile(join(dist, "split-tally.html"), html);
  await writeFile(join(dist, "site/index.html"), html);
  const digest = sha256(html, "hex");
  await writeFile(join(dist, "site/SHA256SUMS"), `${digest}  index.html\n${digest}  split-tally.html\n`);

  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  console.log(
    `dist/split-tally.html ${kib(Buffer.byteLength(html))} ` +
      `(wasm ${kib(wasm.length)}, packed ${kib(packedWasm.length)}; worker ${kib(worker.length)}; style ${kib(style.text.length)})`,
  );
}

await main();
