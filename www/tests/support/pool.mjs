// Matching by several workers, watched and disturbed.

/**
 * From the next load of the page on it has this many processors, and a hand in what its workers say. `window.seenWorkers` lists them by the name
 * of their job, and `window.disturbed` says whether the disturbance has come to pass. `disturbance` happens in the course of matching:
 *
 *   "helper ended"    a helper is ended from outside while it does its second part, and says nothing of it
 *   "unnoticed"       the same, in a browser without locks to notice it by
 *   "helper trapped"  a helper stops as one does that is out of memory
 *   "filters lost"    no helper can read the filters
 *   "helpers ended"   every helper is ended from outside
 *   "matcher ended"   the worker that has the files is ended from outside
 *   "held back"       no worker is given a part, so that matching goes on until the test says `window.disturbed = true`
 *
 * Until it has come to pass the worker that has the files is given no part, as it could otherwise be done with all of them first.
 */
export async function withProcessors(page, processors, disturbance = null) {
  await page.addInitScript(
    ([count, disturb]) => {
      Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => count });
      if (disturb === "unnoticed") LockManager.prototype.request = () => new Promise(() => {});
      window.seenWorkers = [];
      window.disturbed = false;
      const heldBack = [];
      const cameToPass = () => {
        window.disturbed = true;
        for (const send of heldBack.splice(0)) send();
      };
      const waits = ["helper ended", "unnoticed", "helper trapped", "helpers ended", "matcher ended"].includes(disturb);
      window.Worker = class extends Worker {
        #name = "";
        #parts = 0;
        postMessage(message, transfer) {
          let sent = message;
          if (message.name) {
            this.#name = message.name;
            window.seenWorkers.push({ name: message.name, worker: this });
            if (disturb === "filters lost" && message.name === "help") {
              const { comparison } = message.input;
              window.disturbed = true;
              sent = { ...message, input: { ...message.input, comparison: comparison.slice(0, comparison.size / 2) } };
            }
          }
          const isPart = message.kind === "part";
          const isHeld = isPart && ((disturb === "held back" && !window.disturbed) || (waits && !window.disturbed && this.#name === "match"));
          if (isHeld) return void heldBack.push(() => super.postMessage(sent, transfer));
          super.postMessage(sent, transfer);
          if (!isPart) return;
          this.#parts += 1;
          const second = this.#name === "help" && this.#parts === 2;
          if (!second) return;
          if (disturb === "helpers ended" || (!window.disturbed && (disturb === "helper ended" || disturb === "unnoticed"))) this.terminate();
          if (disturb === "matcher ended") for (const { name, worker } of window.seenWorkers) if (name === "match") worker.terminate();
          cameToPass();
        }
        set onmessage(listener) {
          super.onmessage = (event) => {
            if (disturb === "helper trapped" && !window.disturbed && this.#name === "help" && event.data.kind === "found") {
              cameToPass();
              return listener({ data: { id: event.data.id, kind: "trapped" } });
            }
            listener(event);
          };
        }
      };
    },
    [processors, disturbance],
  );
  await page.reload();
  await page.locator("footer", { hasText: "Version" }).waitFor();
}

/** How many workers have helped to match. */
export const helpers = (page) => page.evaluate(() => window.seenWorkers.filter(({ name }) => name === "help").length);
