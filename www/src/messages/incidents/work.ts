// Preparing, matching and counting incidents.

import { joined } from "../../format";

export const summary = {
  repeats: "May hold several reports of one incident",
  near: "How near reports must be",
  nearWords: (metres: string | null, hours: string | null) => `up to ${joined([metres, hours].filter((one) => one !== null))} apart; nearer counts for more`,
  metres: (metres: string) => `${metres} metres`,
  minutes: (minutes: string) => `${minutes} minutes`,
  indicators: "Leaves readable, to be counted",
  cell: (label: string, metres: string) => `${label} (a square of ${metres} metres)`,
  from: (what: string, parties: string) => `${what} (from ${parties})`,
  useRecords: "single records: each organisation may look up its own reports",
  useCounts: "counts only: links are not written, and nobody looks up single reports",
};

/** Tables that cells are looked up in. */
export const lookups = {
  title: "What do your places and codes mean?",
  lead: "Places in words and codes of your system are translated here, on this computer, by tables of your own. The tables stay with you, and so do the words. Leave out what you do not need: a place of coordinates and a value in plain words need no table.",
  placesTitle: "Places",
  codesTitle: "Codes",
  sexes: "M, F and X",
  gazetteer: "A table of places (a gazetteer)",
  gazetteerHint: "For places in words or postcodes: columns called place or postcode, and easting and northing, or latitude and longitude. Your council’s street and licensing registers are good sources. A place that is not in the table counts as missing.",
  codes: (label: string, columns: string) => `What your codes of ${label} mean (${columns})`,
  codesHint: (values: string) => `A table with the columns code and value; leave the value empty where a code means “not known”. The values are: ${values}.`,
  column: (names: string) => `your column ${names}`,
  rarely: "These rarely need a table",
  blankTitle: "I have no such table yet: save a blank one to fill in",
  blankLead: "Open it in a spreadsheet, write your code before each value, repeat a line where several codes mean the same, and delete the lines that you have no code for.",
  blank: (label: string) => `Save a blank table for ${label}`,
  blankName: (field: string) => `codes-${field}.csv`,
  none: "Nothing in your file needs a table.",
} as const;

export const rows = {
  lead: "Usually every row takes part. Leave rows out here when some reports do not belong to the project.",
  listsTitle: "Reports to leave out, by list",
  listsLead: "For example reports that were withdrawn: a file of your own references. Their rows are left out wherever the value is the same, however it is written.",
  refuseHint: "Nothing is made. Choose this when each row should be a report of its own.",
  keepAllHint: "Each row counts as a report of its own. For files where one reference has several rows, such as several patients of one call.",
} as const;

export const columns = {
  indicatorsLead: "What the picture counts, such as the hour and the square of the map, is worked out of these columns: the exact time and place stay here.",
};

export const quality = {
  duplicatesTitle: "Rows that may be the same report twice",
  duplicatesLead: "A report that is in your file twice is counted once where it is linked and twice where it is not. Several patients or calls of one incident are no repeats.",
  duplicates: {
    exact: { name: "the same in every field", todo: "These may be exports of one report, or several people hurt at once of whom no more is known. Look at the first few; where they are repeats, leave later ones out under “Which rows take part?”." },
    nhs: { name: "", todo: "" },
    near: { name: "", todo: "" },
  },
};

export const leaves = {
  indicatorHead: "What is counted",
  learn: [
    {
      who: "A stranger who finds the file",
      can: "How many reports it holds; of each the month, day of the week, hour and square of the map, how it was done and the kind of place, as far as the agreement has them; and which reports are near each other in time and place. Somebody who knows of an event can tell which report is of it.",
      cannot: "The exact time and place, any name, any of your words.",
    },
    {
      who: "Whoever links the files, without the key",
      can: "The same, and which reports of the organisations are of one incident. From how near reports are to each other a map and a calendar of them could be drawn. Choose a linker you would trust with the data.",
      cannot: "Your own references, which stay in the crosswalk.",
    },
    {
      who: "Whoever holds the key and gets the file",
      can: "Whether there is a report of a street and an hour, or of an ambulance call, that they already know of. The ambulance service knows whose call it was. Treat the file as personal data.",
      cannot: "Anything in columns that are not used.",
    },
  ],
};

export const done = {
  indicatorsTitle: "Readable in the SEND file",
  indicator: "What is counted",
  indicatorColumn: "Worked out of your column",
  indicatorInvalid: "Left blank",
};

