// The page in Welsh, in a browser: the switch, what it keeps, and what it leaves alone.

import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { holdSteps, letGo, step, stepJob, stepsWait } from "./support/stepped-job.mjs";
import { practiceFiles, prepareUntilLeaves, setUp } from "./support/user.mjs";

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const languageOfPage = (page) => page.evaluate(() => document.documentElement.lang);
const change = (page, name) => page.getByRole("link", { name, exact: true }).click();
const titled = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor({ timeout: 60_000 });

test("the switch: its attributes, the page's language, its title and its words", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  assert.equal(await languageOfPage(page), "en-GB");
  const navigation = page.getByRole("navigation", { name: "Language" });
  const link = navigation.getByRole("link");
  assert.deepEqual(await link.evaluate((one) => [one.textContent, one.lang, one.hreflang, one.rel]), ["Cymraeg", "cy", "cy", "alternate"]);
  assert.deepEqual(await navigation.locator("[aria-current]").evaluate((one) => [one.textContent, one.lang]), ["English", "en"]);
  assert.equal(await page.locator("#translation").count(), 0);

  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Sefydlu prosiect", { exact: true }).waitFor();
  assert.equal(await languageOfPage(page), "cy");
  assert.match(await page.locator("#translation").textContent(), /Drafft/);
  assert.match(await page.locator(".stay-line").textContent(), /^Mae popeth yn aros ar y cyfrifiadur hwn\. .*0\.$/);
  await page.getByRole("link", { name: "Paratoi fy nata", exact: true }).click();
  await titled(page, "Ar gyfer pa brosiect y mae hyn?");
  assert.equal(await page.title(), "Ar gyfer pa brosiect y mae hyn? – Split Tally");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");

  await page.getByRole("button", { name: "Parhau" }).click();
  await page.locator(".govuk-error-summary").getByText("Mae yna broblem").waitFor();
  assert.match(await page.title(), /^Gwall: Ar gyfer/);
  await change(page, "English");
  await titled(page, "Which project is this for?");
  assert.equal(await languageOfPage(page), "en-GB");
  assert.equal(await page.title(), "Which project is this for? – Split Tally");
  assert.equal(new URL(page.url()).hash, "#/prepare");

  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
  assert.deepEqual(seen.requests, [builtPageUrl]);
  assert.deepEqual(seen.console, []);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("the language may be given in the address, and else is the first that the browser asks for", async () => {
  const given = [
    ["#cy/check", "en-GB", "cy", "#/check"],
    ["#cy", "en-GB", "cy", "#/"],
    ["", "cy-GB", "cy", ""],
    ["#en/check", "cy", "en-GB", "#/check"],
    ["", "fr", "en-GB", ""],
    ["#fr/check", "en-GB", "en-GB", "#fr/check"],
  ];
  for (const [hash, locale, expected, left] of given) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(builtPageUrl + hash);
    await page.locator("#version").filter({ hasText: /\d/ }).waitFor();
    assert.deepEqual([await languageOfPage(page), new URL(page.url()).hash], [expected, left], hash || locale);
    await context.close();
  }
});

/** The document's title, and the language that it is marked to be in where it is not the document's. */
const titleOfPage = (page) => page.evaluate(() => [document.title, document.querySelector("title").getAttribute("lang")]);

