// What is said inside a portal's page.

import type { embedded as english } from "../embedded";
import type { Translated } from "../live";

const PAGE_AROUND = "y dudalen o’i chwmpas";
const into = (to: string) => (to === PAGE_AROUND ? "i’r dudalen o’i chwmpas" : `i ${to}`);
const startingSentence = (words: string) => `${words[0]?.toUpperCase() ?? ""}${words.slice(1)}`;

export const embedded: Translated<typeof english> = {
  embedded: {
    around: (origin) => `Split Tally yw’r rhan hon o’r dudalen. Ni all ${origin === "" ? "y dudalen o’i chwmpas" : `y dudalen o’i chwmpas, ${origin},`} weld y ffeiliau a ddewiswch yma. Mae’n gweld pa mor bell y mae’r gwaith wedi mynd.`,
    beside: (origin) =>
      `Split Tally yw’r rhan hon o’r dudalen. Nid yw’n anfon dim i unman. Ond mae’n rhedeg y tu mewn i ${origin === "" ? "dudalen arall" : `dudalen ${origin}`}, a gallai sgriptiau’r dudalen honno ddarllen y ffeiliau a’r cyfrinymadrodd a ddewiswch yma. Ewch ymlaen dim ond os ydych yn ymddiried yn y dudalen honno.`,
    thePageAround: PAGE_AROUND,
    title: (to) => `Trosglwyddo ${into(to)}`,
    asks: (what, to) => `${startingSentence(to)} sy’n gofyn am y canlynol: ${what}. Mae’n cael hynny a dim arall: nid eich data, eich allwedd na’ch tabl croesgyfeirio. Gallwch hefyd gadw’r ffeil eich hun a pheidio â throsglwyddo dim.`,
    asksBeside: (what, to) => `${startingSentence(to)} sy’n gofyn am y canlynol: ${what}. Mae Split Tally yn rhoi hynny iddi a dim arall. Gallwch hefyd gadw’r ffeil eich hun a pheidio â throsglwyddo dim.`,
    handOver: (to) => `Trosglwyddo hyn ${into(to)}`,
    sure: (what, to) => `Trosglwyddo ${what} ${into(to)}? Gwiriwch mai dyma’r wefan yr ydych yn bwriadu rhoi hyn iddi.`,
    yes: (to) => `Ie, trosglwyddo hyn ${into(to)}`,
    no: "Na",
    handed: (what, to) => `Wedi’i drosglwyddo ${into(to)}: ${what}.`,
    covered: "Ni throsglwyddwyd dim: mae rhywbeth o’r dudalen o gwmpas yn gorwedd dros y rhan hon, neu nid oedd i’w gweld yn ddigon hir i’w darllen. Sgroliwch nes ichi ei gweld i gyd, a rhowch gynnig arall arni.",
    report: "cyfrifon y paru hwn",
    view: "tablau’r darlun hwn",
    notSandboxed: "Mae’r dudalen o gwmpas yr un hon wedi rhoi Split Tally mewn ffrâm nad yw mewn blwch tywod, lle gallai sgriptiau’r dudalen ddarllen eich ffeiliau.",
    contrast: "Ni chymerwyd y lliwiau: byddai gan y testun rhy ychydig o gyferbyniad i’w ddarllen (mae WCAG 2.2 yn gofyn am 4.5 i 1).",
    agreementRefused: "Ni chymerwyd cytundeb y dudalen o gwmpas, gan na ellir ei ddarllen. Gofynnir i’r person am un.",
  },
};