export const match = {
  headlineExpects: (wrong: string, missed: string) => `The model expects ${wrong} of these links to be wrong, and ${missed} of the links that there should be to be missed.`,
  headlineTwo: (groups: string, parties: string) => `${groups} incidents have reports of both ${parties}.`,
  headlineMany: (groups: string, links: string) => `${groups} of reports, each of one incident, from ${links} links.`,
  overlapCaption: "Incidents with reports of exactly these organisations",
  groups: "Incidents",
  reportWhat: "The counts on this page, with no line about any one incident.",
  review: (pairs: string) => `${pairs} too doubtful to link and too likely to dismiss. Send this file to the organisations whose reports they are: they can answer on their own computers, and you can match again with their answers.`,
  reviewWhat: "Pairs of random references, and what agrees. No value of any report.",
  reviewLeftOut: (pairs: string) => `${pairs} as doubtful and not in the file, as a report of theirs has likelier ones or there were too many.`,
  answerLinked: "Linked: someone said that it is the same incident",
  answerApart: "Kept apart: someone said that they are different incidents",
  answerConflicting: "Kept apart: one said the same incident, and another said different ones",
  answerClashes: "Not linked: it would put together what is kept apart",
  answerGone: "About reports that are no longer in the files",
  earlierUndone: "Undone, as someone has answered that they are two incidents",
  reviewSaveTitle: "SEND: to the organisations that hold the reports",
  rulesHelp: [
    "Pairs: pairs of reports that agree on all of it.",
    "Links: pairs that became links. Once a report is linked, later rules leave it alone, unless it may have several partners.",
    "Not unique: passed over because more than one report fits equally well, and choosing would be guessing.",
    "Contradicted: passed over because something else says that they are different incidents.",
  ],
};

export const model = {
  estimate: (precision: string, recall: string, matches: string) =>
    `The model expects ${precision} of the links to be right, and ${recall} of the ${matches} pairs of reports of one incident to be found. These are estimates without truth: do not act on one link, and rely on counts over months.`,
  estimateMany: (precision: string, recall: string, matches: string) =>
    `The model expects ${precision} of the links to be right, and ${recall} of the ${matches} pairs of reports of one incident to be found. These are estimates without truth: do not act on one link, and rely on counts over months.`,
  found: "Of all pairs of one incident found",
  weightsHelp: "The weight is in bits: one more doubles the odds that two reports are of one incident, one less halves them.",
};

export { ofIncidents as threshold } from "../threshold";

/** Questions about doubtful pairs of reports. */
export const review = {
  question: (other: string) => `Is this report of yours about the same incident as the report that ${other} holds?`,
  yourRecord: "Your report",
  evidenceCaption: (other: string) => `How it compares with the report of ${other}`,
  probability: (share: string) => `How probable it is, by all that was compared, that they are of the same incident: ${share}`,
  missingTitle: (things: number) => `${things} more could not be compared, as one of the two reports lacks them`,
  same: "The same incident",
  sameHint: "The two reports will be linked, unless the other organisation says that they are of different incidents",
  different: "Different incidents",
  differentHint: "The two reports will not be linked",
  none: "Say whether it is the same incident, or that you cannot tell",
} as const;

/** Results brought back to own reports, where the agreement is at hand. */
export const rejoin = {
  what: "Your own rows, with four more columns: the group, who else has a report of the incident, the score, and the rule that found it.",
  whatShared: "Your own rows, with the group, who else has a report of the incident, the score and the rule.",
  worklistWhat: "Your own references of incidents of which another organisation has recorded something that the agreement lets you see.",
  warningShared: "These files hold your own reports, and show who else knows of these incidents. Use them only as the agreement allows, and do not send them on.",
  nothingShared: "The agreement lets nobody see what others have recorded of an incident: you have who else knows of it, and no more.",
} as const;

