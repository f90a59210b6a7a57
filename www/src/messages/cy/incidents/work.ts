// Preparing, matching and counting incidents.

import { joined } from "../../../format";
import { inEnglish } from "../../../language";
import type * as english from "../../incidents/work";
import type { Translated } from "../../live";

export const summary: Translated<typeof english.summary> = {
  repeats: "Gall ddal sawl adroddiad am un digwyddiad",
  near: "Pa mor agos y mae’n rhaid i adroddiadau fod",
  nearWords: (metres, hours) => `hyd at ${joined([metres, hours].filter((one) => one !== null))} oddi wrth ei gilydd; mae agosach yn cyfrif am fwy`,
  metres: (metres) => `${metres} metr`,
  minutes: (minutes) => `${minutes} munud`,
  indicators: "Yn gadael yn ddarllenadwy, i’w gyfrif",
  cell: (label, metres) => `${label} (sgwâr o ${metres} metr)`,
  from: (what, parties) => `${what} (gan ${parties})`,
  useRecords: "cofnodion unigol: caiff pob sefydliad edrych am ei adroddiadau ei hun",
  useCounts: "cyfrifon yn unig: nid yw cysylltiadau’n cael eu hysgrifennu, ac nid oes neb yn edrych am adroddiadau unigol",
};

/** Tables that cells are looked up in. */
export const lookups: Translated<typeof english.lookups> = {
  title: "Beth yw ystyr eich lleoedd a’ch codau?",
  lead: "Mae lleoedd mewn geiriau a chodau eich system yn cael eu trosi yma, ar y cyfrifiadur hwn, gan dablau o’ch eiddo. Mae’r tablau’n aros gyda chi, a’r geiriau hefyd. Hepgorwch yr hyn nad oes ei angen arnoch: nid oes angen tabl ar le mewn cyfesurynnau na gwerth mewn geiriau plaen.",
  placesTitle: "Lleoedd",
  codesTitle: "Codau",
  sexes: "M, F ac X",
  gazetteer: "Tabl o leoedd (mynegai lleoedd)",
  gazetteerHint: "Ar gyfer lleoedd mewn geiriau neu godau post: colofnau o’r enw place neu postcode, ac easting a northing, neu latitude a longitude. Mae cofrestri strydoedd a thrwyddedu eich cyngor yn ffynonellau da. Mae lle nad yw yn y tabl yn cyfrif fel ar goll.",
  codes: (label, columns) => `Beth yw ystyr eich codau ${label} (${columns})`,
  codesHint: (values) => `Tabl â’r colofnau code a value; gadewch y gwerth yn wag lle mae cod yn golygu “anhysbys”. Y gwerthoedd yw: ${values}.`,
  column: (names) => `eich colofn ${names}`,
  rarely: "Anaml y mae angen tabl ar y rhain",
  blankTitle: "Nid oes gennyf dabl o’r fath eto: cadw un gwag i’w lenwi",
  blankLead: "Agorwch ef mewn taenlen, ysgrifennwch eich cod o flaen pob gwerth, ailadroddwch linell lle mae sawl cod yn golygu’r un peth, a dilëwch y llinellau nad oes gennych god ar eu cyfer.",
  blank: (label) => `Cadw tabl gwag ar gyfer ${label}`,
  // Partners who work in either language know files by the same names.
  blankName: (field) => `codes-${field}.csv`,
  none: "Nid oes dim yn eich ffeil y mae angen tabl arno.",
};

