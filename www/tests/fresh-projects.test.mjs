// The packed package in projects of its users, each in a folder of its own: Node and a plain page, and what Vite and webpack make of it. Types are
// checked strictly, those of the package's own declarations too.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch, root, temporaryFolder } from "./support/browser.mjs";
import { frameOf, heading } from "./support/embedded.mjs";
import { here, packageFolder, portal } from "./support/package.mjs";

const execute = promisify(execFile);
/** The registry may be slow, and a test must end. */
const LIMIT = { timeout: 100_000 };
const FRESH = here("../fresh");
const tsc = join(root, "www/node_modules/.bin/tsc");

let place;
let tarball;
let browser;

before(async () => {
  [place, browser] = await Promise.all([temporaryFolder(), launch()]);
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", place.folder, packageFolder], { cwd: root });
  tarball = join(place.folder, (await readdir(place.folder)).find((name) => name.endsWith(".tgz")));
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const npm = (folder, ...args) => execute("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, ...LIMIT });

/** A project with the package installed as npm installs it; `from` is what it is made of. */
async function project(name, from) {
  const folder = join(place.folder, name);
  await cp(from, folder, { recursive: true, filter: (path) => !/node_modules|dist$/.test(path) });
  return folder;
}

/** Nothing but the tarball: this needs no registry. */
async function withoutRegistry(folder) {
  await writeFile(join(folder, "package.json"), '{ "name": "fresh", "private": true, "type": "module" }');
  await npm(folder, "install", "--no-save", "--offline", tarball);
}

/** False where the registry cannot be reached. */
async function fromRegistry(t, folder) {
  try {
    await npm(folder, "ci");
  } catch (error) {
    t.skip(`npm could not get the packages of ${folder.split("/").at(-1)}: ${String(error.stderr ?? error.message).split("\n")[0]}`);
    return false;
  }
  await npm(folder, "install", "--no-save", "--offline", tarball);
  return true;
}

async function opened(folder, policy, check) {
  const host = await portal({ folders: { "/app/": folder }, policies: { "/app/": policy } });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${host.origin}/app/`);
  try {
    await check(page);
  } catch (error) {
    assert.fail([error.message, ...errors].join("\n"));
  }
  await page.close();
  await host.close();
}

/** What a page that was built may do, and no more. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self'; frame-src 'self'";

async function works(page) {
  await page.locator("#state", { hasText: "1 row, url" }).waitFor({ timeout: 60_000 });
  await heading(await frameOf(page), "Which project is this for?");
}

const BOTH = "<split-tally></split-tally><split-tally-unsandboxed></split-tally-unsandboxed>";
async function bothWork(page) {
  await works(page);
  await heading(page, "Which project is this for?");
}

test("Node, with types checked strictly", async () => {
  const folder = await project("node", join(FRESH, "node"));
  await withoutRegistry(folder);
  await cp(join(FRESH, "tsconfig.json"), join(folder, "tsconfig.json"));
  await execute(tsc, ["-p", folder], LIMIT).catch((error) => assert.fail(error.stdout));
  const { stdout } = await execute(process.execPath, ["dist/main.js"], { cwd: folder, ...LIMIT });
  assert.equal(stdout.trim(), "1 row, 1 group, links, thread, read.empty");
});

test("a plain page", async () => {
  const folder = await project("plain", join(FRESH, "plain"));
  await withoutRegistry(folder);
  await opened(folder, undefined, works);
});

test("webpack", async (t) => {
  const folder = await project("webpack", join(FRESH, "webpack"));
  if (!(await fromRegistry(t, folder))) return;
  await execute(process.execPath, ["build.mjs"], { cwd: folder, ...LIMIT }).catch((error) => assert.fail(`${error.stdout}\n${error.stderr}`));
  await writeFile(join(folder, "dist/index.html"), `<!doctype html><title>webpack</title><p id="state"></p>${BOTH}<script type="module" src="main.js"></script>`);
  await opened(join(folder, "dist"), POLICY, bothWork);
});

test("Vite, with React and its types", async (t) => {
  const folder = await project("react", join(root, "examples/portal-react"));
  if (!(await fromRegistry(t, folder))) return;
  await execute(join(folder, "node_modules/.bin/tsc"), ["-p", folder], LIMIT).catch((error) => assert.fail(error.stdout));
  await execute(join(folder, "node_modules/.bin/vite"), ["build", "--logLevel", "warn"], { cwd: folder, ...LIMIT }).catch((error) => assert.fail(`${error.stdout}\n${error.stderr}`));
  await opened(join(folder, "dist"), POLICY, async (page) => {
    const frame = await frameOf(page);
    await frame.getByText("Is this the project you expect?").waitFor({ timeout: 60_000 });
    await page.locator("#state", { hasText: "choosing" }).waitFor();
  });
});

test("esbuild, which puts what it is given beside the page", async () => {
  const folder = await project("esbuild", join(FRESH, "webpack"));
  await withoutRegistry(folder);
  const { build } = await import("esbuild");
  await build({ absWorkingDir: folder, entryPoints: ["src/main.js"], bundle: true, format: "esm", outfile: join(folder, "dist/main.js"), logLevel: "silent" });
  await mkdir(join(folder, "dist"), { recursive: true });
  for (const name of ["worker.js", "split-tally.wasm", "split-tally.html"]) await cp(join(folder, "node_modules/split-tally", name), join(folder, "dist", name));
  await writeFile(join(folder, "dist/index.html"), `<!doctype html><title>esbuild</title><p id="state"></p>${BOTH}<script type="module" src="main.js"></script>`);
  await opened(join(folder, "dist"), POLICY, bothWork);
});
