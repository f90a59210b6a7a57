// Keyboard only, cancelling, errors that lead somewhere, and going back without losing anything.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { chooseMatchFiles, fromRowsToLeaves, preparedProject, prepareUntilLeaves, prepareUntilRows } from "./support/user.mjs";

const parties = ["North", "South"];
let browser;
let place;
let made;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  const { page, close } = await openPage(browser, builtPageUrl);
  made = await preparedProject(page, { parties, folder: place.folder });
  await close();
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

/** Presses Tab until the element with the focus matches. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`Tab never reached ${selector}`);
}

/** Chooses files with the keyboard: the control is opened with Space, and the system's own dialog answers. */
async function chooseByKeyboard(page, selector, files) {
  await tabTo(page, selector);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
  await chooser.setFiles(files);
}

test("matching with the keyboard alone", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await tabTo(page, 'a[href="#/match"]');
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Which project is this for?" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "a new page puts the focus on its heading");
  await chooseByKeyboard(page, "#agreement", made.agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await tabTo(page, "button[type=submit]");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Choose the files to match" }).waitFor();
  await chooseByKeyboard(page, "#files", made.extracts);
  await page.getByText("Ready").nth(1).waitFor();
  await tabTo(page, "button[type=submit]");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "What was found" }).waitFor();
  await tabTo(page, ".save-list button");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "links.csv");
  await close();
});

test("the skip link leads to the content", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Split Tally");
  await close();
});

test("a run stops within a second, keeps nothing, and can be started again", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const [header, ...rows] = (await readFile(made.files[0], "utf8")).trimEnd().split("\n");
  const big = join(place.folder, "big.csv");
  const copies = Math.ceil(400_000 / rows.length);
  await writeFile(big, `${header}\n${`${rows.join("\n")}\n`.repeat(copies)}`);
  await prepareUntilRows(page, { ...made, passphrase: null, party: "North", file: big });
  await page.getByLabel("Use them all").check();
  await fromRowsToLeaves(page);
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.locator("progress[value]").waitFor();
  await page.getByText(/a second/).waitFor();
  const pressed = Date.now();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByText("Stopped. Nothing was kept").waitFor();
  assert.ok(Date.now() - pressed < 1000, `stopping took ${Date.now() - pressed} ms`);
  await page.getByRole("button", { name: "Start again" }).click();
  await page.locator("progress[value]").waitFor();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByText("Stopped. Nothing was kept").waitFor();
  // Chromium gives a busy worker up to two seconds before it kills it; the person waits for none of them.
  for (let waited = 0; page.workers().length > 0 && waited < 5000; waited += 100) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, "no worker is left");
  await close();
});

test("an error has the focus, says what to do, and leads to the field", async () => {
  const { page, close } = await openPage(browser, `${builtPageUrl}#/set-up`);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("govuk-error-summary")));
  assert.match(await page.title(), /^Error: /);
  await page.getByRole("link", { name: "Enter a name for organisation 2" }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "party-2");
  assert.match(await page.locator("#party-2").getAttribute("aria-describedby"), /party-2-error/);
  await close();
});

test("files that cannot be matched say why", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const { agreement, extracts, key } = made;
  await chooseMatchFiles(page, { agreement, files: [extracts[0], extracts[0], key] });
  await page.getByText("This is the same file as").waitFor();
  await page.getByText("Cannot be used").nth(1).waitFor();
  await page.getByRole("button", { name: "Match the files" }).click();
  await page.locator(".govuk-error-summary").getByText("Remove the files that cannot be used").waitFor();
  await close();
});

test("a PDF and an empty file are turned away with the remedy", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  const letter = join(place.folder, "people.pdf");
  const empty = join(place.folder, "empty.csv");
  await Promise.all([writeFile(letter, "%PDF-1.7 and so on"), writeFile(empty, "")]);
  await page.goto(`${builtPageUrl}#/prepare`);
  await page.getByLabel("Choose the agreement file").setInputFiles(made.agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Choose the key file").setInputFiles(made.key);
  await page.locator("#key-code").waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("North", { exact: true }).check();
  for (const [file, remedy] of [[letter, /not a CSV file/], [empty, /is empty/]]) {
    await page.getByLabel("Choose your file").setInputFiles(file);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.locator(".govuk-error-summary").getByText(remedy).waitFor();
  }
  await close();
});

test("values are masked until they are asked for, and going back keeps the choices", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await prepareUntilLeaves(page, {
    ...made,
    passphrase: null,
    party: "North",
    file: made.files[0],
    onStep: async (name) => {
      if (name !== "prepare-columns") return;
      const value = (await readFile(made.files[0], "utf8")).split("\n")[1].split(",")[0];
      assert.ok(!(await page.locator("main").innerText()).includes(value), "no value is in the page at first");
      await page.getByRole("button", { name: "Show values" }).click();
      assert.ok((await page.locator("main").innerText()).includes(value));
      await page.locator("select#column-1").selectOption("");
    },
  });
  for (const title of ["How good is the data?", "Which rows take part?", "Which column is which?"]) {
    await page.getByRole("link", { name: "Back", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  }
  assert.equal(await page.locator("select#column-1").inputValue(), "");
  for (const _ of ["reading", "file"]) await page.getByRole("link", { name: "Back", exact: true }).click();
  assert.equal(await page.getByLabel("North", { exact: true }).isChecked(), true);
  assert.equal(await page.locator("#file").evaluate((input) => input.files.length), 1);
  await close();
});
