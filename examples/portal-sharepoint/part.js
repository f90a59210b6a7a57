import { createAgreement, load, newKey, prepare } from "/split-tally/index.js";

const state = document.querySelector("#state");

try {
  // A rehearsal: a real page would be given the agreement and let the person open the key.
  const agreement = await createAgreement({ parties: ["North", "South"] });
  const key = await newKey();

  document.querySelector("#records").addEventListener("change", async ({ target }) => {
    try {
      const { record } = await prepare(target.files[0], { agreement, key, party: "North" }, { onProgress: ({ phase }) => (state.textContent = `${phase}…`) });
      state.textContent = `${record.extract.rows} rows were prepared.`;
    } catch (error) {
      state.textContent = `${error.message} (${error.code})`;
    }
  });
  const { version, worker } = await load();
  state.textContent = `Split Tally ${version} is ready (worker: ${worker}).`;
} catch (error) {
  // A LoadError names what the policy lacks.
  state.textContent = error.message;
}