export const rows: Translated<typeof english.rows> = {
  lead: "Fel arfer mae pob rhes yn cymryd rhan. Hepgorwch resi yma pan nad yw rhai adroddiadau’n perthyn i’r prosiect.",
  listsTitle: "Adroddiadau i’w hepgor, yn ôl rhestr",
  listsLead: "Er enghraifft adroddiadau a dynnwyd yn ôl: ffeil o’ch cyfeirnodau eich hun. Hepgorir eu rhesi lle bynnag y mae’r gwerth yr un fath, sut bynnag y mae wedi’i ysgrifennu.",
  refuseHint: "Ni wneir dim. Dewiswch hyn pan ddylai pob rhes fod yn adroddiad ar wahân.",
  keepAllHint: "Mae pob rhes yn cyfrif fel adroddiad ar wahân. Ar gyfer ffeiliau lle mae gan un cyfeirnod sawl rhes, megis sawl claf o un alwad.",
};

export const columns: Translated<typeof english.columns> = {
  indicatorsLead: "Mae’r hyn y mae’r darlun yn ei gyfrif, megis yr awr a’r sgwâr ar y map, yn cael ei gyfrifo o’r colofnau hyn: mae’r union amser a lle yn aros yma.",
};

export const quality: Translated<typeof english.quality> = {
  duplicatesTitle: "Rhesi a all fod yr un adroddiad ddwywaith",
  duplicatesLead: "Mae adroddiad sydd yn eich ffeil ddwywaith yn cael ei gyfrif unwaith lle mae wedi’i gysylltu a dwywaith lle nad yw. Nid ailadroddiadau yw sawl claf neu alwad o un digwyddiad.",
  duplicates: {
    exact: { name: "yr un ym mhob maes", todo: "Gall y rhain fod yn allforion o un adroddiad, neu’n sawl person a anafwyd ar unwaith na wyddys mwy amdanynt. Edrychwch ar yr ychydig gyntaf; lle maent yn ailadroddiadau, hepgorwch rai diweddarach o dan “Pa resi sy’n cymryd rhan?”." },
    nhs: { name: "", todo: "" },
    near: { name: "", todo: "" },
  },
};

export const leaves: Translated<typeof english.leaves> = {
  indicatorHead: "Beth sy’n cael ei gyfrif",
  learn: [
    {
      who: "Dieithryn sy’n dod o hyd i’r ffeil",
      can: "Faint o adroddiadau y mae’n eu dal; mis, diwrnod yr wythnos, awr a sgwâr map pob un, sut y’i gwnaed a’r math o le, cyn belled ag y mae’r cytundeb yn eu cynnwys; a pha adroddiadau sy’n agos at ei gilydd o ran amser a lle. Gall rhywun sy’n gwybod am ddigwyddiad ddweud pa adroddiad sydd amdano.",
      cannot: "Yr union amser a lle, unrhyw enw, unrhyw un o’ch geiriau.",
    },
    {
      who: "Pwy bynnag sy’n cysylltu’r ffeiliau, heb yr allwedd",
      can: "Yr un peth, a pha adroddiadau’r sefydliadau sydd am un digwyddiad. O ba mor agos yw adroddiadau at ei gilydd gellid tynnu map a chalendr ohonynt. Dewiswch gysylltydd y byddech yn ymddiried y data iddo.",
      cannot: "Eich cyfeirnodau eich hun, sy’n aros yn y tabl croesgyfeirio.",
    },
    {
      who: "Pwy bynnag sy’n dal yr allwedd ac yn cael y ffeil",
      can: "A oes adroddiad am stryd ac awr, neu am alwad ambiwlans, y maent eisoes yn gwybod amdanynt. Mae’r gwasanaeth ambiwlans yn gwybod galwad pwy oedd hi. Dylech drin y ffeil fel data personol.",
      cannot: "Unrhyw beth mewn colofnau na ddefnyddir.",
    },
  ],
};

export const done: Translated<typeof english.done> = {
  indicatorsTitle: "Yn ddarllenadwy yn y ffeil SEND",
  indicator: "Beth sy’n cael ei gyfrif",
  indicatorColumn: "Wedi’i gyfrifo o’ch colofn",
  indicatorInvalid: "Wedi’i adael yn wag",
};

