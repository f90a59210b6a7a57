// Choosing an agreement, and showing in plain words what it says.

import { explain, run, withoutOptions } from "../bridge";
import type { AgreementSummary } from "../core";
import { bullets, type Child, details, h } from "../dom";
import { bytes, capitalised, count, day, joined } from "../format";
import { ofCore } from "../language";
import { messages, worded } from "../messages";
import type { View } from "../router";
import { navigate } from "../router";
import { continueButton } from "./button";
import { clearErrors, showErrors } from "./errors";
import { fileField } from "./file-field";
import { summaryList } from "./table";
import { form, pending } from "./working";

const text = messages.agreement;
const incidents = messages.incidents.summary;
/** Far more than any agreement, far less than a file of records chosen by mistake. */
const MAX_BYTES = 1 << 20;

/** An agreement that the core has read and accepted. */
export interface ChosenAgreement {
  file: File;
  text: string;
  summary: AgreementSummary;
}

/** Indicators by their domain, each with who gives it and who may see it; of incidents what is counted of each. */
function indicators({ attributes, parties, is_about_incidents: ofIncidents }: AgreementSummary): Child {
  if (ofIncidents) {
    const shown = attributes.map(({ label, metres, from }) => {
      const what = metres === null ? ofCore(label) : incidents.cell(ofCore(label), count(metres));
      return from.length === parties.length ? what : incidents.from(what, joined(from));
    });
    return joined(shown);
  }
  const who = (names: readonly string[]) => (names.length === parties.length ? text.everyParty : joined(names));
  const domains = [...new Set(attributes.map(({ domain }) => domain))];
  return domains.map((domain) => {
    const ofDomain = attributes.filter((attribute) => attribute.domain === domain);
    return details(
      `${ofCore(capitalised(domain))}: ${joined(ofDomain.map(({ label }) => ofCore(label)))}`,
      bullets(ofDomain.map(({ label, from, seen_by: seenBy }) => text.indicator(ofCore(capitalised(label)), who(from), seenBy.length === 0 ? null : who(seenBy)))),
    );
  });
}

type Row = Parameters<typeof summaryList>[0][number];

/** What travels, how results may be used, and until when: where the agreement says anything about it. */
function useOf(summary: AgreementSummary): Row[] {
  const text = worded(messages.agreement, incidents, summary.is_about_incidents);
  const { attributes, results, disclosure, expires } = summary;
  if (attributes.length === 0 && results === "records" && expires === null) return [];
  return [
    ...(attributes.length > 0 ? [{ label: text.indicators, value: indicators(summary) }] : []),
    { label: text.use, value: results === "counts" ? text.useCounts : text.useRecords },
    ...(disclosure === null ? [] : [{ label: text.rule, value: ofCore(disclosure) }]),
    { label: text.lastDay, value: expires === null ? text.noLastDay : day(expires) },
  ];
}

/** How far apart two reports can be, where the agreement links by nearness. */
function nearness({ near, fields }: AgreementSummary): Row[] {
  if (near.length === 0) return [];
  const radius = (kind: string) => near.find(({ field }) => fields.some((one) => one.name === field && one.kind === kind))?.radius;
  const [metres, minutes] = [radius("location"), radius("date and time")];
  return [{ label: incidents.near, value: incidents.nearWords(metres === undefined ? null : incidents.metres(count(metres)), minutes === undefined ? null : incidents.minutes(count(minutes))) }];
}

