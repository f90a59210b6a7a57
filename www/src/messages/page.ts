// What stands on every page: the frame, controls, progress, faults, and the names of files.

import { joined } from "../format";

export const page = {
  name: "Split Tally",

  common: { continue: "Continue", warning: "Warning" },

  frame: {
    skip: "Skip to main content",
    stays: "Everything stays on this computer. Requests made since this page opened:",
    blocked: (count: string) => `Attempts stopped by this page’s own rules: ${count}.`,
    back: "Back",
    newer: "A newer version of Split Tally is here. This page stays as it is, and the newer one opens the next time.",
    version: (version: string) => `Version ${version}`,
    languages: "Language",
    /** Of a translation: how far it can be trusted, and what to do about it. */
    translation: "",
    stillIn: "This page is still in Welsh, as changing its language would clear what it shows or stop its work. The next page will be in English.",
    changeAnyway: "Show this page in English all the same",
    seed: "Repeatable references: tests only. Do not send files made while this shows.",
  },

  preflight: {
    title: "This browser cannot run Split Tally",
    missing: (names: readonly string[]) => `This browser does not have ${joined(names)}, which Split Tally needs to do its work on this computer.`,
    notCompiling: "This browser did not let Split Tally use WebAssembly, which does the work on this computer. It is switched off by a setting, or the browser is too old.",
    notStarting: "This browser did not let Split Tally start a worker, which reads your files on this computer. A setting may forbid workers from blob addresses.",
    nothingLost: "You have not given it any file yet, and nothing has left this computer.",
    tryTitle: "What you can try",
    tryThis: [
      "Open this page in a current version of Edge, Chrome, Firefox or Safari.",
      "On an Apple device, switch Lockdown Mode off for this page: it takes WebAssembly away.",
      "In Edge, see whether “Enhance your security on the web” is on, and add this page as an exception.",
    ],
    askTitle: "What to ask your IT team",
    askLead: "If your organisation manages this browser, send them this text. It says what is missing and what is needed.",
    askLabel: "Text for your IT team",
    ask: (problem: string, browser: string) =>
      `I need to use Split Tally, a page that works on files on my own computer and sends nothing. It says: ${problem}\n\nPlease allow this page: JavaScript, WebAssembly (in a content security policy: script-src 'wasm-unsafe-eval') and workers from blob addresses (worker-src blob:). It needs no network, no cookies and no storage.\n\nMy browser: ${browser}`,
    littleMemory: "This browser gives Split Tally little memory, so large files may not fit. Close other tabs, or use a 64-bit browser on a computer with more memory.",
  },

  notFound: { title: "There is no such page", text: "The address may be from an older version. Go back to the start and choose again." },

  faults: {
    trapped:
      "The work stopped unexpectedly. Nothing left this computer and nothing was kept. Try once more; if it stops again, the file may be too large for this browser’s memory: close other tabs, or ask your data team to use the split-tally command.",
    unreadable: (name: string) =>
      `The browser could not read ${name || "a file"} any more. It may have been moved, changed or opened in another program since you chose it. Close it there, then choose it again.`,
    tooLargeHere: (name: string, size: string, most: string) =>
      `${name} has ${size}. In this browser a page opened from disk reads files of up to ${most}. Open Split Tally from a web address instead, or open the file split-tally.html in Edge, Chrome or Firefox.`,
  },

  errors: { titlePrefix: "Error:", summaryTitle: "There is a problem" },

  repeater: { remove: "Remove" },

  fields: {
    showPassphrase: "Show",
    hidePassphrase: "Hide",
    chosenFile: (name: string, size: string) => `Chosen: ${name} (${size})`,
    dropOne: "or drop the file here",
    dropMany: "or drop the files here",
  },

  progress: {
    label: "Progress",
    starting: "Starting…",
    moment: "One moment…",
    cancel: "Stop",
    stopped: "Stopped. Nothing was kept and nothing left this computer.",
    /** `unit` says what the core counts in this stage; null where a rate would mean nothing to the reader. */
    stage: (phase: string): { name: string; unit: string | null } =>
      ({
        reading: { name: "Reading the file", unit: "bytes" },
        encoding: { name: "Reading and encoding", unit: "bytes" },
        writing: { name: "Shuffling and writing", unit: null },
        checking: { name: "Checking the files", unit: null },
        "match keys": { name: "Matching on exact fields", unit: null },
        similarity: { name: "Comparing what is left", unit: null },
        probability: { name: "Weighing how probable each pair is", unit: null },
        counting: { name: "Counting", unit: null },
      })[phase] ?? { name: phase, unit: null },
    rate: (rate: string, unit: string) => (unit === "bytes" ? `${rate} a second` : `${rate} ${unit} a second`),
    left: (time: string) => `${time} left`,
  },

  save: { button: (name: string) => `Save ${name}`, saved: (name: string) => `Saved as ${name}, where this browser keeps its downloads.` },

  copy: { button: "Copy the text", done: "Copied.", byHand: "The text is selected: press Ctrl+C to copy it." },

  files: {
    agreement: "agreement.json",
    assessment: "impact-assessment.html",
    key: "SECRET-project.key",
    receivingKey: "SECRET-receiving.key",
    keyReceipt: "KEEP-key-receipt.json",
    extract: (party: string, encrypted: boolean) => `SEND-${party}.parquet${encrypted ? ".age" : ""}`,
    crosswalk: (party: string) => `KEEP-${party}-crosswalk.csv`,
    record: (party: string) => `KEEP-${party}-record.json`,
    quality: (party: string) => `KEEP-${party}-quality.json`,
    mapping: (party: string) => `mapping-${party}.json`,
    links: "links.csv",
    practiceIncidents: "practice-incidents.zip",
    homes: "households.csv",
    matchReport: "match-report.json",
    matchPage: "match-report.html",
    matchChart: (name: string) => `match-${name}.svg`,
    matchTable: (name: string) => `match-${name}.csv`,
    review: "review.json",
    view: "view.json",
    viewPage: "view.html",
    viewTable: (name: string) => `${name}.csv`,
    viewTables: "view-tables.zip",
    viewChart: (name: string) => `${name}.svg`,
    histogramSvg: "similarity.svg",
    histogramCsv: "similarity.csv",
    probabilitySvg: "probability.svg",
    probabilityCsv: "probability.csv",
  },
} as const;