/** The steps of the combined picture of incidents. */
export const view = {
  files: {
    legend: "How are the reports of one incident found?",
    count: "Continue",
    onlyMade: "The agreement lets results be counts only (its clause “results”), so the files are matched here and no links are kept. Nothing here tells anybody which reports belong together.",
  },
  places: {
    title: "What should the map show?",
    lead: "The map is drawn from the squares of the agreement alone. It has no streets under it, as nothing is fetched from anywhere.",
    areas: "Count by areas of your own too, such as wards?",
    noAreas: "No, squares only",
    withAreas: "Yes, by a file of areas",
    file: "Choose the file of areas",
    fileHint: "GeoJSON of Great Britain, with generalised outlines, such as wards or police beats from the ONS Open Geography Portal or your GIS team. It stays on this computer.",
    fileNone: "Choose the file of areas, or count by squares only",
    naming: "Which property names the areas?",
    namingOne: (property: string, first: string, areas: string) => `${property}: ${first}… (${areas})`,
    compare: "Look for places with more incidents than expected?",
    compareHint: "A hotspot is a square, or several around one, with more incidents than the comparison leads one to expect.",
    noCompare: "No",
    noCompareHint: "With a file of areas hotspots are still marked, as if all its squares were alike: that finds town centres, where people are, and says nothing of risk",
    earlier: "Yes, compared with an earlier picture",
    earlierHint: "Finds places with a larger share of all incidents than before",
    earlierFile: "Choose the table of squares of the earlier picture",
    earlierFileHint: "The file cells_cell.csv of the tables that were saved with it.",
    expected: "Yes, compared with numbers of people",
    expectedHint: "Finds places with more than their share of people. None of these is the risk to a person there",
    expectedFile: "Choose the table of numbers by square",
    expectedFileHint: "A CSV file whose first column is the square, such as TL700060, and whose second is a number, such as residents.",
    compareNone: "Choose the file to compare with, or do not compare",
    count: "Count the incidents",
  },
  result: {
    overlapTitle: "How much, and who knows of it",
    upset: "Each row stands for incidents that exactly the organisations with a dark dot have a report of. An open, dashed bar is a count that the rule hides.",
    overlapHelp: "Look first at those of which the police have no report: they are why this is done. An incident whose reports were not linked is counted twice, so read this beside the match report’s estimate of missed links.",
    trendTitle: "More or less than before?",
    trendHelp: "A change of one step of rounding may be one incident.",
    weekTitle: "When",
    weekHelp: "By the clock on the wall: an hour after midnight belongs to the new day. Many systems fill in midnight where the time is not known; if 00:00 stands out, ask.",
    howTitle: "How, and in what kind of place",
    placesTitle: "Where",
    placesHelp: (metres: string) => `Each square is ${metres} metres wide; larger and darker means more incidents. Striped is a count that the rule hides, and white is 0. In a narrow window the map scrolls sideways; saved, it can be made as small as you like.`,
    inTwo: (cells: string) => `${cells} whose middle is in two areas, and counted in the first.`,
    hotspotsTitle: "Hotspots",
    hotspotsWhich: (baseline: string, cells: string, windows: string) => `Compared with: ${baseline}. ${cells} squares took part, in ${windows} overlapping groups of neighbouring squares.`,
    hotspotsCaveat: "A thick line on the map is around each. A hotspot says that there is more than the comparison explains, and not why; and none found does not show that there is none.",
    hotspotsNone: "None was found. That does not show that there is none.",
    notSaid: (windows: string) => `Of ${windows} this picture does not say whether they are part of a hotspot, as that would give a hidden count away.`,
    hotspotsShow: (found: string) => `Show the ${found}`,
    hotspot: "Around square",
    within: "Within metres",
    squares: "Squares",
    found: "Incidents",
    expected: "Expected",
    statistic: "How they were looked for",
    whichTitle: "Which report counts",
  },
} as const;

export const practice = {
  link: "Practise with made-up reports of violent incidents instead",
  title: "Practise with reports of violent incidents",
  lead: "These are reports of incidents that never happened, in a made-up county, as an emergency department, an ambulance service, the police and a council might have recorded them: with wrong hours, rough places and codes of their own. Save them, then do the whole job once.",
  archive: (files: string) => `The ${files} below, in one ZIP file. Unpack it into a folder of its own: on Windows, right-click it and choose “Extract All”.`,
  inside: "What is in it",
  what: (name: string) =>
    /truth/.test(name)
      ? "Which reports really are of one incident, to compare with what you find."
      : /gazetteer/.test(name)
        ? "Where the places are that the emergency department writes in words."
        : /codes/.test(name)
          ? `What codes of the ${name.split(".")[0]} file mean.`
          : `Made-up reports, as ${name === "emergency.csv" ? "an emergency department" : name === "ambulance.csv" ? "an ambulance service" : name === "police.csv" ? "the police" : "a council"} might keep them.`,
  steps: [
    "Set up a project between “emergency”, “ambulance”, “police” and “council”, and choose “Violent incidents, for one trusted linker”. Save the agreement and the key.",
    "Prepare the four files, each as its organisation. Where the page asks what places and codes mean, choose gazetteer.csv for the emergency department, and for each the files whose names start with its own and end in codes.csv. Save every file.",
    "Match the four SEND files, and save links.csv.",
    "See the combined picture: choose the agreement, links.csv and the four SEND files.",
  ],
} as const;
