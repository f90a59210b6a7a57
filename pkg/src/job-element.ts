// What the elements have in common: their attributes, properties and events, and the page's side of the protocol.

import {
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
  type PublishedTables,
  RECEIVABLE,
  type Receivable,
  THEME,
  type Theme,
  VERSION,
} from "../../www/src/element/protocol";

export type { EmbeddedJob, EmbeddedState, ExtractSummary, MatchSummary, PublishedTables, Receivable };

/** What the element's events carry, by name. None bubbles. */
export interface SplitTallyEvents {
  /** The job can begin. */
  "tally-ready": CustomEvent<{ software: string; job: EmbeddedJob; language: string }>;
  /** `unsaved` says whether closing the page now would lose something. */
  "tally-status": CustomEvent<{ state: EmbeddedState; unsaved: boolean }>;
  /** At most ten times a second; `total` is 0 where it is not known. */
  "tally-progress": CustomEvent<{ phase: string; done: number; total: number }>;
  /** The person handed over the extract. */
  "tally-extract": CustomEvent<{ name: string; content: Blob; summary: ExtractSummary }>;
  /** The person handed over the counts of a match. */
  "tally-report": CustomEvent<{ summary: MatchSummary }>;
  /** The person handed over the tables of a combined view. */
  "tally-view": CustomEvent<{ view: PublishedTables }>;
  /** Something that the page set was not taken, or the job could not be started. `code` is stable. */
  "tally-problem": CustomEvent<{ code: string; message: string }>;
}

const isJob = (value: string | null): value is EmbeddedJob => (JOBS as readonly (string | null)[]).includes(value);

/** On a server that renders pages there are no elements; importing this module there does nothing. */
const Base = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);

/** How a job is shown is for the elements to say. */
export abstract class JobElement extends Base {
  #port: MessagePort | undefined;
  #agreement: string | null = null;
  #state: EmbeddedState | null = null;
  #unsaved = false;
  #isOpen = false;
  #isRestarting = false;

  /** Which job: "prepare" unless said. Changing it starts afresh. */
  get job(): EmbeddedJob {
    const said = this.getAttribute("job");
    return isJob(said) ? said : "prepare";
  }
  set job(job: EmbeddedJob) {
    this.setAttribute("job", job);
  }

  /** What the page asks to be handed, of "extract", "report" and "view". Nothing unless said. The person decides. */
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

  /** How the work is; null before the job can begin. */
  get state(): EmbeddedState | null {
    return this.#state;
  }

  /** Whether removing the element now would lose something. */
  get unsaved(): boolean {
    return this.#unsaved;
  }

  connectedCallback(): void {
    // What a page set before this module had come is a property of its own, and would hide the element's.
    for (const name of ["job", "receive", "agreement", "src", "files"]) this.#takeUp(name);
    if (getComputedStyle(this).display === "inline") this.style.display = "block";
    this.#begin();
  }

  disconnectedCallback(): void {
    this.#end();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.#restart();
  }

  #takeUp(name: string): void {
    const own = this as unknown as Record<string, unknown>;
    if (!(name in Object.getPrototypeOf(this)) || !Object.hasOwn(this, name)) return;
    const value = own[name];
    delete own[name];
    own[name] = value;
  }

  /** Tells the job the element's colours again, after a style sheet of the page has changed them. */
  updateTheme(): void {
    const message: FromHost = { version: VERSION, kind: "theme", theme: this.#theme() };
    this.#port?.postMessage(message);
  }

  /** Makes what the job is shown in. */
  protected abstract open(): void;
  protected abstract close(): void;
  /** What a message means for what the job is shown in. */
  protected hear(message: FromFrame): void {
    // Only upwards: what the person has in view already is left where it is.
    if (message.kind === "moved" && this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
  }

  #begin(): void {
    this.#isOpen = true;
    this.open();
  }

  #end(): void {
    this.#isOpen = false;
    this.#port?.close();
    this.#port = undefined;
    this.#state = null;
    this.#unsaved = false;
    this.close();
  }

  /** Once, for all that is set in one go. */
  #restart(): void {
    if (!this.#isOpen || this.#isRestarting) return;
    this.#isRestarting = true;
    queueMicrotask(() => {
      this.#isRestarting = false;
      if (!this.isConnected) return;
      this.#end();
      this.#begin();
    });
  }

  /** What is said to a job once, with the port by which all the rest goes. */
  protected greeting(): { hello: Hello; port: MessagePort } {
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#port === port1 && isFromFrame(data)) this.#hear(data);
    };
    const agreement = this.#agreement;
    const fits = agreement === null || agreement.length <= MOST_AGREEMENT;
    if (!fits) this.tell("tally-problem", { code: "agreement.too_large", message: "The agreement was not passed on: it is far larger than any agreement." });
    const language = (this.closest("[lang]")?.getAttribute("lang") ?? "").slice(0, 35);
    const hello: Hello = { protocol: PROTOCOL, version: VERSION, kind: "hello", job: this.job, language, theme: this.#theme(), agreement: fits ? agreement : null, receive: this.receive };
    return { hello, port: port2 };
  }

  #hear(message: FromFrame): void {
    this.hear(message);
    const { version: _, kind, ...detail } = message;
    if (message.kind === "height" || message.kind === "moved") return;
    if (message.kind === "status") {
      this.#state = message.state;
      this.#unsaved = message.unsaved;
    }
    this.tell(`tally-${kind}` as keyof SplitTallyEvents, detail);
  }

  protected tell(name: keyof SplitTallyEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #theme(): Theme {
    const style = getComputedStyle(this);
    const theme: Theme = {};
    for (const name of THEME) {
      const colour = style.getPropertyValue(`--split-tally-${name}`).trim();
      if (isColour(colour)) theme[name] = colour;
      else if (colour !== "") this.tell("tally-problem", { code: "theme.colour", message: `--split-tally-${name} is no colour written as #rrggbb.` });
    }
    return theme;
  }
}

export interface JobElement {
  addEventListener<K extends keyof SplitTallyEvents>(type: K, listener: (event: SplitTallyEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof SplitTallyEvents>(type: K, listener: (event: SplitTallyEvents[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** Two copies of the package on a page are no error. */
export function define(name: string, element: CustomElementConstructor): void {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, element);
}
