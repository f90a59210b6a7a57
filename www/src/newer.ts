// On a site, the browser may fetch a newer version while the app is open. The app goes on as it is, and says so.

export function onNewerVersion(tell: () => void): void {
  // Where there are none, merely asking may be an error.
  if (!/^https?:$/.test(location.protocol) || !isSecureContext || !("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  // Without one that served this page, the first to come is no newer version.
  if (workers.controller) workers.addEventListener("controllerchange", tell, { once: true });
}
