// How good the data is, and what to do with values that cannot be right.

import { JobRefused, run, stoppable } from "../../bridge";
import { buttons, continueButton, linkButton } from "../../components/button";
import { showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { progressPanel } from "../../components/progress";
import { saveList } from "../../components/save-list";
import { form, unfinished } from "../../components/working";
import type { FileLook } from "../../core";
import { bullets, type Child, details, h, paragraph } from "../../dom";
import { count, forFileName } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page, refresh } from "../../router";
import { jsonBlob } from "../../save";
import { duplicates } from "./quality-duplicates";
import { examples } from "./quality-examples";
import { completeness, shapes } from "./quality-fields";
import { cellsOf, findings, traffic } from "./quality-findings";
import { readingSentence, skippedLines } from "./reading-facts";
import { caption, forgetResult, forgetUnreadable, lookupFiles, prepare } from "./state";

const text = messages.prepare.quality;

/** As the command line writes it: how the file was read, and counts. The examples stay out. */
const qualityReport = ({ reading, profile }: FileLook) => jsonBlob({ reading, ...profile });

function report(look: FileLook, file: File): Child {
  const invalid = cellsOf(look, "invalid");
  const radios = radiosField({
    id: "invalid",
    legend: text.invalidLegend,
    items: [
      { value: "blank", text: text.blank, hint: text.blankHint },
      { value: "refuse", text: text.refuse, hint: text.refuseHint },
    ],
    chosen: prepare.invalidValues,
  });
  const goOn = () => {
    const chosen = radios.value() === "refuse" ? "refuse" : "blank";
    if (chosen !== prepare.invalidValues) forgetResult();
    prepare.invalidValues = chosen;
    if (invalid > 0 && chosen === "refuse") return showErrors([{ field: "invalid", message: text.stopped(count(invalid)) }]);
    navigate("#/prepare/what-leaves");
  };
  const skipped = skippedLines(look.reading);
  return [
    paragraph(readingSentence(file.name, look.reading, true), !prepare.rows.every && ` ${text.everyRow}`),
    skipped.length > 0 && details(messages.prepare.reading.skippedTitle, bullets(skipped)),
    traffic(look),
    findings(look),
    completeness(look),
    paragraph(text.lead),
    shapes(look),
    duplicates(look),
    examples(look),
    saveList(text.saveTitle, "keep", [{ name: messages.files.quality(forFileName(prepare.party ?? "")), what: text.saveWhat, content: qualityReport(look) }]),
    form(goOn, invalid > 0 && [radios.element, linkToFile()], continueButton(messages.common.continue)),
  ];
}

const linkToFile = () => h("p", { class: "govuk-body" }, h("a", { class: "govuk-link", attributes: { href: "#/prepare/file" } }, text.chooseAgain));

export const qualityPage: Page = ({ signal }) => {
  const { agreement, file, mapping, read, look } = prepare;
  if (!agreement || !file || !mapping) return { redirect: "#/prepare" };
  const view = { title: text.title, caption: caption("quality"), back: "#/prepare/rows" };
  if (look) return { ...view, body: report(look, file) };

  const stop = stoppable(signal);
  const panel = progressPanel(() => stop.abort());
  const place = h("div", null, paragraph(text.reading(file.name)), panel.element);
  const start = async () => {
    try {
      prepare.look = await run("look", { agreement: agreement.text, read, mapping, file, ...lookupFiles() }, { signal: stop.signal, onProgress: panel.update });
      if (!signal.aborted) refresh();
    } catch (error) {
      if (signal.aborted) return;
      const gone = error instanceof JobRefused && error.code === "page.unreadable" ? forgetUnreadable(error.file ?? "") : null;
      const next = buttons(gone !== null ? linkButton(gone, messages.prepare.run.chooseAgain) : linkButton("#/prepare/columns", text.backToColumns, "secondary"));
      place.replaceChildren(unfinished(error, next));
    }
  };
  return { ...view, body: place, start: () => void start(), holds: () => true };
};
