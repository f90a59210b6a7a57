// What a person does with the app, by the words on the page.

import { join } from "node:path";

export const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor({ timeout: 60_000 });
export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Presses a save button and keeps what the browser downloads. */
export async function saved(page, name, folder) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: false }).first().click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

export async function practiceFiles(page, folder, address = "#/try") {
  await page.goto(`${page.url().split("#")[0]}${address}`);
  await page.getByRole("button", { name: /^Save / }).first().waitFor({ timeout: 60_000 });
  const names = await page.getByRole("button", { name: /^Save / }).allTextContents();
  const paths = [];
  for (const name of names) paths.push(await saved(page, name, folder));
  return paths;
}

export async function startFrom(page, choice) {
  await page.getByRole("link", { name: "Split Tally" }).click();
  await page.getByRole("link", { name: choice, exact: true }).click();
}

/** Names for whom the files are made, from the page that shows the agreement. */
export async function nameRecipient(page, { name, role, publicKey, onStep = async () => {} }) {
  await page.getByRole("link", { name: "Change who gets the prepared files" }).click();
  await heading(page, "Who will get the prepared files?");
  await page.getByLabel("Somebody in particular").check();
  await page.getByLabel("Their name").fill(name);
  await page.getByLabel(role).check();
  if (publicKey) await page.getByLabel("Their public key").fill(publicKey);
  await onStep("set-up-recipient");
  await press(page, "Use this in the agreement");
  await heading(page, "Check the agreement");
}

/** Makes a receiving key and saves it. */
export async function receivingKey(page, { passphrase, folder, onStep = async () => {} }) {
  await startFrom(page, "Make my receiving key, so that files can be encrypted to me");
  await heading(page, "Make my receiving key");
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("Passphrase again", { exact: true }).fill(passphrase);
  await press(page, "Make the receiving key");
  await page.getByText("Your receiving key is ready").waitFor({ timeout: 60_000 });
  await onStep("receiving-key");
  const publicKey = await page.getByLabel("Your public key, to give to whoever sets up the project").inputValue();
  return { publicKey, identity: await saved(page, "Save SECRET-receiving.key", folder) };
}

export const VULNERABILITY = "Combined view of vulnerability";

/**
 * What a combined view asks after the template: which indicators, who gives them (by label, those who do not), how results may be used, who may see
 * them (the same), who counts, the last day and the rule.
 */
export async function decideUse(page, { leaveOut: unwanted = [], givesNot = [], results = "records", seesNot = [], counter, lastDay, belowFive = false, onStep = async () => {} } = {}) {
  await heading(page, "Which indicators of need may travel?");
  await page.getByRole("checkbox").first().waitFor();
  for (const label of unwanted) await page.getByLabel(label, { exact: true }).uncheck();
  await onStep("set-up-indicators");
  await press(page, "Continue");
  await heading(page, "Who gives which indicator?");
  if (givesNot.length > 0) await page.getByLabel("No, say for each indicator").check();
  for (const label of givesNot) await page.getByLabel(label, { exact: true }).uncheck();
  await onStep("set-up-who-gives");
  await press(page, "Continue");
  await heading(page, "How may the results be used?");
  if (results === "counts") await page.getByLabel("Counts only: nobody looks up single people").check();
  await onStep("set-up-use");
  await press(page, "Continue");
  if (results === "records") {
    await heading(page, "Who may see the indicators of single people?");
    if (seesNot.length > 0) await page.getByLabel("No, say for each indicator").check();
    for (const label of seesNot) await page.getByLabel(label, { exact: true }).uncheck();
    await onStep("set-up-who-sees");
    await press(page, "Continue");
  }
  if (counter) {
    await heading(page, "Who counts the people?");
    await page.getByLabel("Their name").fill(counter.name);
    if (counter.publicKey) await page.getByLabel("Their public key").fill(counter.publicKey);
    await onStep("set-up-who-counts");
    await press(page, "Continue");
  }
  await heading(page, "When does the agreement end?");
  if (lastDay) await page.getByLabel("Last day", { exact: true }).fill(lastDay);
  await onStep("set-up-last-day");
  await press(page, "Continue");
  await heading(page, "Which counts may be published?");
  if (belowFive) await page.getByLabel("Hide 1 to 4, and show the rest exactly").check();
  await onStep("set-up-publishing");
  await press(page, "Continue");
}

