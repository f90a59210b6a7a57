// Somebody with a keyboard and no mouse, in any engine: Tab until the thing wanted has the focus, then press it. Nothing is clicked, and
// no control is reached but by its place in the order.

import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { until } from "./process.mjs";

/** More presses than any page has stops. */
const MOST_STOPS = 90;

/** What has the focus: its name, as it would be announced, and what it is. */
const FOCUS = `
  const at = document.activeElement;
  if (!at || at === document.body) return { name: "", what: "body" };
  const name = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
  return { name: name.trim(), what: at.tagName === "INPUT" ? at.type : at.tagName.toLowerCase(), group: at.name ?? "" };
`;

export class KeyboardUser {
  constructor(driver, folder) {
    this.driver = driver;
    this.folder = folder;
  }

  focus() {
    return this.driver.evaluate(FOCUS);
  }

  text(selector = "main") {
    return this.driver.evaluate("return document.querySelector(arguments[0])?.innerText ?? null", selector);
  }

  seen(words) {
    return until(async () => (await this.text())?.includes(words), `“${words}”`);
  }

  /** Waits for a page, whose heading must have the focus: that is where a screen reader starts. */
  async page(title) {
    let focus;
    try {
      await until(async () => {
        focus = await this.focus();
        return focus.what === "h1" && focus.name === title;
      }, "");
    } catch {
      throw new Error(`The heading “${title}” should have the focus; it is at ${JSON.stringify(focus)}, and the page reads: ${(await this.text())?.slice(0, 300)}`);
    }
  }

  async walk(isWanted, wanted, step = () => this.driver.press("Tab")) {
    const met = [];
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      const focus = await this.focus();
      if (presses > 0 && isWanted(focus)) return focus;
      met.push(focus.name.slice(0, 30));
      await step();
    }
    throw new Error(`The keyboard never reached ${wanted}, but ${met.join(" | ")}`);
  }

  tabTo(name) {
    return this.walk((focus) => focus.name === name, `“${name}”`);
  }

  async follow(name) {
    await this.tabTo(name);
    await this.driver.press("Enter");
  }

  /** The page has put the focus there, or left it there: no Tab is needed. */
  isAt(name) {
    return until(async () => (await this.focus()).name === name, `the focus at “${name}”`);
  }

  async fill(name, value) {
    await this.tabTo(name);
    await this.driver.type(value);
  }

  /** One of a group of radio buttons: Tab goes to the group, and arrows go round in it. */
  async choose(name) {
    const { group, name: first } = await this.walk(({ what }) => what === "radio", "a choice");
    if (first === name) return this.driver.press("Space");
    await this.walk((focus) => focus.group === group && focus.name === name, `“${name}”`, () => this.driver.press("ArrowDown"));
  }

  async chooseFiles(name, ...paths) {
    const { what } = await this.tabTo(name);
    if (what !== "file") throw new Error(`“${name}” is a ${what} and not a control for files`);
    await this.driver.chooseFiles(paths);
  }

  /** Presses a save button, and gives the path of what was saved, put aside under a name of its own. */
  async save(file, keepAs = file, button = `Save ${file}`) {
    const { downloads } = this.driver;
    const [saved, kept] = [join(downloads, file), join(this.folder, keepAs)];
    await this.follow(button);
    const size = (path) => stat(path).then((found) => found.size, () => -1);
    let last = -1;
    await until(async () => {
      const [now, part] = [await size(saved), await size(`${saved}.part`)];
      const isWhole = part < 0 && now > 0 && now === last;
      last = now;
      return isWhole;
    }, `the download of ${file}`);
    await rename(saved, kept);
    return kept;
  }

  /** From anywhere: back to the name at the top of the page, and from the start to a job. */
  async startFrom(choice) {
    await this.walk(({ name }) => name === "Split Tally", "the link to the start", () => this.driver.back());
    await this.driver.press("Enter");
    await this.page("Split Tally");
    await this.follow(choice);
  }
}
