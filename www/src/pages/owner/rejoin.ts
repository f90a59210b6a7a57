// Links brought back to the owner's rows.

import { explain, JobRefused, run, stoppable } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { progressPanel } from "../../components/progress";
import { saveList } from "../../components/save-list";
import { form, unfinished } from "../../components/working";
import { h, heading2, paragraph, warning } from "../../dom";
import { count, plural } from "../../format";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { fieldOf, ownFiles } from "./own-files";

const text = messages.rejoin;

export const rejoinPage: Page = ({ signal }) => {
  const links = fileField({ id: "links", label: text.links, hint: text.linksHint, accept: ".csv" });
  const own = ownFiles();
  const rows = radiosField({
    id: "rows",
    legend: text.legend,
    items: [
      { value: "all", text: text.all, hint: text.allHint },
      { value: "linked", text: text.linked },
    ],
    chosen: "all",
  });
  const place = h("div", { id: "joined", attributes: { tabindex: "-1" } });
  const join = async () => {
    clearErrors();
    place.replaceChildren();
    const [chosen] = links.files();
    const files = own.read();
    const errors: FieldError[] = chosen ? [] : [{ field: "links", message: text.linksNone }];
    if (Array.isArray(files)) return showErrors([...errors, ...files]);
    if (!chosen) return showErrors(errors);
    const stop = stoppable(signal);
    const panel = progressPanel(() => stop.abort());
    place.replaceChildren(panel.element);
    try {
      const options = { ...files.options, linked_only: rows.value() === "linked" };
      const { count: found, joined } = await run("rejoin", { links: chosen, crosswalk: files.crosswalk, options, file: files.file }, { signal: stop.signal, onProgress: panel.update });
      place.replaceChildren(
        heading2(text.resultTitle),
        h("p", { class: "headline" }, text.result(count(found.linked), count(found.rows))),
        found.not_found > 0 ? paragraph(text.notFound(plural(found.not_found, "record", "records"))) : "",
        saveList(text.keepTitle, "keep", [{ name: text.fileName, what: text.what, content: joined }]),
        warning(text.warning, messages.common.warning),
      );
      place.focus();
    } catch (error) {
      if (signal.aborted) return;
      place.replaceChildren();
      if (error instanceof JobRefused) showErrors([{ field: fieldOf(error, "links", files), message: explain(error) ?? "" }]);
      else place.replaceChildren(unfinished(error));
    }
  };
  return {
    title: text.title,
    back: "#/",
    body: [paragraph(text.lead), form(join, links.element, own.fields, rows.element, continueButton(text.join)), place],
  };
};
