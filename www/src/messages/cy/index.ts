// The page's words in Welsh, in files of the same names as the English. docs/welsh.md has the terms, and how to correct a translation.

import type { English } from "..";
import type { Translated } from "../live";
import { check } from "./check";
import { counted } from "./counted";
import { embedded } from "./embedded";
import { incidents } from "./incidents";
import { match } from "./match";
import { owner } from "./owner";
import { page } from "./page";
import { prepare } from "./prepare";
import { recipients } from "./recipients";
import { setUp } from "./set-up";
import { start } from "./start";
import { threshold } from "./threshold";
import { view } from "./view";

export const welsh: Translated<English> = { ...page, ...counted, ...start, ...setUp, prepare, ...match, ...threshold, ...check, ...recipients, ...owner, ...view, ...embedded, incidents };