export const match: Translated<typeof english.match> = {
  headlineExpects: (wrong, missed) => `Mae’r model yn disgwyl bod ${wrong} o’r cysylltiadau hyn yn anghywir, a bod ${missed} o’r cysylltiadau a ddylai fod yno wedi’u colli.`,
  headlineTwo: (groups, parties) => `Mae gan ${groups} o ddigwyddiadau adroddiadau gan ${parties} ill dau.`,
  headlineMany: (groups, links) => `${groups} o adroddiadau, pob un am un digwyddiad, o ${links} o gysylltiadau.`,
  overlapCaption: "Digwyddiadau ag adroddiadau gan yr union sefydliadau hyn",
  groups: "Digwyddiadau",
  reportWhat: "Y cyfrifon ar y dudalen hon, heb linell am unrhyw un digwyddiad.",
  review: (pairs) => `Mae ${pairs} yn rhy amheus i’w cysylltu ac yn rhy debygol i’w diystyru. Anfonwch y ffeil hon at y sefydliadau y mae’r adroddiadau ganddynt: gallant ateb ar eu cyfrifiaduron eu hunain, a gallwch baru eto gyda’u hatebion.`,
  reviewWhat: "Parau o gyfeirnodau ar hap, a’r hyn sy’n cytuno. Dim gwerth o unrhyw adroddiad.",
  reviewLeftOut: (pairs) => `Mae ${pairs} yr un mor amheus heb fod yn y ffeil, gan fod gan un o’u hadroddiadau rai mwy tebygol neu gan fod gormod.`,
  answerLinked: "Wedi’u cysylltu: dywedodd rhywun mai’r un digwyddiad ydyw",
  answerApart: "Wedi’u cadw ar wahân: dywedodd rhywun mai digwyddiadau gwahanol ydynt",
  answerConflicting: "Wedi’u cadw ar wahân: dywedodd un mai’r un digwyddiad, ac un arall mai rhai gwahanol",
  answerClashes: "Heb eu cysylltu: byddai’n rhoi gyda’i gilydd yr hyn a gedwir ar wahân",
  answerGone: "Am adroddiadau nad ydynt yn y ffeiliau mwyach",
  earlierUndone: "Wedi’u dadwneud, gan fod rhywun wedi ateb mai dau ddigwyddiad ydynt",
  reviewSaveTitle: "SEND: i’r sefydliadau sy’n dal yr adroddiadau",
  rulesHelp: [
    "Parau: parau o adroddiadau sy’n cytuno ar y cyfan ohono.",
    "Cysylltiadau: parau a ddaeth yn gysylltiadau. Unwaith y mae adroddiad wedi’i gysylltu, mae rheolau diweddarach yn gadael llonydd iddo, oni bai y caiff fod â sawl partner.",
    "Heb fod yn unigryw: aethpwyd heibio iddynt gan fod mwy nag un adroddiad yn ffitio yr un mor dda, ac mai dyfalu fyddai dewis.",
    "Wedi’u gwrth-ddweud: aethpwyd heibio iddynt gan fod rhywbeth arall yn dweud mai digwyddiadau gwahanol ydynt.",
  ],
};

export const model: Translated<typeof english.model> = {
  estimate: (precision, recall, matches) =>
    `Mae’r model yn disgwyl bod ${precision} o’r cysylltiadau’n gywir, a bod ${recall} o’r ${matches} o barau o adroddiadau am un digwyddiad wedi’u canfod. Amcangyfrifon heb y gwirionedd yw’r rhain: peidiwch â gweithredu ar un cyswllt, a defnyddiwch gyfrifon misoedd.`,
  estimateMany: (precision, recall, matches) =>
    `Mae’r model yn disgwyl bod ${precision} o’r cysylltiadau’n gywir, a bod ${recall} o’r ${matches} o barau o adroddiadau am un digwyddiad wedi’u canfod. Amcangyfrifon heb y gwirionedd yw’r rhain: peidiwch â gweithredu ar un cyswllt, a defnyddiwch gyfrifon misoedd.`,
  found: "O’r holl barau o un digwyddiad, wedi’u canfod",
  weightsHelp: "Mewn didau y mae’r pwysau: mae un yn fwy yn dyblu’r ods bod dau adroddiad am un digwyddiad, ac un yn llai yn eu haneru.",
};

