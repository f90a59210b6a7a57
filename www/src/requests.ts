// Watches this page: which requests the browser made for it since it opened, and which attempts its policy stopped.

type Listener = (seen: { made: number; blocked: number }) => void;

const seen = { made: 0, blocked: 0 };
const listeners = new Set<Listener>();

function tell(): void {
  for (const listener of listeners) listener({ ...seen });
}

/** Blob and data addresses are this page's own memory: no request leaves for them. */
const leavesThePage = (address: string) => !/^(blob|data):/.test(address);

export function watchRequests(): void {
  document.addEventListener("securitypolicyviolation", () => {
    seen.blocked += 1;
    tell();
  });
  new PerformanceObserver((entries) => {
    // An attempt that the policy stopped is also listed, with no response behind it: it is counted as blocked, above.
    const made = entries.getEntries().filter((entry) => leavesThePage(entry.name) && !wasStopped(entry as PerformanceResourceTiming));
    if (made.length === 0) return;
    seen.made += made.length;
    tell();
  }).observe({ type: "resource", buffered: true });
}

const wasStopped = (entry: PerformanceResourceTiming) => entry.requestStart === 0 && entry.responseStart === 0 && entry.fetchStart === entry.responseEnd;

/** Calls back now and at every change, until the signal. */
export function onRequests(listener: Listener, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
  listener({ ...seen });
}
