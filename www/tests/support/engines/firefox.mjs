// Firefox, by the WebDriver commands that it understands itself (Marionette), so that no further driver is needed.

import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { ended, firstOnPath, until } from "./process.mjs";
import { WebDriver } from "./webdriver.mjs";

/** Debian's, or the one that FIREFOX_PATH names: one in a snap can use no profile of ours. */
export const path = () => firstOnPath(process.env.FIREFOX_PATH, ["firefox-esr"]);

const COMMANDS = {
  navigate: "WebDriver:Navigate",
  actions: "WebDriver:PerformActions",
  script: "WebDriver:ExecuteScript",
  active: "WebDriver:GetActiveElement",
  keys: "WebDriver:ElementSendKeys",
};

/** Nothing of a first start, nothing in the background, downloads without a question; and files may not read files, as by default. */
const settings = (downloads, { hostname, port }) => ({
  "network.proxy.type": 1,
  "network.proxy.http": hostname,
  "network.proxy.http_port": Number(port),
  "network.proxy.ssl": hostname,
  "network.proxy.ssl_port": Number(port),
  "marionette.port": 0,
  "browser.download.dir": downloads,
  "browser.download.folderList": 2,
  "browser.download.useDownloadDir": true,
  "browser.download.alwaysOpenPanel": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "app.update.enabled": false,
  "services.settings.server": "data:,",
  "extensions.update.enabled": false,
  "security.fileuri.strict_origin_policy": true,
});

/** Marionette's way over a socket: a length, a colon, and JSON. */
function conversation(socket) {
  let buffer = Buffer.alloc(0);
  let lastId = 0;
  let greeted;
  const greeting = new Promise((resolve) => (greeted = resolve));
  const waiting = new Map();
  const failAll = (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  socket.on("error", failAll);
  socket.on("close", () => failAll(new Error("Firefox has gone")));
  socket.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const length = Number(buffer.subarray(0, colon));
      if (colon < 0 || buffer.length < colon + 1 + length) return;
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      if (!Array.isArray(message)) {
        greeted();
        continue;
      }
      const [, id, error, result] = message;
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(result !== null && typeof result === "object" && "value" in result ? result.value : result);
    }
  });
  const command = (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify([0, ++lastId, name, parameters]);
      waiting.set(lastId, { resolve, reject });
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  return { greeting, command };
}

/** What the browser's console holds of web pages: errors, warnings, and what a policy stopped. */
const CONSOLE = `return Services.console.getMessageArray()
  .filter((message) => message instanceof Ci.nsIScriptError && /^(file|blob|http):/.test(message.sourceName))
  .map((message) => message.errorMessage)`;

/** Everything that this browser asks for goes by `proxy`. */
export async function start(folder, proxy) {
  const [profile, downloads] = [join(folder, "profile"), join(folder, "downloads")];
  await Promise.all([mkdir(profile), mkdir(downloads)]);
  const preferences = Object.entries(settings(downloads, new URL(proxy))).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, "user.js"), preferences.join(""));
  // In a home of its own, as Firefox run by an administrator refuses another person's.
  const child = spawn(path(), ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile], { stdio: "ignore", env: { ...process.env, HOME: folder, MOZ_CRASHREPORTER_DISABLE: "1" } });
  const end = ended(child);
  try {
    const port = await until(() => readFile(join(profile, "MarionetteActivePort"), "utf8").then(Number, () => 0), "Firefox to listen");
    const socket = connect(port, "127.0.0.1");
    const { greeting, command } = conversation(socket);
    await greeting;
    await command("WebDriver:NewSession", { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } });
    const driver = new WebDriver((name, parameters) => command(COMMANDS[name], parameters));
    const inBrowser = async (script) => {
      await command("Marionette:SetContext", { value: "chrome" });
      const value = await command("WebDriver:ExecuteScript", { script, args: [] });
      await command("Marionette:SetContext", { value: "content" });
      return value;
    };
    return Object.assign(driver, {
      name: "Firefox",
      downloads,
      console: () => inBrowser(CONSOLE),
      close: async () => {
        socket.destroy();
        await end();
      },
    });
  } catch (error) {
    await end();
    throw error;
  }
}
