// Setting up a project about incidents: what is settled of it beside what every project has.

import type * as english from "../../incidents/set-up";
import type { Translated } from "../../live";

export const template: Translated<typeof english.template> = {
  repeatsLegend: "Ffeil pwy a all ddal sawl adroddiad am un digwyddiad?",
  repeatsHint: "Mae gan adrannau achosion brys res ar gyfer pob claf, ac yn aml mae gan wasanaethau ambiwlans un ar gyfer pob galwad: ticiwch y rheini. Fel arfer mae’r heddlu a’r cyngor yn dal digwyddiad unwaith, sy’n gwneud cysylltiadau’n sicrach.",
};

export const near: Translated<typeof english.near> = {
  title: "Pa mor agos y mae’n rhaid i ddau adroddiad fod?",
  lead: "Nid oes dau wasanaeth yn ysgrifennu’r un funud na’r un man. Dywedwch pa mor bell oddi wrth ei gilydd y gall dau adroddiad am un digwyddiad fod; mae agosach yn cyfrif am fwy, ac mae sut y’i gwnaed a phwy a anafwyd yn cyfrif hefyd.",
  place: "Pa mor bell oddi wrth ei gilydd y gall y mannau fod?",
  places: [
    { value: 210, text: "Hyd at tua 200 metr", hint: "Lle mae bron pob man yn union, megis safle cerbyd" },
    { value: 700, text: "Hyd at tua 700 metr (arferol)", hint: "Lle mae rhai mannau’n strydoedd, yn adeiladau neu’n ganol cod post" },
    { value: 2100, text: "Hyd at tua 2 gilometr", hint: "Lle na wyddys ond pentref neu ardal llawer o fannau. Mwy o gysylltiadau anghywir mewn trefi" },
  ],
  time: "Pa mor bell oddi wrth ei gilydd y gall yr amserau fod?",
  times: [
    { value: 54, text: "Hyd at tua awr", hint: "Lle mae pob gwasanaeth yn ysgrifennu’r funud. Yn colli cleifion sy’n dod neu’n sôn amdano’n ddiweddarach" },
    { value: 180, text: "Hyd at 3 awr (arferol)", hint: "Lle mae cleifion yn dweud pryd y digwyddodd" },
  ],
  measured: "Ar adroddiadau dychmygol o sir ddychmygol, y pellteroedd arferol a wnaeth orau: roedd 92 o bob 100 cyswllt yn gywir a chanfuwyd 92 o bob 100. Gydag awr, 94 yn gywir ac 86 wedi’u canfod; gyda 200 metr, 91 ac 89; gyda 2 gilometr, 91 a 92. Bydd eich rhai chi’n wahanol.",
  reveals: "Gall pwy bynnag sy’n cysylltu’r ffeiliau ddweud pa adroddiadau sy’n agos at ei gilydd o ran amser a lle. Po fwyaf y pellter a ddewiswch, mwyaf yn y byd y gall ei ddweud, ac felly gallai dynnu map a chalendr ohonynt. Gallai unrhyw un arall sy’n cael gafael ar ffeil wedi’i pharatoi nad yw wedi’i hamgryptio wneud yr un peth.",
};

export const values: Translated<typeof english.values> = {
  title: "Pa eiriau y bydd pawb yn eu defnyddio?",
  lead: "Mae gan bob gwasanaeth ei godau ei hun. Cyn i neb baratoi ffeil, cytunwch ar restr fer o eiriau plaen: mae pob gwasanaeth wedyn yn dweud beth yw ystyr ei godau ei hun, mewn tabl sy’n aros gydag ef. Nid oes testun rhydd yn gadael neb.",
  field: (label) => `Gwerthoedd ${label}, un ar bob llinell`,
  methodHint: "Lle mae dau adroddiad am un digwyddiad yn wahanol, yr un sy’n is ar y rhestr hon sy’n cyfrif; “other” sy’n cyfrif leiaf.",
  ageHint: "Mae oed cyfan yn disgyn i’w fand: mae 18-24 yn dal 18 i 24, ac mae 65+ yn dal pawb o 65.",
  tooFew: (label) => `Rhowch ddau werth neu fwy ar gyfer ${label}, un ar bob llinell`,
  refused: (label, line, problem) => `Llinell ${line} o werthoedd ${label}: ${problem}`,
  allowed: "mae gwerth yn 1 i 40 o lythrennau A i Z, digidau, bylchau sengl a’r arwyddion _ . + / -",
};

