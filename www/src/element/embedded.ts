// Inside a portal's page: one job, the portal's colours and agreement, and a port to tell it how things are. The portal is not trusted: what it
// sends is checked, and what it gets is said in `protocol.ts`.

import { run } from "../bridge";
import { type Language, languageOf, languageTag, preferredLanguage } from "../language";
import { messages } from "../messages";
import { chooseAgreement as chooseForMatch, match } from "../pages/match/state";
import { chooseAgreement as chooseForPrepare, prepare } from "../pages/prepare/state";
import { chooseAgreement as chooseForView, view } from "../pages/view/state";
import type { ChosenAgreement } from "../components/agreement-file";
import { applyTheme } from "./theme";
import { connectTo, tellHost } from "./host";
import { EMBEDDED_HASH, type Hello, isFromHost, isHello } from "./protocol";

/** Whether this page was opened to be inside another. */
export const opensEmbedded = () => window.parent !== window && (location.hash === EMBEDDED_HASH || location.protocol === "about:");

/** What the page around asks for, or else the person's browser. */
export const languageWanted = ({ language }: Hello): Language => (language === "" ? preferredLanguage() : (languageOf(language) ?? "en"));

/** Whatever the page around says after its hello. */
export function listenTo(port: MessagePort, origin: string, { receive }: Hello): void {
  connectTo({ port, origin: origin === "null" ? "" : origin, receive });
  port.onmessage = ({ data: said }: MessageEvent<unknown>) => {
    if (isFromHost(said)) useTheme(said.theme);
  };
}

/** The first proper hello of the page around; later ones are not listened to. */
export function hello(): Promise<Hello> {
  return new Promise((resolve) => {
    const listen = ({ source, data, ports, origin }: MessageEvent<unknown>) => {
      const [port, ...others] = ports;
      if (source !== window.parent || !isHello(data) || !port || others.length > 0) return;
      window.removeEventListener("message", listen);
      listenTo(port, origin, data);
      resolve(data);
    };
    window.addEventListener("message", listen);
  });
}

function useTheme(theme: Hello["theme"]): void {
  if (!applyTheme(theme)) tellHost({ kind: "problem", code: "theme.contrast", message: messages.embedded.contrast });
}

let given: ChosenAgreement | undefined;

/** Before each page: the portal's agreement stands where the person has not chosen one. They see it, and go on or choose another. */
export function fillIn(address: string): void {
  if (!given) return;
  if (address === "#/prepare" && !prepare.agreement) chooseForPrepare(given);
  if (address === "#/match" && !match.agreement) chooseForMatch(given);
  if (address === "#/view" && !view.agreement) chooseForView(given);
}

/** Takes what the hello brings, and tells the page around that the job can begin. */
export async function begin({ agreement, theme, job }: Hello, software: string): Promise<void> {
  useTheme(theme);
  if (agreement !== null) {
    try {
      const file = new File([agreement], messages.files.agreement, { type: "application/json" });
      given = { file, text: agreement, summary: await run("checkAgreement", { agreement }) };
    } catch {
      tellHost({ kind: "problem", code: "agreement.refused", message: messages.embedded.agreementRefused });
    }
  }
  tellHost({ kind: "ready", software, job, language: languageTag() });
}
