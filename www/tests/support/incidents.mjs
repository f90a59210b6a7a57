// Made-up reports of incidents with things in them that must not leave, and what a person does with them that people's records do not need.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { splitTally } from "./command.mjs";
import { chooseViewFiles, heading, match, prepare, press, saved, setUp } from "./user.mjs";

export const INCIDENT = "Violent incidents, for one trusted linker";
export const SOURCES = ["emergency", "ambulance", "police", "council"];

/** By source, the files that say what its codes mean, by field. */
const CODED = { emergency: ["method", "location_type"], ambulance: ["method"], police: ["method"], council: ["method"] };
const LABELS = { method: "how it was done", location_type: "kind of place" };

/** Words that stand in no county, and a time, a place and a call that are nobody else's. */
export const CANARIES = ["Zinnia", "quokka", "marzipan", "587613", "208291", "2025-07-27T05", "05:43", "27/07/2025", "250727-7731", "2507277731"];

/** Writes the reports of a made-up year into the folder, with canaries in every file: in columns that are not used, in places in words, and in exact times and places. */
export async function makeReports(folder, { incidents = 3000 } = {}) {
  await splitTally("synth", "--incidents", String(incidents), "--seed", "3", "--hotspots", "2", "--out-dir", folder);
  const file = (name) => join(folder, `${name}.csv`);
  const add = async (name, row) => {
    const [header, ...rows] = (await readFile(file(name), "utf8")).trimEnd().split("\n");
    await writeFile(file(name), [`${header},notes`, ...rows.map((one, index) => `${one},Zinnia said ${index}`), row, ""].join("\n"));
  };
  await add("emergency", 'emergency-900001,2025-07-27,05:43,2025-07-27,05:43,02,20,"Quokka Arms, marzipan yard",1,30,250727-7731,Zinnia quokka was there');
  await add("ambulance", "ambulance-900001,250727-7731,27/07/2025,05:43,STAB,51.74321,0.71234,Male,30,Zinnia quokka");
  await add("police", "police-900001,ASSAULT,27/07/2025,0543,27/07/2025,0543,587613,208291,KNIFE,licensed premises,M,30,marzipan");
  await add("council", "council-900001,2025-07-27 05:43,TL 87613 08291,KNIFE SEEN,quokka");
  const areas = join(folder, "areas.geojson");
  await writeFile(areas, JSON.stringify(squares()));
  return { file, areas };
}

