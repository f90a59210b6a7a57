// What the map shows beside squares, and what its places are compared with.

import { explain, JobRefused, run } from "../../bridge";
import { continueButton } from "../../components/button";
import { clearErrors, type FieldError, showErrors } from "../../components/errors";
import { radiosField, selectField } from "../../components/field";
import { fileField } from "../../components/file-field";
import { form } from "../../components/working";
import { h, paragraph } from "../../dom";
import { joined } from "../../format";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { caption, hasMap, placeFiles, view } from "./state";

const text = messages.incidents.view.places;

export const placesPage: Page = ({ signal }) => {
  const { agreement, places } = view;
  if (!agreement || view.files.length < 2 || !hasMap()) return { redirect: "#/view" };
  const forgetResult = () => {
    delete view.result;
  };

  // The names of areas are read as their file is chosen, so that nobody has to know how it calls them.
  const naming = h("div", null);
  let select: HTMLSelectElement | undefined;
  let problem: string | null = null;
  let reading: Promise<unknown> = Promise.resolve();
  let reads = 0;
  const drawNaming = () => {
    select = undefined;
    if (places.namings.length === 0) return naming.replaceChildren();
    const options = places.namings.map(({ property, first, areas }) => ({ value: property, text: text.namingOne(property, joined(first), messages.counted.areas(areas)) }));
    const field = selectField({ id: "area-name", label: text.naming, options, chosen: places.areaName });
    select = field.control;
    naming.replaceChildren(field.element);
  };
  const readAreas = async (file: File | undefined) => {
    const number = ++reads;
    clearErrors();
    problem = null;
    forgetResult();
    delete places.areas;
    Object.assign(places, { namings: [], areaName: "" });
    drawNaming();
    if (!file) return;
    try {
      const namings = await run("areaNames", { file }, { signal });
      if (number !== reads) return;
      // A name says more to people than a code.
      const likely = namings.find(({ property }) => /name|nm$/i.test(property)) ?? namings[0];
      Object.assign(places, { areas: file, namings, areaName: likely?.property ?? "" });
      drawNaming();
    } catch (error) {
      const message = explain(error);
      if (message === null || number !== reads) return;
      problem = message;
      showErrors([{ field: "areas", message }]);
    }
  };
  const areas = fileField({ id: "areas", label: text.file, hint: text.fileHint, accept: ".geojson,.json", files: places.areas ? [places.areas] : [], onChange: ([file]) => void (reading = readAreas(file)) });
  drawNaming();
  const byAreas = radiosField({
    id: "by-areas",
    legend: text.areas,
    items: [
      { value: "no", text: text.noAreas },
      { value: "yes", text: text.withAreas, reveals: [areas.element, naming] },
    ],
    chosen: places.areas ? "yes" : "no",
  });

  const baselineField = (id: string, label: string, hint: string, of: "earlier" | "expected") =>
    fileField({ id, label, hint, accept: ".csv", files: places.compared === of && places.baseline ? [places.baseline] : [], onChange: forgetResult });
  const baselines = { earlier: baselineField("earlier", text.earlierFile, text.earlierFileHint, "earlier"), expected: baselineField("expected", text.expectedFile, text.expectedFileHint, "expected") };
  const compare = radiosField({
    id: "compare",
    legend: text.compare,
    hint: text.compareHint,
    items: [
      { value: "no", text: text.noCompare, hint: text.noCompareHint },
      { value: "earlier", text: text.earlier, hint: text.earlierHint, reveals: baselines.earlier.element },
      { value: "expected", text: text.expected, hint: text.expectedHint, reveals: baselines.expected.element },
    ],
    chosen: places.compared,
  });

  const goOn = async () => {
    clearErrors();
    await reading;
    const errors: FieldError[] = [];
    const wantsAreas = byAreas.value() === "yes";
    if (wantsAreas && !places.areas) errors.push({ field: "areas", message: problem ?? text.fileNone });
    const value = compare.value();
    const compared = value === "earlier" || value === "expected" ? value : "no";
    const [baseline] = compared === "no" ? [] : baselines[compared].files();
    if (compared !== "no" && !baseline) errors.push({ field: compared, message: text.compareNone });
    if (errors.length > 0) return showErrors(errors);
    if (!wantsAreas) {
      delete places.areas;
      Object.assign(places, { namings: [], areaName: "" });
    } else if (select) places.areaName = select.value;
    places.compared = compared;
    if (baseline) places.baseline = baseline;
    else delete places.baseline;
    forgetResult();
    try {
      await run("checkPlaces", placeFiles(), { signal });
      navigate("#/view/run");
    } catch (error) {
      const message = explain(error);
      const ofBaseline = error instanceof JobRefused && error.code === "view.baseline";
      // Never at a field that is not shown.
      const field = compared !== "no" && (ofBaseline || !wantsAreas) ? compared : wantsAreas ? "areas" : "by-areas";
      if (message !== null) showErrors([{ field, message }]);
    }
  };
  return {
    title: text.title,
    caption: caption(3),
    back: "#/view/files",
    body: [paragraph(text.lead), form(goOn, byAreas.element, compare.element, continueButton(text.count))],
  };
};
