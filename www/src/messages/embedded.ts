// What is said inside a portal's page.

export const embedded = {
  embedded: {
    around: (origin: string) => `This part of the page is Split Tally. ${origin === "" ? "The page around it" : `The page around it, ${origin},`} cannot see the files you choose here. It sees how far the work is.`,
    beside: (origin: string) => `This part of the page is Split Tally. It sends nothing anywhere. But it runs inside ${origin === "" ? "the page around it" : `the page of ${origin}`}, and that page’s own scripts could read the files and the passphrase that you choose here. Go on only if you trust that page with them.`,
    thePageAround: "the page around",
    title: (to: string) => `Hand over to ${to}`,
    asks: (what: string, to: string) => `${to[0]?.toUpperCase()}${to.slice(1)} asks for ${what}. It gets that and nothing else: not your data, your key or your crosswalk. You can also save the file yourself and hand over nothing.`,
    asksBeside: (what: string, to: string) => `${to[0]?.toUpperCase()}${to.slice(1)} asks for ${what}. Split Tally gives it that and nothing else. You can also save the file yourself and hand over nothing.`,
    handOver: (to: string) => `Hand it over to ${to}`,
    sure: (what: string, to: string) => `Hand ${what} over to ${to}? Check that this is the website you mean to give it to.`,
    yes: (to: string) => `Yes, hand it over to ${to}`,
    no: "No",
    handed: (what: string, to: string) => `Handed over to ${to}: ${what}.`,
    covered: "Nothing was handed over: something of the page around lies over this part, or it was not in view for long enough to be read. Scroll until you see all of it, and try again.",
    report: "the counts of this match",
    view: "the tables of this picture",
    notSandboxed: "The page around this one has put Split Tally into a frame that is not sandboxed, where the page’s own scripts could read your files.",
    contrast: "The colours were not taken: text would have too little contrast to be read (WCAG 2.2 asks for 4.5 to 1).",
    agreementRefused: "The agreement of the page around was not taken, as it cannot be read. The person is asked for one.",
  },
} as const;
