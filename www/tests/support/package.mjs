// The built package for the tests, and pages of portals that use it.

import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./browser.mjs";

export const packageFolder = join(root, "pkg/dist");
export const packageFile = (name) => join(packageFolder, name);

if (!existsSync(packageFile("package.json"))) throw new Error("pkg/dist is not there: run `npm run package` first");

/** A file of the tests' made-up people. */
export const peopleFile = (name) => join(root, "examples/uk-made-up", name);

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".parquet": "application/octet-stream" };

/**
 * A portal: the package under /split-tally/, pages of its own, and folders. A page is `{ html, policy }`, `{ script }` or `{ style }`; `policy` is sent as
 * Content-Security-Policy. `headers` go with the files of the package.
 */
export async function portal({ pages = {}, folders = {}, headers = {}, policies = {} }) {
  const requests = [];
  const mounted = { "/split-tally/": packageFolder, ...folders };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push(`${request.method} ${path}`);
    const answer = (type, content, more = {}) => {
      response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "x-content-type-options": "nosniff", ...more });
      response.end(content);
    };
    const withPolicy = (policy) => (policy ? { "content-security-policy": policy } : {});
    const page = pages[path];
    if (page?.html !== undefined) return answer("text/html", page.html, withPolicy(page.policy));
    if (page?.style !== undefined) return answer("text/css", page.style);
    if (page?.script !== undefined) return answer("text/javascript", page.script);
    const mount = Object.keys(mounted).find((prefix) => path.startsWith(prefix));
    if (mount !== undefined) {
      const within = normalize(path.slice(mount.length) || "index.html");
      if (!within.startsWith("..") && !within.startsWith(sep)) {
        try {
          const content = await readFile(join(mounted[mount], within));
          return answer(TYPES[extname(within)] ?? "application/octet-stream", content, mount === "/split-tally/" ? headers : withPolicy(within === "index.html" && policies[mount]));
        } catch {
          // No such file.
        }
      }
    }
    response.writeHead(404);
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    requests,
    origin: `http://127.0.0.1:${port}`,
    /** The same server by another name, which is another origin to a browser. */
    otherOrigin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

export const here = (relative) => fileURLToPath(new URL(relative, import.meta.url));
