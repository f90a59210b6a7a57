// The server of `make run`: what it gives, and what it must not.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { siteServer } from "../serve.mjs";

let folder;
let server;
let port;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "split-tally-serve-"));
  await mkdir(join(folder, "site/samples"), { recursive: true });
  await mkdir(join(folder, "site-beside"));
  await writeFile(join(folder, "site/index.html"), "<h1>page</h1>");
  await writeFile(join(folder, "site/core.wasm"), "\0asm");
  await writeFile(join(folder, "site/samples/with space.csv"), "a,b\n");
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "site-beside/secret.txt"), "secret");
  await symlink(join(folder, "secret.txt"), join(folder, "site/link.txt"));
  server = siteServer(join(folder, "site"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = server.address().port;
});

after(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

// Not fetch, which would tidy the dots out of a path before it is sent.
const ask = (path, method = "GET") =>
  new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (body += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on("error", reject)
      .end();
  });

test("a folder gives its index.html, and each file its type", async () => {
  const page = await ask("/");
  assert.equal(page.status, 200);
  assert.equal(page.body, "<h1>page</h1>");
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal((await ask("/core.wasm?v=1")).headers["content-type"], "application/wasm");
  assert.equal((await ask("/samples/with%20space.csv")).body, "a,b\n");
});

test("HEAD gives the headers alone, and other methods are refused", async () => {
  const head = await ask("/", "HEAD");
  assert.deepEqual([head.status, head.body, head.headers["content-length"]], [200, "", "13"]);
  assert.equal((await ask("/", "POST")).status, 405);
});

test("nothing outside the folder is given, however it is spelt", async () => {
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/samples/../../secret.txt", "/../site-beside/secret.txt", "/link.txt", "//etc/passwd", "/../site-beside"]) {
    const answer = await ask(path);
    assert.equal(answer.status, 404, path);
    assert.ok(!answer.body.includes("secret"), path);
  }
  for (const path of ["/%", "/%00", "/..\\secret.txt", "http://elsewhere/"]) assert.equal((await ask(path)).status, 400, path);
});

test("a folder without its last slash redirects to this server only", async () => {
  assert.equal((await ask("/samples")).headers.location, "/samples/");
  assert.equal((await ask("//samples")).headers.location, "/samples/");
  assert.equal((await ask("/samples/")).status, 404);
});
