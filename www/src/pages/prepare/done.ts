// The three files, what to do with each, and what to write to the partner.

import { button, buttons } from "../../components/button";
import { copyText } from "../../components/copy-text";
import { saveList } from "../../components/save-list";
import { summaryList, table } from "../../components/table";
import type { RunRecord } from "../../core";
import { bullets, type Child, details, h, heading2, heading3, numbered, paragraph, warning } from "../../dom";
import { handOverExtract } from "../../element/hand-over";
import { capitalised, count, forFileName, joined } from "../../format";
import { ofCore } from "../../language";
import { messages, worded } from "../../messages";
import { navigate, type Page, reaches } from "../../router";
import { jsonBlob } from "../../save";
import { lettersSentence, readingSentence, sentences, skippedLines } from "./reading-facts";
import { forgetAll, isAboutIncidents, prepare } from "./state";

const text = messages.prepare.done;

/** What travels beside the codes, and who may see it record by record. */
function indicatorsSection({ attributes = [] }: RunRecord): Child {
  if (attributes.length === 0) return null;
  const text = worded(messages.prepare.done, messages.incidents.done, isAboutIncidents());
  return [
    heading3(text.indicatorsTitle),
    table({
      caption: text.indicatorsTitle,
      captionHidden: true,
      stacks: true,
      columns: [{ text: text.indicator }, { text: text.indicatorColumn }, { text: text.indicatorFilled, numeric: true }, { text: text.indicatorMissing, numeric: true }, { text: text.indicatorInvalid, numeric: true }, { text: text.indicatorSeers }],
      rows: attributes.map(({ label, column, filled, missing, invalid, seen_by: seenBy }) => [ofCore(capitalised(label)), column ?? text.noColumn, count(filled), count(missing), count(invalid), seenBy.length === 0 ? text.countedOnly : joined(seenBy)]),
    }),
  ];
}

export const donePage: Page = () => {
  const { result, agreement } = prepare;
  if (!result || !agreement) return { redirect: "#/prepare" };
  const { record, extract, crosswalk } = result;
  const name = forFileName(record.party);
  const { encrypted } = record.extract;
  const sendName = messages.files.extract(name, encrypted !== undefined);
  const sha256 = (encrypted ?? record.extract).sha256;
  const others = agreement.summary.parties.filter((party) => party !== record.party);
  const passedOver = skippedLines(record.reading);
  const label = (field: string) => [...agreement.summary.fields, ...agreement.summary.attributes].find(({ name }) => name === field)?.label ?? field;
  const startAgain = () => {
    forgetAll();
    navigate("#/prepare");
  };
  return {
    title: text.title,
    caption: text.caption,
    back: "#/prepare/what-leaves",
    body: [
      h("p", { class: "govuk-body-l" }, text.lead(count(record.extract.rows), count(record.input.rows))),
      record.excluded.length > 0 && bullets(record.excluded.map(({ reason, rows }) => text.excluded(messages.counted.rows(rows), ofCore(reason)))),
      record.continued !== undefined && paragraph(text.continued(messages.counted.recordsKeep(record.continued.kept), count(record.continued.new), count(record.continued.gone))),
      record.choices.length > 0 && details(text.choicesTitle, bullets(record.choices.map(ofCore))),
      saveList(text.sendTitle, "send", [{ name: sendName, what: record.recipient ? text.sendWhatTo(record.recipient.name, encrypted !== undefined) : text.sendWhat, content: extract }]),
      handOverExtract(sendName, extract, record),
      saveList(text.keepTitle, "keep", [
        { name: messages.files.crosswalk(name), what: text.crosswalkWhat, content: crosswalk },
        { name: messages.files.record(name), what: text.recordWhat, content: jsonBlob(record) },
      ]),
      warning(text.neverSend, messages.common.warning),
      // Inside another page there is no other job to go to, and that page says what comes next.
      reaches("#/bring-back") && [heading2(messages.setUp.done.nextTitle), numbered(text.next(record.recipient?.name ?? null))],
      heading2(text.tellTitle),
      copyText("partner-text", text.tellLabel, text.tell(record.agreement.title, sendName, count(record.extract.rows), sha256, joined(others))),
      indicatorsSection(record),
      heading3(text.revealsTitle),
      bullets(record.reveals.map(ofCore)),
      details(
        text.detailsTitle,
        summaryList([
          { label: text.input, value: record.input.name },
          { label: text.reading, value: sentences(readingSentence(record.input.name, record.reading, true), lettersSentence(record.reading)) },
          ...(passedOver.length > 0 ? [{ label: text.passedOver, value: bullets(passedOver) }] : []),
          { label: text.mapping, value: bullets(record.mapping.filter(({ fields }) => fields.length > 0).map(({ column, fields }) => text.mapped(column, joined(fields.map((field) => ofCore(label(field))))))) },
          { label: text.reference, value: record.id_column ?? text.noReference },
          { label: messages.key.codeLabel, value: record.key_check_code },
          { label: text.sha256, value: h("span", { class: "fingerprint" }, sha256) },
          { label: text.software, value: record.software },
        ]),
      ),
      paragraph(text.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
