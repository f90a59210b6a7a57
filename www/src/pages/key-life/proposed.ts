// What another page would have settled otherwise in the next edition of an agreement. It lives until the page that renews has taken it.

export interface Proposed {
  file: File;
  kind: "similarity" | "probability";
  threshold: number;
}

let proposed: Proposed | undefined;

export function propose(what: Proposed): void {
  proposed = what;
}

export function takeProposed(): Proposed | undefined {
  const taken = proposed;
  proposed = undefined;
  return taken;
}
