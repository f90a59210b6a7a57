// Wrong turns that people take: what they did, what the page did, and that nothing was half saved.
//
// Some are tested beside what they are about: a PDF, an empty file, a file with a wrong name or a password (interaction, exports);
// a file too large for the memory there is (match-faults); a window as wide as a phone (look, prepare-choices); Stop (interaction,
// match-faults); the Back link (interaction); two columns for one field, a saved mapping of another file (prepare-choices).

import assert from "node:assert/strict";
import { appendFile, copyFile, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { holdJob, started } from "./support/held-job.mjs";
import { chooseMatchFiles, makeFiles, prepareUntilColumns, prepareUntilFile, prepareUntilLeaves, prepareUntilRows, saved, setUp } from "./support/user.mjs";

const parties = ["north", "south"];
let browser;
let place;
/** Made once, by the command line: an agreement, a key, and made-up people. */
let project;

const path = (name) => join(place.folder, name);
const named = parties.flatMap((party) => ["--party", party]);

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
  if (missingCommand) return;
  await splitTally("synth", "--people", "400", "--seed", "3", ...named, "--out-dir", place.folder);
  await splitTally("agreement", "new", "--template", "person", ...named, "--out", path("agreement.json"));
  await splitTally("key", "new", "--out", path("project.key"));
  project = { agreement: path("agreement.json"), key: path("project.key"), passphrase: null, party: "north", file: path("north.csv") };
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const summary = (page) => page.locator(".govuk-error-summary");

/** A test with a page of its own. Whatever the browser downloads is counted, so that a test can say that it was nothing. */
function wrongTurn(name, body) {
  test(name, { skip: missingCommand }, async () => {
    const { page, seen, close } = await openPage(browser, builtPageUrl);
    const downloads = [];
    page.on("download", (download) => downloads.push(download.suggestedFilename()));
    await body(page, downloads);
    assert.deepEqual(seen.errors, [], "nothing goes wrong that the page does not tell");
    await close();
  });
}

/** An extract by the command line. */
async function extractOf(party, name, { agreement = project.agreement, key = project.key, data = path(`${party}.csv`) } = {}) {
  const outputs = ["--out", path(name), "--crosswalk", path(`${name}.crosswalk.csv`)];
  await splitTally("prepare", "--agreement", agreement, "--key", key, "--party", party, "--in", data, "--invalid", "blank", ...outputs);
  return path(name);
}

/** Tries to close the tab, and says whether the browser asked first; if it asks, the tab stays. */
async function closing(page) {
  let asked = false;
  const onDialog = async (dialog) => {
    asked = dialog.type() === "beforeunload";
    await dialog.dismiss();
  };
  page.on("dialog", onDialog);
  await page.close({ runBeforeUnload: true });
  for (let waited = 0; !asked && !page.isClosed() && waited < 5000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  page.off("dialog", onDialog);
  return asked;
}

/** Whether the browser would ask if the tab were closed now; the tab stays. */
const wouldAsk = (page) => page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));

wrongTurn("chooses the key where the agreement is asked for, and their data where the key is", async (page) => {
  await page.goto(`${builtPageUrl}#/prepare`);
  await page.getByLabel("Choose the agreement file").setInputFiles(project.key);
  await summary(page).waitFor();
  assert.match(await summary(page).innerText(), /agreement/);
  const secret = (await readFile(project.key, "utf8")).trim().split("\n").at(-1);
  assert.ok(!(await page.locator("main").innerText()).includes(secret), "nothing of the key is shown");
  await press(page, "Continue");
  await heading(page, "Which project is this for?");

  await page.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await press(page, "Continue");
  await page.getByLabel("Choose the key file").setInputFiles(project.file);
  await summary(page).waitFor();
  assert.match(await summary(page).innerText(), /key/);
  await press(page, "Continue");
  await heading(page, "Open the project key");
});

wrongTurn("chooses a picture, a letter and a program where prepared files are asked for", async (page, downloads) => {
  const files = { "photo.parquet": "\x89PNG\r\n\x1a\n", "letter.parquet": "Dear colleague", "tool.parquet": "MZ\0\0", "empty.parquet": "" };
  for (const [name, content] of Object.entries(files)) await writeFile(path(name), content, "latin1");
  await chooseMatchFiles(page, { agreement: project.agreement, files: Object.keys(files).map(path) });
  assert.equal(await page.getByText("Cannot be used").count(), 4);
  assert.ok(!(await page.locator("main").innerText()).includes("Dear colleague"));
  await press(page, "Match the files");
  await summary(page).getByText("Remove the files that cannot be used").waitFor();
  assert.deepEqual(downloads, []);
});

