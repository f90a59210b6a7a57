// Prepared files of several organisations, each checked against the agreement as it is chosen, and against each other.

import { explain, JobCancelled, run } from "../bridge";
import { type Child, h, paragraph } from "../dom";
import { bytes, count } from "../format";
import { byId } from "../ground";
import type { ExtractCheck } from "../jobs";
import { messages } from "../messages";
import { poolLimits } from "../pool";
import { button } from "./button";
import { clearErrors, type FieldError } from "./errors";
import { fileField } from "./file-field";
import { keyFileOf, type ReceivingKey, receivingKeyField } from "./receiving-key";
import { table, tag } from "./table";
import { problemBox } from "./working";

const text = messages.match.files;

/** A prepared file: what it says of itself, or why it cannot be used. */
export interface CheckedFile {
  file: File;
  outcome: { state: "checking" } | { state: "good"; check: ExtractCheck } | { state: "refused"; reason: string };
}

/** What has been chosen, for as long as the tab lives. */
export interface ChosenExtracts {
  files: CheckedFile[];
  identity?: ReceivingKey;
}

interface ExtractsField {
  /** The agreement's text. */
  agreement: string;
  chosen: ChosenExtracts;
  label?: string;
  hint?: string;
  /** How many files there must be. */
  least: number;
  /** Whether they will be matched, so that it is said what that takes. */
  isMatched: () => boolean;
  /** Called when what was made of the files no longer holds. */
  onChange: () => void;
  signal: AbortSignal;
}

export interface ExtractFiles {
  field: HTMLElement;
  identity: HTMLElement;
  checks: HTMLElement;
  plan: HTMLElement;
  /** Shows what is chosen, and checks what is not yet checked. */
  start(): void;
  /** Says again what matching takes. */
  planAgain(): void;
  /** Once the files chosen so far have been checked: what is wrong, if anything. */
  problem(): Promise<FieldError | null>;
}

/** Checks that lie between files: the first good file sets the key, and each party sends one file. */
function clash(entry: CheckedFile, entries: readonly CheckedFile[]): string | null {
  if (entry.outcome.state !== "good") return null;
  const { check } = entry.outcome;
  for (const earlier of entries.slice(0, entries.indexOf(entry))) {
    if (earlier.outcome.state !== "good") continue;
    if (earlier.outcome.check.sha256 === check.sha256) return text.sameFile(earlier.file.name);
    if (earlier.outcome.check.recipient !== check.recipient) return text.otherRecipient(earlier.file.name);
    if (earlier.outcome.check.party === check.party) return text.sameParty(check.party, earlier.file.name);
    if (earlier.outcome.check.key_commitment !== check.key_commitment) return text.otherKey(earlier.file.name);
  }
  return null;
}

const usable = (entry: CheckedFile, entries: readonly CheckedFile[]) => entry.outcome.state === "good" && clash(entry, entries) === null;

function cells(entry: CheckedFile, entries: readonly CheckedFile[]): Child[] {
  const { outcome } = entry;
  if (outcome.state === "checking") return [text.unknown, text.unknown, text.unknown, text.unknown, tag(text.checking, "grey")];
  if (outcome.state === "refused") return [text.unknown, text.unknown, text.unknown, text.unknown, [tag(text.no, "red"), h("div", { class: "reason" }, outcome.reason)]];
  const problem = clash(entry, entries);
  const otherKey = entries.some((other) => other.outcome.state === "good" && other.outcome.check.key_commitment !== outcome.check.key_commitment);
  return [
    outcome.check.party,
    count(outcome.check.rows),
    text.yes,
    entries.filter(({ outcome: { state } }) => state === "good").length < 2 ? text.unknown : otherKey ? text.different : text.yes,
    problem === null ? tag(text.ready, "green") : [tag(text.no, "red"), h("div", { class: "reason" }, problem)],
  ];
}

