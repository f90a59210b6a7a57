// WebKitGTK, by the WebDriver that comes with it. It needs a display, so it gets one that nobody sees.

import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { ended, firstOnPath, until } from "./process.mjs";
import { WebDriver } from "./webdriver.mjs";

export const path = () => firstOnPath(process.env.WEBKIT_DRIVER_PATH, ["WebKitWebDriver"]);
export const display = () => firstOnPath(process.env.XVFB_PATH, ["Xvfb"]);

const COMMANDS = {
  navigate: () => ["POST", "url"],
  actions: () => ["POST", "actions"],
  script: () => ["POST", "execute/sync"],
  active: () => ["GET", "element/active"],
  keys: ({ id }) => ["POST", `element/${id}/value`],
};

/** WebDriver does not hand out the console, so from when the page has loaded it is listened to from inside. */
const LISTEN = `
  window.said = [];
  window.addEventListener("error", ({ message }) => window.said.push(message));
  window.addEventListener("unhandledrejection", ({ reason }) => window.said.push(String(reason)));
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.said.push(violatedDirective + " " + blockedURI));
  for (const level of ["log", "info", "warn", "error"]) console[level] = (...words) => window.said.push(words.join(" "));
`;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ask(url, method, body) {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value?.error}: ${value?.message}`);
  return value;
}

/** A home of its own, the display, and no graphics card. */
function surroundings(folder, screen) {
  const environment = { ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, ".config"), DISPLAY: screen.number, GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" };
  delete environment.WAYLAND_DISPLAY;
  return environment;
}

/** Starts a display; its number is the first line that it writes. */
async function startDisplay() {
  const child = spawn(display(), ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  let written = "";
  child.stdout.on("data", (data) => (written += data));
  await until(() => written.endsWith("\n"), "the display");
  return { number: `:${written.trim()}`, end: ended(child) };
}

const browserPath = () => firstOnPath(process.env.WEBKIT_BROWSER_PATH, ["MiniBrowser"], [`/usr/lib/${MACHINE[process.arch]}-linux-gnu/webkit2gtk-4.1`]);
const MACHINE = { x64: "x86_64", arm64: "aarch64" };
/** Enough for a page to load, counted from when another one beside it has. */
const LOAD_MS = 3000;

/** What the console says while a page loads, of which a driven browser tells nothing. A page beside it shows that the console is heard. */
export async function consoleOfLoad(url, folder) {
  const heard = join(folder, "heard.html");
  await writeFile(heard, "<script>console.log('heard')</script>");
  const screen = await startDisplay();
  const child = spawn("stdbuf", ["-oL", browserPath(), "--enable-write-console-messages-to-stdout=true", url, heard], { stdio: ["ignore", "pipe", "pipe"], env: surroundings(folder, screen) });
  const end = ended(child);
  let written = "";
  // The setting's name says stdout.
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (written += data));
  try {
    await until(() => written.includes("CONSOLE LOG heard"), "the console");
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
  } finally {
    await end();
    await screen.end();
  }
  return written.split("\n").filter((line) => line.includes("CONSOLE") && !line.endsWith("CONSOLE LOG heard"));
}

/** Everything that this browser asks for goes by `proxy`. */
export async function start(folder, proxy) {
  const downloads = join(folder, "Downloads");
  await mkdir(join(folder, ".config"), { recursive: true });
  await mkdir(downloads);
  await writeFile(join(folder, ".config/user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const screen = await startDisplay();
  const port = await freePort();
  const child = spawn(path(), ["--host=127.0.0.1", `--port=${port}`], { stdio: "ignore", env: surroundings(folder, screen) });
  const end = ended(child);
  const base = `http://127.0.0.1:${port}`;
  try {
    await until(() => ask(`${base}/status`, "GET").catch(() => null), "WebKitWebDriver to listen");
    const { sessionId } = await ask(`${base}/session`, "POST", { capabilities: { alwaysMatch: { proxy: { proxyType: "manual", httpProxy: new URL(proxy).host, sslProxy: new URL(proxy).host } } } });
    const session = `${base}/session/${sessionId}`;
    const driver = new WebDriver((name, parameters) => {
      const [method, address] = COMMANDS[name](parameters);
      return ask(`${session}/${address}`, method, method === "POST" ? parameters : undefined);
    });
    const navigate = driver.open.bind(driver);
    return Object.assign(driver, {
      name: "WebKit",
      downloads,
      open: async (url) => {
        await navigate(url);
        await driver.evaluate(LISTEN);
      },
      console: () => driver.evaluate("return window.said"),
      close: async () => {
        await ask(session, "DELETE").catch(() => {});
        await end();
        await screen.end();
      },
    });
  } catch (error) {
    await end();
    await screen.end();
    throw error;
  }
}
