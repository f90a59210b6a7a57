// `<split-tally>`: a job of Split Tally inside a page of a portal, in a sandboxed frame with an origin of its own, so that no script of the portal
// can read what a person chooses there. Importing this module defines the element.

import { files } from "virtual:files";
import {
  EMBEDDED_HASH,
  type EmbeddedJob,
  type EmbeddedState,
  type ExtractSummary,
  type FromFrame,
  type FromHost,
  type Hello,
  isColour,
  isFromFrame,
  JOBS,
  type MatchSummary,
  MOST_AGREEMENT,
  PROTOCOL,
  RECEIVABLE,
  type Receivable,
  THEME,
  type Theme,
  VERSION,
} from "../../www/src/element/protocol";
import { trustedTypesPolicy } from "./trusted-types";

export type { EmbeddedJob, EmbeddedState, ExtractSummary, MatchSummary, Receivable };

/** What the element's events carry, by name. None bubbles. */
export interface SplitTallyEvents {
  /** The frame has started. */
  "tally-ready": CustomEvent<{ software: string; job: EmbeddedJob; language: string }>;
  /** `unsaved` says whether closing the page now would lose something. */
  "tally-status": CustomEvent<{ state: EmbeddedState; unsaved: boolean }>;
  /** At most ten times a second; `total` is 0 where it is not known. */
  "tally-progress": CustomEvent<{ phase: string; done: number; total: number }>;
  /** The person handed over the extract. */
  "tally-extract": CustomEvent<{ name: string; content: Blob; summary: ExtractSummary }>;
  /** The person handed over the counts of a match. */
  "tally-report": CustomEvent<{ summary: MatchSummary }>;
  /** Something that the page set was not taken, or the frame could not be started. `code` is stable. */
  "tally-problem": CustomEvent<{ code: string; message: string }>;
}

/** Scripts, which the frame is made of, and saving files: no storage, no forms, no pop-ups, no other pages, and an origin that is nobody's. */
const SANDBOX = "allow-scripts allow-downloads";
/** A frame that has not started by then will not. */
const PATIENCE_MS = 30_000;
const FIRST_HEIGHT = 400;

const isJob = (value: string | null): value is EmbeddedJob => (JOBS as readonly (string | null)[]).includes(value);

/** On a server that renders pages there are no elements; importing this module there does nothing. */
const Base = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

export class SplitTallyElement extends Base {
  static readonly observedAttributes = ["job", "src", "mode", "receive", "lang", "label"];

  readonly #root = this.attachShadow({ mode: "closed" });
  #frame: HTMLIFrameElement | undefined;
  #port: MessagePort | undefined;
  #agreement: string | null = null;
  #state: EmbeddedState | null = null;
  #unsaved = false;
  #restarting = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** Which job: "prepare" unless said. Changing it starts afresh. */
  get job(): EmbeddedJob {
    const said = this.getAttribute("job");
    return isJob(said) ? said : "prepare";
  }
  set job(job: EmbeddedJob) {
    this.setAttribute("job", job);
  }

  /** Where `split-tally.html` of this package is, when it is not beside this module. */
  get src(): string {
    return this.getAttribute("src") ?? String(new URL("./split-tally.html", import.meta.url));
  }
  set src(address: string) {
    this.setAttribute("src", address);
  }

  /** What the page asks to be handed, of "extract" and "report". Nothing unless said. The person decides. */
  get receive(): Receivable[] {
    const asked = (this.getAttribute("receive") ?? "").split(/\s+/);
    return RECEIVABLE.filter((one) => asked.includes(one));
  }
  /** As a list, or as the attribute has it: frameworks set properties where there are any. */
  set receive(what: readonly Receivable[] | string) {
    this.setAttribute("receive", typeof what === "string" ? what : what.join(" "));
  }