wrongTurn("gives two columns each other's use", async (page, downloads) => {
  await prepareUntilColumns(page, project);
  const uses = page.getByLabel(/^Use of column/);
  const labels = await uses.evaluateAll((selects) => selects.map((select) => select.selectedOptions[0].textContent));
  const at = (wanted) => labels.findIndex((label) => label.startsWith(wanted));
  const [number, postcode] = [at("NHS number"), at("Postcode")];
  assert.ok(number >= 0 && postcode >= 0, `both are suggested: ${labels}`);
  await uses.nth(number).selectOption({ label: labels[postcode] });
  await uses.nth(postcode).selectOption({ label: labels[number] });
  await page.getByText(/But it looks like NHS number/).waitFor();
  await page.getByText(/But it looks like postcode/i).waitFor();
  await press(page, "Continue");
  await press(page, "Continue");
  await heading(page, "How good is the data?");
  await page.getByText("What the values look like").waitFor();
  const [cannot] = await page.locator(".traffic__number").allInnerTexts();
  assert.ok(Number(cannot.replaceAll(",", "")) > 300, `the cells that cannot be right are counted first: ${cannot}`);
  assert.deepEqual(downloads, []);
});

wrongTurn("prepares with the key of another project", async (page) => {
  await splitTally("key", "new", "--out", path("other.key"));
  const files = [await extractOf("north", "right.parquet"), await extractOf("south", "other-key.parquet", { key: path("other.key") })];
  await chooseMatchFiles(page, { agreement: project.agreement, files });
  await page.getByText("This was made with a different key from right.parquet").waitFor();
  await page.getByText("Compare key check codes with your partner").waitFor();
  await press(page, "Match the files");
  await summary(page).getByText("Remove the files that cannot be used").waitFor();
});

wrongTurn("brings a partner's file of an earlier agreement", async (page) => {
  await splitTally("agreement", "new", "--template", "person", ...named, "--party", "third", "--out", path("earlier.json"));
  const files = [await extractOf("north", "new.parquet"), await extractOf("south", "old.parquet", { agreement: path("earlier.json") })];
  await chooseMatchFiles(page, { agreement: project.agreement, files });
  const row = page.locator("#checks tbody tr", { hasText: "old.parquet" });
  await row.getByText("Cannot be used").waitFor();
  assert.match(await row.locator(".reason").innerText(), /another agreement|different agreement|not made under/i);
  assert.equal(await page.locator("#checks tbody tr", { hasText: "new.parquet" }).getByText("Ready").count(), 1);
});

wrongTurn("closes the tab while the files are being made, and before they are saved", async (page) => {
  await holdJob(page, "prepare");
  await prepareUntilLeaves(page, project);
  await page.getByRole("link", { name: "Make the files" }).click();
  await heading(page, "Making your files");
  await page.locator("#cancel").waitFor();
  assert.equal(await closing(page), true, "the browser asks while the work goes on");
  await page.evaluate(() => window.release());
  await heading(page, "Your files are ready");
  assert.equal(await closing(page), true, "and while there is something that was not saved");
  await saved(page, /^Save SEND-/, place.folder);
  assert.equal(await closing(page), true, "one of two files is not enough");
  await saved(page, /^Save KEEP-.*crosswalk/, place.folder);
  assert.equal(await closing(page), false, "it does not ask when nothing would be lost");
});

wrongTurn("closes the tab after stopping, and before anything was made", async (page) => {
  await holdJob(page, "prepare");
  await prepareUntilLeaves(page, project);
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.locator("#cancel").click();
  await page.getByText("Stopped. Nothing was kept").waitFor();
  assert.equal(await closing(page), false);
});

wrongTurn("closes the tab with a new key that was not saved", async (page) => {
  const { folder } = place;
  await page.goto(`${builtPageUrl}#/set-up`);
  await setUp(page, { parties, passphrase: null, folder, onStep: async (name) => name === "set-up-key" && assert.equal(await wouldAsk(page), false, "no key is made yet") });
  assert.equal(await wouldAsk(page), false, "the key was saved");
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await page.getByLabel("No passphrase").check();
  await press(page, "Make the key");
  await heading(page, "The project key is ready");
  assert.equal(await closing(page), true, "another key was made, and not saved");
});