export function agreementSummary(summary: AgreementSummary): Child {
  const text = worded(messages.agreement, incidents, summary.is_about_incidents);
  const { record_filter: filter } = summary;
  const label = (name: string) => ofCore(summary.fields.find((field) => field.name === name)?.label ?? name);
  const labels = (names: readonly string[]) => names.map(label);
  const byThemselves = summary.field_filters.filter((name) => !summary.in_place.some(({ field }) => field === name));
  return [
    summaryList([
      { label: text.project, value: ofCore(summary.title) },
      { label: text.purpose, value: ofCore(summary.purpose) },
      { label: text.parties, value: joined(summary.parties) },
      ...(summary.repeats.length > 0 ? [{ label: text.repeats, value: joined(summary.repeats) }] : []),
      ...(summary.asks ? [{ label: text.asks, value: text.asked }] : []),
      { label: text.fields, value: joined(summary.fields.map((field) => (field.required ? text.requiredField(ofCore(field.label)) : ofCore(field.label)))) },
      ...nearness(summary),
      ...useOf(summary),
      {
        label: messages.recipient.label,
        value:
          summary.recipients.length === 0
            ? messages.recipient.nobody
            : bullets(summary.recipients.map(({ name, role, public_key: key }) => [name, ": ", messages.roles[role].name, key === undefined ? "" : `, ${messages.recipient.encrypted}`])),
      },
      ...(summary.edition > 1 ? [{ label: messages.recipient.edition, value: String(summary.edition) }] : []),
      { label: text.fingerprint, value: h("span", { class: "fingerprint" }, summary.digest.slice(0, 16)) },
    ]),
    details(
      text.howMatched,
      bullets([
        ...summary.match_keys.map(({ description }) => ofCore(capitalised(description))),
        filter && text.filter(labels(filter.fields)),
        byThemselves.length > 0 ? text.fieldFilters(labels(byThemselves)) : null,
        ...summary.in_place.map(({ field, of }) => text.inPlace(capitalised(label(field)), label(of))),
      ].filter((item) => item !== null)),
      summary.similarity_threshold != null && h("p", { class: "govuk-body" }, text.threshold(summary.similarity_threshold)),
    ),
  ];
}

async function readAgreement(file: File, signal: AbortSignal): Promise<ChosenAgreement> {
  if (file.size > MAX_BYTES) throw new Error(text.tooBig(file.name, bytes(file.size)));
  const content = await file.text();
  return { file, text: content, summary: await run("checkAgreement", { agreement: content }, { signal }) };
}

interface AgreementStep {
  caption: string;
  back: string;
  next: string;
  lead: string;
  chosen: ChosenAgreement | undefined;
  choose: (agreement: ChosenAgreement | undefined) => void;
  /** Why an agreement cannot be used for this, and what to do instead; without, only one that is no longer in force is refused. */
  refuse?: (summary: AgreementSummary) => string | null;
  /** What to show beside a refusal. */
  instead?: Child;
  signal: AbortSignal;
}

/** The first step of preparing and of matching: the agreement, and "is this the project you expect?". */
export function agreementStep({ caption, back, next, lead, chosen, choose, refuse = () => null, instead = null, signal }: AgreementStep): View {
  let current = chosen;
  let reading: Promise<unknown> = Promise.resolve();
  const shown = h("div", { id: "agreement-summary" }, current && [h("h2", { class: "govuk-heading-m" }, text.expected), agreementSummary(current.summary)]);

  const read = async (file: File | undefined) => {
    clearErrors();
    current = undefined;
    choose(undefined);
    shown.replaceChildren();
    if (!file) return;
    const reads = readAgreement(file, signal);
    shown.replaceChildren(pending(reads.then(({ summary }) => [h("h2", { class: "govuk-heading-m" }, text.expected), agreementSummary(summary)]).catch(() => [])));
    try {
      const agreement = await reads;
      if (field.files()[0] !== file) return;
      const refused = agreement.summary.expired ?? refuse(agreement.summary);
      if (refused !== null) {
        if (agreement.summary.expired === null) shown.append(...h("div", null, instead).childNodes);
        return showErrors([{ field: "agreement", message: ofCore(withoutOptions(refused)) }]);
      }
      current = agreement;
      choose(agreement);
    } catch (error) {
      const message = error instanceof Error && error.name === "Error" ? error.message : explain(error);
      if (message !== null) showErrors([{ field: "agreement", message }]);
    }
  };
  const field = fileField({
    id: "agreement",
    label: text.choose,
    hint: text.hint,
    accept: ".json,application/json",
    files: current ? [current.file] : [],
    onChange: ([file]) => void (reading = read(file)),
  });
  const goOn = async () => {
    await reading;
    if (current) navigate(next);
    else if (field.files().length === 0) showErrors([{ field: "agreement", message: text.none }]);
  };
  return { title: text.title, caption, back, body: [h("p", { class: "govuk-body" }, lead), form(goOn, field.element, shown, continueButton(messages.common.continue))] };
}