/** Goes on by the Tab key until this has the focus. */
async function tabTo(page, locator) {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await locator.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${locator} cannot be reached by the Tab key`);
}

test("setting up a project in Welsh, with the keyboard alone", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const press = async (role, name) => {
    const control = page.getByRole(role, { name, exact: true });
    await control.waitFor();
    await tabTo(page, control);
    await page.keyboard.press("Enter");
  };
  const type = async (label, text) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  await press("link", "Cymraeg");
  await press("link", "Sefydlu prosiect");
  await titled(page, "Pwy sy’n cymryd rhan?");
  await type("Sefydliad 1", "Ysbyty");
  await type("Sefydliad 2", "Cyngor");
  await press("button", "Parhau");
  await titled(page, "Beth y byddwch yn ei gysylltu?");
  await press("button", "Parhau");
  await titled(page, "Gwirio’r cytundeb");
  await page.getByText("Ysbyty a Cyngor", { exact: true }).first().waitFor();
  // What the core says is in English, and says so.
  assert.ok((await page.locator("main span[lang=en]").count()) > 5);
  await press("link", "Parhau at yr allwedd");
  await titled(page, "Gwneud allwedd y prosiect");
  await press("button", "Gwneud yr allwedd");
  await page.locator(".govuk-error-summary").getByText("Rhowch gyfrinymadrodd o 12 nod o leiaf").waitFor();
  await type("Cyfrinymadrodd", "pensil harbwr hydref");
  await type("Y cyfrinymadrodd eto", "pensil harbwr hydref");
  await press("button", "Gwneud yr allwedd");
  await titled(page, "Mae allwedd y prosiect yn barod");
  assert.match(await page.locator("#partner-text").inputValue(), /rhwng Ysbyty a Cyngor\./);
  assert.ok((await page.locator("#key-code").textContent()).length > 5);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("what has been entered is kept when the language changes", async () => {
  const { page, close } = await openPage(browser, `${builtPageUrl}`);
  await page.getByRole("link", { name: "Set up a project", exact: true }).click();
  await page.getByRole("button", { name: "Add another organisation" }).click();
  const names = ["Northtown Hospital", "Northtown Council", "Northtown Charity"];
  for (const [index, name] of names.entries()) await page.getByLabel(`Organisation ${index + 1}`, { exact: true }).fill(name);
  await change(page, "Cymraeg");
  await titled(page, "Pwy sy’n cymryd rhan?");
  for (const [index, name] of names.entries()) assert.equal(await page.getByLabel(`Sefydliad ${index + 1}`, { exact: true }).inputValue(), name);
  await page.getByRole("button", { name: "Parhau", exact: true }).click();
  await page.getByRole("radio").first().waitFor();
  await page.getByLabel("Ie, gofyn i’r sefydliadau").check();
  await change(page, "English");
  await page.getByRole("radio").first().waitFor();
  assert.ok(await page.getByLabel("Yes, ask the organisations").isChecked());
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await titled(page, "Check the agreement");
  await page.getByText("are put to the organisations that hold the two records").waitFor();
  await page.getByRole("link", { name: "Continue to the key" }).click();
  await page.getByLabel("Passphrase", { exact: true }).fill("harbour pencil autumn");
  await page.getByLabel("Passphrase again", { exact: true }).fill("harbour pencil autumn");
  await change(page, "Cymraeg");
  await titled(page, "Gwneud allwedd y prosiect");
  await page.getByRole("button", { name: "Gwneud yr allwedd" }).click();
  await titled(page, "Mae allwedd y prosiect yn barod");
  await close();
});

test("a page with a result that is nowhere else stays as it is until the person says otherwise", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await page.goto(`${builtPageUrl}#/receiving-key`);
  await page.getByLabel("No passphrase").check();
  await page.getByRole("button", { name: "Make the receiving key" }).click();
  const key = page.getByLabel("Your public key, to give to whoever sets up the project");
  const before = await key.inputValue();
  await change(page, "Cymraeg");
  await page.getByText("Mae’r dudalen hon yn dal yn Saesneg").waitFor();
  assert.equal(await languageOfPage(page), "cy");
  assert.equal(await page.locator("main").getAttribute("lang"), "en-GB");
  assert.deepEqual(await titleOfPage(page), ["Make my receiving key – Split Tally", "en-GB"]);
  assert.equal(await key.inputValue(), before);
  // And back, as if nothing had been.
  await change(page, "English");
  assert.equal(await page.locator("main").getAttribute("lang"), null);
  assert.equal(await page.locator("#change-anyway").count(), 0);
  assert.deepEqual(await titleOfPage(page), ["Make my receiving key – Split Tally", null]);
  assert.equal(await key.inputValue(), before);
  await change(page, "Cymraeg");
  await page.getByRole("button", { name: "Dangos y dudalen hon yn Gymraeg er hynny" }).click();
  await titled(page, "Gwneud fy allwedd dderbyn");
  assert.equal(await page.locator("main").getAttribute("lang"), null);
  assert.deepEqual(await titleOfPage(page), ["Gwneud fy allwedd dderbyn – Split Tally", null]);
  assert.equal(await page.locator("#public-key").count(), 0);
  await close();
});

