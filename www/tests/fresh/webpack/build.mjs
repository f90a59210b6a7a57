// Builds this project with webpack as it comes.

import { fileURLToPath } from "node:url";
import webpack from "webpack";

const folder = (name) => fileURLToPath(new URL(name, import.meta.url));

webpack({ mode: "production", context: folder("."), entry: "./src/main.js", output: { path: folder("dist"), filename: "main.js", publicPath: "auto" }, performance: { hints: false } }, (error, stats) => {
  if (error) throw error;
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  for (const { message } of [...errors, ...warnings]) console.error(message);
  process.exit(errors.length + warnings.length > 0 ? 1 : 0);
});
