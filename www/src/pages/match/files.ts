// The files to match, each checked as it is chosen.

import { explain, JobCancelled, run } from "../../bridge";
import { button, continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { fileField } from "../../components/file-field";
import { keyFileOf, receivingKeyField } from "../../components/receiving-key";
import { table, tag } from "../../components/table";
import { form, problemBox } from "../../components/working";
import { type Child, h, paragraph } from "../../dom";
import { bytes, count, plural } from "../../format";
import { messages } from "../../messages";
import { poolLimits } from "../../pool";
import { navigate, type Page } from "../../router";
import { earlierFileField } from "../../components/earlier-file";
import { answersField } from "./answers";
import { type CheckedFile, match } from "./state";

const text = messages.match.files;

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

export const filesPage: Page = ({ signal }) => {
  const { agreement } = match;
  if (!agreement) return { redirect: "#/match" };
  const planPlace = h("div", { id: "plan", attributes: { "aria-live": "polite" } });
  const place = h("div", { id: "checks", attributes: { "aria-live": "polite" } });

  const remove = (entry: CheckedFile) => {
    match.files = match.files.filter((other) => other !== entry);
    delete match.result;
    clearErrors();
    draw();
    void plan();
    document.getElementById("files")?.focus();
  };
  const draw = () => {
    if (match.files.length === 0) return place.replaceChildren(h("p", { class: "govuk-hint" }, text.noneYet));
    place.replaceChildren(
      table({
        caption: text.caption,
        columns: [{ text: text.file }, { text: text.party }, { text: text.rows, numeric: true }, { text: text.agreement }, { text: text.key }, { text: text.state }, { text: text.action }],
        rows: match.files.map((entry) => [
          h("span", { class: "file-name" }, entry.file.name),
          ...cells(entry, match.files),
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
    const good = match.files.flatMap(({ outcome }) => (outcome.state === "good" ? [outcome.check.size] : []));
    const stillSo = () => !signal.aborted && plans === number;
    planPlace.replaceChildren();
    if (good.length < 2 || match.files.some((entry) => !usable(entry, match.files))) return;
    try {
      const { memory, workers } = await run("matchPlan", { agreement: agreement.text, sizes: good, pool: await poolLimits() }, { signal });
      if (stillSo()) planPlace.replaceChildren(paragraph(text.plan(bytes(memory), workers)));
    } catch (error) {
      const problem = explain(error);
      if (problem !== null && stillSo()) planPlace.replaceChildren(problemBox(problem));
    }
  };

  let checking: Promise<unknown> = Promise.resolve();
  const check = async (entry: CheckedFile) => {
    try {
      entry.outcome = { state: "good", check: await run("checkExtract", { agreement: agreement.text, file: entry.file, identity: keyFileOf(match.identity) }, { signal }) };
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
    label: text.choose,
    hint: text.hint,
    accept: ".parquet,.age",
    multiple: true,
    onChange: (files) => {
      clearErrors();
      const entries = files.map((file): CheckedFile => ({ file, outcome: { state: "checking" } }));
      match.files.push(...entries);
      delete match.result;
      field.clear();
      forgetPlan();
      draw();
      checking = checking.then(() => checkAll(entries));
    },
  });

  /** With another receiving key, what could not be opened is tried again. */
  const identity = receivingKeyField({
    chosen: match.identity,
    signal,
    onChange: (chosen) => {
      delete match.identity;
      delete match.result;
      if (!chosen) return;
      match.identity = chosen;
      const again = match.files.filter(({ outcome }) => outcome.state === "refused");
      for (const entry of again) entry.outcome = { state: "checking" };
      forgetPlan();
      draw();
      checking = checking.then(() => checkAll(again));
    },
  });

  const answers = answersField({
    chosen: match.answers,
    signal,
    onChange: (chosen) => {
      match.answers = chosen;
      delete match.result;
    },
  });

  const earlier = earlierFileField({
    id: "earlier",
    title: text.earlierTitle,
    label: text.earlier,
    hint: text.earlierHint,
    check: "checkLinks",
    said: (records) => text.earlierSaid(plural(records, "record", "records")),
    chosen: match.earlier,
    signal,
    onChange: (chosen) => {
      if (chosen) match.earlier = chosen;
      else delete match.earlier;
      delete match.result;
    },
  });

  const goOn = async () => {
    clearErrors();
    await Promise.all([checking, answers.settled(), earlier.settled()]);
    if (answers.refused() || earlier.refused()) return;
    if (match.files.length === 0) return showErrors([{ field: "files", message: text.none }]);
    if (match.files.some((entry) => !usable(entry, match.files))) return showErrors([{ field: "files", message: text.removeBad }]);
    if (match.files.length < 2) return showErrors([{ field: "files", message: text.onlyOne }]);
    navigate("#/match/run");
  };
  return {
    title: text.title,
    caption: messages.match.caption(2),
    back: "#/match",
    body: [paragraph(text.lead), form(goOn, field.element, identity, answers.element, earlier.element, place, planPlace, continueButton(text.match))],
    start: () => {
      draw();
      checking = checkAll(match.files.filter(({ outcome }) => outcome.state === "checking"));
    },
  };
};
