// A job that is held just before its end, for as long as a test needs it to be running.

/**
 * From the next load of the page on, jobs of this name end only when the test says `window.release()`. `window.started` lists the names
 * of all jobs that were started.
 */
export async function holdJob(page, held) {
  await page.addInitScript((name) => {
    window.started = [];
    const ends = [];
    let released = false;
    window.release = () => {
      released = true;
      for (const end of ends.splice(0)) end();
    };
    window.Worker = class extends Worker {
      #name = "";
      postMessage(message, transfer) {
        if (message.name) window.started.push((this.#name = message.name));
        super.postMessage(message, transfer);
      }
      set onmessage(listener) {
        super.onmessage = (event) => {
          if (this.#name === name && event.data.kind === "result" && !released) ends.push(() => listener(event));
          else listener(event);
        };
      }
    };
  }, held);
  await page.reload();
  await page.locator("footer", { hasText: "Version" }).waitFor();
}

/** How many jobs of this name were started. */
export const started = (page, name) => page.evaluate((wanted) => window.started.filter((job) => job === wanted).length, name);