export const picture: Translated<typeof english.picture> = {
  title: "Beth a gaiff y darlun ei ddangos?",
  lead: "Mae’r ychydig bethau hyn o bob adroddiad yn gadael yn ddarllenadwy, wrth ochr y codau, fel y gall pwy bynnag sy’n cysylltu’r ffeiliau eu cyfrif. Nid oes angen y ffeiliau ar neb arall, a chyfrifon yn unig sydd yn y darlun.",
  reveals: "Gyda’i gilydd, gall mis, awr a sgwâr ar y map bwyntio at un digwyddiad i unrhyw un sy’n gwybod amdano. Dewiswch yr hyn a ddefnyddir yn unig, a sgwâr mwy y tu allan i drefi.",
  legend: "Beth sy’n cael ei gyfrif",
  names: {
    month: { text: "Y mis", hint: "Ar gyfer y duedd" },
    weekday: { text: "Diwrnod yr wythnos", hint: "Ar gyfer yr wythnos fesul awr" },
    hour: { text: "Yr awr", hint: "Ar gyfer yr wythnos fesul awr" },
    cell: { text: "Y sgwâr ar y map", hint: "Ar gyfer y map, ardaloedd bach a mannau poeth. Mae’r union fan yn aros lle mae" },
    assault_method: { text: "Sut y’i gwnaed", hint: "Ar gyfer cyfrifon yn ôl dull neu arf" },
    kind_of_place: { text: "Y math o le", hint: "Ar gyfer cyfrifon yn ôl math o le" },
  },
  none: "Dewiswch o leiaf un o’r mis, diwrnod yr wythnos, yr awr a’r sgwâr",
  cell: "Pa mor fawr yw sgwâr ar y map?",
  cells: [
    { value: 250, text: "250 metr", hint: "Ychydig o strydoedd mewn tref fawr. Bydd llawer o gyfrifon wedi’u cuddio" },
    { value: 500, text: "500 metr (arferol)", hint: "Sawl stryd mewn tref, neu bentref cyfan" },
    { value: 1000, text: "1 cilometr", hint: "Ar gyfer siroedd ag ychydig o ddigwyddiadau" },
    { value: 2000, text: "2 gilometr", hint: "Ar gyfer cefn gwlad" },
  ],
};

export const whoTells: Translated<typeof english.whoTells> = {
  title: "Pwy sy’n dweud yr hyn y mae’r darlun yn ei ddangos?",
  lead: "O’r hyn y mae’r darlun yn ei ddangos, dim ond yr hyn y mae’r cytundeb yn dweud y bydd sefydliad yn ei ddweud sydd yn ei ffeil. Mae’r codau y cysylltir adroddiadau â hwy’n cael eu gwneud o’i holl feysydd beth bynnag.",
  reveals: "Mae’r hyn y mae sefydliad yn ei ddweud yn ddarllenadwy, fesul adroddiad, i bwy bynnag sy’n cysylltu’r ffeiliau. Os mai dim ond gan sefydliadau nad ydynt yn ei ddweud y mae adroddiad am ddigwyddiad, mae’n cyfrif fel anhysbys. Lle mae sawl un yn dweud amser neu le un digwyddiad, y sefydliad a enwyd gyntaf sy’n cyfrif.",
  legend: "A gaiff pob sefydliad ddweud y cyfan?",
  everyone: "Caiff, beth bynnag sydd yn ei ffeil",
  everyoneHint: "Mae sefydliad nad oes colofn yn ei ffeil ar gyfer rhywbeth yn ei adael allan",
  each: "Na, dweud ar gyfer pob un",
  caption: "Pwy sy’n dweud yr hyn y mae’r darlun yn ei ddangos",
  head: "Yr hyn y mae’r darlun yn ei ddangos",
  label: (what, party) => `Mae ${party} yn dweud: ${what}`,
  nobody: (what) => `Dewiswch pwy sy’n dweud “${what}”, neu tynnwch ef o’r darlun`,
  fields: {
    when: "pryd y digwyddodd",
    where: "ble y digwyddodd",
    assault_method: "sut y’i gwnaed",
    kind_of_place: "y math o le",
  },
};

export const use: Translated<typeof english.use> = {
  records: "Cofnodion unigol: caiff pob sefydliad edrych am ei adroddiadau ei hun",
  recordsHint: "Gall sefydliad weld am ba rai o’i adroddiadau ei hun y mae gan eraill adroddiad hefyd. Nid yw’n gweld dim o’u rhai hwy. Dewiswch hyn i wirio’r cysylltiadau neu i weithio ar achosion",
  counts: "Cyfrifon yn unig: nid oes neb yn edrych am adroddiadau unigol",
  countsHint: "Ni ddywedir dim wrth neb am adroddiad unigol. Mae pwy bynnag sy’n cysylltu’r ffeiliau’n cyfrif, ac nid yw’r cysylltiadau’n cael eu cadw. Dewiswch hyn i weld faint, ble a phryd",
};

export const linker: Translated<typeof english.linker> = {
  title: "Pwy sy’n cysylltu’r ffeiliau?",
  lead: "Mae un cysylltydd, y byddai pob sefydliad yn ymddiried y data ei hun iddo, yn cael ffeiliau pawb wedi’u paratoi, yn canfod yr adroddiadau am un digwyddiad, ac yn cyfrif. Mae’r cytundeb yn ei enwi, ac mae pob ffeil yn dweud mai ar ei gyfer ef y mae.",
  trust: "Gall ddweud pa adroddiadau sy’n agos at ei gilydd, a darllen yr hyn y mae’r darlun yn ei gyfrif, fesul adroddiad, heb wybod gan bwy y maent. Rhaid iddo beidio â chael allwedd y prosiect, ac felly beidio â bod yn un o’r sefydliadau, er y caiff weithio yn yr un adeilad.",
};

export const agreement: Translated<typeof english.agreement> = {
  changeNear: "Newid pa mor agos y mae’n rhaid i adroddiadau fod",
  changeValues: "Newid y geiriau",
  changePicture: "Newid beth a gaiff y darlun ei ddangos",
  changeWhoTells: "Newid pwy sy’n ei ddweud",
};
