// Times the making of clkhash CLKs in a real browser, for benches/beside_clkhash.py:
//   node bench/clkhash.mjs FOLDER ROUNDS
// FOLDER holds schema.json, secret and rows.csv; browser.json is written there. Prints the seconds of each round: CSV bytes in,
// bytes of a file of CLKs out. The core is built for it with its clkhash functions, under target/wasm-interop.

import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { launch } from "../tests/support/browser.mjs";

const [folder, rounds] = [process.argv[2], Number(process.argv[3] ?? 3)];
const root = resolve(import.meta.dirname, "../..");
const core = join(root, "target/wasm-interop");

const toolchain = (await readFile(join(root, "target/wasm-toolchain"), "utf8").catch(() => "")).trim();
execFileSync(
  "wasm-pack",
  ["build", "--mode", "no-install", "--target", "no-modules", "--profile", "wasm", "--no-pack", "--out-dir", core, "--", "--features", "interop-in-browser"],
  {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      PATH: `${join(root, "www/node_modules/.bin")}:${process.env.PATH}`,
      CARGO_TARGET_DIR: join(root, "target/wasm"),
      ...(toolchain === "" ? {} : { RUSTUP_TOOLCHAIN: toolchain }),
    },
  },
);

const [glue, wasm, schema, secret, csv] = await Promise.all([
  readFile(join(core, "split_tally.js"), "utf8"),
  readFile(join(core, "split_tally_bg.wasm")),
  readFile(join(folder, "schema.json"), "utf8"),
  readFile(join(folder, "secret"), "utf8"),
  readFile(join(folder, "rows.csv"), "utf8"),
]);
const browser = await launch();
try {
  const page = await (await browser.newContext()).newPage();
  // The glue works out its own address, for which a blank page has none.
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto("http://localhost/");
  await page.addScriptTag({ content: glue.replace(/^let wasm_bindgen/m, "var wasm_bindgen") });
  await page.evaluate((bytes) => wasm_bindgen({ module_or_path: Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)) }), wasm.toString("base64"));
  const { seconds, text } = await page.evaluate(
    ({ schema, secret, csv, rounds }) => {
      const bytes = new TextEncoder().encode(csv);
      const key = new TextEncoder().encode(secret.trimEnd());
      const seconds = [];
      let made;
      for (let round = 0; round < rounds; round += 1) {
        const begun = performance.now();
        made = wasm_bindgen.clkhash_file(schema, key, "rows.csv", bytes);
        seconds.push((performance.now() - begun) / 1000);
      }
      return { seconds, text: new TextDecoder().decode(made) };
    },
    { schema, secret, csv, rounds },
  );
  await writeFile(join(folder, "browser.json"), text);
  console.log(seconds.join(" "));
} finally {
  await browser.close();
}
