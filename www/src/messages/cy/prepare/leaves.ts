// What will leave, and the run that makes it.

import type { Translated } from "../../live";
import type * as english from "../../prepare/leaves";

export const leaves: Translated<typeof english.leaves> = {
  title: "Beth fydd yn gadael",
  lead: (rows) => `Dyma ${rows} rhes gyntaf eich ffeil. Nid yw “Yn aros yma” byth yn gadael y cyfrifiadur hwn; “Yn gadael” yw’r cyfan a ysgrifennir i’r ffeil a anfonwch, gyda’r codau wedi’u byrhau. Mae’r ffeil go iawn wedi’i chymysgu, ac mae’r cyfeirnodau ar hap.`,
  likeness: "Patrwm o farciau yw tebygrwydd wedi’i godio. Mae gan werthoedd tebyg batrymau tebyg, felly gellir cymharu cofnodion heb eu gwerthoedd.",
  rowsLeftOut: "Nid yw’r rhesi yr ydych yn eu hepgor yn eu plith.",
  noRow: "Yn ôl yr hyn a ddewisoch, nid oes unrhyw res o’r ffeil yn cymryd rhan. Ewch yn ôl a newidiwch pa resi sy’n cymryd rhan.",
  row: (number) => `Rhes ${number}`,
  show: (row) => `Dangos ${row.charAt(0).toLowerCase()}${row.slice(1)} hefyd`,
  stays: "Yn aros yma",
  leaves: "Yn gadael, yn y ffeil SEND",
  field: "Maes",
  inFile: "Yn eich ffeil",
  standardised: "Fel y’i cymherir",
  empty: "(gwag)",
  leftOut: "wedi’i hepgor",
  part: "Wedi’i wneud o",
  written: "Cod",
  record: "Cyfeirnod ar hap",
  noToken: "dim (mae rhan ar goll)",
  filter: "Tebygrwydd wedi’i godio o’r cofnod cyfan",
  fieldFilter: (field) => `Tebygrwydd wedi’i godio: ${field}`,
  noFieldFilter: "dim (mae’r maes ar goll)",
  readable: "Yn gadael yn ddarllenadwy, wrth ochr y codau",
  indicatorHead: "Dangosydd",
  value: "Gwerth",
  notKnown: "anhysbys",
  bits: (bits) => `marciau wedi’u gosod: ${bits}`,
  learnTitle: "Beth y gallai rhywun ei ddysgu o’r ffeil SEND?",
  learnCaption: "Beth y gallai pob darllenydd ei ddysgu",
  who: "Pwy",
  canLearn: "Gall ddysgu",
  cannotLearn: "Ni all ddysgu",
  learn: ({ likeness, hardened, fields, indicators }) => [
    {
      who: "Dieithryn sy’n dod o hyd i’r ffeil",
      can: [
        likeness
          ? "Faint o gofnodion y mae’n eu dal, faint sydd â phob maes, pa godau sy’n ailddigwydd, a pha gofnodion sy’n debyg i’w gilydd."
          : "Faint o gofnodion y mae’n eu dal, faint sydd â phob maes, a pha godau sy’n digwydd mwy nag unwaith.",
        likeness && !hardened && " O debygrwydd wedi’i godio, gall rhywun sydd â rhestr o rai o’r un bobl adnabod y rhan fwyaf ohonynt: mae ymosodiadau cyhoeddedig wedi gwneud hynny.",
        likeness && hardened && " Mae’r tebygrwydd wedi’i godio wedi’i galedu: methodd ymosodiadau sy’n canfod pobl mewn rhai plaen yn erbyn caledu mor gryf ag y mae’r offeryn hwn yn gofyn amdano ar gyfer parwr, er nad yw hynny’n brawf.",
        fields && " Mae tebygrwydd meysydd unigol yn dangos pa werthoedd sy’n digwydd yn aml: wrth ochr rhestr gyhoeddus o ba mor gyffredin yw enwau, maent yn datgelu’r rhai mwyaf cyffredin.",
        indicators && " Mae dangosyddion pob cofnod yn ddarllenadwy: nid am bwy y maent, ond yr hyn y maent yn ei ddweud, a gallai rhywun sy’n gwybod digon o ddangosyddion person ddweud pa gofnod sydd amdano.",
      ].filter((sentence) => sentence !== false).join(""),
      cannot: "O beth y gwnaed y codau union: heb yr allwedd nid oes dim i brofi dyfaliad yn ei erbyn.",
    },
    {
      who: "Rhywun sy’n paru’r ffeiliau, heb yr allwedd",
      can: fields || (likeness && !hardened) ? "Yr un peth, a pha gofnodion y partneriaid sy’n perthyn i’w gilydd. Dewiswch barwr y byddech yn ymddiried y data iddo." : "Yr un peth, a pha gofnodion y partneriaid sy’n perthyn i’w gilydd.",
      cannot: "O beth y gwnaed y codau union, a’ch cyfeirnodau eich hun, sy’n aros yn y tabl croesgyfeirio.",
    },
    {
      who: "Pwy bynnag sy’n dal yr allwedd ac yn cael y ffeil",
      can: `A yw person penodol ynddi${indicators ? ", a beth y mae’r dangosyddion yn ei ddweud amdano" : ""}: gallant godio enw a dyddiad y maent eisoes yn eu gwybod, a chwilio amdano. Dylech drin y ffeil fel data personol.`,
      cannot: "Unrhyw beth mewn colofnau na ddefnyddir.",
    },
  ],
  showCodes: (codes) => `Dangos y codau eraill (${codes})`,
  otherCodes: "Codau eraill",
  ready: "Os dyma’r hyn yr ydych yn ei ddisgwyl, gwnewch y ffeiliau. Fe’u cedwir yn y tab hwn nes ichi eu cadw ar y cyfrifiadur.",
  run: "Gwneud y ffeiliau",
};

export const run: Translated<typeof english.run> = {
  title: "Yn gwneud eich ffeiliau",
  lead: (file) => `Yn gweithio drwy ${file}. Gallwch adael y tab hwn yn y cefndir.`,
  again: "Dechrau eto",
  changeRows: "Newid pa resi sy’n cymryd rhan",
  chooseAgain: "Dewis y ffeil eto",
};
