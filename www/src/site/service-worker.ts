// Keeps the files of the site, so that it works without a network after the first visit. It asks for the files named in `shell`, of the
// site itself, and for nothing else; it answers requests for those and leaves all others alone. It knows nothing of what the app does.

import { shell, version } from "virtual:shell";

/** The parts of a service worker's surroundings that are used here; the type library of the page has none. */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorkerScope {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(name: "fetch", listener: (event: FetchEvent) => void): void;
}

const worker = self as unknown as ServiceWorkerScope;
const PREFIX = "split-tally-";
const NAME = PREFIX + version;

/** By address, without what comes after a question mark. */
const kept = new Set(shell.map((path) => new URL(path, worker.registration.scope).href));

/** A file of the site. Where a server sends on to another address of its own, what comes back is kept as if it had come at once: browsers
 * open no page with an answer that was sent on. */
async function whole(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (!answer.ok || new URL(answer.url).origin !== new URL(request.url).origin) throw new Error("a file of the site did not come");
  return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
}

worker.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(NAME);
    // All or none, and past the browser's own cache, or a new version could be made of old files.
    const answers = await Promise.all([...kept].map(async (address) => ({ address, answer: await whole(new Request(address, { cache: "no-cache", credentials: "same-origin" })) })));
    await Promise.all(answers.map(({ address, answer }) => cache.put(address, answer)));
    // A page that is open has all it needs: the new version is for the next one.
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const forgetEarlier = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  };
  event.waitUntil(forgetEarlier());
});

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const address = url.split(/[?#]/, 1)[0] ?? "";
  if (method !== "GET" || !kept.has(address)) return;
  const answer = async () => (await (await caches.open(NAME)).match(address)) ?? fetch(event.request);
  event.respondWith(answer());
});