test("what a page that stays says later is in its own language, as it is marked", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await page.goto(`${builtPageUrl}#/receiving-key`);
  await page.getByLabel("No passphrase").check();
  await page.getByRole("button", { name: "Make the receiving key" }).click();
  await page.getByText("Your receiving key is ready").waitFor();
  await change(page, "Cymraeg");
  await page.locator("#change-anyway").waitFor();
  await page.locator("#protect").check();
  await page.getByRole("button", { name: "Make the receiving key" }).click();
  const errors = page.locator("main[lang=en-GB] .govuk-error-summary");
  await errors.getByText("There is a problem").waitFor({ timeout: 5000 });
  await errors.getByText("Enter a passphrase of at least 12 characters").waitFor({ timeout: 5000 });
  assert.deepEqual(await titleOfPage(page), ["Error: Make my receiving key – Split Tally", "en-GB"]);
  assert.match(await page.locator(".stay-line").textContent(), /^Mae popeth yn aros/);
  // And what the frame says later is in the new one.
  await page.evaluate(() => fetch("https://split-tally.invalid/").catch(() => {}));
  await page.locator("#requests-blocked").getByText("Ymgeisiau a rwystrwyd").waitFor({ timeout: 5000 });
  // The next page is in the new language, and so is what it says.
  await page.getByRole("link", { name: "Split Tally" }).click();
  await page.getByText("Sefydlu prosiect", { exact: true }).waitFor();
  assert.equal(await page.locator("main").getAttribute("lang"), null);
  assert.deepEqual(await titleOfPage(page), ["Split Tally", null]);
  await close();
});

const focused = (page) => page.evaluate(() => document.activeElement.id || (document.activeElement === document.body ? "nothing" : document.activeElement.textContent));

test("a run goes on while the language changes, and what comes of it is in the new language", async () => {
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  await stepJob(page, "prepare");
  const { folder } = place;
  const parties = ["Northtown Hospital", "Northtown Council"];
  const [file] = await practiceFiles(page, folder);
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder });
  await prepareUntilLeaves(page, { agreement, key, passphrase: null, party: parties[0], file });
  await holdSteps(page);
  await page.getByRole("link", { name: "Make the files" }).click();
  // Twice that it encodes, that it writes, and its result.
  await stepsWait(page, 4);
  const progress = page.locator("main .progress__text");
  await step(page);
  assert.match(await progress.textContent(), /^Reading and encoding/);

  await change(page, "Cymraeg");
  await page.getByText("Mae’r dudalen hon yn dal yn Saesneg").waitFor();
  assert.equal(await page.locator("main").getAttribute("lang"), "en-GB");
  assert.equal(await focused(page), "change-anyway");
  await step(page);
  await step(page);
  assert.match(await progress.textContent(), /^Shuffling and writing/);

  // And back: the focus is where it was, on the link that changes the language.
  await page.getByRole("link", { name: "English", exact: true }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#change-anyway").count(), 0);
  assert.equal(await focused(page), "Cymraeg");

  // The address of the very page that works changes its language as the link does.
  await page.evaluate(() => void (location.hash = "#cy/prepare/run"));
  await page.locator("#change-anyway").waitFor();
  assert.equal(new URL(page.url()).hash, "#/prepare/run");
  assert.ok(await page.locator("#cancel").isVisible());
  await letGo(page);
  await titled(page, "Mae eich ffeiliau’n barod");
  assert.equal(await page.locator("main").getAttribute("lang"), null);
  await page.getByRole("button", { name: /^Cadw SEND-/ }).waitFor();
  assert.deepEqual(seen.errors, []);
  await close();
});

/** Until the page that makes the project key. */
async function setUpUntilKey(page) {
  await page.getByRole("link", { name: "Set up a project", exact: true }).click();
  for (const [index, name] of ["Northtown Hospital", "Northtown Council"].entries()) await page.getByLabel(`Organisation ${index + 1}`, { exact: true }).fill(name);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("radio").first().waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await titled(page, "Check the agreement");
  await page.getByRole("link", { name: "Continue to the key" }).click();
  await titled(page, "Make the project key");
}

