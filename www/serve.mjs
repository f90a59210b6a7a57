// Serves a folder of built pages to this computer alone, for trying the app: `make run`, or
//
//   node serve.mjs [FOLDER]      FOLDER defaults to dist/site; PORT to 8080
//
// The app needs no server: dist/split-tally.html runs from a double click. This shows it as a web address would.

import { createReadStream, existsSync, readdirSync, realpathSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".parquet": "application/vnd.apache.parquet",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

// The pages carry their own content security policy. These are what a policy in a page cannot say, and what any host should send.
const HEADERS = {
  "cache-control": "no-cache",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The file that `url` asks for, or the status to answer with when there is none to give. */
async function find(root, url) {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return { status: 400 };
  }
  if (!path.startsWith("/") || /[\0\\]/.test(path)) return { status: 400 };
  try {
    let file = await realpath(join(root, path));
    let info = await stat(file);
    if (info.isDirectory()) {
      // Without its last slash, the links of the page in the folder would start from the folder above.
      if (!path.endsWith("/")) return isWithin(root, file) ? { status: 308, location: encodeURI(`${path.replace(/^\/+/, "/")}/`) } : { status: 404 };
      file = await realpath(join(file, "index.html"));
      info = await stat(file);
    }
    // Compared after links are followed: what matters is where the file is, not how it was spelt.
    return info.isFile() && isWithin(root, file) ? { status: 200, file, size: info.size } : { status: 404 };
  } catch {
    return { status: 404 };
  }
}

const isWithin = (root, file) => file === root || file.startsWith(root.endsWith(sep) ? root : root + sep);

/** A server, not yet listening, of the files under `folder` and of nothing else. */
export function siteServer(folder) {
  const root = realpathSync(folder);
  return createServer(async (request, response) => {
    const answer = (status, headers = {}) => {
      response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8", ...headers });
      response.end(request.method === "HEAD" ? undefined : `${status}\n`);
    };
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, { allow: "GET, HEAD" });
    const { status, file, size, location } = await find(root, request.url);
    if (location) return answer(status, { location });
    if (!file) return answer(status);
    response.writeHead(200, {
      ...HEADERS,
      "content-length": size,
      "content-type": TYPES[extname(file).toLowerCase()] ?? "application/octet-stream",
    });
    if (request.method === "HEAD") return response.end();
    // A reader that goes away, or a file rewritten while it is read, ends this answer and not the server.
    pipeline(createReadStream(file), response, () => {});
  });
}

function main() {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const folder = process.argv[2] ? resolve(process.argv[2]) : join(here, "dist/site");
  const port = Number(process.env.PORT || 8080);
  let server;
  try {
    server = siteServer(folder);
  } catch {
    console.error(`There is nothing to serve at ${folder}: run "make site" first.`);
    process.exit(1);
  }
  server.on("error", (error) => {
    console.error(error.code === "EADDRINUSE" ? `Port ${port} is in use: set another, as in PORT=8081.` : error.message);
    process.exit(1);
  });
  // This address is out of reach from any other computer.
  server.listen(port, "127.0.0.1", () => {
    const address = `http://localhost:${server.address().port}`;
    console.log(`Split Tally is at ${address}/ - open it in Chrome, Edge, Firefox or Safari. Only this computer can reach it.`);
    const samples = join(folder, "samples");
    if (existsSync(samples)) {
      const names = readdirSync(samples).sort().join(", ");
      console.log(`Made-up files to try it with: ${names} - in run/samples, or at ${address}/samples/ and the name.`);
    }
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();
