// Setting up a project about incidents: what is settled of it beside what every project has.

export const template = {
  repeatsLegend: "Whose file may hold several reports of one incident?",
  repeatsHint: "Emergency departments have a row for each patient, and ambulance services often one for each call: tick those. Police and council usually hold an incident once, which makes links surer.",
};

export const near = {
  title: "How near must two reports be?",
  lead: "No two services write down the same minute or the same spot. Say how far apart two reports of one incident may be; nearer counts for more, and how it was done and who was hurt count as well.",
  place: "How far apart may the places be?",
  places: [
    { value: 210, text: "Up to about 200 metres", hint: "Where nearly all places are exact, such as the position of a vehicle" },
    { value: 700, text: "Up to about 700 metres (usual)", hint: "Where some places are streets, premises or the middle of a postcode" },
    { value: 2100, text: "Up to about 2 kilometres", hint: "Where many places are known by village or area only. More wrong links in towns" },
  ],
  time: "How far apart may the times be?",
  times: [
    { value: 54, text: "Up to about an hour", hint: "Where every service writes down the minute. Misses patients who come or tell of it later" },
    { value: 180, text: "Up to 3 hours (usual)", hint: "Where patients say when it happened" },
  ],
  measured: "On made-up reports of a made-up county the usual distances did best: 92 of 100 links were right and 92 of 100 found. With an hour it was 94 right and 86 found, with 200 metres 91 and 89, with 2 kilometres 91 and 92. Yours will differ.",
  reveals: "Whoever links the files can tell which reports are near each other in time and place, and so could draw a map and a calendar of them: the farther apart you let them be, the more of it. So could anybody else who gets hold of a prepared file that is not encrypted.",
} as const;

export const values = {
  title: "Which words will everybody use?",
  lead: "Every service has codes of its own. Before anybody prepares a file, agree on a short list of plain words: each service then says what its own codes mean, in a table that stays with it. No free text leaves anybody.",
  field: (label: string) => `Values of ${label}, one a line`,
  methodHint: "Where two reports of one incident differ, the one farther down this list counts; “other” counts least.",
  ageHint: "A whole age falls into its band: 18-24 holds 18 to 24, and 65+ all from 65.",
  tooFew: (label: string) => `Enter two values or more of ${label}, one a line`,
  refused: (label: string, line: number, problem: string) => `Line ${line} of the values of ${label}: ${problem}`,
  allowed: "a value has 1 to 40 letters A to Z, digits, single spaces and the signs _ . + / -",
} as const;

export const picture = {
  title: "What may the picture show?",
  lead: "These few things of each report leave readable, beside the codes, so that whoever links the files can count them. Nobody else needs the files, and the picture has counts only.",
  reveals: "Together, a month, an hour and a square of the map can point to one event for anybody who knows of it. Choose only what will be used, and a larger square outside of towns.",
  legend: "What is counted",
  names: {
    month: { text: "The month", hint: "For the trend" },
    weekday: { text: "The day of the week", hint: "For the week by hours" },
    hour: { text: "The hour", hint: "For the week by hours" },
    cell: { text: "The square of the map", hint: "For the map, small areas and hotspots. The exact place stays where it is" },
    assault_method: { text: "How it was done", hint: "For counts by method or weapon" },
    kind_of_place: { text: "The kind of place", hint: "For counts by kind of place" },
  } as Record<string, { text: string; hint: string }>,
  none: "Choose at least one of the month, the day of the week, the hour and the square",
  cell: "How large is a square of the map?",
  cells: [
    { value: 250, text: "250 metres", hint: "A few streets of a large town. Many counts will be hidden" },
    { value: 500, text: "500 metres (usual)", hint: "Several streets of a town, or all of a village" },
    { value: 1000, text: "1 kilometre", hint: "For counties with few incidents" },
    { value: 2000, text: "2 kilometres", hint: "For the countryside" },
  ],
} as const;

export const whoTells = {
  title: "Who tells what the picture shows?",
  lead: "Of what the picture shows, an organisation’s file holds only what the agreement has it tell. The codes by which reports are linked are made of all its fields in any case.",
  reveals: "What an organisation tells is readable, report by report, to whoever links the files. Of an incident that only organisations who do not tell it have a report of, it counts as not known. Where several tell the time or the place of one incident, the organisation that was named first counts.",
  legend: "May each organisation tell all of it?",
  everyone: "Yes, whatever its file has",
  everyoneHint: "An organisation whose file has no column for something leaves it out",
  each: "No, say for each",
  caption: "Who tells what the picture shows",
  head: "What the picture shows",
  label: (what: string, party: string) => `${party} tells: ${what}`,
  nobody: (what: string) => `Choose who tells “${what}”, or take it out of the picture`,
  fields: {
    when: "when it happened",
    where: "where it happened",
    assault_method: "how it was done",
    kind_of_place: "the kind of place",
  } as Record<string, string>,
} as const;

export const use = {
  records: "Single records: each organisation may look up its own reports",
  recordsHint: "An organisation can see which of its own reports others have a report of too. It sees nothing of theirs. Choose this to check the links or to work on cases",
  counts: "Counts only: nobody looks up single reports",
  countsHint: "Nobody is told anything about a single report. Whoever links the files counts, and the links are not kept. Choose this to see how much, where and when",
};

export const linker = {
  title: "Who links the files?",
  lead: "One linker, whom all organisations would trust with the data itself, gets the prepared files of all, finds the reports of one incident, and counts. The agreement names them, and every file says that it is for them.",
  trust: "They can tell which reports are near each other, and read what the picture counts, report by report, without knowing whose they are. They must not have the project key, and so be none of the organisations, though they may work in the same building.",
} as const;

export const agreement = {
  changeNear: "Change how near reports must be",
  changeValues: "Change the words",
  changePicture: "Change what the picture may show",
  changeWhoTells: "Change who tells it",
};
