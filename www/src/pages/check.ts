// For governance leads and IT: why nothing is sent, and how to see it for oneself.

import { button } from "../components/button";
import { fileField } from "../components/file-field";
import { bullets, type Child, h, heading2, heading3, numbered, paragraph } from "../dom";
import { messages } from "../messages";
import type { Page } from "../router";

const text = messages.check;

/** An address that can never exist. The attempt is the only one in this app, and the policy stops it before anything leaves. */
const NOWHERE = "https://split-tally.invalid/";

function attempt(): HTMLElement {
  const outcome = h("p", { class: "govuk-body", id: "attempt-outcome", attributes: { role: "status" } });
  const tryToSend = async () => {
    const stoppedByPolicy = new Promise<boolean>((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI.startsWith(NOWHERE.slice(0, -1))), { once: true });
      setTimeout(() => resolve(false), 3000);
    });
    await fetch(NOWHERE).catch(() => undefined);
    outcome.textContent = (await stoppedByPolicy) ? text.attemptStopped : text.attemptNotStopped;
  };
  return h("div", null, button(text.attempt, () => void tryToSend(), { id: "attempt" }), outcome);
}

/** The fingerprint of a file that the person chooses: a page cannot hold its own. */
function fingerprint(): Child {
  const outcome = h("p", { class: "govuk-body", id: "file-fingerprint", attributes: { role: "status" } });
  const compute = async (file: File) => {
    if (!("subtle" in crypto)) return void outcome.replaceChildren(text.noFingerprint);
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      outcome.replaceChildren(text.fingerprintOf(file.name), h("br", null), h("span", { class: "fingerprint" }, hex));
    } catch {
      outcome.replaceChildren(messages.faults.unreadable(file.name));
    }
  };
  const field = fileField({ id: "this-file", label: text.sameFileChoose, accept: ".html", onChange: ([file]) => void (file ? compute(file) : outcome.replaceChildren()) });
  return [paragraph(text.sameFileHere), field.element, outcome];
}

export const checkPage: Page = () => ({
  title: text.title,
  back: "#/",
  body: [
    h("p", { class: "govuk-body-l" }, text.lead),
    heading2(text.seeTitle),
    text.ways.map(({ name, steps }) => [heading3(name), numbered(steps)]),
    heading3(text.attemptTitle),
    paragraph(text.attemptLead),
    attempt(),
    heading2(text.whyTitle),
    paragraph(text.whyLead),
    h("pre", { class: "policy", attributes: { tabindex: "0", "aria-label": text.policyLabel } }, currentPolicy()),
    bullets(text.why),
    heading2(text.limitsTitle),
    bullets(text.limits),
    heading2(text.leavesTitle),
    bullets(text.leaves),
    heading2(text.sameFileTitle),
    paragraph(text.sameFile),
    h("pre", { class: "policy", attributes: { tabindex: "0", "aria-label": text.commandsLabel } }, text.sameFileCommands),
    fingerprint(),
    heading3(text.programTitle),
    paragraph(text.program, " ", h("span", { class: "fingerprint" }, programFingerprint())),
    heading2(text.offlineTitle),
    paragraph(text.offline),
  ],
});

const programFingerprint = () => /'(sha256-[^']+)'/.exec(currentPolicy())?.[1] ?? text.noPolicy;

/** The policy as this page carries it, one rule a line. */
function currentPolicy(): string {
  const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? text.noPolicy;
  return policy.split("; ").join("\n");
}
