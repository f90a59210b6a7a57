// How to check that nothing is sent, and looking inside a file.

import type { check as english } from "../check";
import type { Translated } from "../live";

export const check: Translated<typeof english> = {
  lookInside: {
    title: "Edrych y tu mewn i ffeil",
    lead: "Dewiswch unrhyw ffeil a wnaed gan Split Tally: cytundeb, allwedd, ffeil wedi’i pharatoi, tabl croesgyfeirio, cysylltiadau neu adroddiad. Mae ei chynnwys yn aros ar y cyfrifiadur hwn.",
    file: "Dewiswch ffeil",
    fileHint: "Cewch ddewis ffeil a anfonodd rhywun atoch, cyn ichi ymddiried ynddi.",
    none: "Dewiswch ffeil",
    look: "Edrych y tu mewn",
    resultTitle: (name) => `Beth sydd yn ${name}`,
    columnsCaption: "Colofnau",
    column: "Colofn",
    meaning: "Beth yw hi",
    filled: "Wedi’u llenwi",
    repeated: "Wedi’u hailadrodd",
    repeatedMeans: "Mae “Wedi’u hailadrodd” yn cyfrif y gwerthoedd sy’n digwydd mwy nag unwaith: nid yw ailadroddiadau prin yn dweud llawer, ac mae rhai cyffredin yn dangos pa mor aml y mae gwerth yn digwydd.",
    rarest: "Rhesi’r un prinnaf",
    commonest: "Rhesi’r un mwyaf cyffredin",
    reveals: "Beth y mae’n ei ddatgelu",
    couldLearn: (who) => `${who}: beth y gellid ei ddysgu`,
  },

  assessment: {
    title: "I’ch arweinydd llywodraethu gwybodaeth",
    lead: "Gellir dechrau asesiad o’r effaith ar ddiogelu data o’r cytundeb. Mae’r hyn y mae’r cytundeb yn ei bennu wedi’i lenwi; mae’r hyn nad yw ond pobl yn ei wybod wedi’i farcio er mwyn iddynt ei ysgrifennu. Nid yw’n asesiad nes bod rhywun wedi’i wneud yn un.",
    what: "Yr asesiad a ddechreuwyd, i’w gwblhau mewn prosesydd geiriau neu ar bapur. Mae’n dal yr hyn y mae’r cytundeb yn ei ddweud, a dim am unrhyw berson.",
  },

  check: {
    title: "Sut i wirio nad oes dim yn cael ei anfon",
    lead: "Un dudalen we yw Split Tally. Mae’n darllen y ffeiliau a ddewiswch ar y cyfrifiadur hwn ac nid yw’n anfon dim i unman. Nid oes rhaid ichi gymryd ein gair.",
    seeTitle: "Gwelwch drosoch eich hun",
    ways: [
      { name: "Datgysylltwch y rhwydwaith", steps: ["Cewch yr ap fel un ffeil, split-tally.html.", "Datgysylltwch y rhwydwaith: tynnwch y cebl, neu trowch y modd awyren ymlaen.", "Agorwch y ffeil drwy glicio ddwywaith a gwnewch y gwaith i gyd. Mae popeth yn gweithio."] },
      {
        name: "Gwyliwch y rhwydwaith",
        steps: ["Pwyswch F12 ac agorwch y tab Network.", "Gwnewch y gwaith i gyd.", "Cof y dudalen hon ei hun yw cyfeiriadau sy’n dechrau â blob: neu data:. Nid oes rhai eraill."],
      },
    ],
    attemptTitle: "Gwnewch iddi geisio",
    attemptLead: "Mae’r botwm hwn yn gwneud i’r dudalen geisio anfon cais, i gyfeiriad na all fod. Mae’r porwr yn ei rwystro cyn iddo adael, ac mae’r llinell ar ben y dudalen yn cyfrif yr ymgais.",
    attempt: "Ceisio anfon cais",
    attemptStopped: "Rhwystrodd y porwr yr ymgais oherwydd rheolau’r dudalen ei hun. Nid anfonwyd dim.",
    attemptNotStopped: "Ni rwystrodd y porwr yr ymgais. Peidiwch â defnyddio’r copi hwn o’r dudalen gyda data go iawn; dywedwch wrth eich tîm TG.",
    whyTitle: "Pam na all anfon",
    whyLead: "Mae’r dudalen yn cario rheolau y mae’r porwr yn eu gorfodi, sef polisi diogelwch cynnwys. Maent yn dal hefyd ar gyfer y gweithwyr y darllenir y ffeiliau ynddynt:",
    policyLabel: "Polisi diogelwch cynnwys y dudalen hon",
    noPolicy: "Nid yw’r copi hwn o’r dudalen yn cario polisi. Peidiwch â’i ddefnyddio gyda data go iawn.",
    why: [
      "connect-src 'none': dim cais gan sgript, i unrhyw gyfeiriad, hyd yn oed y wefan y daeth y dudalen ohoni.",
      "default-src 'none' ac img-src: dim lluniau, ffontiau, fframiau na chyfryngau o unrhyw gyfeiriad.",
      "Mae script-src yn rhestru ôl bys cod y dudalen ei hun: nid oes cod arall yn rhedeg, felly ni ellir ychwanegu dim yn ddiweddarach.",
      "form-action 'none': ni ellir anfon ffurflen.",
      "Dim cwcis, dim storfa leol, dim hanes o’r hyn a wnaethoch: mae cau’r tab yn anghofio popeth.",
    ],
    limitsTitle: "Beth nad yw’r rheolau hyn yn ei gwmpasu",
    limits: [
      "Ni all rheolau tudalen ei hatal rhag agor cyfeiriad arall yn ei lle ei hun, nac atal y cysylltiadau uniongyrchol y mae galwadau fideo’n eu defnyddio (WebRTC). Nid yw’r dudalen hon yn gwneud y naill na’r llall, a gellir chwilio ei ffynhonnell am y ddau. Mae datgysylltu’r rhwydwaith yn cwmpasu popeth.",
      "Gall estyniadau porwr sydd â mynediad at bob tudalen ddarllen hon. Defnyddiwch broffil porwr hebddynt.",
      "Nid yw’r rheolau’n diogelu ond tra mai’r dudalen a gyhoeddwyd yw hon: cymharwch ei hôl bys, isod.",
      "Yn eich dwylo chi y mae’r ffeiliau a gadwch: ni all y dudalen atal neb rhag anfon yr un anghywir. Dyna pam y mae eu henwau’n dechrau â SEND, KEEP neu SECRET.",
    ],
    leavesTitle: "Beth y mae sefydliad yn ei anfon, a beth y mae’n ei olygu",
    leaves: [
      "Y ffeil SEND yn unig. Mae’n dal cyfeirnodau ar hap a chodau a wnaed ag allwedd y prosiect, heb enwau, dyddiadau na rhifau.",
      "Gall pwy bynnag sy’n dal allwedd y prosiect brofi dyfaliadau am bobl yn erbyn ffeil SEND. Dylech ei thrin fel data personol (wedi’i ffugenwi, heb fod yn ddienw).",
      "Lle mae’r cytundeb yn defnyddio tebygrwydd wedi’i godio (hidlyddion cofnod), mae’r ffeil yn dweud mwy hyd yn oed heb yr allwedd: mae ymosodiadau wedi adnabod y rhan fwyaf o’r bobl mewn ffeiliau o godau o’r fath, i rywun sydd â rhestr o rai o’r un bobl. Anfonwch hi dim ond at barwr y byddech yn ymddiried y data iddo.",
      "Lle mae’n defnyddio tebygrwydd meysydd unigol (hidlyddion maes), mae’r ffeil yn dangos pa werthoedd sy’n digwydd yn aml, a gellir adnabod yr enwau mwyaf cyffredin o restrau cyhoeddus. Anfonwch hi dim ond at yr un cysylltydd yr ydych yn ymddiried y data iddo.",
      "Mae ffeiliau KEEP yn aros yn y sefydliad. Mae’r cofnod yn eu plith yn datgan beth a wnaed, gyda chyfrifon a chrynodebau a heb werthoedd personol.",
    ],
    sameFileTitle: "Ai hon yw’r dudalen a gyhoeddwyd?",
    sameFile: "Cymharwch ôl bys (SHA-256) y ffeil â’r un yn split-tally.html.sha256, a gyhoeddir wrth ochr pob fersiwn. Y ffordd sicraf yw un o orchmynion eich cyfrifiadur:",
    commandsLabel: "Gorchmynion sy’n argraffu’r ôl bys",
    sameFileCommands: "Windows:       certutil -hashfile split-tally.html SHA256\nmacOS, Linux:  shasum -a 256 split-tally.html",
    sameFileHere: "Neu dewiswch y ffeil yma. Fe’i darllenir ar y cyfrifiadur hwn. Gallai tudalen a newidiwyd gan rywun ddangos ôl bys ffug ichi, felly lle mae’n bwysig defnyddiwch gopi o’r dudalen yr ydych yn ymddiried ynddo, neu’r gorchymyn.",
    sameFileChoose: "Dewiswch y ffeil split-tally.html",
    fingerprintOf: (name) => `Ôl bys ${name}:`,
    noFingerprint: "Nid yw’r porwr hwn yn cyfrifo olion bysedd yn y cyfeiriad hwn. Defnyddiwch y gorchymyn uchod.",
    programTitle: "Y rhaglen yn y dudalen hon",
    program: "Nid yw’r porwr yn rhedeg rhaglen y dudalen hon ond tra mai hwn yw ei hôl bys, sy’n sefyll yn y rheolau uchod:",
    offlineTitle: "Pan ddaw’r ap o gyfeiriad gwe",
    offline: "Mae tudalen gyntaf y wefan yn peri i’r porwr gadw’r ap, fel ei fod yn agor heb rwydwaith. O bryd i’w gilydd mae’r porwr ei hun yn edrych ar y wefan am fersiwn mwy newydd. Mae’r cais hwnnw’n enwi ffeiliau’r ap a dim arall, fe’i gwneir heb y dudalen hon, ac nid yw yn ei chyfrif. Nid yw’r ffeil unigol split-tally.html yn gwneud yr un.",
  },
};
