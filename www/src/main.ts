// Starts the app: the frame, the routes, and the check that this browser can do the work.

import { ignoreStrayDrops } from "./components/file-field";
import { buildFrame, showNotice, showVersion } from "./frame";
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
  buildFrame(seed);
  ignoreStrayDrops();
  askBeforeLeaving();
  startRouter(routes);
  onNewerVersion(() => showNotice(messages.frame.newer));
  const outcome = await tryCore();
  if ("problem" in outcome) return showOnly(cannotRun(outcome.problem));
  showVersion(outcome.version);
  if (outcome.littleMemory) showNotice(messages.preflight.littleMemory);
}

void start();