export { ofIncidents as threshold } from "../threshold";

/** Questions about doubtful pairs of reports. */
export const review: Translated<typeof english.review> = {
  question: (other) => `A yw’r adroddiad hwn sydd gennych chi am yr un digwyddiad â’r adroddiad sydd gan ${other}?`,
  yourRecord: "Eich adroddiad chi",
  evidenceCaption: (other) => `Sut y mae’n cymharu ag adroddiad ${other}`,
  probability: (share) => `Pa mor debygol yw hi, yn ôl popeth a gymharwyd, mai am yr un digwyddiad y maent: ${share}`,
  missingTitle: (things) => `Heb eu cymharu, gan nad ydynt yn y ddau adroddiad: ${things}`,
  same: "Yr un digwyddiad",
  sameHint: "Bydd y ddau adroddiad yn cael eu cysylltu, oni bai bod y sefydliad arall yn dweud mai am ddigwyddiadau gwahanol y maent",
  different: "Digwyddiadau gwahanol",
  differentHint: "Ni fydd y ddau adroddiad yn cael eu cysylltu",
  none: "Dywedwch ai’r un digwyddiad ydyw, neu na allwch ddweud",
};

/** Results brought back to own reports, where the agreement is at hand. */
export const rejoin: Translated<typeof english.rejoin> = {
  what: "Eich rhesi eich hun, gyda phedair colofn arall: y grŵp, pwy arall sydd ag adroddiad am y digwyddiad, y sgôr, a’r rheol a’i canfu.",
  whatShared: "Eich rhesi eich hun, gyda’r grŵp, pwy arall sydd ag adroddiad am y digwyddiad, y sgôr a’r rheol.",
  worklistWhat: "Eich cyfeirnodau eich hun ar gyfer digwyddiadau y mae sefydliad arall wedi cofnodi rhywbeth amdanynt y mae’r cytundeb yn gadael ichi ei weld.",
  warningShared: "Mae’r ffeiliau hyn yn dal eich adroddiadau eich hun, ac yn dangos pwy arall sy’n gwybod am y digwyddiadau hyn. Defnyddiwch nhw dim ond fel y mae’r cytundeb yn ei ganiatáu, a pheidiwch â’u hanfon ymlaen.",
  nothingShared: "Nid yw’r cytundeb yn gadael i neb weld yr hyn y mae eraill wedi’i gofnodi am ddigwyddiad: cewch wybod pwy arall sy’n gwybod amdano, a dim mwy.",
};

