// The app inside another page's own document, for pages whose every script is trusted with what a person chooses. It is put into a shadow root:
// not as a protection, which it is none, but so that the styles and ids of the two do not meet.
//
// The build makes a function of this module and all that it imports (`virtual:app`), so that each element has an app of its own, and what a person
// chose is forgotten with the element.

import { changeLanguage } from "../changing-language";
import { ignoreStrayDrops } from "../components/file-field";
import { buildFrame, showNotice, showVersion } from "../frame";
import { standIn } from "../ground";
import { useLanguage } from "../language";
import { askBeforeLeaving } from "../leaving";
import { messages } from "../messages";
import { routes } from "../pages/routes";
import { cannotRun, tryCore } from "../preflight";
import { showOnly, startRouter, stopPage } from "../router";
import { addressInMemory, JOB_START } from "./address";
import { begin, fillIn, languageWanted, listenTo } from "./embedded";
import { type GivenEngine, useEngine } from "./given-engine";
import { tellHost } from "./host";
import type { Hello } from "./protocol";

export interface Given {
  root: ShadowRoot;
  /** What the app's elements are put into. */
  outermost: HTMLElement;
  hello: Hello;
  port: MessagePort;
  origin: string;
  engine: GivenEngine;
  trusted: (text: string) => string;
}

/** Gives the way to end it. */
export function start({ root, outermost, hello, port, origin, engine, trusted }: Given): () => void {
  standIn({ root, outermost, trusted });
  useEngine(engine);
  listenTo(port, origin, hello);
  useLanguage(languageWanted(hello));
  buildFrame({ around: () => messages.embedded.beside(origin === "null" ? "" : origin), changeLanguage });
  ignoreStrayDrops(outermost);
  const open = new AbortController();
  askBeforeLeaving(open.signal);
  void (async () => {
    const outcome = await tryCore();
    if (open.signal.aborted) return;
    if (!("problem" in outcome)) {
      await begin(hello, outcome.version);
      if (open.signal.aborted) return;
      showVersion(outcome.version);
      if (outcome.littleMemory) showNotice(() => messages.preflight.littleMemory);
    }
    startRouter(routes, addressInMemory(JOB_START[hello.job]), fillIn);
    if (!("problem" in outcome)) return;
    tellHost({ kind: "problem", code: "frame.cannot_run", message: outcome.problem() });
    showOnly(() => cannotRun(outcome.problem()));
  })();
  return () => {
    open.abort();
    stopPage();
  };
}
