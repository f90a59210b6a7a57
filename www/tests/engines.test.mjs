// The whole of each job in three browser engines, by keyboard alone, from a file opened by double click: every file saved is the command
// line's, nothing is asked for, and the console stays empty.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fromPage, inWorker, withoutPolicy } from "./support/attempts.mjs";
import { builtPageUrl, listen, temporaryFolder } from "./support/browser.mjs";
import { missingCommand, splitTally } from "./support/command.mjs";
import * as chromium from "./support/engines/chromium.mjs";
import * as firefox from "./support/engines/firefox.mjs";
import { bringBack, lookInside, match, practice, prepare, setUp } from "./support/engines/journey.mjs";
import { KeyboardUser } from "./support/engines/keyboard-user.mjs";
import * as webkit from "./support/engines/webkit.mjs";

const SEED = "7";
const parties = ["North", "South"];
/** Long enough for a request that was let through to arrive. */
const SETTLE_MS = 400;
/** Browsers look for updates of themselves, whatever page is shown. */
const ofTheMaker = (request) => /google(apis)?\.com|mozilla\.(com|net|org)|firefox\.com/.test(request);

const missing = (engine, step) => (engine.path() ? false : `there is none on this computer: .ci/setup ${step} installs it where it can`);
const engines = [
  { name: "Chromium", start: chromium.start, skip: false },
  { name: "Firefox", start: firefox.start, skip: missing(firefox, "engines") },
  { name: "WebKit", start: webkit.start, skip: missing(webkit, "engines") || (webkit.display() ? false : "it needs Xvfb, a display that nobody sees") },
];

const same = async (path, other) => (await readFile(path)).equals(await readFile(other));

/** What the command line makes of the same files must be the same to the byte. */
async function assertAsOnTheCommandLine(folder, { project, prepared, matched, joined, file }) {
  const path = (name) => join(folder, `cli-${name}`);
  const passphrase = path("passphrase.txt");
  await writeFile(passphrase, `${project.passphrase}\n`);
  const { mapping, extract, crosswalk } = prepared[0];
  const secret = ["--agreement", project.agreement, "--key", project.key, "--passphrase-file", passphrase];
  const outputs = ["--out", path("extract"), "--crosswalk", path("crosswalk"), "--report", path("record")];
  await splitTally("prepare", ...secret, "--party", parties[0], "--in", file, "--mapping", mapping, "--invalid", "blank", "--seed", SEED, ...outputs);
  assert.ok(await same(extract, path("extract")), "the extracts are the same");
  assert.ok(await same(crosswalk, path("crosswalk")), "the crosswalks are the same");
  await splitTally("match", "--agreement", project.agreement, ...prepared.map((made) => made.extract), "--out", path("links"));
  assert.ok(await same(matched.links, path("links")), "the links are the same");
  await splitTally("rejoin", "--links", matched.links, "--crosswalk", crosswalk, "--in", file, "--out", path("joined"));
  assert.ok(await same(joined, path("joined")), "the joined files are the same");
}

// Two at once: a keyboard leaves a computer idle most of the time.
describe("in each engine", { concurrency: 2 }, () => {
  for (const { name, start, skip } of engines) {
    describe(name, { skip, concurrency: 1 }, () => {
      let place;
      let outside;
      let driver;
      before(async () => {
        [place, outside] = await Promise.all([temporaryFolder(), listen()]);
        driver = await start(place.folder, outside.origin);
      });
      after(async () => {
        await driver?.close();
        await outside?.close();
        await place?.remove();
      });
      const asked = () => outside.requests.filter((request) => !ofTheMaker(request));

      test("each job from start to end by keyboard alone, from a file", async () => {
        await driver.open(`${builtPageUrl}?seed=${SEED}`);
        const kept = join(place.folder, "kept");
        await mkdir(kept);
        const user = new KeyboardUser(driver, kept);
        await user.seen("Set up a project");
        const files = await practice(user);
        const project = await setUp(user, parties);
        const prepared = [];
        for (const [index, file] of [files.hospital, files.council].entries()) prepared.push(await prepare(user, { ...project, party: parties[index], file }));
        for (const { code } of prepared) assert.equal(code, project.code, "everyone sees the key check code that the project lead saw");
        const matched = await match(user, { agreement: project.agreement, files: prepared.map(({ extract }) => extract) });
        const report = JSON.parse(await readFile(matched.report, "utf8"));
        assert.ok(report.groups > 900, `half of 2,000 people are in both files, and ${report.groups} were found`);
        assert.match(matched.headline, new RegExp(`^${report.groups} people appear in the files of both`));
        const joined = await bringBack(user, { links: matched.links, crosswalk: prepared[0].crosswalk, data: files.hospital });
        assert.match(await lookInside(user, prepared[0].extract), /An extract of 2,000 records made by North/);

        assert.equal(await user.text("#requests-made"), "0");
        assert.deepEqual(asked(), [], "nothing is asked of any server");
        assert.deepEqual(await driver.console(), [], "the console is empty");
        if (!missingCommand) await assertAsOnTheCommandLine(kept, { project, prepared, matched, joined, file: files.hospital });
      });

      test("the policy stops every way out, and without the policy they arrive", async () => {
        const attempt = async (url) => {
          await driver.open(url);
          outside.requests.length = 0;
          // Some engines refuse at once, and others in silence.
          for (const way of Object.values(fromPage)) await driver.evaluate(`try { (${way})(arguments[0]) } catch {}`, outside.host);
          for (const way of Object.values(inWorker)) {
            await driver.evaluate('new Worker(URL.createObjectURL(new Blob([arguments[0]], { type: "text/javascript" })))', way(outside.host));
          }
          await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
          return asked();
        };
        assert.deepEqual(await attempt(builtPageUrl), []);
        assert.equal(await driver.evaluate('return document.querySelector("#requests-made").textContent'), "0");
        assert.ok((await driver.console()).length > 0, "the console tells of attempts, so it can be read");
        const arrived = (await attempt(await withoutPolicy(place.folder))).join(" ");
        for (const way of ["fetch", "xhr", "events", "beacon", "image", "script", "style", "frame", "form", "worker-fetch", "worker-xhr", "worker-import"]) {
          assert.match(arrived, new RegExp(`/${way}\\b`), `${way} arrives`);
        }
        assert.match(arrived, /UPGRADE [^ ]*websocket|CONNECT 127\.0\.0\.1/, "a WebSocket arrives, or is asked of the proxy");
      });
    });
  }
});

test("WebKit’s console stays empty while the page loads", { skip: engines[2].skip }, async () => {
  const { folder, remove } = await temporaryFolder();
  const said = await webkit.consoleOfLoad(builtPageUrl, folder);
  await remove();
  assert.deepEqual(said, []);
});
