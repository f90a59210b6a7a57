// The picture, in counts that are fit to be published, and what to save of it.

import { button, buttons } from "../../components/button";
import { saveList } from "../../components/save-list";
import { table } from "../../components/table";
import { pending } from "../../components/working";
import { handOverView } from "../../element/hand-over";
import { bullets, details, h, heading2, inset, paragraph } from "../../dom";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { zip } from "../../zip";
import { incidentParts } from "./incident-parts";
import { peopleParts } from "./people-parts";
import { forgetAll, hasMap, isAboutIncidents, view } from "./state";

const text = messages.view.result;

export const resultPage: Page = () => {
  const { result } = view;
  if (!result) return { redirect: "#/view" };
  const { view: made } = result;
  const startAgain = () => {
    forgetAll();
    navigate("#/view");
  };
  const saves = async () => {
    const files = result.tables.map(({ name, csv }) => ({ name: messages.files.viewTable(name), content: csv }));
    const tables = await zip(files.sort((one, other) => (one.name < other.name ? -1 : 1)));
    return saveList(text.saveTitle, "send", [
      { name: messages.files.viewPage, what: text.pageWhat, content: result.page },
      { name: messages.files.viewTables, what: text.tablesWhat(messages.counted.tables(result.tables.length)), content: tables },
      { name: messages.files.view, what: text.jsonWhat, content: result.json },
    ]);
  };
  return {
    title: text.title,
    caption: ofCore(made.agreement.title),
    back: hasMap() ? "#/view/places" : "#/view/files",
    body: [
      paragraph(ofCore(made.purpose)),
      inset(h("strong", null, text.ruleTitle), h("br", null), ofCore(made.rule)),
      pending(saves()),
      handOverView(made),
      paragraph(text.publish, !view.isGiven && ` ${text.noLinks}`),
      isAboutIncidents() ? incidentParts(result) : peopleParts(result),
      heading2(text.limitsTitle),
      bullets(made.limits.map(ofCore)),
      made.incidents && details(messages.incidents.view.result.whichTitle, paragraph(ofCore(made.incidents.which_report))),
      details(text.madeFromTitle, table({ caption: text.madeFromTitle, captionHidden: true, stacks: true, columns: [{ text: text.party }, { text: text.file }, { text: text.sha256 }], rows: made.sources.map(({ party, file, sha256 }) => [party, h("span", { class: "file-name" }, file), h("span", { class: "fingerprint" }, sha256)]) })),
      paragraph(messages.prepare.done.forgotten),
      buttons(button(text.another, startAgain)),
    ],
  };
};
