// The start, and the rehearsal with made-up people.

export const start = {
  start: {
    lead: "Find out which records different organisations hold about the same people, or which reports are of the same violent incident, without showing each other any names. Each organisation prepares its own file on its own computer, and only coded files are exchanged.",
    leaves: "This page sends nothing. What you make is saved as a file on this computer, and you decide what to send to whom. Files whose names start with KEEP are for nobody else.",
    choices: [
      { address: "#/set-up", name: "Set up a project", what: "For the person who starts it: say who takes part, then save the agreement and the secret key." },
      { address: "#/prepare", name: "Prepare my data", what: "You have an agreement, a key and your data: a CSV file or a spreadsheet. See what is in it, then make the coded file to send." },
      { address: "#/match", name: "Match files", what: "You have the coded files of two or more organisations. Find which records belong together. No key is needed." },
      { address: "#/view", name: "See the combined picture", what: "You have the coded files, and an agreement with indicators of need or about incidents. See how many people several organisations know and what they need, or how many incidents there were, when and where: in counts that can be published." },
      { address: "#/bring-back", name: "Bring the results back", what: "You have the links that somebody made of your file and others. See which of your own records they are about, and what the agreement lets you see of them." },
      { address: "#/review", name: "Answer questions", what: "You have a review file: pairs of records that were too doubtful to link. Say what you know of your own." },
      { address: "#/look-inside", name: "Look inside a file", what: "See what a file made by Split Tally holds and what it could reveal." },
    ],
    more: "Also here",
    receivingKey: "Make my receiving key, so that files can be encrypted to me",
    renew: "Renew an agreement",
    destroyKey: "Record that a key is destroyed",
    newHere: "New here?",
    tryIt: "Try it with made-up people (3 minutes)",
    forGovernance: "For governance leads and IT:",
    check: "How to check that nothing is sent",
  },

  try: {
    title: "Try it with made-up people",
    lead: "These files hold people who do not exist, as two organisations might have recorded them: with typing errors, missing values and people only one of them knows. Save them, then do the whole job once.",
    filesTitle: "Files for practice",
    what: (name: string) => (/truth/i.test(name) ? "Which records really are the same person, to compare with what you find." : `Made-up records, as a ${name.replace(/\.csv$/, "")} might keep them.`),
    samples: "The same files may also be on this site, under /samples.",
    stepsTitle: "The whole job, once",
    steps: [
      "Set up a project between two organisations, such as “Hospital” and “Council”. Save the agreement and the key.",
      "Prepare the first file as the first organisation. Save the file whose name starts with SEND.",
      "Prepare the second file as the second organisation. Save that file too.",
      "Match the two SEND files. See how many people appear in both.",
      "Look inside one of the SEND files: this is all that a partner would receive.",
    ],
    start: "Set up a practice project",
    tryView: "Practise a combined view of vulnerability instead",
    viewTitle: "Practise a combined view of vulnerability",
    viewLead: "These files hold people who do not exist, as a hospital, a council and a charity might have recorded them, with indicators of need such as rent arrears and recent falls. Save them, then do the whole job once.",
    viewSteps: [
      "Set up a project between “hospital”, “council” and “charity”, and choose “Combined view of vulnerability”. Save the agreement and the key.",
      "Prepare the three files, each as its organisation. Save every file.",
      "Match the three SEND files, and save links.csv.",
      "See the combined picture: choose the agreement, links.csv and the three SEND files.",
      "Bring the results back as the council: see what the others know of its own people, and who needs a look first.",
    ],
  },
} as const;
