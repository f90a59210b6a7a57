// A job whose messages reach the page one at a time, as a test asks for them.

/** From the next load of the page on, what jobs of this name say waits for `step`, from `holdSteps` until `letGo`. */
export async function stepJob(page, stepped) {
  await page.addInitScript((name) => {
    const waiting = [];
    window.steps = { isHeld: false, waiting, next: () => waiting.shift()?.() };
    window.Worker = class extends Worker {
      #name = "";
      postMessage(message, transfer) {
        if (message.name) this.#name = message.name;
        super.postMessage(message, transfer);
      }
      set onmessage(listener) {
        super.onmessage = (event) => {
          if (this.#name === name && event.data.kind !== "alive" && window.steps.isHeld) waiting.push(() => listener(event));
          else listener(event);
        };
      }
    };
  }, stepped);
  await page.reload();
  await page.locator("footer", { hasText: "Version" }).waitFor();
}

export const holdSteps = (page) => page.evaluate(() => void (window.steps.isHeld = true));
/** Until this many messages wait. */
export const stepsWait = (page, least) => page.waitForFunction((wanted) => window.steps.waiting.length >= wanted, least, { timeout: 60_000 });
export const step = (page) => page.evaluate(() => window.steps.next());
/** Gives the page all that waits, and whatever comes from now on. */
export const letGo = (page) =>
  page.evaluate(() => {
    window.steps.isHeld = false;
    while (window.steps.waiting.length > 0) window.steps.next();
  });
