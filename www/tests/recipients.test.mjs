// Files for a named recipient, encrypted to their receiving key, through the whole page; and nothing secret where it does not belong.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { builtPageUrl, launch, openPage, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import { chooseMatchFiles, prepare, prepareUntilColumns, prepareUntilFile, receivingKey, saved, setUp, startFrom } from "./support/user.mjs";

const parties = ["North", "South"];
const passphrase = "zinnia quokka marzipan turnstile";
const wrongPassphrase = "zinnia quokka marzipan turnstyle";
/** Values of persons that stand nowhere else. */
const values = ["Xanthippe", "Quillfeather", "Zebedee", "Wolpertinger", "ZE1 0QX", "9434765919", "943 476 5919", "OWNID-7719", "OWNID-7720", "1987-11-23"];
const people = `id,given name,surname,dob,postcode,nhs number
OWNID-7719,Xanthippe,Quillfeather,1987-11-23,ZE1 0QX,943 476 5919
OWNID-7720,Zebedee,Wolpertinger,1991-02-28,ZE1 0QX,
`;

let browser;
let place;

before(async () => {
  [browser, place] = await Promise.all([launch(), temporaryFolder()]);
});
after(async () => {
  await browser?.close();
  await place?.remove();
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Remembers what workers say, results aside: those are the page's to show. */
function rememberWorkers() {
  window.workersSaid = [];
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data }) => data?.kind !== "result" && window.workersSaid.push(JSON.stringify(data)));
      this.addEventListener("error", ({ message }) => window.workersSaid.push(String(message)));
    }
  };
}

/** Everything that outlives the page or that others could read of it. */
async function traces(page) {
  return page.evaluate(async () => {
    const stored = (storage) => JSON.stringify({ ...storage });
    const databases = await indexedDB.databases().catch(() => []);
    const cached = typeof caches === "undefined" ? [] : await caches.keys().catch(() => []);
    return {
      local: stored(localStorage),
      session: stored(sessionStorage),
      databases: JSON.stringify(databases),
      caches: JSON.stringify(cached),
      cookie: document.cookie,
      address: location.href,
      title: document.title,
      name: window.name,
      state: JSON.stringify(history.state),
      requested: JSON.stringify(performance.getEntriesByType("resource").map(({ name }) => name)),
      workers: window.workersSaid.join("\n"),
    };
  });
}

async function choose(page, { identity, with: entered }) {
  await page.getByText("The files are encrypted (their names end in .age)").click();
  await page.getByLabel("Choose your receiving key").setInputFiles(identity);
  await page.getByLabel("Passphrase for your receiving key").fill(entered);
  await press(page, "Open the receiving key");
}

