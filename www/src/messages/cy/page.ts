// What stands on every page: the frame, controls, progress, faults, and the names of files.

import { joined } from "../../format";
import type { Translated } from "../live";
import { page as english } from "../page";

export const page: Translated<typeof english> = {
  name: "Split Tally",

  common: { continue: "Parhau", warning: "Rhybudd" },

  frame: {
    skip: "Neidio i’r prif gynnwys",
    stays: "Mae popeth yn aros ar y cyfrifiadur hwn. Ceisiadau a wnaed ers agor y dudalen:",
    blocked: (count) => `Ymgeisiau a rwystrwyd gan reolau’r dudalen ei hun: ${count}.`,
    back: "Yn ôl",
    newer: "Mae fersiwn mwy newydd o Split Tally yma. Mae’r dudalen hon yn aros fel y mae, a bydd yr un newydd yn agor y tro nesaf.",
    version: (version) => `Fersiwn ${version}`,
    languages: "Iaith",
    translation:
      "Drafft yw’r Gymraeg yma: nid yw cyfieithydd Cymraeg wedi ei gwirio eto. Os oes amheuaeth, y Saesneg sy’n gywir. I gywiro gwall, gweler docs/welsh.md, gyda’r cod.",
    stillIn: "Mae’r dudalen hon yn dal yn Saesneg, oherwydd byddai newid ei hiaith yn clirio’r hyn y mae’n ei ddangos neu’n atal ei gwaith. Bydd y dudalen nesaf yn Gymraeg.",
    changeAnyway: "Dangos y dudalen hon yn Gymraeg er hynny",
    seed: "Cyfeirnodau y gellir eu hailadrodd: ar gyfer profion yn unig. Peidiwch ag anfon ffeiliau a wneir tra bo hyn i’w weld.",
  },

  preflight: {
    title: "Ni all y porwr hwn redeg Split Tally",
    missing: (names) => `Nid oes gan y porwr hwn ${joined(names)}, y mae eu hangen ar Split Tally i wneud ei waith ar y cyfrifiadur hwn.`,
    notCompiling: "Ni adawodd y porwr hwn i Split Tally ddefnyddio WebAssembly, sy’n gwneud y gwaith ar y cyfrifiadur hwn. Mae gosodiad wedi ei ddiffodd, neu mae’r porwr yn rhy hen.",
    notStarting: "Ni adawodd y porwr hwn i Split Tally gychwyn gweithiwr, sy’n darllen eich ffeiliau ar y cyfrifiadur hwn. Efallai fod gosodiad yn gwahardd gweithwyr o gyfeiriadau blob.",
    nothingLost: "Nid ydych wedi rhoi unrhyw ffeil iddo eto, ac nid oes dim wedi gadael y cyfrifiadur hwn.",
    tryTitle: "Beth y gallwch roi cynnig arno",
    tryThis: [
      "Agorwch y dudalen hon mewn fersiwn cyfredol o Edge, Chrome, Firefox neu Safari.",
      "Ar ddyfais Apple, diffoddwch Lockdown Mode ar gyfer y dudalen hon: mae’n tynnu WebAssembly i ffwrdd.",
      "Yn Edge, edrychwch a yw “Enhance your security on the web” ymlaen, ac ychwanegwch y dudalen hon fel eithriad.",
    ],
    askTitle: "Beth i’w ofyn i’ch tîm TG",
    askLead: "Os yw eich sefydliad yn rheoli’r porwr hwn, anfonwch y testun hwn atynt. Mae’n dweud beth sydd ar goll a beth sydd ei angen.",
    askLabel: "Testun i’ch tîm TG",
    ask: (problem, browser) =>
      `Mae angen imi ddefnyddio Split Tally, tudalen sy’n gweithio ar ffeiliau ar fy nghyfrifiadur fy hun ac nad yw’n anfon dim. Mae’n dweud: ${problem}\n\nA wnewch chi ganiatáu’r canlynol i’r dudalen hon: JavaScript, WebAssembly (mewn polisi diogelwch cynnwys: script-src 'wasm-unsafe-eval') a gweithwyr o gyfeiriadau blob (worker-src blob:). Nid oes angen rhwydwaith, cwcis na storfa arni.\n\nFy mhorwr: ${browser}`,
    littleMemory: "Ychydig o gof y mae’r porwr hwn yn ei roi i Split Tally, felly efallai na fydd lle i ffeiliau mawr. Caewch dabiau eraill, neu defnyddiwch borwr 64-did ar gyfrifiadur â mwy o gof.",
  },

  notFound: { title: "Nid oes tudalen o’r fath", text: "Efallai fod y cyfeiriad yn dod o fersiwn hŷn. Ewch yn ôl i’r dechrau a dewiswch eto." },

  faults: {
    trapped:
      "Daeth y gwaith i ben yn annisgwyl. Nid oes dim wedi gadael y cyfrifiadur hwn ac ni chadwyd dim. Rhowch gynnig arall arni; os daw i ben eto, efallai fod y ffeil yn rhy fawr i gof y porwr hwn: caewch dabiau eraill, neu gofynnwch i’ch tîm data ddefnyddio’r gorchymyn split-tally.",
    unreadable: (name) =>
      `Ni allai’r porwr ddarllen ${name || "ffeil"} mwyach. Efallai iddi gael ei symud, ei newid neu ei hagor mewn rhaglen arall ers ichi ei dewis. Caewch hi yno, ac wedyn dewiswch hi eto.`,
    tooLargeHere: (name, size, most) =>
      `Mae ${name} yn ${size}. Yn y porwr hwn mae tudalen a agorwyd o ddisg yn darllen ffeiliau hyd at ${most}. Agorwch Split Tally o gyfeiriad gwe yn lle hynny, neu agorwch y ffeil split-tally.html yn Edge, Chrome neu Firefox.`,
  },

  errors: { titlePrefix: "Gwall:", summaryTitle: "Mae yna broblem" },

  repeater: { remove: "Tynnu" },

  fields: {
    showPassphrase: "Dangos",
    hidePassphrase: "Cuddio",
    chosenFile: (name, size) => `Wedi’i dewis: ${name} (${size})`,
    dropOne: "neu gollyngwch y ffeil yma",
    dropMany: "neu gollyngwch y ffeiliau yma",
  },

  progress: {
    label: "Cynnydd",
    starting: "Yn cychwyn…",
    moment: "Un eiliad…",
    cancel: "Stopio",
    stopped: "Wedi’i stopio. Ni chadwyd dim ac nid oes dim wedi gadael y cyfrifiadur hwn.",
    stage: (phase) =>
      ({
        reading: { name: "Darllen y ffeil", unit: "bytes" },
        encoding: { name: "Darllen a chodio", unit: "bytes" },
        writing: { name: "Cymysgu ac ysgrifennu", unit: null },
        checking: { name: "Gwirio’r ffeiliau", unit: null },
        "match keys": { name: "Paru ar feysydd union", unit: null },
        similarity: { name: "Cymharu’r hyn sydd ar ôl", unit: null },
        probability: { name: "Pwyso a mesur pa mor debygol yw pob pâr", unit: null },
        counting: { name: "Cyfrif", unit: null },
      })[phase] ?? { name: phase, unit: null },
    rate: (rate, unit) => (unit === "bytes" ? `${rate} yr eiliad` : `${rate} ${unit} yr eiliad`),
    left: (time) => `${time} ar ôl`,
  },

  save: { button: (name) => `Cadw ${name}`, saved: (name) => `Wedi’i chadw fel ${name}, lle mae’r porwr hwn yn cadw’r hyn a lawrlwythir.` },

  copy: { button: "Copïo’r testun", done: "Wedi’i gopïo.", byHand: "Mae’r testun wedi’i ddewis: pwyswch Ctrl+C i’w gopïo." },

  // Partners who work in either language know files by the same names.
  files: english.files,
};
