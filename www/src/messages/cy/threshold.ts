// What the line above which pairs link does, and what to do to have another.

import type { Translated } from "../live";
import type { ofIncidents as englishOfIncidents, threshold as english } from "../threshold";

export const threshold: Translated<typeof english> = {
  threshold: {
    label: "Symudwch y llinell i weld beth a wnâi un arall",
    hint: "Llusgwch hi, neu defnyddiwch y bysellau saeth. Nid yw edrych yn newid dim.",
    caption: "Beth y mae’r llinell yn ei wneud",
    head: "Canlyniad",
    now: (value) => `Cytunwyd: ${value}`,
    moved: (value) => `Symudwyd: ${value}`,
    about: (number) => `tua ${number}`,
    atMost: (number) => `hyd at ${number}`,
    aboutAtMost: (number) => `hyd at tua ${number}`,
    share: (number, share) => `tua ${number} (${share})`,
    fewer: (number) => `${number} yn llai nag yn awr`,
    more: (number) => `${number} yn fwy nag yn awr`,
    moreAtMost: (number) => `hyd at ${number} yn fwy nag yn awr`,
    moreAboutAtMost: (number) => `hyd at tua ${number} yn fwy nag yn awr`,
    same: "yr un nifer ag yn awr",
    agreed: (value, links) => `Y llinell y cytunwyd arni, o ${value}: ${links}`,
    elsewhere: (value, links, change) => `O ${value}: ${links}, ${change}`,
    similarity: {
      links: "Cysylltiadau ar sail tebygrwydd",
      pairs: "Parau mor debyg â hyn neu’n debycach",
      linksSaid: (number, isOne) => `${number} ${isOne ? "cyswllt" : "o gysylltiadau"} ar sail tebygrwydd`,
      unknown: "Ni ellir dweud o’r codau yn y ffeiliau hyn faint o’r cysylltiadau hyn sy’n anghywir, na faint sydd wedi’u colli. Chwiliwch am y bwlch rhwng dau dwmpath, a gwiriwch sampl o barau ger y llinell.",
      below: "Islaw’r llinell y cytunwyd arni nid yw pâr yn cysylltu ond lle mae o flaen y gorau nesaf, felly ni all y dudalen hon ddweud ond faint a fyddai’n cysylltu ar y mwyaf.",
      several: "Bras yw’r rhifau hyn, oherwydd grwpiau o sawl cofnod.",
    },
    model: {
      title: "Beth a wnâi llinell arall",
      lead: (value) => `Mae pâr yn cysylltu o debygolrwydd o ${value} i fyny. Mae llinell uwch yn gwneud llai o gysylltiadau anghywir, ac yn colli mwy o bobl.`,
      links: "Cysylltiadau",
      wrong: "Cysylltiadau y disgwylir iddynt fod yn anghywir",
      missed: "Pobl yn y ddwy ffeil y disgwylir eu colli",
      missedMany: "Parau o gofnodion am un person y disgwylir eu colli",
      linksSaid: (number, isOne) => `${number} ${isOne ? "cyswllt" : "o gysylltiadau"}`,
      leadLowest: (value) => `Mae parau’n cysylltu o debygolrwydd o ${value} i fyny, neu o un uwch: mae gan bob dau sefydliad eu llinell eu hunain, a hon yw’r isaf. Mae llinell uwch yn gwneud llai o gysylltiadau anghywir, ac yn colli mwy.`,
      wrongSaid: (links, wrong, missed) => `${links}; disgwylir bod tua ${wrong} yn anghywir, a bod tua ${missed} wedi’u colli`,
      barsPairs: "Parau mor debygol",
      axis: "Tebygolrwydd y pâr (uchder: nifer y parau)",
      axisLogarithmic: "Tebygolrwydd y pâr (uchder: nifer y parau; mae pob llinell grid ddeg gwaith yr un oddi tani)",
      description: (chart) => `Siart bar o debygolrwydd o ${chart.from} i 100%, o ${chart.pairs} o barau. Mae parau o ${chart.threshold} i fyny yn cysylltu. Mae’r un rhifau yn y tabl isod.`,
      caption: "Parau yn ôl tebygolrwydd",
      range: "Tebygolrwydd",
    },
    renewTitle: "I ddefnyddio llinell arall",
    fixed: "Mae’r llinell yn rhan o’r cytundeb, ac felly o’r codau ym mhob ffeil a wnaed oddi tano: dim ond â’r llinell y cytunwyd arni y gellir paru’r ffeiliau hyn. I ddefnyddio un arall, adnewyddwch y cytundeb gyda hi. Anfonir yr argraffiad newydd at bawb, ac maent yn paratoi eu ffeil eto os ydynt yn cytuno.",
    choose: "Dewiswch hi yn ôl beth a wnâi cyswllt anghywir, neu un a gollwyd, i rywun, ac nid yn ôl y nifer yr oeddech yn gobeithio amdano.",
    renew: (value) => `Adnewyddu’r cytundeb gyda’r llinell ar ${value}`,
    moveFirst: "Symudwch y llinell yn y siart: bydd botwm i adnewyddu’r cytundeb â hi’n ymddangos yma wedyn.",
    ask: "Gofynnwch i bwy bynnag a sefydlodd y prosiect wneud hynny.",
    errorLevel: (share) => `Mae’r cytundeb yn gadael i ${share} o’r cysylltiadau, ar y mwyaf, fod yn anghywir, ac o hynny y daw’r llinell bob tro y parir ffeiliau: yr isaf sy’n cadw at y gyfran, ar gyfer pob dau sefydliad. I’w symud, gall eich tîm data wneud cytundeb â chyfran arall o gysylltiadau anghywir (ei gymal “false_links”); ni all y dudalen hon wneud hynny.`,
    used: (value) => `Defnyddiwyd: ${value}`,
    usedLine: (value, links) => `Y llinell a ddefnyddiwyd, o ${value}: ${links}`,
  },
};

/** In the words for incidents. */
export const ofIncidents: Translated<typeof englishOfIncidents> = {
  lead: (value) => `Mae dau adroddiad yn cysylltu o debygolrwydd o ${value} i fyny. Mae llinell uwch yn gwneud llai o gysylltiadau anghywir, ac yn colli mwy.`,
  rough: "Bernir grwpiau o adroddiadau yn eu cyfanrwydd, felly yn fras yn unig y gellir dweud beth a wnâi llinell arall.",
  missed: "Parau o adroddiadau am un digwyddiad y disgwylir eu colli",
  missedMany: "Parau o adroddiadau am un digwyddiad y disgwylir eu colli",
};