/** Four areas over the made-up county, two by two, each with a code and a name. */
function squares() {
  const area = (code, name, [west, south, east, north]) => ({
    type: "Feature",
    properties: { AREA_CD: code, AREA_NM: name },
    geometry: { type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
  });
  return {
    type: "FeatureCollection",
    features: [
      area("X01", "South-west", [535000, 160000, 575000, 202500]),
      area("X02", "South-east", [575000, 160000, 630000, 202500]),
      area("X03", "North-west", [535000, 202500, 575000, 250000]),
      area("X04", "North-east", [575000, 202500, 630000, 250000]),
    ],
  };
}

/** The tables of a source, as a person chooses them. */
export const tablesOf = (source, file) => ({
  gazetteer: source === "emergency" ? file("gazetteer") : undefined,
  codes: Object.fromEntries(CODED[source].map((field) => [LABELS[field], file(`${source}.${field}.codes`)])),
});

/** The same for the command line. */
export const tableOptions = (source, file) => [
  ...(source === "emergency" ? ["--gazetteer", file("gazetteer")] : []),
  ...CODED[source].flatMap((field) => ["--codes", `${field}=${file(`${source}.${field}.codes`)}`]),
];

/** What is asked after the template: how near, which words, what the picture shows, who tells it (by label, those who do not), who links, until when, and the rule. */
export async function decideIncidents(page, { place, time, values = {}, leaveOut = [], cell, tellsNot = [], results = "records", linker = "County Linker", publicKey, lastDay, onStep = async () => {} } = {}) {
  await heading(page, "How near must two reports be?");
  if (place) await page.getByLabel(place).check();
  if (time) await page.getByLabel(time).check();
  await onStep("set-up-near");
  await press(page, "Continue");
  await heading(page, "Which words will everybody use?");
  await page.getByLabel("Values of how it was done, one a line").waitFor();
  for (const [label, list] of Object.entries(values)) await page.getByLabel(`Values of ${label}, one a line`).fill(list.join("\n"));
  await onStep("set-up-values");
  await press(page, "Continue");
  await heading(page, "What may the picture show?");
  await page.getByRole("checkbox").first().waitFor();
  for (const label of leaveOut) await page.getByLabel(label, { exact: true }).uncheck();
  if (cell) await page.getByLabel(cell).check();
  await onStep("set-up-picture");
  await press(page, "Continue");
  await heading(page, "Who tells what the picture shows?");
  if (tellsNot.length > 0) await page.getByLabel("No, say for each").check();
  for (const label of tellsNot) await page.getByLabel(label, { exact: true }).uncheck();
  await onStep("set-up-who-tells");
  await press(page, "Continue");
  await heading(page, "How may the results be used?");
  if (results === "counts") await page.getByLabel("Counts only: nobody looks up single reports").check();
  await onStep("set-up-use");
  await press(page, "Continue");
  await heading(page, "Who links the files?");
  await page.getByLabel("Their name").fill(linker);
  if (publicKey) await page.getByLabel("Their public key").fill(publicKey);
  await onStep("set-up-linker");
  await press(page, "Continue");
  await heading(page, "When does the agreement end?");
  if (lastDay) await page.getByLabel("Last day", { exact: true }).fill(lastDay);
  await press(page, "Continue");
  await heading(page, "Which counts may be published?");
  await press(page, "Continue");
}

/** Chooses the tables that say where places are and what codes mean, from the page that asks for them; the next is shown at the end. */
export async function chooseTables(page, { gazetteer, codes = {}, onStep = async () => {} }) {
  await heading(page, "What do your places and codes mean?");
  if (gazetteer) {
    await page.getByLabel("A table of places (a gazetteer)").setInputFiles(gazetteer);
    await page.getByText("Places in words are looked up in").waitFor({ timeout: 60_000 });
  }
  for (const [label, file] of Object.entries(codes)) {
    await page.getByLabel(`What your codes of ${label} mean`).setInputFiles(file);
    await page.getByText(`Codes of ${label} are translated by`).waitFor();
  }
  await onStep("prepare-lookups");
  await press(page, "Continue");
}

/** Counts incidents, by areas and with a comparison where they are given, and saves the picture in its three forms. */
export async function seeIncidents(page, { folder, areas, earlier, onStep = async () => {}, ...choices }) {
  await chooseViewFiles(page, { ...choices, onStep });
  await press(page, "Continue");
  await heading(page, "What should the map show?");
  if (areas) {
    await page.getByLabel("Yes, by a file of areas").check();
    await page.getByLabel("Choose the file of areas").setInputFiles(areas);
    await page.getByLabel("Which property names the areas?").waitFor();
  }
  if (earlier) {
    await page.getByLabel("Yes, compared with an earlier picture").check();
    await page.getByLabel("Choose the table of squares of the earlier picture").setInputFiles(earlier);
  }
  await onStep("view-places");
  await press(page, "Count the incidents");
  await heading(page, "The combined picture");
  await page.getByRole("button", { name: "Save view.json" }).waitFor({ timeout: 120_000 });
  await onStep("view-result");
  return {
    page: await saved(page, "Save view.html", folder),
    json: await saved(page, "Save view.json", folder),
    tables: await saved(page, "Save view-tables.zip", folder),
  };
}

/** Writes what is in an archive of the page, which has no compression, into the folder; gives the names. */
async function unpacked(archive, folder) {
  const bytes = await readFile(archive);
  const names = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [size, named] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const start = at + 30 + named;
    const name = bytes.toString("utf8", at + 30, start);
    await writeFile(join(folder, name), bytes.subarray(start, start + size));
    names.push(name);
    at = start + size;
  }
  return names;
}

/** The whole job with the page's own made-up reports, stopping at each state that other jobs do not show. */
export async function walkIncidents(page, { folder, onStep, sources = SOURCES }) {
  const look = (name) => onStep(`incidents-${name}`);
  // Forgets what another walk chose.
  await page.reload();
  await page.goto(`${page.url().split("#")[0]}#/try/incidents`);
  const files = await unpacked(await saved(page, "Save practice-incidents.zip", folder), folder);
  await look("try");
  const file = (name) => join(folder, `${name}.csv`);
  const areas = join(folder, "areas.geojson");
  await writeFile(areas, JSON.stringify(squares()));
  const decide = (on) => decideIncidents(on, { onStep: look });
  const { agreement, key } = await setUp(page, { parties: SOURCES, passphrase: null, folder, template: INCIDENT, repeats: SOURCES.slice(0, 2), decide, onStep: look });
  const extracts = [];
  for (const party of sources) {
    const stop = party === sources[0] ? { onStep: look } : {};
    const tables = (on) => chooseTables(on, { ...tablesOf(party, file), ...stop });
    extracts.push((await prepare(page, { agreement, key, passphrase: null, party, file: file(party), folder, tables, ...stop })).extract);
  }
  const { links } = await match(page, { agreement, files: extracts, folder, onStep: look });
  await seeIncidents(page, { agreement, files: extracts, links, areas, folder, onStep: look });
  return files;
}