wrongTurn("closes the tab with an agreement that was not saved", async (page) => {
  await page.goto(`${builtPageUrl}#/set-up`);
  for (const [index, name] of parties.entries()) await page.getByLabel(`Organisation ${index + 1}`, { exact: true }).fill(name);
  await press(page, "Continue");
  await heading(page, "What will you link?");
  await page.getByRole("radio").first().waitFor();
  await press(page, "Continue");
  await page.getByRole("button", { name: "Save agreement.json" }).waitFor();
  assert.equal(await closing(page), true, "it is made, and not saved");
  await saved(page, "Save agreement.json", place.folder);
  await page.getByRole("link", { name: "Continue to the key" }).click();
  await heading(page, "Make the project key");
  assert.equal(await closing(page), false, "it is saved");
});

wrongTurn("closes the tab with a renewed agreement that was not saved", async (page) => {
  await page.goto(`${builtPageUrl}#/renew`);
  await page.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
  await press(page, "Renew the agreement");
  await page.getByText("Edition 2 is ready").waitFor();
  assert.equal(await closing(page), true);
  await saved(page, "Save agreement.json", place.folder);
  assert.equal(await closing(page), false);
});

wrongTurn("closes the tab with the receipt of a key that was not saved", async (page) => {
  await page.goto(`${builtPageUrl}#/destroy-key`);
  await page.getByLabel("Choose the agreement file").setInputFiles(project.agreement);
  await page.getByLabel("Choose the key file").setInputFiles(project.key);
  assert.equal(await wouldAsk(page), false, "nothing is made yet");
  await press(page, "Make the receipt");
  await page.getByRole("button", { name: "Save KEEP-key-receipt.json" }).waitFor();
  assert.equal(await closing(page), true);
  await saved(page, "Save KEEP-key-receipt.json", place.folder);
  assert.equal(await closing(page), false);
});

wrongTurn("closes the tab with a receiving key that was not saved, and after leaving its page", async (page) => {
  await page.goto(`${builtPageUrl}#/receiving-key`);
  await page.getByLabel("No passphrase").check();
  await press(page, "Make the receiving key");
  await page.getByText("Your receiving key is ready").waitFor();
  assert.equal(await closing(page), true);
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await heading(page, "Split Tally");
  assert.equal(await closing(page), false, "there is nothing left to save");
});

wrongTurn("closes the tab with their own rows joined, and not saved", async (page) => {
  const files = [await extractOf("north", "joining-north.parquet"), await extractOf("south", "joining-south.parquet")];
  await splitTally("match", "--agreement", project.agreement, ...files, "--out", path("joining.csv"));
  await page.goto(`${builtPageUrl}#/bring-back`);
  await page.getByLabel("Choose the links file").setInputFiles(path("joining.csv"));
  await page.getByLabel("Choose your crosswalk").setInputFiles(path("joining-north.parquet.crosswalk.csv"));
  await page.getByLabel("Choose your own data").setInputFiles(project.file);
  assert.equal(await wouldAsk(page), false, "nothing is made yet");
  await press(page, "Bring the results back");
  await page.getByRole("button", { name: "Save KEEP-joined.csv" }).waitFor();
  assert.equal(await closing(page), true);
  await saved(page, "Save KEEP-joined.csv", place.folder);
  assert.equal(await wouldAsk(page), false, "they are saved");
  // A try that is refused puts nothing in the place of the rows that were there.
  await press(page, "Bring the results back");
  await page.getByRole("button", { name: "Save KEEP-joined.csv" }).waitFor();
  assert.equal(await closing(page), true, "made anew");
  await page.getByLabel("Choose your crosswalk").setInputFiles(project.key);
  await press(page, "Bring the results back");
  await summary(page).waitFor();
  assert.equal(await closing(page), false, "there is nothing left to save");
});

wrongTurn("closes the tab with links saved, and questions and report not", async (page) => {
  const agreement = path("asking.json");
  await splitTally("agreement", "new", "--template", "person-linker", "--review", ...named, "--out", agreement);
  // Enough people for some pairs to be doubtful.
  await splitTally("synth", "--people", "2000", "--seed", "8", ...named, "--out-dir", path("asking"));
  const extract = (party) => extractOf(party, `asking-${party}.parquet`, { agreement, data: path(`asking/${party}.csv`) });
  const files = [await extract("north"), await extract("south")];
  await chooseMatchFiles(page, { agreement, files });
  await press(page, "Match the files");
  await heading(page, "What was found");
  for (const name of ["links.csv", "match-report.json", "review.json"]) {
    assert.equal(await closing(page), true, `${name} is not saved`);
    await saved(page, `Save ${name}`, place.folder);
  }
  assert.equal(await closing(page), false);
});