export function extractFiles({ agreement, chosen, label = text.choose, hint = text.hint, least, isMatched, onChange, signal }: ExtractsField): ExtractFiles {
  const planPlace = h("div", { id: "plan", attributes: { "aria-live": "polite" } });
  const place = h("div", { id: "checks", attributes: { "aria-live": "polite" } });

  const remove = (entry: CheckedFile) => {
    chosen.files = chosen.files.filter((other) => other !== entry);
    onChange();
    clearErrors();
    draw();
    void plan();
    byId("files")?.focus();
  };
  const draw = () => {
    if (chosen.files.length === 0) return place.replaceChildren(h("p", { class: "govuk-hint" }, text.noneYet));
    place.replaceChildren(
      table({
        caption: text.caption,
        stacks: true,
        columns: [{ text: text.file }, { text: text.party }, { text: text.rows, numeric: true }, { text: text.agreement }, { text: text.key }, { text: text.state }, { text: text.action }],
        rows: chosen.files.map((entry) => [
          h("span", { class: "file-name" }, entry.file.name),
          ...cells(entry, chosen.files),
          button(text.remove, () => remove(entry), { label: text.removeLabel(entry.file.name) }),
        ]),
      }),
    );
  };

  /** What matching will take is said before it starts, or that it does not fit; the run itself would say it too. */
  let plans = 0;
  /** What was said of other files is said of none. */
  const forgetPlan = () => {
    plans += 1;
    planPlace.replaceChildren();
  };
  const plan = async () => {
    const number = ++plans;
    const good = chosen.files.flatMap(({ outcome }) => (outcome.state === "good" ? [outcome.check.size] : []));
    const stillSo = () => !signal.aborted && plans === number;
    planPlace.replaceChildren();
    if (!isMatched() || good.length < 2 || chosen.files.some((entry) => !usable(entry, chosen.files))) return;
    try {
      const { memory, workers } = await run("matchPlan", { agreement, sizes: good, pool: await poolLimits() }, { signal });
      if (stillSo()) planPlace.replaceChildren(paragraph(text.plan(bytes(memory), workers)));
    } catch (error) {
      const problem = explain(error);
      if (problem !== null && stillSo()) planPlace.replaceChildren(problemBox(problem));
    }
  };

  let checking: Promise<unknown> = Promise.resolve();
  const check = async (entry: CheckedFile) => {
    try {
      entry.outcome = { state: "good", check: await run("checkExtract", { agreement, file: entry.file, identity: keyFileOf(chosen.identity) }, { signal }) };
    } catch (error) {
      // Left half way: it is checked again when the person comes back.
      if (error instanceof JobCancelled) return;
      entry.outcome = { state: "refused", reason: explain(error) ?? "" };
    }
    draw();
  };
  /** One file after another: each is read whole. */
  const checkAll = async (entries: readonly CheckedFile[]) => {
    for (const entry of entries) if (!signal.aborted) await check(entry);
    await plan();
  };
  const field = fileField({
    id: "files",
    label,
    hint,
    accept: ".parquet,.age",
    multiple: true,
    onChange: (files) => {
      clearErrors();
      const entries = files.map((file): CheckedFile => ({ file, outcome: { state: "checking" } }));
      chosen.files.push(...entries);
      onChange();
      field.clear();
      forgetPlan();
      draw();
      checking = checking.then(() => checkAll(entries));
    },
  });

  /** With another receiving key, what could not be opened is tried again. */
  const identity = receivingKeyField({
    chosen: chosen.identity,
    signal,
    onChange: (opened) => {
      delete chosen.identity;
      onChange();
      if (!opened) return;
      chosen.identity = opened;
      const again = chosen.files.filter(({ outcome }) => outcome.state === "refused");
      for (const entry of again) entry.outcome = { state: "checking" };
      forgetPlan();
      draw();
      checking = checking.then(() => checkAll(again));
    },
  });

  return {
    field: field.element,
    identity,
    checks: place,
    plan: planPlace,
    start: () => {
      draw();
      checking = checkAll(chosen.files.filter(({ outcome }) => outcome.state === "checking"));
    },
    planAgain: () => void plan(),
    problem: async () => {
      await checking;
      if (chosen.files.length === 0) return { field: "files", message: text.none };
      if (chosen.files.some((entry) => !usable(entry, chosen.files))) return { field: "files", message: text.removeBad };
      return chosen.files.length < least ? { field: "files", message: text.onlyOne } : null;
    },
  };
}

/** How many rows the good files have together. */
export const rowsOf = ({ files }: ChosenExtracts): number => files.reduce((sum, { outcome }) => sum + (outcome.state === "good" ? outcome.check.rows : 0), 0);
