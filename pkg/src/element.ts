// `<split-tally>`: a job of Split Tally inside a page of a portal, in a sandboxed frame with an origin of its own, so that no script of the portal
// can read what a person chooses there. Importing this module defines the element.

import { files } from "virtual:files";
import { EMBEDDED_HASH, type FromFrame } from "../../www/src/element/protocol";
import { define, JobElement } from "./job-element";
import { trustedTypesPolicy } from "./trusted-types";

export type { EmbeddedJob, EmbeddedState, ExtractSummary, MatchSummary, PublishedTables, Receivable, SplitTallyEvents } from "./job-element";

/** Scripts, which the frame is made of, and saving files: no storage, no forms, no pop-ups, no other pages, and an origin that is nobody's. */
const SANDBOX = "allow-scripts allow-downloads";
/** A frame that has not started by then will not. */
const PATIENCE_MS = 30_000;
const FIRST_HEIGHT = 400;

export class SplitTallyElement extends JobElement {
  static readonly observedAttributes = ["job", "src", "mode", "receive", "lang", "label"];

  readonly #root = this.attachShadow({ mode: "closed" });
  #frame: HTMLIFrameElement | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** Where `split-tally.html` of this package is, when it is not beside this module. */
  get src(): string {
    return this.getAttribute("src") ?? String(new URL("./split-tally.html", import.meta.url));
  }
  set src(address: string) {
    this.setAttribute("src", address);
  }

  protected override open(): void {
    const frame = document.createElement("iframe");
    // Before it has an address: a frame is sandboxed by what stands there when it goes to one.
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("referrerpolicy", "no-referrer");
    frame.title = this.getAttribute("label") ?? "Split Tally";
    Object.assign(frame.style, { border: "0", display: "block", width: "100%", height: `${FIRST_HEIGHT}px` });
    frame.addEventListener("load", () => this.#greet(frame));
    this.#frame = frame;
    this.#patience = setTimeout(() => this.tell("tally-problem", { code: "frame.silent", message: `The frame did not start within ${PATIENCE_MS / 1000} seconds. See that ${this.src} is there, that the page's policy allows it (frame-src), and that its own headers allow it to be framed (frame-ancestors, X-Frame-Options).` }), PATIENCE_MS);
    if (this.getAttribute("mode") === "srcdoc") {
      void this.#fill(frame);
    } else {
      frame.src = this.src.split("#", 1)[0] + EMBEDDED_HASH;
    }
    this.#root.replaceChildren(frame);
  }

  /** The frame's page as text, after a comparison of its SHA-384. It inherits the policy of the page around. */
  async #fill(frame: HTMLIFrameElement): Promise<void> {
    try {
      const response = await fetch(this.src, { integrity: files.frame });
      if (!response.ok) throw new Error(String(response.status));
      const text = await response.text();
      if (this.#frame === frame) frame.srcdoc = trustedTypesPolicy().createHTML(text);
    } catch {
      this.tell("tally-problem", { code: "frame.no_file", message: `${this.src} could not be fetched, or is not the file of this version of the package (its SHA-384 is compared).` });
    }
  }

  protected override close(): void {
    clearTimeout(this.#patience);
    this.#frame?.remove();
    this.#frame = undefined;
  }

  #greet(frame: HTMLIFrameElement): void {
    if (this.#frame !== frame || (this.getAttribute("mode") === "srcdoc" && !frame.srcdoc)) return;
    const { hello, port } = this.greeting();
    // The frame's origin is nobody's, so none can be named; nothing in a hello is secret.
    frame.contentWindow?.postMessage(hello, "*", [port]);
  }

  protected override hear(message: FromFrame): void {
    super.hear(message);
    if (message.kind === "ready") clearTimeout(this.#patience);
    if (message.kind === "height" && this.#frame) this.#frame.style.height = `${message.pixels}px`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "split-tally": SplitTallyElement;
  }
}

define("split-tally", SplitTallyElement);
