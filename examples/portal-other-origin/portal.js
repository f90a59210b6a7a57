import "/split-tally/element.js";

// An address that a real portal would write down: here it is where the tests serve the other host.
const elsewhere = new URLSearchParams(location.search).get("host");
if (elsewhere) {
  document.querySelector("#whole").src = `${elsewhere}/split-tally/split-tally.html`;
  const element = document.createElement("split-tally");
  element.setAttribute("job", "inspect");
  element.src = `${elsewhere}/split-tally/split-tally.html`;
  element.addEventListener("tally-ready", ({ detail }) => (document.title = `Ready: ${detail.job}`));
  document.querySelector("#one").append(element);
}
