// How the pages look to people who have set their computer up for themselves: high contrast, no motion, and letters four times as large.
// 1,280 pixels at 400% are 320.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { everyState } from "./support/every-state.mjs";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

/** What scrolls sideways by itself and cannot be reached by keyboard, or has no name. */
const unreachable = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX) && element.getClientRects().length > 0)
      .filter((element) => !element.matches("input, select, textarea") && !(element.tabIndex === 0 && (element.getAttribute("aria-label") || element.getAttribute("aria-labelledby"))))
      .map((element) => `${element.tagName}.${element.className}`),
  );

/** Words that are cut off: wider or higher than what they stand in, which hides the rest. Values that the page shortens on purpose say so by an ellipsis. */
const cutOff = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => element.getClientRects().length > 0 && element.innerText?.trim() && !element.closest(".govuk-visually-hidden, .govuk-skip-link, .table--stacks thead"))
      .filter((element) => {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
        const isWider = element.scrollWidth > element.clientWidth + 1 && /hidden|clip/.test(overflowX) && textOverflow !== "ellipsis";
        return isWider || (element.scrollHeight > element.clientHeight + 1 && /hidden|clip/.test(overflowY) && element.clientHeight > 0);
      })
      .map((element) => `${element.tagName}.${element.className}`),
  );

/** Charts that are cut off, so that bars of different lengths look equally long; and tables with sentences in them that have to be moved sideways to be read. */
const hidden = (page) =>
  page.evaluate(() => {
    const isWider = (place) => place.clientWidth > 0 && place.scrollWidth > place.clientWidth + 1;
    const charts = [...document.querySelectorAll(".drawn-chart:not(.drawn-chart--map) .table-scroll")].filter(isWider);
    const hasSentences = (place) => [...place.querySelectorAll("td")].some(({ textContent }) => textContent.trim().length > 40);
    const tables = [...document.querySelectorAll("main .table-scroll:has(table)")].filter((place) => isWider(place) && hasSentences(place));
    return [...charts, ...tables].map((place) => place.getAttribute("aria-label"));
  });

/** Controls smaller than 24 pixels, save links within a sentence, which may be as small as its letters (WCAG 2.2, 2.5.8), and what is hidden under its own label. */
const tooSmall = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']")]
      .filter((element) => element.getClientRects().length > 0 && !element.closest(".govuk-skip-link, .govuk-visually-hidden") && getComputedStyle(element).visibility === "visible")
      .filter((element) => !(element.tagName === "A" && getComputedStyle(element).display === "inline"))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((element) => `${element.tagName}.${element.className}#${element.id}`),
  );

/** What is wider than the window, were it not for those that scroll by themselves. */
const tooWide = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element)).map((element) => `${element.tagName}.${element.className}`);
  });

test("at 320 pixels nothing scrolls sideways but wide tables, nothing is cut off, every control can be hit, and nothing moves for those who want no motion", async () => {
  const { page, close } = await openPage(browser, builtPageUrl, { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  const found = [];
  const onStep = async (name) => {
    for (const wide of await tooWide(page)) found.push(`${name}: ${wide} is too wide`);
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => ["transitionDuration", "animationDuration"].some((property) => /[1-9]/.test(getComputedStyle(element)[property]))).map((element) => element.className));
    for (const one of moving) found.push(`${name}: ${one} moves`);
    for (const one of await unreachable(page)) found.push(`${name}: ${one} scrolls, and not by keyboard`);
    for (const one of await cutOff(page)) found.push(`${name}: ${one} is cut off`);
    for (const one of await tooSmall(page)) found.push(`${name}: ${one} is too small`);
    for (const one of await hidden(page)) found.push(`${name}: of ${one} a part is out of sight`);
  };
  await everyState(page, { folder: place.folder, onStep });
  await close();
  assert.deepEqual([...new Set(found)], []);
});

test("in high contrast every control and every coloured sign has an edge, and the focus is seen", async () => {
  const { page, close } = await openPage(browser, builtPageUrl, { forcedColors: "active" });
  const found = [];
  const onStep = async (name) => {
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
  };
  await everyState(page, { folder: place.folder, onStep });
  await close();
  assert.deepEqual([...new Set(found)], []);
});
