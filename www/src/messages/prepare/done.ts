// The files that were made.

export const done = {
  title: "Your files are ready",
  caption: "Prepare my data",
  lead: (written: string, rows: string) => `${written} of ${rows} rows are in the file to send.`,
  /** `reason` is the core's, and continues "where". */
  continued: (kept: string, fresh: string, gone: string) => `${kept} the earlier reference, ${fresh} are new, and ${gone} are no longer there.`,
  excluded: (rows: string, reason: string) => `Left out ${rows} where ${reason}.`,
  choicesTitle: "What you chose",
  sendTitle: "Send this one",
  sendWhat: "The coded file. Give it to whoever matches, by the route your agreement names.",
  sendWhatTo: (name: string, encrypted: boolean) =>
    `The coded file, made for ${name}${encrypted ? " and encrypted to their public key: nobody else can open it, not even you" : ""}. Give it to nobody else.`,
  keepTitle: "Keep these two",
  crosswalkWhat: "Leads from the random references back to your own records. It never leaves your organisation.",
  recordWhat: "What was done, with counts and no personal values. File it with your data-sharing papers.",
  neverSend: "Never send a KEEP file or the key together with the SEND file: together they identify people.",
  tellTitle: "Tell whoever matches",
  tellLabel: "Text for the message that goes with the SEND file",
  tell: (title: string, file: string, rows: string, sha256: string, others: string) =>
    [`Here is our file for “${title}”: ${file}, with ${rows} records.`, `It is to be matched with the file of ${others}.`, "", "To be sure that you have it whole, its SHA-256 is", sha256].join("\n"),
  revealsTitle: "What the SEND file reveals",
  detailsTitle: "For the record",
  sha256: "SHA-256 of the SEND file",
  software: "Made with",
  input: "File read",
  reading: "How it was read",
  passedOver: "Passed over",
  mapping: "Columns used",
  mapped: (column: string, fields: string) => `${column}: ${fields}`,
  reference: "Your own reference",
  noReference: "row numbers",
  forgotten: "Closing this tab forgets everything that is not saved.",
  another: "Prepare another file",
} as const;
