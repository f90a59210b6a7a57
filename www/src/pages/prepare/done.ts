// The three files, what to do with each, and what to write to the partner.

import { button, buttons } from "../../components/button";
import { copyText } from "../../components/copy-text";
import { saveList } from "../../components/save-list";
import { summaryList } from "../../components/table";
import { bullets, details, h, heading2, heading3, paragraph, warning } from "../../dom";
import { count, forFileName, joined } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { jsonBlob } from "../../save";
import { forgetAll, prepare } from "./state";

const text = messages.prepare.done;

export const donePage: Page = () => {
  const { result, agreement } = prepare;
  if (!result || !agreement) return { redirect: "#/prepare" };
  const { record, extract, crosswalk } = result;
  const name = forFileName(record.party);
  const sendName = messages.files.extract(name);
  const others = agreement.summary.parties.filter((party) => party !== record.party);
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
      record.excluded.length > 0 && bullets(record.excluded.map(({ reason, rows }) => text.excluded(count(rows), reason))),
      saveList(text.sendTitle, "send", [{ name: sendName, what: text.sendWhat, content: extract }]),
      saveList(text.keepTitle, "keep", [
        { name: messages.files.crosswalk(name), what: text.crosswalkWhat, content: crosswalk },
        { name: messages.files.record(name), what: text.recordWhat, content: jsonBlob(record) },
      ]),
      warning(text.neverSend, messages.common.warning),
      heading2(text.tellTitle),
      copyText("partner-text", text.tellLabel, text.tell(record.agreement.title, sendName, count(record.extract.rows), record.extract.sha256, joined(others))),
      heading3(text.revealsTitle),
      bullets(record.reveals),
      details(
        text.detailsTitle,
        summaryList([
          { label: messages.key.codeLabel, value: record.key_check_code },
          { label: text.sha256, value: h("span", { class: "fingerprint" }, record.extract.sha256) },
          { label: text.software, value: record.software },
        ]),
      ),
      paragraph(text.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