/** The steps of the combined picture of incidents. */
export const view: Translated<typeof english.view> = {
  files: {
    legend: "Sut y mae adroddiadau am un digwyddiad yn cael eu canfod?",
    count: "Parhau",
    onlyMade: "Mae’r cytundeb yn gadael i’r canlyniadau fod yn gyfrifon yn unig (ei gymal “results”), felly mae’r ffeiliau’n cael eu paru yma ac ni chedwir cysylltiadau. Nid oes dim yma’n dweud wrth neb pa adroddiadau sy’n perthyn i’w gilydd.",
  },
  places: {
    title: "Beth ddylai’r map ei ddangos?",
    lead: "Tynnir y map o sgwariau’r cytundeb yn unig. Nid oes strydoedd oddi tano, gan nad oes dim yn cael ei nôl o unman.",
    areas: "Cyfrif yn ôl ardaloedd o’ch eiddo hefyd, megis wardiau?",
    noAreas: "Na, sgwariau yn unig",
    withAreas: "Ie, yn ôl ffeil o ardaloedd",
    file: "Dewiswch y ffeil o ardaloedd",
    fileHint: "GeoJSON o Brydain Fawr, ag amlinellau wedi’u symleiddio, megis wardiau neu rodfeydd yr heddlu o Open Geography Portal yr ONS neu gan eich tîm GIS. Mae’n aros ar y cyfrifiadur hwn.",
    fileNone: "Dewiswch y ffeil o ardaloedd, neu cyfrifwch yn ôl sgwariau yn unig",
    naming: "Pa briodwedd sy’n enwi’r ardaloedd?",
    namingOne: (property, first, areas) => `${property}: ${first}… (${areas})`,
    compare: "Chwilio am leoedd â mwy o ddigwyddiadau na’r disgwyl?",
    compareHint: "Sgwâr yw man poeth, neu sawl un o’i amgylch, â mwy o ddigwyddiadau nag y mae’r gymhariaeth yn peri ichi eu disgwyl.",
    noCompare: "Na",
    noCompareHint: "Gyda ffeil o ardaloedd nodir mannau poeth o hyd, fel pe bai ei holl sgwariau’n debyg: mae hynny’n canfod canol trefi, lle mae pobl, ac nid yw’n dweud dim am risg",
    earlier: "Ie, o’i gymharu â darlun cynharach",
    earlierHint: "Yn canfod lleoedd â chyfran fwy o’r holl ddigwyddiadau nag o’r blaen",
    earlierFile: "Dewiswch dabl sgwariau’r darlun cynharach",
    earlierFileHint: "Y ffeil cells_cell.csv o’r tablau a gadwyd gydag ef.",
    expected: "Ie, o’i gymharu â niferoedd o bobl",
    expectedHint: "Yn canfod lleoedd â mwy na’u cyfran o bobl. Nid y risg i berson yno yw’r un o’r rhain",
    expectedFile: "Dewiswch y tabl o niferoedd yn ôl sgwâr",
    expectedFileHint: "Ffeil CSV y mae ei cholofn gyntaf yn sgwâr, megis TL700060, a’i hail yn rhif, megis trigolion.",
    compareNone: "Dewiswch y ffeil i gymharu â hi, neu peidiwch â chymharu",
    count: "Cyfrif y digwyddiadau",
  },
  result: {
    overlapTitle: "Faint, a phwy sy’n gwybod amdano",
    upset: "Mae pob rhes yn sefyll dros ddigwyddiadau y mae gan yr union sefydliadau â dot tywyll adroddiad amdanynt. Cyfrif y mae’r rheol yn ei guddio yw bar agored, toredig.",
    overlapHelp: "Edrychwch yn gyntaf ar y rhai nad oes gan yr heddlu adroddiad amdanynt: hwy yw’r rheswm dros wneud hyn. Mae digwyddiad na chysylltwyd ei adroddiadau’n cael ei gyfrif ddwywaith, felly darllenwch hyn wrth ochr amcangyfrif yr adroddiad paru o gysylltiadau a gollwyd.",
    trendTitle: "Mwy neu lai nag o’r blaen?",
    trendHelp: "Gall newid o un cam talgrynnu fod yn un digwyddiad.",
    weekTitle: "Pryd",
    weekHelp: "Yn ôl y cloc ar y wal: mae awr wedi hanner nos yn perthyn i’r diwrnod newydd. Mae llawer o systemau’n rhoi hanner nos lle na wyddys yr amser; os yw 00:00 yn amlwg, holwch.",
    howTitle: "Sut, ac ym mha fath o le",
    placesTitle: "Ble",
    placesHelp: (metres) => `Mae pob sgwâr yn ${metres} metr o led; mae mwy a thywyllach yn golygu mwy o ddigwyddiadau. Cyfrif y mae’r rheol yn ei guddio yw streipiog, a 0 yw gwyn. Mewn ffenestr gul mae’r map yn sgrolio i’r ochr; wedi’i gadw, gellir ei wneud mor fach ag y mynnwch.`,
    inTwo: (cells) => `${cells} y mae eu canol mewn dwy ardal, ac a gyfrifir yn y gyntaf.`,
    hotspotsTitle: "Mannau poeth",
    hotspotsWhich: (baseline, cells, windows) => `O’i gymharu â: ${baseline}. Nifer y sgwariau a gymerodd ran: ${cells}, mewn ${windows} o grwpiau o sgwariau cyfagos sy’n gorgyffwrdd.`,
    hotspotsCaveat: "Mae llinell drwchus ar y map o amgylch pob un. Mae man poeth yn dweud bod mwy nag y mae’r gymhariaeth yn ei egluro, ac nid pam; ac nid yw canfod dim un yn dangos nad oes un.",
    hotspotsNone: "Ni chanfuwyd yr un. Nid yw hynny’n dangos nad oes un.",
    notSaid: (windows) => `Nid yw’r darlun hwn yn dweud am ${windows} a ydynt yn rhan o fan poeth, gan y byddai hynny’n datgelu cyfrif sydd wedi’i guddio.`,
    hotspotsShow: (found) => `Dangos: ${found}`,
    hotspot: "O amgylch sgwâr",
    within: "O fewn metrau",
    squares: "Sgwariau",
    found: "Digwyddiadau",
    expected: "Disgwyliedig",
    statistic: "Sut y chwiliwyd amdanynt",
    whichTitle: "Pa adroddiad sy’n cyfrif",
  },
};

