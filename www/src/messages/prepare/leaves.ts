// What will leave, and the run that makes it.

export const leaves = {
  title: "What will leave",
  lead: (rows: number) => `These are the first ${rows} rows of your file. “Stays here” never leaves this computer; “Leaves” is all that is written to the file you send, with codes shortened. The real file is shuffled, and references are random.`,
  likeness: "A coded likeness is a pattern of marks. Similar values have similar patterns, so records can be compared without their values.",
  rowsLeftOut: "Rows that you leave out are not among them.",
  noRow: "By what you chose, no row of the file takes part. Go back and change which rows take part.",
  row: (number: string) => `Row ${number}`,
  show: (row: string) => `Show ${row.charAt(0).toLowerCase()}${row.slice(1)} too`,
  stays: "Stays here",
  leaves: "Leaves, in the SEND file",
  field: "Field",
  inFile: "In your file",
  standardised: "As compared",
  empty: "(empty)",
  leftOut: "left out",
  part: "Made from",
  written: "Code",
  record: "Random reference",
  noToken: "nothing (a part is missing)",
  filter: "Coded likeness of the whole record",
  fieldFilter: (field: string) => `Coded likeness of ${field}`,
  noFieldFilter: "nothing (the field is missing)",
  readable: "Leaves readable, beside the codes",
  indicatorHead: "Indicator",
  value: "Value",
  notKnown: "not known",
  bits: (bits: string) => `${bits} marks set`,
  learnTitle: "What could someone learn from the SEND file?",
  learnCaption: "What each reader could learn",
  who: "Who",
  canLearn: "Can learn",
  cannotLearn: "Cannot learn",
  /**
   * What the agreement sends beside exact codes, which gives away more than they do: `likeness` of whole records, which may
   * be `hardened`, and likeness of each field by itself; and `indicators` that are not coded at all.
   */
  learn: ({ likeness, hardened, fields, indicators }: { likeness: boolean; hardened: boolean; fields: boolean; indicators: boolean }) => [
    {
      who: "A stranger who finds the file",
      can: [
        likeness
          ? "How many records it holds, how many have each field, which codes recur, and which records resemble each other."
          : "How many records it holds, how many have each field, and which codes occur more than once.",
        likeness && !hardened && " From coded likenesses, somebody who has a list of some of the same people can identify most of them: published attacks have done so.",
        likeness && hardened && " The coded likenesses are hardened: attacks that find people in plain ones failed against hardening as strong as this tool asks for a matcher, though that is no proof.",
        fields && " The likenesses of single fields show which values are frequent: beside a public list of how common names are, they give the commonest away.",
        indicators && " The indicators of each record are readable: not whose they are, but what they say, and somebody who knows enough of a person’s indicators could tell which record is theirs.",
      ].filter((sentence) => sentence !== false).join(""),
      cannot: "What the exact codes were made from: without the key there is nothing to test a guess against.",
    },
    {
      who: "Someone who matches the files, without the key",
      can: fields || (likeness && !hardened) ? "The same, and which records of the partners belong together. Choose a matcher you would trust with the data." : "The same, and which records of the partners belong together.",
      cannot: "What the exact codes were made from, and your own references, which stay in the crosswalk.",
    },
    {
      who: "Whoever holds the key and gets the file",
      can: `Whether a particular person is in it${indicators ? ", and what the indicators say of them" : ""}: they can code a name and date they already know, and look for it. Treat the file as personal data.`,
      cannot: "Anything in columns that are not used.",
    },
  ],
  showCodes: (codes: string) => `Show the other ${codes} codes`,
  otherCodes: "Other codes",
  ready: "If this is what you expect, make the files. They are kept in this tab until you save them.",
  run: "Make the files",
} as const;

export const run = {
  title: "Making your files",
  lead: (file: string) => `Working through ${file}. You can leave this tab in the background.`,
  again: "Start again",
  changeRows: "Change which rows take part",
  chooseAgain: "Choose the file again",
} as const;
