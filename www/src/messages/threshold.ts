// What the line above which pairs link does, and what to do to have another.

export const threshold = {
  threshold: {
    label: "Move the line to see what another would do",
    hint: "Drag it, or use the arrow keys. Nothing is changed by looking.",
    caption: "What the line does",
    head: "Result",
    now: (value: string) => `Agreed: ${value}`,
    moved: (value: string) => `Moved: ${value}`,
    about: (number: string) => `about ${number}`,
    atMost: (number: string) => `${number} at most`,
    share: (number: string, share: string) => `about ${number} (${share})`,
    fewer: (number: string) => `${number} fewer than now`,
    more: (number: string) => `${number} more than now`,
    moreAtMost: (number: string) => `at most ${number} more than now`,
    same: "as many as now",
    agreed: (value: string, links: string) => `The agreed line, from ${value}: ${links}`,
    elsewhere: (value: string, links: string, change: string) => `From ${value}: ${links}, ${change}`,
    similarity: {
      links: "Links by likeness",
      pairs: "Pairs this alike or more",
      linksSaid: (number: string, isOne: boolean) => `${number} ${isOne ? "link" : "links"} by likeness`,
      unknown: "How many of these links are wrong, or how many are missed, cannot be told from the codes in these files. Look for the gap between two humps, and check a sample of pairs near the line.",
      below: "Below the agreed line a pair links only where it is ahead of the next best, so this page can say at most how many would.",
      several: "Groups of several records make these numbers rough.",
    },
    model: {
      title: "What another line would do",
      lead: (value: string) => `A pair links from a probability of ${value} upwards. A higher line makes fewer wrong links, and misses more people.`,
      links: "Links",
      wrong: "Links expected to be wrong",
      missed: "People in both files expected to be missed",
      missedMany: "Pairs of records of one person expected to be missed",
      linksSaid: (number: string, isOne: boolean) => `${number} ${isOne ? "link" : "links"}`,
      wrongSaid: (links: string, wrong: string, missed: string) => `${links}; about ${wrong} expected to be wrong, and about ${missed} missed`,
      barsPairs: "Pairs this probable",
      axis: "Probability of the pair (height: number of pairs)",
      axisLogarithmic: "Probability of the pair (height: number of pairs; each grid line is ten times the one below)",
      description: (chart: { from: string; threshold: string; pairs: string }) => `Bar chart of probability from ${chart.from} to 100%, of ${chart.pairs} pairs. Pairs from ${chart.threshold} upwards link. The same numbers are in the table below.`,
      caption: "Pairs by probability",
      range: "Probability",
    },
    renewTitle: "To use another line",
    fixed: "The line is part of the agreement, and so of the codes in every file made under it: these files can only be matched with the agreed line. To use another, renew the agreement with it. Everyone is sent the new edition, and prepares their file again if they agree.",
    choose: "Choose it by what a wrong link and a missed one would do to somebody, and not by the number you hoped for.",
    renew: (value: string) => `Renew the agreement with the line at ${value}`,
    moveFirst: "Move the line first to see the way there.",
    ask: "Ask whoever set up the project to do that.",
    errorLevel: (share: string) => `The agreement lets at most ${share} of links be wrong, and the line of each run follows from that. To move the line, agree on another share.`,
  },
} as const;

/** In the words for incidents. */
export const ofIncidents = {
  lead: (value: string) => `Two reports link from a probability of ${value} upwards. A higher line makes fewer wrong links, and misses more.`,
  missed: "Pairs of reports of one incident expected to be missed",
  missedMany: "Pairs of reports of one incident expected to be missed",
} as const;
