// Where incidents are linked and counted, and not people: what is said in place of the words for people, and what only they have.

import type { incidents as english } from "../../incidents";
import type { Translated } from "../../live";
import * as setUp from "./set-up";
import * as work from "./work";

export const incidents: Translated<typeof english> = { setUp, ...work };
