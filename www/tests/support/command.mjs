// The command line, for comparing the browser with it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./browser.mjs";

const path = process.env.SPLIT_TALLY_COMMAND ?? join(root, "target/release/split-tally");

export const missingCommand = existsSync(path) ? false : `there is no ${path}: run \`cargo build --release\``;
export const splitTally = (...args) => promisify(execFile)(path, args);
