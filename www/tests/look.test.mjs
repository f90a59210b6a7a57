// How the pages look to people who have set their computer up for themselves: high contrast, no motion, and letters four times as large.
// 1,280 pixels at 400% are 320.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { walkCombinedView } from "./support/combined-view.mjs";
import { bringBack, match, practiceFiles, prepare, setUp } from "./support/user.mjs";

const parties = ["Northtown Hospital", "Northtown Council"];
let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

/** Walks through every job, and calls `look` with each state's name. */
async function everyState(page, look) {
  const { folder } = place;
  await look("start");
  for (const name of ["check", "look-inside", "match", "view", "set-up", "renew", "destroy-key", "bring-back", "review", "no-such-page"]) {
    await page.goto(`${builtPageUrl}#/${name}`);
    await look(name);
  }
  const files = await practiceFiles(page, folder);
  await look("try");
  const project = { ...(await setUp(page, { parties, passphrase: null, folder, onStep: look })), passphrase: null };
  const first = await prepare(page, { ...project, party: parties[0], file: files[0], folder, onStep: look });
  const second = await prepare(page, { ...project, party: parties[1], file: files[1], folder });
  const matched = await match(page, { agreement: project.agreement, files: [first.extract, second.extract], folder, onStep: look });
  await bringBack(page, { links: matched.links, crosswalk: first.crosswalk, data: files[0], folder, onStep: look });
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByLabel("Choose a file").setInputFiles(first.extract);
  await page.getByRole("button", { name: "Look inside" }).click();
  await page.getByText("What is in SEND").waitFor();
  await look("inside");
  await walkCombinedView(page, { folder, onStep: look });
}

/** What is wider than the window, were it not for those that scroll by themselves. */
const tooWide = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element)).map((element) => `${element.tagName}.${element.className}`);
  });

test("at 320 pixels nothing scrolls sideways but wide tables, and nothing moves for those who want no motion", async () => {
  const { page, close } = await openPage(browser, builtPageUrl, { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  const found = [];
  await everyState(page, async (name) => {
    for (const wide of await tooWide(page)) found.push(`${name}: ${wide} is too wide`);
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => ["transitionDuration", "animationDuration"].some((property) => /[1-9]/.test(getComputedStyle(element)[property]))).map((element) => element.className));
    for (const one of moving) found.push(`${name}: ${one} moves`);
  });
  await close();
  assert.deepEqual(found, []);
});

test("in high contrast every control and every coloured sign has an edge, and the focus is seen", async () => {
  const { page, close } = await openPage(browser, builtPageUrl, { forcedColors: "active" });
  const found = [];
  await everyState(page, async (name) => {
    // Colours of the page's own are gone: what is left to see a thing by is its border.
    const without = await page.evaluate(() => {
      const edged = ".govuk-button, .govuk-input, .govuk-select, .govuk-textarea, .drop-zone, .save-list, .govuk-tag, .traffic__light, .preview__side, .choice, .problem, .notice";
      const hasEdge = (element) => {
        const style = getComputedStyle(element);
        return ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
      };
      return [...document.querySelectorAll(edged)].filter((element) => element.offsetParent !== null && !hasEdge(element)).map((element) => element.className);
    });
    for (const one of without) found.push(`${name}: ${one} has no edge`);
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return { what: document.activeElement.className || document.activeElement.tagName, seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 };
    });
    if (!focus.seen) found.push(`${name}: the focus on ${focus.what} is not seen`);
  });
  await close();
  assert.deepEqual([...new Set(found)], []);
});
