// Watches this page: which requests the browser made for it since it opened, and which attempts its policy stopped.

type Listener = (seen: { made: number; blocked: number }) => void;

/** Addresses the browser lists as requested. It also lists attempts that the policy stopped: those are in `stopped` too. */
const listed: string[] = [];
const stopped = new Set<string>();
let blocked = 0;
const listeners = new Set<Listener>();

/** For a frame the browser names only the origin of what it stopped. */
const wasStopped = (address: string) => stopped.has(address) || stopped.has(new URL(address).origin);

const seen = () => ({ made: listed.filter((address) => !wasStopped(address)).length, blocked });

function tell(): void {
  for (const listener of listeners) listener(seen());
}

/** Blob and data addresses are this page's own memory: no request leaves for them. */
const leavesThePage = (address: string) => !/^(blob|data):/.test(address);

export function watchRequests(): void {
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
    blocked += 1;
    stopped.add(blockedURI);
    tell();
  });
  new PerformanceObserver((entries) => {
    const addresses = entries.getEntries().map(({ name }) => name).filter(leavesThePage);
    if (addresses.length === 0) return;
    listed.push(...addresses);
    tell();
  }).observe({ type: "resource", buffered: true });
}

/** Calls back now and at every change, until the signal. */
export function onRequests(listener: Listener, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
  listener(seen());
}