  /** The text of the agreement to start from; the person sees it and confirms it. Changing it starts afresh. */
  get agreement(): string | null {
    return this.#agreement;
  }
  set agreement(text: string | null) {
    if (text === this.#agreement) return;
    this.#agreement = text;
    this.#restart();
  }

  /** How the work is; null before the frame has started. */
  get state(): EmbeddedState | null {
    return this.#state;
  }

  /** Whether removing the element now would lose something. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  connectedCallback(): void {
    // What a page set before this module had come is a property of its own, and would hide the element's.
    for (const name of ["job", "src", "receive", "agreement"] as const) this.#takeUp(name);
    this.#open();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.#restart();
  }

  #takeUp<K extends "job" | "src" | "receive" | "agreement">(name: K): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (this as Partial<Pick<this, K>>)[name];
    Object.assign(this, { [name]: value });
  }

  /** Tells the frame the element's colours again, after a style sheet of the page has changed them. */
  updateTheme(): void {
    const message: FromHost = { version: VERSION, kind: "theme", theme: this.#theme() };
    this.#port?.postMessage(message);
  }

  /** Once, for all that is set in one go. */
  #restart(): void {
    if (!this.#frame || this.#restarting) return;
    this.#restarting = true;
    queueMicrotask(() => {
      this.#restarting = false;
      if (!this.isConnected) return;
      this.#close();
      this.#open();
    });
  }

  #open(): void {
    const frame = document.createElement("iframe");
    // Before it has an address: a frame is sandboxed by what stands there when it goes to one.
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("referrerpolicy", "no-referrer");
    frame.title = this.getAttribute("label") ?? "Split Tally";
    Object.assign(frame.style, { border: "0", display: "block", width: "100%", height: `${FIRST_HEIGHT}px` });
    if (getComputedStyle(this).display === "inline") this.style.display = "block";
    frame.addEventListener("load", () => this.#greet(frame));
    this.#frame = frame;
    this.#patience = setTimeout(() => this.#tell("tally-problem", { code: "frame.silent", message: `The frame did not start within ${PATIENCE_MS / 1000} seconds. See that ${this.src} is there, that the page's policy allows it (frame-src), and that its own headers allow it to be framed (frame-ancestors, X-Frame-Options).` }), PATIENCE_MS);
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
      this.#tell("tally-problem", { code: "frame.no_file", message: `${this.src} could not be fetched, or is not the file of this version of the package (its SHA-384 is compared).` });
    }
  }

  #close(): void {
    clearTimeout(this.#patience);
    this.#port?.close();
    this.#port = undefined;
    this.#frame?.remove();
    this.#frame = undefined;
    this.#state = null;
    this.#unsaved = false;
  }

  #greet(frame: HTMLIFrameElement): void {
    if (this.#frame !== frame || (this.getAttribute("mode") === "srcdoc" && !frame.srcdoc)) return;
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isFromFrame(data)) this.#hear(frame, data);
    };
    const agreement = this.#agreement;
    const fits = agreement === null || agreement.length <= MOST_AGREEMENT;
    if (!fits) this.#tell("tally-problem", { code: "agreement.too_large", message: "The agreement was not passed on: it is far larger than any agreement." });
    const hello: Hello = { protocol: PROTOCOL, version: VERSION, kind: "hello", job: this.job, language: (this.closest("[lang]")?.getAttribute("lang") ?? "").slice(0, 35), theme: this.#theme(), agreement: fits ? agreement : null, receive: this.receive };
    // The frame's origin is nobody's, so none can be named; nothing in a hello is secret.
    frame.contentWindow?.postMessage(hello, "*", [port2]);
  }

  #hear(frame: HTMLIFrameElement, message: FromFrame): void {
    const { version: _, kind, ...detail } = message;
    switch (message.kind) {
      case "ready":
        clearTimeout(this.#patience);
        return this.#tell("tally-ready", detail);
      case "status":
        this.#state = message.state;
        this.#unsaved = message.unsaved;
        return this.#tell("tally-status", detail);
      case "height":
        frame.style.height = `${message.pixels}px`;
        return;
      case "moved":
        // Only upwards: what the person has in view already is left where it is.
        if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
        return;
      default:
        this.#tell(`tally-${kind}` as keyof SplitTallyEvents, detail);
    }
  }

  #tell(name: keyof SplitTallyEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #theme(): Theme {
    const style = getComputedStyle(this);
    const theme: Theme = {};
    for (const name of THEME) {
      const colour = style.getPropertyValue(`--split-tally-${name}`).trim();
      if (isColour(colour)) theme[name] = colour;
      else if (colour !== "") this.#tell("tally-problem", { code: "theme.colour", message: `--split-tally-${name} is no colour written as #rrggbb.` });
    }
    return theme;
  }
}

export interface SplitTallyElement {
  addEventListener<K extends keyof SplitTallyEvents>(type: K, listener: (event: SplitTallyEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof SplitTallyEvents>(type: K, listener: (event: SplitTallyEvents[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "split-tally": SplitTallyElement;
  }
}

// Two copies of the package on a page are no error.
if (globalThis.customElements && !customElements.get("split-tally")) customElements.define("split-tally", SplitTallyElement);
