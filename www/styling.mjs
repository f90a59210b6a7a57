// The app's style sheet: as its own page has it, and as it is where the app stands in a shadow root of another page.

import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { common } from "./bundling.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const components = join(here, "node_modules/govuk-frontend/dist/govuk/components");

/** All of the app's sources that may name a class, in one text. */
async function sources(folder = join(here, "src")) {
  const entries = await readdir(folder, { withFileTypes: true });
  const texts = entries.map((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : /\.(ts|html)$/.test(entry.name) ? readFile(join(folder, entry.name), "utf8") : ""));
  return (await Promise.all(texts)).join("\n");
}

/** A class of the component itself or of a part of it, and not of one whose name goes on. */
const classOf = (name) => new RegExp(`govuk-${name}(?![a-z0-9]|-[a-z0-9])`);

/** Takes out what is of components that the app does not have. */
async function withoutUnused(css) {
  const [names, text] = await Promise.all([readdir(components), sources()]);
  const unused = names.filter((name) => !classOf(name).test(text)).map(classOf);
  const isUsed = (selector) => !unused.some((of) => of.test(selector));
  // Commas within parentheses are of one selector.
  const kept = (selectors) => selectors.split(/,(?![^(]*\))/).filter(isUsed).join(",");
  return css
    .replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => (selectors.startsWith("@") ? rule : kept(selectors) === "" ? "" : `${kept(selectors)}{${body}}`))
    // What is left of conditions with nothing in them.
    .replace(/@(?:media|supports)[^{}]*\{\}/g, "");
}

/** Takes the web fonts and pictures out of govuk-frontend's style sheet: nothing may be fetched, and the crest and GDS Transport are not ours to use. */
const withoutAssets = {
  name: "without-assets",
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /govuk-frontend\.min\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return {
        loader: "css",
        contents: (await withoutUnused(css))
          .replace(/@font-face\{[^}]*\}/g, "")
          // A rule for Internet Explorer alone, which esbuild cannot read.
          .replace(/@media screen\\0[^{]*\{[^{}]*\{[^{}]*\}\}/g, "")
          .replace(/url\(\/assets\/[^)]*\)/g, "none")
          .replaceAll("GDS Transport,", ""),
      };
    });
  },
};

export async function styleSheet(entry) {
  const { outputFiles } = await build({ ...common, entryPoints: [entry], plugins: [withoutAssets] });
  return outputFiles[0].text;
}

/**
 * For `.app-root` in another page: there it is the root; a `rem` is the size that the page gives its letters, which may be anything; and the width to go
 * by is that of the app's place and not that of the window.
 */
export const inAnotherPage = (css) =>
  css
    .replace(/:root\b/g, ".app-root")
    .replace(/(-?\d*\.?\d+)rem\b/g, "calc($1*var(--app-rem))")
    .replace(/@media ?(\((?:min|max)-width:[^()]*\))\{/g, "@container $1{");