/** Goes to another page from one with a passphrase on it, and notes every field there that is given something, be it for a moment. */
async function leaveFilled(page, leave) {
  await page.getByLabel("Passphrase", { exact: true }).fill("harbour pencil autumn");
  await page.getByLabel("Passphrase again", { exact: true }).fill("harbour pencil autumn");
  await page.evaluate(() => {
    window.given = [];
    addEventListener("input", ({ target }) => window.given.push(target.id), true);
  });
  await page.evaluate(leave);
  await titled(page, "Gwneud fy allwedd dderbyn");
  assert.deepEqual(await page.evaluate(() => window.given), []);
}

test("another page in another language gets nothing of the one before", async () => {
  const quick = await openPage(browser, builtPageUrl);
  await setUpUntilKey(quick.page);
  // Both before the browser tells of the new address.
  await leaveFilled(quick.page, () => {
    location.hash = "#/receiving-key";
    document.querySelector(".language-navigation a").click();
  });
  await quick.close();

  const { page, close } = await openPage(browser, builtPageUrl);
  await setUpUntilKey(page);
  await leaveFilled(page, () => void (location.hash = "#cy/receiving-key"));
  assert.equal(await languageOfPage(page), "cy");
  assert.equal(new URL(page.url()).hash, "#/receiving-key");
  for (const id of ["passphrase", "passphrase-again"]) assert.equal(await page.locator(`#${id}`).inputValue(), "");
  // The page that is shown keeps what is on it.
  await page.locator("#passphrase").fill("violin harbour pencil");
  await page.evaluate(() => void (location.hash = "#en/receiving-key"));
  await titled(page, "Make my receiving key");
  assert.equal(await page.locator("#passphrase").inputValue(), "violin harbour pencil");
  assert.equal(new URL(page.url()).hash, "#/receiving-key");
  await close();
});

test("files that were dropped stay when the language changes", async () => {
  const { page, close } = await openPage(browser, builtPageUrl);
  await page.goto(`${builtPageUrl}#/look-inside`);
  await titled(page, "Look inside a file");
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["id,forename"], "dropped.csv"));
    document.querySelector(".drop-zone:has(#file)").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.getByText("Chosen: dropped.csv").waitFor();
  await change(page, "Cymraeg");
  await page.getByText("dropped.csv").waitFor({ timeout: 5000 });
  assert.deepEqual(await page.locator("#file").evaluate(({ files }) => [...files].map(({ name }) => name)), ["dropped.csv"]);
  await close();
});

/** A key of which the passphrase has been typed, at the moment when the page is drawn again and its field has not come back yet. */
async function passphraseOnItsWay() {
  const { page, close } = await openPage(browser, builtPageUrl);
  await page.clock.install();
  await stepJob(page, "checkKey");
  const passphrase = "harbour pencil autumn";
  const { agreement, key } = await setUp(page, { parties: ["Northtown Hospital", "Northtown Council"], passphrase, folder: place.folder });
  await page.getByRole("link", { name: "Split Tally" }).click();
  await page.getByRole("link", { name: "Prepare my data", exact: true }).click();
  await page.locator("#agreement").setInputFiles(agreement);
  await page.getByText("Is this the project you expect?").waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.locator("#key").setInputFiles(key);
  await page.locator("#passphrase").fill(passphrase);
  await holdSteps(page);
  await change(page, "Cymraeg");
  await titled(page, "Agor allwedd y prosiect");
  await stepsWait(page, 1);
  assert.equal(await page.locator("#passphrase").count(), 0);
  return { page, key, passphrase, close };
}

