// The app's style sheet: as its own page has it, and as it is where the app stands in a shadow root of another page.

import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { common } from "./bundling.mjs";

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
