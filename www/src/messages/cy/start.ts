// The start, and the rehearsal with made-up people.

import { inEnglish } from "../../language";
import type { Translated } from "../live";
import type { start as english } from "../start";

export const start: Translated<typeof english> = {
  start: {
    lead: "Dewch i wybod pa gofnodion sydd gan wahanol sefydliadau am yr un bobl, neu pa adroddiadau sydd am yr un digwyddiad treisgar, heb ddangos unrhyw enwau i’ch gilydd. Mae pob sefydliad yn paratoi ei ffeil ei hun ar ei gyfrifiadur ei hun, a dim ond ffeiliau wedi’u codio sy’n cael eu cyfnewid.",
    leaves: "Nid yw’r dudalen hon yn anfon dim. Cedwir yr hyn a wnewch fel ffeil ar y cyfrifiadur hwn, a chi sy’n penderfynu beth i’w anfon ac at bwy. Nid yw ffeiliau y mae eu henwau’n dechrau â KEEP ar gyfer neb arall.",
    choices: [
      { address: "#/set-up", name: "Sefydlu prosiect", what: "I’r sawl sy’n ei gychwyn: dywedwch pwy sy’n cymryd rhan, ac wedyn cadwch y cytundeb a’r allwedd gyfrinachol." },
      { address: "#/prepare", name: "Paratoi fy nata", what: "Mae gennych gytundeb, allwedd a’ch data: ffeil CSV neu daenlen. Gwelwch beth sydd ynddi, ac wedyn gwnewch y ffeil wedi’i chodio i’w hanfon." },
      { address: "#/match", name: "Paru ffeiliau", what: "Mae gennych ffeiliau wedi’u codio gan ddau sefydliad neu fwy. Dewch o hyd i’r cofnodion sy’n perthyn i’w gilydd. Nid oes angen allwedd." },
      { address: "#/view", name: "Gweld y darlun cyfun", what: "Mae gennych y ffeiliau wedi’u codio, a chytundeb sydd â dangosyddion o angen neu sydd am ddigwyddiadau. Gwelwch faint o bobl y mae sawl sefydliad yn eu hadnabod a beth yw eu hanghenion, neu faint o ddigwyddiadau a fu, pryd a ble: mewn cyfrifon y gellir eu cyhoeddi." },
      { address: "#/bring-back", name: "Dod â’r canlyniadau yn ôl", what: "Mae gennych y cysylltiadau a wnaeth rhywun o’ch ffeil chi ac eraill. Gwelwch am ba rai o’ch cofnodion chi y maent, a beth y mae’r cytundeb yn gadael ichi ei weld ohonynt." },
      { address: "#/review", name: "Ateb cwestiynau", what: "Mae gennych ffeil adolygu: parau o gofnodion a oedd yn rhy amheus i’w cysylltu. Dywedwch beth a wyddoch am eich rhai chi." },
      { address: "#/look-inside", name: "Edrych y tu mewn i ffeil", what: "Gwelwch beth sydd mewn ffeil a wnaed gan Split Tally a beth y gallai ei ddatgelu." },
    ],
    more: "Hefyd yma",
    receivingKey: "Gwneud fy allwedd dderbyn, fel y gellir amgryptio ffeiliau ar fy nghyfer i",
    renew: "Adnewyddu cytundeb",
    destroyKey: "Cofnodi bod allwedd wedi’i dinistrio",
    newHere: "Newydd yma?",
    tryIt: "Rhoi cynnig arni gyda phobl ddychmygol (3 munud)",
    forGovernance: "I arweinwyr llywodraethu a TG:",
    check: "Sut i wirio nad oes dim yn cael ei anfon",
  },

  try: {
    title: "Rhoi cynnig arni gyda phobl ddychmygol",
    lead: "Mae’r ffeiliau hyn yn dal pobl nad ydynt yn bod, fel y gallai dau sefydliad fod wedi’u cofnodi: gyda gwallau teipio, gwerthoedd ar goll a phobl nad yw ond un ohonynt yn eu hadnabod. Cadwch nhw, ac wedyn gwnewch y gwaith i gyd unwaith.",
    filesTitle: "Ffeiliau i ymarfer",
    what: (name) => (/truth/i.test(name) ? "Pa gofnodion sydd am yr un person mewn gwirionedd, i’w cymharu â’r hyn y dewch o hyd iddo." : `Cofnodion dychmygol, fel y gallai ${owner(name)} eu cadw.`),
    samples: "Efallai fod yr un ffeiliau ar y wefan hon hefyd, o dan /samples.",
    stepsTitle: "Y gwaith i gyd, unwaith",
    steps: [
      "Sefydlwch brosiect rhwng dau sefydliad, megis “Ysbyty” a “Cyngor”. Cadwch y cytundeb a’r allwedd.",
      "Paratowch y ffeil gyntaf fel y sefydliad cyntaf. Cadwch y ffeil y mae ei henw’n dechrau â SEND.",
      "Paratowch yr ail ffeil fel yr ail sefydliad. Cadwch y ffeil honno hefyd.",
      "Parwch y ddwy ffeil SEND. Gwelwch faint o bobl sydd yn y ddwy.",
      "Edrychwch y tu mewn i un o’r ffeiliau SEND: dyma’r cyfan y byddai partner yn ei gael.",
    ],
    start: "Sefydlu prosiect i ymarfer",
    tryView: "Ymarfer golwg gyfun ar fregusrwydd yn lle hynny",
    viewTitle: "Ymarfer golwg gyfun ar fregusrwydd",
    viewLead: "Mae’r ffeiliau hyn yn dal pobl nad ydynt yn bod, fel y gallai ysbyty, cyngor ac elusen fod wedi’u cofnodi, gyda dangosyddion o angen megis ôl-ddyledion rhent a chwympiadau diweddar. Cadwch nhw, ac wedyn gwnewch y gwaith i gyd unwaith.",
    viewSteps: [
      `Sefydlwch brosiect rhwng “hospital”, “council” a “charity”, a dewiswch “${inEnglish("Combined view of vulnerability")}”. Cadwch y cytundeb a’r allwedd.`,
      "Paratowch y tair ffeil, pob un fel ei sefydliad. Cadwch bob ffeil.",
      "Parwch y tair ffeil SEND, a chadwch links.csv.",
      "Gwelwch y darlun cyfun: dewiswch y cytundeb, links.csv a’r tair ffeil SEND.",
      "Dewch â’r canlyniadau yn ôl fel y cyngor: gwelwch beth a ŵyr y lleill am ei bobl ei hun, ac at bwy y mae angen edrych gyntaf.",
    ],
  },
};

/** Whose made-up file it is: the files have English names. */
function owner(name: string): string {
  const stem = name.replace(/\.csv$/, "");
  return { hospital: "ysbyty", council: "cyngor", charity: "elusen" }[stem] ?? stem;
}