test("a passphrase comes back for its own key file and for no other, and waits for no longer than that takes", async () => {
  const same = await passphraseOnItsWay();
  await letGo(same.page);
  await same.page.locator("#passphrase").waitFor();
  assert.equal(await same.page.locator("#passphrase").inputValue(), same.passphrase);
  await same.close();

  const other = await passphraseOnItsWay();
  await copyFile(other.key, join(place.folder, "other.key"));
  await other.page.locator("#key").setInputFiles(join(place.folder, "other.key"));
  await letGo(other.page);
  await other.page.locator("#passphrase").waitFor();
  assert.equal(await other.page.locator("#passphrase").inputValue(), "", "for another file");
  await other.close();

  const late = await passphraseOnItsWay();
  await late.page.clock.fastForward(11_000);
  await letGo(late.page);
  await late.page.locator("#passphrase").waitFor();
  assert.equal(await late.page.locator("#passphrase").inputValue(), "", "late");
  await late.close();
});

/** The files of a whole job in each language, by name, with references that are repeatable. */
async function filesOf(words, project) {
  const context = await browser.newContext({ acceptDownloads: true, locale: words.locale });
  const page = await context.newPage();
  page.on("filechooser", () => {});
  const { folder, remove } = await temporaryFolder();
  const go = (name) => page.getByRole("button", { name, exact: true }).click();
  const files = {};
  const save = async (pattern) => {
    const button = page.getByRole("button", { name: pattern }).first();
    await button.waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    files[download.suggestedFilename()] = await readFile(path);
    return path;
  };
  const at = `${builtPageUrl}?seed=7`;
  await page.goto(`${at}#/set-up`);
  await page.locator("#party-1").fill("North");
  await page.locator("#party-2").fill("South");
  await go(words.next);
  await page.getByRole("radio").first().waitFor();
  await page.locator("input[value=person-linker]").check();
  await page.locator("input[name=review][value=yes]").check();
  await go(words.next);
  const agreement = await save(/agreement\.json$/);
  await save(/impact-assessment\.html$/);
  await page.goto(`${at}#/prepare`);
  await page.locator("#agreement").setInputFiles(agreement);
  await page.locator("#agreement-summary dl").waitFor();
  await go(words.next);
  await page.locator("#key").setInputFiles(project.key);
  await page.locator("#key-code").waitFor();
  await go(words.next);
  await page.locator("#party").check();
  await page.locator("#file").setInputFiles(project.data);
  await go(words.next);
  for (const title of words.titles) {
    await titled(page, title);
    await go(words.next);
  }
  await titled(page, words.quality);
  await save(/quality\.json$/);
  await go(words.next);
  await page.locator("a[href='#/prepare/run']").click();
  for (const name of [/SEND-/, /crosswalk\.csv$/, /record\.json$/]) await save(name);
  await context.close();
  await remove();
  return files;
}

test("what is saved has the same names and the same bytes in either language", async () => {
  const project = { key: join(place.folder, "same.key"), data: join(place.folder, "same.csv") };
  const { page, close } = await openPage(browser, builtPageUrl);
  const made = await setUp(page, { parties: ["North", "South"], passphrase: null, folder: place.folder });
  await close();
  await copyFile(made.key, project.key);
  // With what is noticed, counted and left blank.
  await writeFile(project.data, ["id,forename,surname,dob,postcode", "1,Ann,Quillfeather,1950-02-03,CO1 1AB", "2,Bob,Ermintrude,1900-01-01,CO2 9XY", "3,,Bartholomew,31/12/1961,nowhere", "4,Ann,Quillfeather,1950-02-03,CO1 1AB"].join("\n"));
  const english = { locale: "en-GB", next: "Continue", titles: ["Check how your file was read", "Which column is which?", "Which rows take part?"], quality: "How good is the data?" };
  const welsh = { locale: "cy-GB", next: "Parhau", titles: ["Gwiriwch sut y darllenwyd eich ffeil", "Pa golofn yw pa un?", "Pa resi sy’n cymryd rhan?"], quality: "Pa mor dda yw’r data?" };
  const [one, other] = [await filesOf(english, project), await filesOf(welsh, project)];
  assert.equal(Object.keys(one).length, 6);
  assert.deepEqual(Object.keys(other), Object.keys(one));
  for (const [name, bytes] of Object.entries(one)) assert.ok(bytes.equals(other[name]), `${name} is the same in either language`);
});
