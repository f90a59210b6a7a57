// Handing a result to the page around: only what it asked for, only tokens or counts, and only when the person says so twice.

import { button, buttons } from "../components/button";
import { type Child, h, heading2, paragraph } from "../dom";
import { isInOtherDocument } from "../ground";
import { noteSaved } from "../leaving";
import type { CombinedView, MatchReport, RunRecord } from "../core";
import { messages } from "../messages";
import { hostOrigin, hostWants, noteSavedToHost, tellHost } from "./host";
import { watchSeen } from "./visibility";

const text = messages.embedded;

/** `give` is done once, after the second press, and not while something covers the buttons. */
function handOver(what: string, give: () => void): HTMLElement {
  const to = hostOrigin() || text.thePageAround;
  const place = h("div", null);
  const status = h("p", { class: "govuk-body", attributes: { role: "status" } });
  const seen = watchSeen(place);
  const ask = () => place.replaceChildren(buttons(button(text.handOver(to), confirm, { kind: "secondary" })));
  const confirm = () => {
    status.textContent = "";
    const yes = button(text.yes(to), handed, { kind: "primary" });
    place.replaceChildren(paragraph(text.sure(what, to)), buttons(yes, button(text.no, ask)));
    yes.focus();
  };
  const handed = () => {
    if (seen() === "covered") {
      ask();
      status.textContent = text.covered;
      return;
    }
    give();
    place.replaceChildren();
    status.textContent = text.handed(what, to);
  };
  ask();
  return h("section", { class: "hand-over" }, heading2(text.title(to)), paragraph((isInOtherDocument() ? text.asksBeside : text.asks)(what, to)), place, status);
}

/** The extract, to a portal that asks for it; null otherwise. */
export function handOverExtract(name: string, content: Blob, { party, agreement, recipient, extract }: RunRecord): Child {
  if (!hostWants("extract")) return null;
  const { encrypted } = extract;
  return handOver(name, () => {
    tellHost({
      kind: "extract",
      name,
      content,
      summary: { party, agreement: agreement.digest, recipient: recipient?.name ?? null, rows: extract.rows, bytes: (encrypted ?? extract).bytes, sha256: (encrypted ?? extract).sha256, encrypted: encrypted !== undefined },
    });
    noteSaved(content);
    noteSavedToHost();
  });
}

/** The counts of a match, to a portal that asks for them; null otherwise. */
export function handOverReport({ agreement, inputs, groups, links }: MatchReport): Child {
  if (!hostWants("report")) return null;
  return handOver(text.report, () =>
    tellHost({ kind: "report", summary: { agreement: agreement.digest, parties: inputs.map(({ party, rows, linked }) => ({ party, rows, linked })), groups, links } }),
  );
}

/** The tables of a combined view, to a portal that asks for them; null otherwise. What they were made from has names of files, and stays here. */
export function handOverView({ agreement, rule, limits, tables }: CombinedView): Child {
  if (!hostWants("view")) return null;
  return handOver(text.view, () =>
    tellHost({
      kind: "view",
      view: {
        title: agreement.title,
        agreement: agreement.digest,
        rule,
        limits,
        tables: tables.map((table) => ({ name: table.name, title: table.title, columns: table.columns, rows: table.rows.map(({ label, counts }) => ({ label, counts })), rule: table.rule })),
      },
    }),
  );
}
