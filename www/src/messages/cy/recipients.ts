// For whom files are made, receiving keys, and the end of a project key.

import type { Translated } from "../live";
import type { recipients as english } from "../recipients";

export const recipients: Translated<typeof english> = {
  roles: {
    partner: { name: "un o’r sefydliadau, sy’n dal allwedd y prosiect beth bynnag", may: "Yn cael codau union, a thebygrwydd wedi’i godio os yw’r cytundeb yn ei ddefnyddio." },
    matcher: { name: "parwr heb allwedd y prosiect", may: "Yn cael codau union, a thebygrwydd wedi’i godio a’i galedu, gan y gallai arbenigwyr ddarllen enwau cyffredin o rai plaen." },
    linker: { name: "cysylltydd y mae pawb yn ymddiried y data iddo", may: "Yn cael popeth sydd gan y cytundeb." },
  },

  recipient: {
    title: "Pwy fydd yn cael y ffeiliau wedi’u paratoi?",
    lead: "Gall y cytundeb enwi pwy sy’n cael y ffeiliau a beth y cânt ei ddal. Mae pob ffeil wedyn yn dweud ar gyfer pwy y’i gwnaed, nid yw’n dal mwy nag y cânt ei gael, a gellir ei hamgryptio fel mai dim ond hwy a all ei hagor.",
    legend: "Mae’r ffeiliau wedi’u paratoi ar gyfer",
    themselves: "Y sefydliadau eu hunain",
    named: "Rhywun penodol",
    name: "Eu henw",
    nameHint: "Fel y bydd yn sefyll yn y cytundeb, megis “Ymddiriedolaeth Ddata Sirol”",
    role: "Beth ydynt",
    publicKey: "Eu hallwedd gyhoeddus (dewisol)",
    publicKeyHint: "Maent yn ei gwneud â “Gwneud fy allwedd dderbyn”. Mae’n dechrau ag age1. Gyda hi, mae pob ffeil yn cael ei hamgryptio ar eu cyfer.",
    noName: "Rhowch enw pwy bynnag sy’n cael y ffeiliau",
    noRole: "Dewiswch beth ydynt",
    save: "Defnyddio hyn yn y cytundeb",
    change: "Newid pwy sy’n cael y ffeiliau wedi’u paratoi",
    label: "Mae’r ffeiliau wedi’u paratoi ar gyfer",
    encrypted: "wedi’u hamgryptio i’w hallwedd gyhoeddus",
    nobody: "Y sefydliadau eu hunain",
    countsTitle: "Pwy sy’n cyfrif y bobl?",
    countsLead: "O dan gyfrifon yn unig, nid oes sefydliad yn gweld beth y mae un arall yn ei wybod am berson. Felly mae’r ffeiliau wedi’u paratoi’n mynd at rywun nad yw’n un o’r sefydliadau: maent yn cyfrif, ac yn rhoi cyfrifon yn ôl.",
    someLead: "Ni chaiff pob sefydliad weld pob dangosydd. Mae’r hyn na chaiff rhai ei weld yn mynd at rywun nad yw’n un o’r sefydliadau: maent yn paru ac yn cyfrif.",
    someLimit: "Mae’r ffeiliau wedyn ar eu cyfer hwy yn unig. Mae ar sefydliad sydd i weld dangosyddion pobl unigol angen ffeil wedi’i gwneud ar ei gyfer yntau hefyd: rhaid i’r cytundeb ei enwi yntau’n dderbynnydd, rhywbeth nad yw’r dudalen hon yn ei wneud eto (mae’r gorchymyn split-tally yn ei wneud: agreement new --recipient).",
    countsTrust: "Gallent ddarllen y dangosyddion yn y ffeiliau, fesul cofnod, heb wybod am bwy y maent. Dim ond eich ymddiriedaeth ynddynt, a’r hyn a gytunwch â nhw, sy’n eu cadw at gyfrif. Rhaid iddynt beidio â chael allwedd y prosiect.",
    isParty: "Un o’r sefydliadau yw hwn, sy’n dal allwedd y prosiect. Enwch rywun arall",
    edition: "Argraffiad",
    choose: "Ar gyfer pwy y mae’r ffeil hon?",
    noChoice: "Dewiswch ar gyfer pwy y mae’r ffeil hon",
  },

  receivingKey: {
    title: "Gwneud fy allwedd dderbyn",
    lead: "Os oes ffeiliau i’w hanfon atoch chi, gwnewch allwedd dderbyn. Rhowch ei hallwedd gyhoeddus i bwy bynnag sy’n sefydlu’r prosiect; cadwch yr allwedd ei hun. Dim ond â’ch allwedd dderbyn y gellir agor ffeiliau a amgryptiwyd i’r allwedd gyhoeddus.",
    make: "Gwneud yr allwedd dderbyn",
    doneTitle: "Mae eich allwedd dderbyn yn barod",
    secretTitle: "Cyfrinachol: i chi yn unig",
    what: (locked) =>
      locked
        ? "Eich allwedd dderbyn, wedi’i chloi â’ch cyfrinymadrodd. Hebddi, ni all neb agor ffeiliau a amgryptiwyd ar eich cyfer."
        : "Eich allwedd dderbyn, HEB ei chloi: gall pwy bynnag sydd â’r ffeil hon agor yr hyn a amgryptiwyd ar eich cyfer.",
    publicLabel: "Eich allwedd gyhoeddus, i’w rhoi i bwy bynnag sy’n sefydlu’r prosiect",
    notSecret: "Nid yw’r allwedd gyhoeddus yn gyfrinachol.",
    summary: "Mae’r ffeiliau wedi’u hamgryptio (mae eu henwau’n gorffen ag .age)",
    choose: "Dewiswch eich allwedd dderbyn",
    hint: "Ei henw fel arfer yw SECRET-receiving.key. Mae’n aros yn y tab hwn nes ichi ei gau.",
    passphrase: "Cyfrinymadrodd eich allwedd dderbyn",
    open: "Agor yr allwedd dderbyn",
    opened: (publicKey) => `Wedi’i hagor. Mae’n agor ffeiliau a amgryptiwyd i ${publicKey}`,
    tooBig: (name) => `Mae ${name} yn rhy fawr i allwedd dderbyn. Dewiswch y ffeil o’r enw SECRET-receiving.key`,
  },

  keyLife: {
    renewTitle: "Adnewyddu cytundeb",
    renewLead: "Mae cytundeb wedi’i adnewyddu yn pennu’r un pethau, ac yn cyfrif fel un arall: nid oes gan godau a wneir oddi tano ddim yn gyffredin â rhai cynharach. Adnewyddwch pan fo prosiect yn mynd i rownd arall, neu pan allai rhywun fod wedi gweld allwedd.",
    renew: "Adnewyddu’r cytundeb",
    lastDay: "Diwrnod olaf newydd",
    lastDayHint: "Mae blwyddyn i heddiw wedi’i dewis ichi",
    renewedTitle: (edition) => `Mae argraffiad ${edition} yn barod`,
    renewedWhat: "Y cytundeb wedi’i adnewyddu, i bawb sy’n cymryd rhan. Nid yw’n dal unrhyw ddata.",
    renewedNext: [
      "Anfonwch ef at bawb sy’n cymryd rhan.",
      "Os gallai rhywun fod wedi gweld yr allwedd, gwnewch un newydd (mae “Sefydlu prosiect” yn gwneud allweddi) a’i rhannu fel y tro cyntaf.",
      "Darllenwch god gwirio’r allwedd i’ch gilydd: mae’n wahanol i’r un blaenorol.",
      "Mae pawb yn paratoi eto. Gwrthodir ffeiliau’r argraffiad cynharach wrth ochr rhai newydd.",
    ],
    destroyTitle: "Cofnodi bod allwedd wedi’i dinistrio",
    destroyLead: "Pan ddaw prosiect i ben, mae pob sefydliad yn dileu ei gopi o allwedd y prosiect ac yn ffeilio derbynneb. Ni all porwr ddileu ffeiliau: chi sy’n gwneud hynny, a’r dudalen hon sy’n ysgrifennu’r dderbynneb.",
    by: "Eich enw neu’ch rôl (dewisol)",
    makeReceipt: "Gwneud y dderbynneb",
    receiptTitle: "Y dderbynneb",
    receiptWhat: "Pa allwedd ydoedd, yn ôl ei chod gwirio, a beth y mae’r dderbynneb hon yn ei ddangos a heb ei ddangos. Nid yw’n dal dim o’r allwedd.",
    steps: [
      "Dilëwch ffeil yr allwedd lle’r ydych yn ei chadw, a gwagiwch y bin ailgylchu.",
      "Dilëwch gopïau eraill: pethau a lawrlwythwyd, atodiadau, ffolderi a gysonir. Holwch eich tîm TG am gopïau wrth gefn.",
      "Dinistriwch y nodyn o’r cyfrinymadrodd.",
      "Ffeiliwch y dderbynneb gyda’ch papurau rhannu data.",
    ],
    stepsTitle: "Yn awr gwnewch hyn",
    noKey: "Dewiswch ffeil yr allwedd",
  },
};