wrongTurn("chooses a file larger than the memory of the computer", async (page, downloads) => {
  const huge = path("huge.csv");
  // Enough rows for the columns to be known, and then a hole, which takes no room on the disk: as good as a row without an end.
  const [header, ...rows] = (await readFile(project.file, "utf8")).trimEnd().split("\n");
  await writeFile(huge, `${header}\n${`${rows.join("\n")}\n`.repeat(200)}`);
  const handle = await open(huge, "r+");
  await handle.truncate(20 * 2 ** 30);
  await handle.close();
  await prepareUntilRows(page, { ...project, file: huge });
  await press(page, "Continue");
  await page.getByRole("alert").first().waitFor({ timeout: 120_000 });
  assert.match(await page.getByRole("alert").first().innerText(), /huge\.csv/);
  await page.getByRole("link", { name: "Back to the columns" }).or(page.getByRole("link", { name: /columns/i })).first().waitFor();
  await rm(huge);
  assert.deepEqual(downloads, []);
});

wrongTurn("presses the button twice", async (page) => {
  await holdJob(page, "prepare");
  await prepareUntilLeaves(page, project);
  await page.getByRole("link", { name: "Make the files" }).dblclick();
  await heading(page, "Making your files");
  assert.equal(await started(page, "prepare"), 1, "one run");
  await page.evaluate(() => window.release());
  await heading(page, "Your files are ready");
  const name = await page.getByRole("button", { name: /^Save SEND-/ }).innerText();
  assert.match(name, /SEND-north\.parquet/);
});

wrongTurn("presses Match twice, and Look inside twice", async (page) => {
  await holdJob(page, "nothing");
  const files = [await extractOf("north", "n.parquet"), await extractOf("south", "s.parquet")];
  await chooseMatchFiles(page, { agreement: project.agreement, files });
  await page.getByRole("button", { name: "Match the files" }).dblclick();
  await heading(page, "What was found");
  assert.equal(await started(page, "match"), 1);
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByLabel("Choose a file").setInputFiles(files[0]);
  await page.getByRole("button", { name: "Look inside" }).dblclick();
  await page.getByText("What is in n.parquet").waitFor();
  assert.equal(await page.getByText("What is in n.parquet").count(), 1);
});

wrongTurn("presses the browser's Back while the files are being made, and Forward again", async (page, downloads) => {
  await holdJob(page, "prepare");
  await prepareUntilLeaves(page, project);
  await page.getByRole("link", { name: "Make the files" }).click();
  await heading(page, "Making your files");
  await page.goBack();
  await heading(page, "What will leave");
  for (let waited = 0; page.workers().length > 1 && waited < 5000; waited += 100) await page.waitForTimeout(100);
  assert.deepEqual(downloads, []);
  await page.evaluate(() => window.release());
  assert.equal(await page.getByRole("heading", { level: 1, name: "Your files are ready" }).count(), 0, "the run that was left gives nothing");
  await page.goForward();
  await heading(page, "Your files are ready");
  await page.goBack();
  await heading(page, "What will leave");
  await page.goBack();
  await heading(page, "How good is the data?");
  await page.goForward();
  await heading(page, "What will leave");
  await page.getByRole("link", { name: "Make the files" }).waitFor();
});

wrongTurn("changes the file while it is being looked at", async (page, downloads) => {
  const file = path("moving.csv");
  await copyFile(project.file, file);
  await prepareUntilLeaves(page, { ...project, file });
  await appendFile(file, "changed\n");
  await page.getByRole("link", { name: "Make the files" }).click();
  await page.getByRole("alert").getByText("could not read moving.csv any more").waitFor();
  assert.deepEqual(downloads, [], "nothing is half made");
  await page.getByRole("link", { name: "Choose the file again" }).click();
  await heading(page, "Choose your data");
  await copyFile(project.file, file);
  await page.getByLabel("Choose your file").setInputFiles(file);
  for (const title of ["Check how your file was read", "Which column is which?", "Which rows take part?", "How good is the data?", "What will leave"]) {
    await press(page, "Continue");
    await heading(page, title);
  }
  await makeFiles(page, place.folder);
});

wrongTurn("removes the file after choosing it, and the agreement too", async (page) => {
  const [file, agreement] = [path("leaving.csv"), path("leaving.json")];
  await Promise.all([copyFile(project.file, file), copyFile(project.agreement, agreement)]);
  await prepareUntilFile(page, { ...project, file });
  await rm(file);
  await press(page, "Continue");
  await summary(page).getByText("could not read leaving.csv any more").waitFor();
  await heading(page, "Choose your data");

  await page.goto(`${builtPageUrl}#/match`);
  // Removed between the choice and its reading.
  await page.evaluate(() => {
    File.prototype.text = () => Promise.reject(new DOMException("gone", "NotFoundError"));
  });
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await summary(page).getByText("The browser could not read a file any more").waitFor();
});
