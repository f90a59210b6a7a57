// A person at work inside `<split-tally>`, or in `<split-tally-unsandboxed>`: there what is called `frame` here is the page itself.

import { join } from "node:path";

/** Long: a busy machine is slow. */
const PATIENCE = { timeout: 60_000 };

/** The element's frame. The element's own tree is closed, so it is found among the page's frames. */
export async function frameOf(page, { number = 0 } = {}) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const frames = page.frames().filter((frame) => /split-tally\.html|#\/embedded$|about:srcdoc/.test(frame.url()));
    if (frames[number]) return frames[number];
    await page.waitForTimeout(100);
  }
  throw new Error("the element has no frame");
}

const press = (frame, name) => frame.getByRole("button", { name, exact: true }).click();
/** In a page of another's, the first level is that page's. */
const levelIn = (frame) => ("frames" in frame ? 2 : 1);
export const heading = (frame, name) => frame.getByRole("heading", { level: levelIn(frame), name }).waitFor(PATIENCE);

export async function saved(page, frame, name, folder) {
  const [download] = await Promise.all([page.waitForEvent("download"), frame.getByRole("button", { name }).first().click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** The whole job of preparing, up to the page with the files. `agreement` is null where the portal has handed one in. */
export async function prepareInside(frame, { agreement, key, party, file }) {
  await heading(frame, "Which project is this for?");
  if (agreement !== null) await frame.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await frame.getByText("Is this the project you expect?").waitFor(PATIENCE);
  await press(frame, "Continue");
  await heading(frame, "Open the project key");
  await frame.getByLabel("Choose the key file").setInputFiles(key);
  await frame.locator("#key-code").waitFor(PATIENCE);
  await press(frame, "Continue");
  await heading(frame, "Choose your data");
  await frame.getByLabel(party, { exact: true }).check();
  await frame.getByLabel("Choose your file").setInputFiles(file);
  for (const next of ["Check how your file was read", "Which column is which?", "Which rows take part?", "How good is the data?"]) {
    await press(frame, "Continue");
    await heading(frame, next);
  }
  await frame.getByRole("button", { name: "Continue", exact: true }).waitFor(PATIENCE);
  await press(frame, "Continue");
  await heading(frame, "What will leave");
  await frame.getByRole("link", { name: "Make the files" }).click();
  await heading(frame, "Your files are ready");
}

/** Each of the files has been looked at. */
async function allChecked(frame) {
  await frame.locator("#checks table").waitFor(PATIENCE);
  await frame.locator("#checks .govuk-tag--grey").first().waitFor({ state: "detached", ...PATIENCE });
}

/** Matched here, and no links kept. */
export async function viewInside(frame, { agreement, files }) {
  await heading(frame, "Which project is this for?");
  if (agreement !== null) await frame.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await frame.getByText("Is this the project you expect?").waitFor(PATIENCE);
  await press(frame, "Continue");
  await heading(frame, "Choose the files to count");
  await frame.getByLabel("Choose the prepared files").setInputFiles(files);
  await allChecked(frame);
  await frame.getByLabel("Match the files here, and keep no links").check();
  await press(frame, "Count the people");
  await heading(frame, "The combined picture");
}

export async function matchInside(frame, { agreement, files }) {
  await heading(frame, "Which project is this for?");
  if (agreement !== null) await frame.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await frame.getByText("Is this the project you expect?").waitFor(PATIENCE);
  await press(frame, "Continue");
  await heading(frame, "Choose the files to match");
  await frame.getByLabel("Choose the prepared files").setInputFiles(files);
  await allChecked(frame);
  await press(frame, "Match the files");
  await heading(frame, "What was found");
}

/** Presses twice, as a person who has read what is asked. */
export async function handOver(frame, origin) {
  await press(frame, `Hand it over to ${origin}`);
  const yes = frame.getByRole("button", { name: `Yes, hand it over to ${origin}`, exact: true });
  await yes.waitFor();
  // Long enough in view to be read.
  await frame.waitForTimeout(1500);
  await yes.click();
}

/** A page of a portal with the element, which keeps what the element tells it in `window.heard`. */
export const elementPage = (attributes = "", more = "", tag = "split-tally") => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>A portal</title><body><h1>A portal</h1><${tag} ${attributes}></${tag}><script type="module" src="/portal.js"></script>${more}`,
});
export const elementScript = scriptFor("split-tally", "element");
export const unsandboxedScript = scriptFor("split-tally-unsandboxed", "unsandboxed");

function scriptFor(tag, module) {
  return {
    script: `
    window.heard = [];
    const element = document.querySelector("${tag}");
    for (const name of ["ready", "status", "progress", "extract", "report", "view", "problem"]) {
      element.addEventListener("tally-" + name, ({ detail }) => window.heard.push({ event: name, ...detail }));
    }
    await import("/split-tally/${module}.js");`,
  };
}
export const heard = (page, name) => page.evaluate((wanted) => window.heard.filter((one) => one.event === wanted).map(({ content, ...rest }) => ({ ...rest, ...(content && { size: content.size }) })), name);
export const waitToHear = (page, name, timeout = 60_000) => page.waitForFunction((wanted) => window.heard?.some((one) => one.event === wanted), name, { timeout });
