// What the builds of the page (build.mjs) and of the npm package (package.mjs) share.

import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const common = {
  absWorkingDir: dirname(fileURLToPath(import.meta.url)),
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  target: ["chrome97", "firefox113", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
};

/** Modules that exist only during the build: `virtual:NAME` is read from `contents[NAME]`. */
export function virtualModules(contents) {
  return {
    name: "virtual-modules",
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path: path.slice("virtual:".length), namespace: "virtual" }));
      pluginBuild.onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => ({
        // Text, or a module.
        contents: contents[path].module ?? contents[path],
        loader: contents[path].module === undefined ? "text" : "js",
      }));
    },
  };
}

/** What the attribute `integrity` takes. */
export const integrityOf = (content) => `sha384-${createHash("sha384").update(content).digest("base64")}`;
