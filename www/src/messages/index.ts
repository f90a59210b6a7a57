// Every word the page says of its own, by job, for review and translation. The core words its own errors, findings and descriptions.

import { check } from "./check";
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

export const messages = { ...page, ...start, ...setUp, prepare, ...match, ...threshold, ...check, ...recipients, ...owner, ...view, ...embedded, incidents };
export { worded } from "./incidents";
