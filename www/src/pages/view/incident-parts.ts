// The picture of incidents: how many and who knows of them, the trend, the week, how, where, and hotspots.

import { table } from "../../components/table";
import { buttons } from "../../components/button";
import type { Hotspots, ViewTable } from "../../core";
import { type Child, details, h, heading2, paragraph } from "../../dom";
import { count } from "../../format";
import { ofCore } from "../../language";
import { messages } from "../../messages";
import { ROWS_SHOWN, rule, saveTable, section, shown } from "./section";
import { type MadeView, view } from "./state";

const text = messages.incidents.view.result;

/** The tables of one attribute each, of these kinds as the core labels them. */
function tablesOf(kinds: readonly string[]): Set<string> {
  const attributes = view.agreement?.summary.attributes ?? [];
  return new Set(attributes.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => `attribute_${name}`));
}

const OVERLAP = ["regions", "parties", "party_count"];
const startsWith = (start: string) => (name: string) => name.startsWith(start);

export function incidentParts(result: MadeView): Child {
  const { tables, incidents } = result.view;
  const trend = tablesOf(["month"]);
  const clock = tablesOf(["hour of the day", "day of the week"]);
  const isOfWeek = (name: string) => /^(week|known)_/.test(name) || clock.has(name);
  const part = (title: string, has: (name: string) => boolean, { before, helps = {} }: { before?: string; helps?: Record<string, string> } = {}): Child => {
    const ofPart = tables.filter(({ name }) => has(name));
    if (ofPart.length === 0) return null;
    return [heading2(title), before !== undefined && paragraph(before), ofPart.map((one: ViewTable) => section(result, one, { isTitled: true, help: helps[one.name] }))];
  };
  const places = incidents?.places;
  return [
    part(messages.incidents.view.result.overlapTitle, (name) => OVERLAP.includes(name), { before: text.overlapHelp, helps: { regions: text.upset } }),
    part(text.trendTitle, (name) => trend.has(name), { before: text.trendHelp }),
    part(text.weekTitle, isOfWeek, { before: text.weekHelp }),
    part(text.howTitle, (name) => startsWith("attribute_")(name) && !trend.has(name) && !clock.has(name)),
    part(text.placesTitle, (name) => startsWith("cells_")(name) || startsWith("areas_")(name), places ? { before: text.placesHelp(count(places.metres)) } : {}),
    places !== undefined && places.cells_in_two_areas > 0 && paragraph(text.inTwo(messages.counted.squares(places.cells_in_two_areas))),
    places?.hotspots && hotspots(result, places.hotspots),
  ];
}

/** Each with how many there are and how many were expected; and what was looked for, as a hotspot is a claim. */
function hotspots(result: MadeView, found: Hotspots): Child {
  const csv = result.tables.find(({ name }) => name === "hotspots")?.csv;
  const rows = [
    table({
      caption: text.hotspotsTitle,
      captionHidden: true,
      columns: [{ text: text.hotspot }, { text: text.within, numeric: true }, { text: text.squares, numeric: true }, { text: text.found, numeric: true }, { text: text.expected, numeric: true }],
      rows: found.found.map(({ centre, radius_metres: radius, cells, incidents, expected }) => [centre, count(radius), count(cells.length), shown(incidents), expected === null ? shown("*") : String(expected)]),
    }),
    rule(result.view),
  ];
  return [
    heading2(text.hotspotsTitle),
    h(
      "section",
      { class: "view-table", id: "table-hotspots" },
      paragraph(text.hotspotsWhich(ofCore(found.baseline), count(found.cells), count(found.windows)), found.not_said > 0 && ` ${text.notSaid(messages.counted.windows(found.not_said))}`),
      found.found.length === 0 ? paragraph(text.hotspotsNone) : [paragraph(text.hotspotsCaveat), found.found.length > ROWS_SHOWN ? details(text.hotspotsShow(messages.counted.hotspots(found.found.length)), rows) : rows],
      details(text.statistic, paragraph(ofCore(`${found.statistic}.`))),
      buttons(saveTable("hotspots", text.hotspotsTitle, csv)),
    ),
  ];
}
