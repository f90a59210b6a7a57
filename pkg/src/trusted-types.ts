// Where a page enforces Trusted Types, an address of a script or a text of a page must come from a policy with a name that the page lists.

/** What the page's `trusted-types` directive must list. */
export const POLICY_NAME = "split-tally";

interface Policy {
  createScriptURL(text: string): string;
  createHTML(text: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (text: string) => string; createHTML: (text: string) => string }): Policy;
}

const asItIs = (text: string) => text;
let policy: Policy | undefined;

/** Made once, and never handed out: only this package's own addresses and its own page go through it. Throws where the page does not list it. */
export function trustedTypesPolicy(): Policy {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  return (policy ??= factory ? factory.createPolicy(POLICY_NAME, { createScriptURL: asItIs, createHTML: asItIs }) : { createScriptURL: asItIs, createHTML: asItIs });
}
