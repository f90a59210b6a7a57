// The order of the pages, which depends on what is set up.

import { messages } from "../../messages";
import { hasIndicators, isAboutIncidents, needsOutsider, setUp } from "./state";

export type Step = "#/set-up" | "#/set-up/what-for" | "#/set-up/near" | "#/set-up/values" | "#/set-up/picture" | "#/set-up/who-tells" | "#/set-up/indicators" | "#/set-up/who-gives" | "#/set-up/use" | "#/set-up/who-sees" | "#/set-up/who-counts" | "#/set-up/last-day" | "#/set-up/publishing" | "#/set-up/agreement" | "#/set-up/key" | "#/set-up/done";

function steps(): Step[] {
  const indicators: Step[] = hasIndicators()
    ? [
        "#/set-up/indicators",
        "#/set-up/who-gives",
        "#/set-up/use",
        ...(setUp.results === "records" ? (["#/set-up/who-sees"] as const) : []),
        ...(needsOutsider() ? (["#/set-up/who-counts"] as const) : []),
        "#/set-up/last-day",
        "#/set-up/publishing",
      ]
    : [];
  const incidents: Step[] = isAboutIncidents() ? ["#/set-up/near", "#/set-up/values", "#/set-up/picture", "#/set-up/who-tells", "#/set-up/use", "#/set-up/who-counts", "#/set-up/last-day", "#/set-up/publishing"] : [];
  return ["#/set-up", "#/set-up/what-for", ...indicators, ...incidents, "#/set-up/agreement", "#/set-up/key", "#/set-up/done"];
}

export const nextAfter = (step: Step): Step => steps()[steps().indexOf(step) + 1] ?? step;
export const before = (step: Step): string => steps()[steps().indexOf(step) - 1] ?? "#/";

/** Pages whose answers say how many more there are: until then a number would change under the reader. */
const OPEN: readonly Step[] = ["#/set-up", "#/set-up/what-for"];
const OPEN_WITH_INDICATORS: readonly Step[] = ["#/set-up/indicators", "#/set-up/who-gives", "#/set-up/use", "#/set-up/who-sees"];
const isOpen = (step: Step) => OPEN.includes(step) || (hasIndicators() && OPEN_WITH_INDICATORS.includes(step));

export const captionOf = (step: Step): string => messages.setUp.caption(steps().indexOf(step) + 1, isOpen(step) ? null : steps().length);
