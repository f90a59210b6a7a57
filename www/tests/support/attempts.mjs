// Every way out that a script has, from a page and from a worker.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtPage } from "./browser.mjs";

/** The address of a copy of the page that has no policy: what shows that an attempt can arrive. */
export async function withoutPolicy(folder) {
  const html = await readFile(builtPage, "utf8");
  const stripped = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  assert.notEqual(stripped, html, "the built page has a policy to take out");
  const path = join(folder, "without-policy.html");
  await writeFile(path, stripped);
  return pathToFileURL(path).href;
}

/** Each sends to `to` from the page, and is never told whether it arrived: only the listener knows. */
export const fromPage = {
  fetch: (to) => fetch(`http://${to}/fetch`).catch(() => {}),
  "XMLHttpRequest": (to) => {
    const request = new XMLHttpRequest();
    request.open("GET", `http://${to}/xhr`);
    request.send();
  },
  WebSocket: (to) => {
    try {
      new WebSocket(`ws://${to}/websocket`);
    } catch {}
  },
  EventSource: (to) => void new EventSource(`http://${to}/events`),
  sendBeacon: (to) => void navigator.sendBeacon(`http://${to}/beacon`, "x"),
  image: (to) => {
    new Image().src = `http://${to}/image`;
  },
  script: (to) => {
    const script = document.createElement("script");
    script.src = `http://${to}/script`;
    document.body.append(script);
  },
  "style sheet": (to) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `http://${to}/style`;
    document.head.append(link);
  },
  frame: (to) => {
    const frame = document.createElement("iframe");
    frame.src = `http://${to}/frame`;
    document.body.append(frame);
  },
  form: (to) => {
    const form = document.createElement("form");
    const frame = document.createElement("iframe");
    frame.name = "elsewhere";
    form.action = `http://${to}/form`;
    form.target = "elsewhere";
    document.body.append(frame, form);
    form.submit();
  },
};

/** The same as the text of a worker's script. */
export const inWorker = {
  fetch: (to) => `fetch("http://${to}/worker-fetch").catch(() => {})`,
  XMLHttpRequest: (to) => `{ const r = new XMLHttpRequest(); r.open("GET", "http://${to}/worker-xhr"); r.send(); }`,
  WebSocket: (to) => `try { new WebSocket("ws://${to}/worker-websocket") } catch {}`,
  importScripts: (to) => `try { importScripts("http://${to}/worker-import") } catch {}`,
};
