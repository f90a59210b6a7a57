// Which column is which field.

import { continueButton } from "../../components/button";
import { clearErrors, showErrors } from "../../components/errors";
import { selectControl, selectField } from "../../components/field";
import { table, tag } from "../../components/table";
import { form } from "../../components/working";
import { type Child, fill, h, heading2, paragraph, warning } from "../../dom";
import { capitalised, count, joined } from "../../format";
import { ofCore } from "../../language";
import type { Mapping } from "../../jobs";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { canBePutTogether, DATE_OF_BIRTH, mappingErrors, mappingOf, NONE, possible, selectId, suggestedValues, usesOf, valuesOf } from "./column-choice";
import { maskedExamples } from "./column-examples";
import { loadMapping, saveMapping } from "./saved-mapping";
import { caption, forgetLook, indicators, isAboutIncidents, nextAfter, prepare } from "./state";

const text = messages.prepare.columns;
const quoted = (names: readonly string[]) => joined(names.map((name) => `“${name}”`));

export const columnsPage: Page = ({ signal }) => {
  const { agreement, columns: found, file, party } = prepare;
  if (!agreement || !found || !file || party === undefined) return { redirect: "#/prepare" };
  const { fields } = agreement.summary;
  const { columns } = found;
  // What is taken of a field has no column of its own.
  const given = indicators().filter(({ is_derived: isDerived }) => !isDerived);
  const uses = usesOf(fields, given);
  const suggestions = possible(found.suggestions, uses);
  const labels = (names: readonly string[]) => joined(names.map((name) => ofCore([...fields, ...given].find((one) => one.name === name)?.label ?? name)));
  const named = (column: string, index: number) => column || text.unnamed(count(index + 1));

  const suggested = suggestedValues(suggestions);
  /** The mapping the choices started from, and by column what it chose; a mapping that was saved tells an order too. */
  let known: Mapping = prepare.mapping ?? [];
  let fromMapping: string[] | null = null;
  const start = prepare.mapping ? valuesOf(prepare.mapping, columns) : suggested;

  const options = [{ value: NONE, text: text.notUsed }, ...uses];
  const selects = columns.map((column, index) => selectControl(selectId(index), options, start[index] ?? NONE, { "aria-label": text.selectLabel(named(column, index)) }));
  const { cells, toggle } = maskedExamples(found);
  const reasons = columns.map(() => h("div", { class: "why" }));
  const id = selectField({
    id: "id-column",
    label: text.id,
    hint: text.idHint,
    options: [{ value: NONE, text: text.noId }, ...columns.filter((column) => column !== NONE).map((column) => ({ value: column, text: column }))],
    chosen: (prepare.idColumn === undefined ? found.id_column : prepare.idColumn) ?? NONE,
  });
  const noIdWarning = h("div", { attributes: { "aria-live": "polite" } });
  const without = h("p", { class: "govuk-body", attributes: { "aria-live": "polite" } });

  const values = () => selects.map((select) => select.value);
  const current = () => ({ mapping: mappingOf(values(), columns, uses, known), idColumn: id.control.value === NONE ? null : id.control.value });

  /** Why the column is used as it is now, which may no longer be what the core suggested. */
  const why = (column: string, index: number, mapping: Mapping): Child => {
    const chosen = selects[index]?.value ?? NONE;
    const suggestion = suggestions[index];
    const wasSuggested = suggestion !== undefined && suggestion.fields.length > 0;
    const doubt = wasSuggested && suggestion.doubt !== "" && h("p", { class: "why__doubt" }, text.doubt(ofCore(suggestion.doubt)));
    if (chosen === NONE) {
      if (column === id.control.value && column !== NONE) return text.isReference;
      if (!wasSuggested || suggestion.confidence !== "low") return text.noReason;
      return [tag(text.confidence.low, "grey"), h("p", { class: "why__line" }, text.maybe(labels(suggestion.fields), ofCore(suggestion.reason))), doubt, h("p", { class: "why__line" }, text.notChosen(labels(suggestion.fields)))];
    }
    const request = mapping.find((one) => one.columns.includes(column));
    const others = request?.columns.filter((other) => other !== column) ?? [];
    const field = request?.fields.length === 1 && fields.find(({ name }) => name === request.fields[0]);
    const together =
      request !== undefined && others.length > 0 && field && canBePutTogether(field) && h("p", { class: "why__line" }, text.together(quoted(others)), field.kind !== DATE_OF_BIRTH && [". ", text.inOrder(quoted(request.columns))]);
    const isSplit = (request?.fields.length ?? 0) > 1 && h("p", { class: "why__line" }, text.split(labels(request?.fields ?? [])));
    const isSuggested = chosen === suggested[index];
    const looksElse = wasSuggested && !isSuggested && suggestion.confidence !== "low" && h("p", { class: "why__doubt" }, text.looksLike(labels(suggestion.fields), ofCore(suggestion.reason)));
    const reason = fromMapping?.[index] === chosen ? text.fromMapping : isSuggested && suggestion ? ofCore(capitalised(suggestion.reason)) : text.youChose;
    return [
      isSuggested && suggestion?.confidence === "medium" && fromMapping === null && tag(text.confidence.medium, "yellow"),
      h("p", { class: "why__line" }, reason),
      isSplit,
      together,
      isSuggested && doubt,
      looksElse,
    ];
  };

  const draw = () => {
    const { mapping, idColumn } = current();
    noIdWarning.replaceChildren(...(idColumn === null ? [warning(text.noIdWarning, messages.common.warning)] : []));
    const filled = new Set(mapping.flatMap((request) => request.fields));
    const empty = fields.filter(({ name, required }) => !required && !filled.has(name)).map(({ label }) => ofCore(label));
    const unknown = given.filter(({ name }) => !filled.has(name)).map(({ label }) => ofCore(label));
    fill(without, [empty.length > 0 && text.without(joined(empty)), unknown.length > 0 && text.withoutIndicators(joined(unknown))].filter((sentence) => sentence !== false).join(" "));
    columns.forEach((column, index) => reasons[index]?.replaceChildren(...h("div", null, why(column, index, mapping)).childNodes));
  };
  for (const control of [id.control, ...selects]) control.addEventListener("change", draw);

  const load = loadMapping({
    agreement: agreement.text,
    file,
    columns,
    signal,
    onLoad: (mapping, idColumn) => {
      known = mapping;
      fromMapping = valuesOf(mapping, columns);
      selects.forEach((select, index) => (select.value = fromMapping?.[index] ?? NONE));
      id.control.value = idColumn ?? NONE;
      draw();
    },
  });

  /** The choices, or null when they cannot be used and the errors are shown. */
  const chosen = () => {
    clearErrors();
    const errors = mappingErrors(values(), columns, uses, fields, given);
    if (errors.length === 0) return current();
    showErrors(errors);
    return null;
  };
  const goOn = () => {
    const choices = chosen();
    if (!choices) return;
    const unchanged = JSON.stringify(choices.mapping) === JSON.stringify(prepare.mapping);
    prepare.mapping = choices.mapping;
    prepare.idColumn = choices.idColumn;
    if (unchanged) delete prepare.result;
    else forgetLook();
    navigate(nextAfter("columns"));
  };
  draw();

  return {
    title: text.title,
    caption: caption("columns"),
    back: "#/prepare/reading",
    body: [
      paragraph(text.lead(file.name, messages.counted.columns(columns.length))),
      given.length > 0 && paragraph(text.indicatorsLead),
      isAboutIncidents() && paragraph(messages.incidents.columns.indicatorsLead),
      load,
      toggle,
      form(
        goOn,
        table({
          caption: text.caption,
          captionHidden: true,
          stacks: true,
          columns: [{ text: text.yourColumn }, { text: text.firstValues }, { text: text.ourField }, { text: text.why }],
          rows: columns.map((column, index) => [named(column, index), cells[index], h("div", { class: "use" }, selects[index]), reasons[index]]),
        }),
        without,
        heading2(text.idTitle),
        id.element,
        noIdWarning,
        saveMapping({ party, chosen, signal }),
        continueButton(messages.common.continue),
      ),
    ],
    // Which choices a saved mapping made is known to this page alone.
    holds: () => fromMapping !== null,
  };
};
