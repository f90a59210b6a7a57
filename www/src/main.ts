// Starts the app: the frame, the routes, and the check that this browser can do the work.

import { addressInMemory, JOB_START } from "./element/address";
import { begin, fillIn, hello, languageWanted, opensEmbedded } from "./element/embedded";
import { submitWithoutSending } from "./element/forms";
import { followHeight, hostOrigin, tellHost } from "./element/host";
import { changeLanguage, followAddress } from "./changing-language";
import { ignoreStrayDrops } from "./components/file-field";
import { buildFrame, showNotice, showVersion } from "./frame";
import { languageInAddress, preferredLanguage, useLanguage } from "./language";
import { askBeforeLeaving } from "./leaving";
import { messages } from "./messages";
import { onNewerVersion } from "./newer";
import { routes } from "./pages/routes";
import { cannotRun, tryCore } from "./preflight";
import { watchRequests } from "./requests";
import { showOnly, startRouter } from "./router";
import { seed } from "./seed";

async function start(): Promise<void> {
  watchRequests();
  const asked = languageInAddress(location.hash);
  useLanguage(asked?.language ?? preferredLanguage());
  if (asked) history.replaceState(null, "", asked.address);
  buildFrame({ seed: seed(), changeLanguage });
  ignoreStrayDrops();
  askBeforeLeaving();
  followAddress();
  startRouter(routes);
  onNewerVersion(() => showNotice(() => messages.frame.newer));
  const outcome = await tryCore();
  if ("problem" in outcome) return showOnly(() => cannotRun(outcome.problem()));
  showVersion(outcome.version);
  if (outcome.littleMemory) showNotice(() => messages.preflight.littleMemory);
}

/** Inside a portal's page: the one job that it is for. */
async function startEmbedded(): Promise<void> {
  watchRequests();
  const said = await hello();
  document.documentElement.classList.add("embedded");
  useLanguage(languageWanted(said));
  buildFrame({ around: () => messages.embedded.around(hostOrigin()), changeLanguage });
  ignoreStrayDrops();
  submitWithoutSending();
  // With the origin of the portal, the portal's scripts could read all that is here.
  const outcome = self.origin === "null" ? await tryCore() : { problem: () => messages.embedded.notSandboxed };
  if (!("problem" in outcome)) {
    followHeight();
    await begin(said, outcome.version);
    showVersion(outcome.version);
    if (outcome.littleMemory) showNotice(() => messages.preflight.littleMemory);
  }
  startRouter(routes, addressInMemory(JOB_START[said.job]), fillIn);
  if (!("problem" in outcome)) return;
  tellHost({ kind: "problem", code: "frame.cannot_run", message: outcome.problem() });
  showOnly(() => cannotRun(outcome.problem()));
}

void (opensEmbedded() ? startEmbedded() : start());