export async function setUp(page, { parties, passphrase, folder, recipient, template, repeats = [], review = false, households = false, use, decide, onStep = async () => {} }) {
  await startFrom(page, "Set up a project");
  await heading(page, "Who takes part?");
  for (const _ of parties.slice(2)) await press(page, "Add another organisation");
  for (const [index, name] of parties.entries()) await page.getByLabel(`Organisation ${index + 1}`, { exact: true }).fill(name);
  await onStep("set-up-parties");
  await press(page, "Continue");
  await heading(page, "What will you link?");
  await page.getByRole("radio").first().waitFor();
  if (template) await page.getByLabel(template, { exact: true }).check();
  for (const party of repeats) await page.getByLabel(party, { exact: true }).check();
  if (review) await page.getByLabel("Yes, ask the organisations").check();
  if (households) await page.getByLabel("Yes, say which people share a home").check();
  await onStep("set-up-what-for");
  await press(page, "Continue");
  if (template === VULNERABILITY) await decideUse(page, { ...use, onStep });
  if (decide) await decide(page, { onStep });
  await heading(page, "Check the agreement");
  if (recipient) await nameRecipient(page, { ...recipient, onStep });
  const agreement = await saved(page, "Save agreement.json", folder);
  await onStep("set-up-agreement");
  await page.getByRole("link", { name: "Continue to the key" }).click();
  await heading(page, "Make the project key");
  if (passphrase === null) {
    await page.getByLabel("No passphrase").check();
  } else {
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("Passphrase again", { exact: true }).fill(passphrase);
  }
  await onStep("set-up-key");
  await press(page, "Make the key");
  await heading(page, "The project key is ready");
  const key = await saved(page, "Save SECRET-project.key", folder);
  const code = await page.locator("#key-code").textContent();
  await onStep("set-up-done");
  return { agreement, key, code };
}

/** Until the file has been chosen, and before it is read. */
export async function prepareUntilFile(page, { agreement, key, passphrase, party, file, onStep = async () => {} }) {
  await startFrom(page, "Prepare my data");
  await heading(page, "Which project is this for?");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await onStep("prepare-agreement");
  await press(page, "Continue");
  await heading(page, "Open the project key");
  await page.getByLabel("Choose the key file").setInputFiles(key);
  if (passphrase !== null) {
    await page.getByLabel("Passphrase for this key").fill(passphrase);
    await onStep("prepare-passphrase");
    await press(page, "Continue");
  }
  await page.locator("#key-code").waitFor({ timeout: 60_000 });
  const code = await page.locator("#key-code").textContent();
  await onStep("prepare-key");
  await press(page, "Continue");
  await heading(page, "Choose your data");
  await page.getByLabel(party, { exact: true }).check();
  await page.getByLabel("Choose your file").setInputFiles(file);
  await onStep("prepare-file");
  return code;
}

/** Until the file has been read: the page that says how. */
export async function prepareUntilReading(page, choices) {
  const code = await prepareUntilFile(page, choices);
  await press(page, "Continue");
  await heading(page, "Check how your file was read");
  await choices.onStep?.("prepare-reading");
  return code;
}

/** Until the columns are shown, with what the app suggests chosen. */
export async function prepareUntilColumns(page, choices) {
  const code = await prepareUntilReading(page, choices);
  await press(page, "Continue");
  await heading(page, "Which column is which?");
  await choices.onStep?.("prepare-columns");
  return code;
}

/** Until the page that asks which rows take part. */
export async function prepareUntilRows(page, choices) {
  const code = await prepareUntilColumns(page, choices);
  await press(page, "Continue");
  // Where places and codes may need tables.
  if (choices.tables) await choices.tables(page);
  await heading(page, "Which rows take part?");
  await choices.onStep?.("prepare-rows");
  return code;
}