test("a recipient with a receiving key, and canaries", async () => {
  const { folder } = place;
  const context = await browser.newContext({ acceptDownloads: true });
  await context.addInitScript(rememberWorkers);
  const page = await context.newPage();
  const said = [];
  const addresses = new Set();
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("framenavigated", (frame) => addresses.add(frame.url()));
  await page.goto(builtPageUrl);
  await page.locator("footer", { hasText: "Version" }).waitFor({ timeout: 30_000 });

  const secrets = new Set([passphrase, wrongPassphrase, "marzipan", ...values]);
  const titles = [];
  const noTrace = async (when) => {
    const found = { ...(await traces(page)), console: said.join("\n"), addresses: [...addresses].join("\n") };
    titles.push(found.title);
    for (const [where, text] of Object.entries(found)) {
      for (const secret of secrets) assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), `${where} holds a secret ${when}`);
    }
    assert.deepEqual([found.local, found.session, found.databases, found.caches, found.cookie, found.name], ["{}", "{}", "[]", "[]", "", ""]);
  };

  const { publicKey, identity } = await receivingKey(page, { passphrase, folder });
  assert.match(publicKey, /^age1[02-9a-z]{58}$/);
  await noTrace("after a receiving key is made");

  const recipient = { name: "County Trust", role: "a linker whom everybody would trust with the data itself", publicKey };
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder, recipient });
  const settled = JSON.parse(await readFile(agreement, "utf8"));
  assert.deepEqual(settled.recipients, [{ name: "County Trust", role: "linker", public_key: publicKey }]);
  const [, digits] = /split-tally-key-1:([0-9a-f]{64}):/.exec(await readFile(key, "latin1"));
  const bytes = Buffer.from(digits, "hex");
  for (const form of [digits, bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url"), [...bytes].join(","), bytes.toString("latin1")]) secrets.add(form);
  await noTrace("after the project is set up");

  const file = join(folder, "people.csv");
  await writeFile(file, people);
  const made = [];
  const saysWhatNext = async (name) => name === "prepare-done" && (await page.getByText("Send the file that starts with SEND, and no other, to County Trust, with the text below.").waitFor({ timeout: 5000 }));
  for (const party of parties) made.push(await prepare(page, { agreement, key, passphrase: null, party, file, folder, onStep: saysWhatNext }));
  for (const { extract, record } of made) {
    assert.match(extract, /\.parquet\.age$/);
    assert.equal((await readFile(extract)).subarray(0, 31).toString("latin1"), "age-encryption.org/v1\n-> X25519");
    const written = JSON.parse(await readFile(record, "utf8"));
    assert.deepEqual(written.recipient, { name: "County Trust", role: "linker" });
    assert.equal(written.extract.encrypted.public_key, publicKey);
  }
  await noTrace("after two files are prepared");

  // Bad inputs of several kinds, on the way to the file and in it.
  const bad = join(folder, "bad.csv");
  for (const content of [people.replace("1991-02-28", "1991-02-31"), `${people}OWNID-7721,Zebedee,Wolpertinger,Quillfeather,1,2,3,4,5\n`, "", `%PDF-1.7\n${people}`]) {
    await writeFile(bad, content);
    await prepareUntilFile(page, { agreement, key, passphrase: null, party: "North", file: bad });
    await press(page, "Continue");
    await page.locator(".govuk-error-summary, h1:has-text('Check how your file was read')").first().waitFor({ timeout: 60_000 });
    await noTrace("after a bad file");
  }
  await startFrom(page, "Prepare my data");
  await page.getByLabel("Choose the agreement file").setInputFiles(file);
  await page.locator(".govuk-error-summary").waitFor();
  await noTrace("after a wrong agreement");

  const files = made.map(({ extract }) => extract);
  await chooseMatchFiles(page, { agreement, files });
  assert.equal(await page.getByText("The file is encrypted to a public key", { exact: false }).or(page.getByText("the file is encrypted to a public key")).first().isVisible(), true);
  await choose(page, { identity, with: wrongPassphrase });
  await page.locator(".govuk-error-summary").waitFor({ timeout: 60_000 });
  await noTrace("after a wrong passphrase");
  await page.getByLabel("Passphrase for your receiving key").fill(passphrase);
  await press(page, "Open the receiving key");
  await page.getByText(`It opens files encrypted to ${publicKey}`).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelectorAll("#checks .govuk-tag--green").length === 2, null, { timeout: 60_000 });
  await press(page, "Match the files");
  await page.getByRole("heading", { level: 1, name: "What was found" }).waitFor({ timeout: 60_000 });
  assert.match(await page.locator("#headline").textContent(), /^2 people appear/);
  const links = await readFile(await saved(page, "Save links.csv", folder), "utf8");
  for (const secret of secrets) assert.ok(!links.includes(secret));
  await noTrace("after matching");

  const damaged = join(folder, "damaged.parquet.age");
  const whole = await readFile(files[0]);
  whole[whole.length - 40] ^= 1;
  await writeFile(damaged, whole);
  await page.goto(`${builtPageUrl}#/look-inside`);
  await page.getByRole("heading", { level: 1, name: "Look inside a file" }).waitFor();
  await choose(page, { identity, with: passphrase });
  await page.locator("#identity-state", { hasText: publicKey }).waitFor({ timeout: 60_000 });
  await page.getByLabel("Choose a file", { exact: true }).setInputFiles(damaged);
  await press(page, "Look inside");
  await page.locator(".govuk-error-summary", { hasText: "damaged" }).waitFor();
  await page.getByLabel("Choose a file", { exact: true }).setInputFiles(files[0]);
  await press(page, "Look inside");
  await page.getByText("County Trust (linker)").waitFor();
  await page.getByRole("heading", { name: "Whoever has this file, without the project key: what they could learn" }).waitFor();
  await page.getByText("That it holds 2 records, with").waitFor();
  await noTrace("after looking inside");
  assert.equal(await page.evaluate(() => window.workersSaid.some((text) => text.includes('"refused"'))), true, "refusals were seen");

  if (!missingCommand) {
    // What the page encrypted, the command opens with the key that the page made.
    const secret = join(folder, "passphrase.txt");
    await writeFile(secret, `${passphrase}\n`);
    const out = join(folder, "links-of-command.csv");
    await splitTally("match", "--agreement", agreement, ...files, "--identity", identity, "--passphrase-file", secret, "--out", out);
    assert.equal((await readFile(out, "utf8")).trim().split("\n").length, 5);
  }
  await context.close();
});

