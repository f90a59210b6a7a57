// The first page of the site. It has the browser keep the app for use without a network, and then opens the app. It stands apart so that
// the app's own policy need not allow a service worker, and so that all requests are over before the app opens.

export {};

const APP = "split-tally.html";
/** The app is opened in any case: it does not need to be kept. */
const PATIENCE_MS = 10_000;

async function keep(): Promise<void> {
  if (!("serviceWorker" in navigator) || !/^https?:$/.test(location.protocol)) return;
  await navigator.serviceWorker.register("sw.js", { scope: "./" });
  await navigator.serviceWorker.ready;
}

const tired = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));

// What stands after the address, such as the page to show, goes along.
void Promise.race([keep().catch(() => {}), tired]).then(() => location.replace(`${APP}${location.search}${location.hash}`));
