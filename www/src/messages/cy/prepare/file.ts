// The key, the file, and how the file was read.

import type { Translated } from "../../live";
import type * as english from "../../prepare/file";

export const key: Translated<typeof english.key> = {
  title: "Agor allwedd y prosiect",
  lead: "Mae’r allwedd yn aros ar y cyfrifiadur hwn, yn y tab hwn, nes ichi ei gau.",
  choose: "Dewiswch ffeil yr allwedd",
  hint: "Ei henw fel arfer yw SECRET-project.key",
  none: "Dewiswch ffeil yr allwedd",
  notAKey: (name) => `Mae ${name} yn rhy fawr i allwedd. Dewiswch y ffeil o’r enw SECRET-project.key`,
  passphrase: "Cyfrinymadrodd yr allwedd hon",
  passphraseHint: "Dywedodd pwy bynnag a roddodd yr allwedd ichi hwn wrthych ar wahân",
  passphraseNeeded: "Rhowch gyfrinymadrodd yr allwedd hon",
  sameCode: "A yw eich partner yn darllen yr un cod? Os nad yw, stopiwch: mae gan un ohonoch allwedd wahanol neu gytundeb gwahanol, ac ni fyddai eich ffeiliau’n paru.",
};

export const file: Translated<typeof english.file> = {
  title: "Dewiswch eich data",
  party: "Pa sefydliad ydych chi?",
  noParty: "Dewiswch pa sefydliad ydych chi",
  choose: "Dewiswch eich ffeil",
  hint: "Ffeil CSV neu destun, neu daenlen Excel neu OpenDocument, gyda rhes o enwau colofnau. Mae’n aros ar y cyfrifiadur hwn.",
  none: "Dewiswch eich ffeil",
  sayHow: "Os gwyddoch sut y mae’r ffeil wedi’i gosod, gallwch",
  sayHowLink: "ddweud sut i’w darllen",
};

export const reading: Translated<typeof english.reading> = {
  title: "Gwiriwch sut y darllenwyd eich ffeil",
  titleUnread: "Sut y dylid darllen eich ffeil?",
  kinds: {
    csv: "ffeil destun",
    xlsx: "llyfr gwaith Excel",
    xls: "llyfr gwaith Excel o’r math hŷn (.xls)",
    ods: "taenlen OpenDocument",
  },
  encodings: {
    "utf-8": "Unicode (UTF-8)",
    "windows-1252": "Windows (Gorllewin Ewrop)",
    macintosh: "Mac (Gorllewin Ewrop)",
    "utf-16le": "Unicode (UTF-16, fel “Unicode Text” Excel)",
    "utf-16be": "Unicode (UTF-16, beit uchel yn gyntaf)",
  },
  delimiters: { comma: "atalnodau", semicolon: "hanner colonau", tab: "tabiau", pipe: "barrau fertigol ( | )" },
  sentence: ({ name, rows, columns, kind, sheet, headerRow }) =>
    `Darllenwyd ${name} fel ${kind}${sheet === null ? "" : `, dalen “${sheet}”`}: ${rows === null ? "" : `${rows}, `}${columns}. Mae enwau’r colofnau yn rhes ${headerRow}.`,
  letters: (encoding, delimiter) => `Mae llythrennau wedi’u storio fel ${encoding}, a’r colofnau wedi’u gwahanu gan ${delimiter}.`,
  otherSheets: (sheets) => `Mae ganddi ddalennau eraill, na ddarllenwyd: ${sheets}.`,
  hiddenSheet: (name) => `${name} (cudd)`,
  columnsTitle: "Ai’r rhain yw eich colofnau?",
  columnsHint: "Os ydynt yn edrych yn anghywir, megis un llinell hir neu fanylion person, darllenwch y ffeil mewn ffordd arall isod.",
  noName: (position) => `(colofn ${position}, dim enw)`,
  moreColumns: (more) => `a ${more} arall`,
  skippedTitle: "Beth yr aethpwyd heibio iddo",
  skipped: (what, count, rows) => `${what}: ${count}${rows}`,
  inRows: (rows) => ` (${rows})`,
  findingsTitle: "Gwerth cael golwg cyn ichi fynd ymlaen",
  findingsPart: "Mae hyn yn cwmpasu’r fil o resi cyntaf. Darllenir y ffeil gyfan yn ddiweddarach, pan fyddwch yn gwirio’r data.",
  finding: (message, times, rows) => `${message}.${rows === "" ? "" : times === null ? ` Lle: ${rows}.` : ` ${times} gwaith, y tro cyntaf yn ${rows}.`}`,
  fine: "Ni sylwyd ar ddim anarferol hyd yma.",
  anotherWay: "Darllen y ffeil mewn ffordd arall",
  workOut: (now) => (now === null ? "Ei ganfod" : `Ei ganfod, ${now} yn awr`),
  encoding: "Sut y mae llythrennau wedi’u storio",
  encodingHint: "Newidiwch hwn pan fo llythrennau megis ŵ neu ’ yn edrych yn anghywir",
  delimiter: "Beth sy’n gwahanu’r colofnau",
  sheet: "Dalen",
  sheetHint: "Enw’r ddalen, fel y mae ar ei thab",
  headerRow: "Y rhes ag enwau’r colofnau",
  headerRowHint: "Fel y mae eich taenlen yn cyfrif rhesi. Gadewch hwn yn wag i’w ganfod. Eir heibio i resi uwch ei phen",
  headerRowNumber: "Rhowch y rhes ag enwau’r colofnau fel rhif, megis 3",
  again: "Darllen y ffeil eto",
  done: "Darllenwyd y ffeil eto.",
};