/** From the rows to the page that shows what will leave. */
export async function fromRowsToLeaves(page, { onStep = async () => {} } = {}) {
  await press(page, "Continue");
  await heading(page, "How good is the data?");
  await page.getByRole("button", { name: "Continue", exact: true }).waitFor({ timeout: 120_000 });
  await onStep("prepare-quality");
  await press(page, "Continue");
  await heading(page, "What will leave");
  await page.getByRole("link", { name: "Make the files" }).waitFor();
  await onStep("prepare-what-leaves");
}

export async function prepareUntilLeaves(page, choices) {
  const code = await prepareUntilRows(page, choices);
  await fromRowsToLeaves(page, choices);
  return code;
}

/** Adds a list of people to leave out; `of` is what is on it, in the words of the page. */
export async function leaveOut(page, { of, file, number = 1 }) {
  await page.getByLabel("No, leave some out").check();
  await press(page, "Add a list");
  const list = page.getByRole("group", { name: `List ${number}`, exact: true });
  await list.getByLabel("What is on the list?").selectOption({ label: of });
  await list.getByLabel("Choose the list").setInputFiles(file);
}

/** Makes the files and saves them, from the page that shows what will leave. */
export async function makeFiles(page, folder) {
  await page.getByRole("link", { name: "Make the files" }).click();
  await heading(page, "Your files are ready");
  return {
    extract: await saved(page, /^Save SEND-/, folder),
    crosswalk: await saved(page, /^Save KEEP-.*crosswalk/, folder),
    record: await saved(page, /^Save KEEP-.*record/, folder),
  };
}

export async function prepare(page, { folder, onStep = async () => {}, ...choices }) {
  const code = await prepareUntilLeaves(page, { ...choices, onStep });
  const made = { code, ...(await makeFiles(page, folder)) };
  await onStep("prepare-done");
  await press(page, "Prepare another file");
  return made;
}

/** A project of two organisations with practice files, and both of them prepared. */
export async function preparedProject(page, { parties, folder, ...choices }) {
  const files = await practiceFiles(page, folder);
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder, ...choices });
  const extracts = [];
  for (const [index, party] of parties.entries()) extracts.push((await prepare(page, { agreement, key, passphrase: null, party, file: files[index], folder })).extract);
  return { files, agreement, key, extracts };
}

export async function chooseMatchFiles(page, { agreement, files, onStep = async () => {} }) {
  await startFrom(page, "Match files");
  await heading(page, "Which project is this for?");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await press(page, "Continue");
  await heading(page, "Choose the files to match");
  await page.getByLabel("Choose the prepared files").setInputFiles(files);
  await page.waitForFunction(() => document.querySelector("#checks table") && !document.querySelector("#checks .govuk-tag--grey"), null, { timeout: 60_000 });
  await onStep("match-files");
}

export async function match(page, { agreement, files, folder, onStep = async () => {} }) {
  await chooseMatchFiles(page, { agreement, files, onStep });
  await press(page, "Match the files");
  await heading(page, "What was found");
  await onStep("match-result");
  return {
    headline: await page.locator("#headline").textContent(),
    links: await saved(page, "Save links.csv", folder),
    review: (await page.getByRole("button", { name: "Save review.json" }).count()) > 0 ? await saved(page, "Save review.json", folder) : null,
    report: await saved(page, "Save match-report.json", folder),
  };
}

/** Until the files to count are chosen and checked. Without links the page matches by itself. */
export async function chooseViewFiles(page, { agreement, files, links, identity, onStep = async () => {} }) {
  await startFrom(page, "See the combined picture");
  await heading(page, "Which project is this for?");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await press(page, "Continue");
  await heading(page, "Choose the files to count");
  if (identity) await openIdentity(page, identity);
  await page.getByLabel("Choose the prepared files").setInputFiles(files);
  await page.waitForFunction(() => document.querySelector("#checks table") && !document.querySelector("#checks .govuk-tag--grey"), null, { timeout: 60_000 });
  if (links) await page.getByLabel("Choose the links file").setInputFiles(links);
  await onStep("view-files");
}

