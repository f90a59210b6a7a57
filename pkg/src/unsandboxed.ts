// `<split-tally-unsandboxed>`: a job of Split Tally in the page's own document. EVERY SCRIPT OF THE PAGE CAN READ WHAT A PERSON CHOOSES IN IT: their
// file, their key, their passphrase. For pages whose every script is trusted with that; for all others there is `<split-tally>`. Importing this
// module defines the element.

import { configure, compiledCore, startWorker } from "split-tally-engine";
import { newApp } from "virtual:app";
import style from "virtual:style";
import { SplitTallyError } from "./errors";
import { define, JobElement } from "./job-element";
import { trustedTypesPolicy } from "./trusted-types";

export type { EmbeddedJob, EmbeddedState, ExtractSummary, MatchSummary, PublishedTables, Receivable, SplitTallyEvents } from "./job-element";

let made: CSSStyleSheet | undefined;

/** Not an element `style`, which a content security policy may forbid. */
function styleSheet(): CSSStyleSheet {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(style);
  }
  return made;
}

const part = (parent: Node, name: string, className: string) => {
  const made = document.createElement(name);
  made.className = className;
  parent.appendChild(made);
  return made;
};

export class SplitTallyUnsandboxedElement extends JobElement {
  static readonly observedAttributes = ["job", "files", "receive", "lang", "label"];

  /** Open, since it protects from nothing: it only keeps styles and ids apart. */
  readonly #root = this.attachShadow({ mode: "open" });
  #stop: (() => void) | undefined;

  /** The folder with `worker.js` and `split-tally.wasm` of this package, when they are not beside this module; null then. */
  get files(): string | null {
    return this.getAttribute("files");
  }
  set files(folder: string | null) {
    if (folder === null) this.removeAttribute("files");
    else this.setAttribute("files", folder);
  }

  protected override open(): void {
    this.#root.adoptedStyleSheets = [styleSheet()];
    const outermost = part(this.#root, "section", "app-root embedded govuk-template");
    outermost.setAttribute("aria-label", this.getAttribute("label") ?? "Split Tally");
    part(part(outermost, "div", "govuk-template__body"), "div", "").id = "app";
    // What people have set in their browser, whatever size the page gives its own letters.
    outermost.style.setProperty("--app-rem", getComputedStyle(outermost).fontSize);
    const { hello, port } = this.greeting();
    const engine = { compiledCore: () => this.#core(), startWorker };
    this.#stop = newApp().start({ root: this.#root, outermost, hello, port, origin: location.origin, engine, trusted: (text) => trustedTypesPolicy().createHTML(text) });
  }

  protected override close(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#root.replaceChildren();
  }

  async #core(): ReturnType<typeof compiledCore> {
    try {
      if (this.files !== null) {
        const folder = new URL(this.files.replace(/\/?$/, "/"), document.baseURI);
        configure({ wasmUrl: new URL("split-tally.wasm", folder), workerUrl: new URL("worker.js", folder) });
      }
      return await compiledCore();
    } catch (error) {
      // The person is told by the app; what the page can do about it, the page is.
      if (error instanceof SplitTallyError) this.tell("tally-problem", { code: error.code, message: error.message });
      throw error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "split-tally-unsandboxed": SplitTallyUnsandboxedElement;
  }
}

define("split-tally-unsandboxed", SplitTallyUnsandboxedElement);
