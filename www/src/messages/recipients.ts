// For whom files are made, receiving keys, and the end of a project key.

import type { Role } from "../core";

const roles: Record<Role, { name: string; may: string }> = {
  partner: { name: "one of the organisations, which holds the project key anyway", may: "Gets exact codes, and coded likenesses if the agreement uses them." },
  matcher: { name: "a matcher without the project key", may: "Gets exact codes, and coded likenesses that are hardened, because specialists could read common names from plain ones." },
  linker: { name: "a linker whom everybody trusts as with the data", may: "Gets all that the agreement has." },
};

export const recipients = {
  roles,

  recipient: {
    title: "Who will get the prepared files?",
    lead: "The agreement can name who gets the files and what they may hold. Every file then says for whom it was made, holds no more than they may have, and can be encrypted so that only they can open it.",
    legend: "The prepared files are for",
    themselves: "The organisations themselves",
    named: "Somebody in particular",
    name: "Their name",
    nameHint: "As it will stand in the agreement, such as “County Data Trust”",
    role: "What they are",
    publicKey: "Their public key (optional)",
    publicKeyHint: "They make it with “Make my receiving key”. It starts with age1. With it, every file is encrypted to them.",
    noName: "Enter the name of whoever gets the files",
    noRole: "Choose what they are",
    save: "Use this in the agreement",
    change: "Change who gets the prepared files",
    label: "Prepared files are for",
    encrypted: "encrypted to their public key",
    nobody: "The organisations themselves",
    countsTitle: "Who counts the people?",
    countsLead: "Under counts only, no organisation sees what another knows of a person. So the prepared files go to somebody who is none of the organisations: they count, and give back counts.",
    someLead: "Not every organisation may see every indicator. What some may not see goes to somebody who is none of the organisations: they match and count.",
    countsTrust: "They could read the indicators in the files, record by record, without knowing whose they are. Only your trust in them, and what you agree with them, keeps them to counting. They must not have the project key.",
    isParty: "This is one of the organisations, which holds the project key. Name somebody else",
    edition: "Edition",
    choose: "For whom is this file?",
    noChoice: "Choose for whom this file is",
  },

  receivingKey: {
    title: "Make my receiving key",
    lead: "If files are to be sent to you, make a receiving key. Give its public key to whoever sets up the project; keep the key itself. Files encrypted to the public key can be opened with your receiving key only.",
    make: "Make the receiving key",
    doneTitle: "Your receiving key is ready",
    secretTitle: "Secret: for you alone",
    what: (locked: boolean) => (locked ? "Your receiving key, locked with your passphrase. Without it, files encrypted to you cannot be opened by anybody." : "Your receiving key, NOT locked: whoever has this file can open what is encrypted to you."),
    publicLabel: "Your public key, to give to whoever sets up the project",
    notSecret: "The public key is not secret.",
    summary: "The files are encrypted (their names end in .age)",
    choose: "Choose your receiving key",
    hint: "It is usually called SECRET-receiving.key. It stays in this tab until you close it.",
    passphrase: "Passphrase for your receiving key",
    open: "Open the receiving key",
    opened: (publicKey: string) => `Opened. It opens files encrypted to ${publicKey}`,
    tooBig: (name: string) => `${name} is too large to be a receiving key. Choose the file called SECRET-receiving.key`,
  },

  keyLife: {
    renewTitle: "Renew an agreement",
    renewLead: "A renewed agreement settles the same, and counts as another: codes made under it have nothing in common with earlier ones. Renew when a project goes into another round, or when a key may have been seen by somebody.",
    renew: "Renew the agreement",
    lastDay: "New last day",
    lastDayHint: "A year from today is chosen for you",
    renewedTitle: (edition: string) => `Edition ${edition} is ready`,
    renewedWhat: "The renewed agreement, for everyone who takes part. Holds no data.",
    renewedNext: ["Send it to everyone who takes part.", "If somebody may have seen the key, make a new one (“Set up a project” makes keys) and hand it out as the first time.", "Read the key check code to each other: it is another than before.", "Everyone prepares again. Files of the earlier edition are refused beside new ones."],
    destroyTitle: "Record that a key is destroyed",
    destroyLead: "When a project is over, each organisation deletes its copy of the project key and files a receipt. A browser cannot delete files: you do that, and this page writes the receipt.",
    by: "Your name or role (optional)",
    makeReceipt: "Make the receipt",
    receiptTitle: "The receipt",
    receiptWhat: "Which key it was, by its check code, and what this receipt shows and does not show. Holds nothing of the key.",
    steps: [
      "Delete the key file where you keep it, and empty the recycle bin.",
      "Delete other copies: downloads, attachments, synchronised folders. Ask your IT team about backups.",
      "Destroy the note of the passphrase.",
      "File the receipt with your data-sharing papers.",
    ],
    stepsTitle: "Now do this",
    noKey: "Choose the key file",
  },
} as const;