/** Opens the receiving key that files were encrypted to. */
async function openIdentity(page, { file, passphrase }) {
  await page.getByText("The files are encrypted (their names end in .age)").click();
  await page.getByLabel("Choose your receiving key").setInputFiles(file);
  await page.getByLabel("Passphrase for your receiving key").fill(passphrase);
  await press(page, "Open the receiving key");
  await page.getByText("It opens files encrypted to", { exact: false }).waitFor({ timeout: 60_000 });
}

/** Counts, and saves the picture in its three forms. */
export async function seePicture(page, { folder, onStep = async () => {}, ...choices }) {
  await chooseViewFiles(page, { ...choices, onStep });
  await press(page, "Count the people");
  await heading(page, "The combined picture");
  await page.getByRole("button", { name: "Save view.json" }).waitFor({ timeout: 60_000 });
  await onStep("view-result");
  return {
    page: await saved(page, "Save view.html", folder),
    json: await saved(page, "Save view.json", folder),
    tables: await saved(page, "Save view-tables.zip", folder),
  };
}

async function ownFiles(page, { crosswalk, data }) {
  await page.getByLabel("Choose your crosswalk").setInputFiles(crosswalk);
  await page.getByLabel("Choose your own data").setInputFiles(data);
}

/** Brings links back to own rows. */
export async function bringBack(page, { links, crosswalk, data, folder, onStep = async () => {} }) {
  await startFrom(page, "Bring the results back");
  await heading(page, "Bring the results back to my data");
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await ownFiles(page, { crosswalk, data });
  await onStep("bring-back");
  await press(page, "Bring the results back");
  await page.getByText(/records were found in another organisation/).waitFor({ timeout: 60_000 });
  await onStep("bring-back-done");
  return saved(page, "Save KEEP-joined.csv", folder);
}

/** Answers the first question of a review, and stops there. */
export async function answerFirst(page, { review, crosswalk, data, folder, onStep = async () => {} }) {
  await startFrom(page, "Answer questions");
  await heading(page, "Answer questions about my data");
  await page.getByLabel("Choose the review file").setInputFiles(review);
  await ownFiles(page, { crosswalk, data });
  await onStep("review-files");
  await press(page, "Show the questions");
  await heading(page, /^Question 1 of/);
  await page.getByLabel("The same person", { exact: true }).check();
  await onStep("review-question");
  await press(page, "Save and continue");
  await page.getByRole("heading", { level: 1, name: /^(Question 2 of|Your answers are ready)/ }).waitFor();
  const stop = page.getByRole("link", { name: "Stop here and save my answers" });
  if ((await stop.count()) > 0) await stop.click();
  await page.getByRole("button", { name: /^Save SEND-.*answers/ }).waitFor();
  await onStep("review-done");
  return saved(page, /^Save SEND-.*answers/, folder);
}

/** Brings back links, and what the agreement lets the owner see of the others' files. */
export async function bringBackShared(page, { agreement, files, links, crosswalk, data, folder, onStep = async () => {} }) {
  await startFrom(page, "Bring the results back");
  await heading(page, "Bring the results back to my data");
  await page.getByLabel("Choose the links file").setInputFiles(links);
  await ownFiles(page, { crosswalk, data });
  await page.getByLabel("That, and what the agreement lets me see of others’ records").check();
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await page.getByLabel("Choose the other organisations’ prepared files").setInputFiles(files);
  await page.waitForFunction(() => document.querySelector("#checks table") && !document.querySelector("#checks .govuk-tag--grey"), null, { timeout: 60_000 });
  await onStep("bring-back-shared");
  await press(page, "Bring the results back");
  await page.getByText(/records were found in another organisation/).waitFor({ timeout: 60_000 });
  await onStep("bring-back-shared-done");
  return {
    joined: await saved(page, "Save KEEP-joined.csv", folder),
    worklist: await saved(page, "Save KEEP-worklist.csv", folder),
    record: await saved(page, "Save KEEP-bring-back-record.json", folder),
  };
}

/** Tabs to the control of this name, as somebody without a mouse does. */
export async function tabTo(page, name) {
  for (let tabs = 0; tabs < 120; tabs += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate((wanted) => {
      const { activeElement: element } = document;
      const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent;
      return label === wanted;
    }, name);
    if (found) return;
  }
  throw new Error(`the keyboard does not reach "${name}"`);
}
