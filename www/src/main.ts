// Starts the app: the frame, the routes, and the check that this browser can do the work.

import { ignoreStrayDrops } from "./components/file-field";
import { paragraph } from "./dom";
import { buildFrame, showPage, showVersion } from "./frame";
import { messages } from "./messages";
import { routes } from "./pages/routes";
import { tryCore } from "./preflight";
import { watchRequests } from "./requests";
import { startRouter } from "./router";
import { seed } from "./seed";

async function start(): Promise<void> {
  watchRequests();
  buildFrame(seed);
  ignoreStrayDrops();
  startRouter(routes);
  const outcome = await tryCore();
  if ("version" in outcome) showVersion(outcome.version);
  else showPage({ title: messages.preflight.title, body: [paragraph(outcome.problem), paragraph(messages.preflight.remedy)] }, true);
}

void start();
