// Every word the page says of its own, by job, for review and translation. The core words its own errors, findings and descriptions.

import { check } from "./check";
import { counted } from "./counted";
import { welsh } from "./cy";
import { embedded } from "./embedded";
import { sayFaultsIn } from "./fault-words";
import { incidents } from "./incidents";
import { live } from "./live";
import { match } from "./match";
import { owner } from "./owner";
import { page } from "./page";
import { prepare } from "./prepare";
import { recipients } from "./recipients";
import { setUp } from "./set-up";
import { start } from "./start";
import { threshold } from "./threshold";
import { view } from "./view";

const english = { ...page, ...counted, ...start, ...setUp, prepare, ...match, ...threshold, ...check, ...recipients, ...owner, ...view, ...embedded, incidents };
export type English = typeof english;

export const messages = live(english, { cy: welsh });
sayFaultsIn(messages.faults);

export { worded } from "./incidents";