test("an agreement is renewed, and a key's end is recorded", async () => {
  const { folder } = place;
  const { page, seen, close } = await openPage(browser, builtPageUrl);
  const { agreement, key, code } = await setUp(page, { parties, passphrase, folder });
  const before = JSON.parse(await readFile(agreement, "utf8"));

  await startFrom(page, "Renew an agreement");
  await page.getByLabel("Choose the agreement file").setInputFiles(agreement);
  await press(page, "Renew the agreement");
  await page.getByText("Edition 2 is ready").waitFor();
  const renewed = JSON.parse(await readFile(await saved(page, "Save agreement.json", folder), "utf8"));
  assert.equal(renewed.renewal.edition, 2);
  assert.match(renewed.renewal.replaces, /^[0-9a-f]{64}$/);
  delete renewed.renewal;
  assert.deepEqual(renewed, before);

  const first = join(folder, "first.json");
  await writeFile(first, JSON.stringify(before));
  await startFrom(page, "Record that a key is destroyed");
  await page.getByLabel("Choose the agreement file").setInputFiles(first);
  await page.getByLabel("Choose the key file").setInputFiles(key);
  await page.getByLabel("Your name or role (optional)").fill("Data officer");
  await press(page, "Make the receipt");
  await page.getByLabel("Passphrase for this key").fill(passphrase);
  await press(page, "Make the receipt");
  await page.locator("#key-code").waitFor({ timeout: 60_000 });
  assert.equal(await page.locator("#key-code").textContent(), code);
  const receipt = JSON.parse(await readFile(await saved(page, "Save KEEP-key-receipt.json", folder), "utf8"));
  assert.equal(receipt.method, "to_be_removed_by_hand");
  assert.equal(receipt.by, "Data officer");
  assert.equal(code.includes(receipt.key_check_code), true);
  assert.match(receipt.statement.join(" "), /cannot remove files/);
  assert.deepEqual(seen.errors, []);
  await close();
});

test("a matcher without the key is given hardened likenesses", async () => {
  const { folder } = place;
  const { page, close } = await openPage(browser, builtPageUrl);
  const recipient = { name: "Bureau", role: "a matcher without the project key" };
  const { agreement, key } = await setUp(page, { parties, passphrase: null, folder, recipient });
  const settled = JSON.parse(await readFile(agreement, "utf8"));
  assert.deepEqual(settled.record_filter.hardening, { method: "diffusion", bits: 2048, mixed: 28 });
  const file = join(folder, "people.csv");
  await writeFile(file, people);
  await prepareUntilColumns(page, { agreement, key, passphrase: null, party: "North", file });
  await close();
});
