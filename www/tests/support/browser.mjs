// A browser and a listening server for the tests. The server writes down every request it sees.

import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { siteServer } from "../../serve.mjs";

const www = fileURLToPath(new URL("../../", import.meta.url));
export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const builtPage = join(www, "dist/split-tally.html");
export const builtPageUrl = pathToFileURL(builtPage).href;

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

function chromiumPath() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (!found) throw new Error("No Chromium on the PATH: install one, or set CHROMIUM_PATH");
  return found;
}

/** `more` are arguments for this browser alone. */
export function launch(...more) {
  if (!existsSync(builtPage)) throw new Error("dist/split-tally.html is not there: run `npm run build` first");
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
  });
}

/** Answers everything with 404, to any origin; `requests` lists all it was asked, as a server or as a browser's proxy. */
export async function listen() {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(404, { "access-control-allow-origin": "*" });
    response.end();
  });
  server.on("upgrade", (request, socket) => {
    requests.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  server.on("connect", (request, socket) => {
    requests.push(`CONNECT ${request.url}`);
    socket.destroy();
  });
  return { requests, ...(await listening(server)) };
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    host: `127.0.0.1:${port}`,
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** The built site on a server, as `make run` serves it. */
export const serveBuiltSite = () => serve(join(www, "dist/site"));

export async function serve(folder) {
  const requests = [];
  const server = siteServer(folder);
  server.on("request", ({ method, url }) => requests.push(`${method} ${url}`));
  return { requests, ...(await listening(server)) };
}

/** A page that remembers what left it and what went wrong in it. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [], console: [] };
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url())) seen.requests.push(request.url());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => seen.console.push(message.text()));
  // With one listener for good, the browser is told once that file choosers are answered here. Told anew for each of them, it
  // can get the key press first, and opens a chooser of its own.
  page.on("filechooser", () => {});
  await page.goto(url);
  await page.locator("footer", { hasText: "Version" }).waitFor({ timeout: 30_000 });
  return { page, seen, close: () => context.close() };
}

export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "split-tally-test-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
