import "/split-tally/element.js";

const element = document.querySelector("split-tally");
const state = document.querySelector("#state");
const received = document.querySelector("#received");

element.addEventListener("tally-status", ({ detail }) => {
  state.textContent = { choosing: "Nothing is prepared yet.", working: "Working…", done: "Your files are ready.", failed: "The work stopped." }[detail.state];
});

element.addEventListener("tally-extract", ({ detail }) => {
  // Here a portal would send detail.content on. It holds tokens; treat it as the agreement says.
  received.textContent = `${detail.name} was handed over: ${detail.summary.rows} rows of tokens.`;
});

element.addEventListener("tally-problem", ({ detail }) => console.warn(detail.code, detail.message));

// Nobody should lose a crosswalk by closing the page.
addEventListener("beforeunload", (event) => {
  if (element.unsaved) event.preventDefault();
});