export const practice: Translated<typeof english.practice> = {
  link: "Ymarfer gydag adroddiadau dychmygol am ddigwyddiadau treisgar yn lle hynny",
  title: "Ymarfer gydag adroddiadau am ddigwyddiadau treisgar",
  lead: "Adroddiadau yw’r rhain am ddigwyddiadau na ddigwyddodd erioed, mewn sir ddychmygol, fel y gallai adran achosion brys, gwasanaeth ambiwlans, yr heddlu a chyngor fod wedi’u cofnodi: ag oriau anghywir, mannau bras a’u codau eu hunain. Cadwch nhw, ac wedyn gwnewch y gwaith i gyd unwaith.",
  archive: (files) => `Y rhain isod (${files}), mewn un ffeil ZIP. Dadbaciwch hi i ffolder ar wahân: ar Windows, de-gliciwch arni a dewiswch “Extract All”.`,
  inside: "Beth sydd ynddi",
  what: (name) =>
    /truth/.test(name)
      ? "Pa adroddiadau sydd mewn gwirionedd am un digwyddiad, i’w cymharu â’r hyn y dewch o hyd iddo."
      : /gazetteer/.test(name)
        ? "Ble mae’r lleoedd y mae’r adran achosion brys yn eu hysgrifennu mewn geiriau."
        : /codes/.test(name)
          ? `Beth yw ystyr codau’r ffeil ${name.split(".")[0]}.`
          : `Adroddiadau dychmygol, fel y gallai ${name === "emergency.csv" ? "adran achosion brys" : name === "ambulance.csv" ? "gwasanaeth ambiwlans" : name === "police.csv" ? "yr heddlu" : "cyngor"} eu cadw.`,
  steps: [
    `Sefydlwch brosiect rhwng “emergency”, “ambulance”, “police” a “council”, a dewiswch “${inEnglish("Violent incidents, for one trusted linker")}”. Cadwch y cytundeb a’r allwedd.`,
    "Paratowch y pedair ffeil, pob un fel ei sefydliad. Lle mae’r dudalen yn gofyn beth yw ystyr lleoedd a chodau, dewiswch gazetteer.csv ar gyfer yr adran achosion brys, ac ar gyfer pob un y ffeiliau y mae eu henwau’n dechrau â’i henw hi ac yn gorffen â codes.csv. Cadwch bob ffeil.",
    "Parwch y pedair ffeil SEND, a chadwch links.csv.",
    "Gwelwch y darlun cyfun: dewiswch y cytundeb, links.csv a’r pedair ffeil SEND.",
  ],
};
