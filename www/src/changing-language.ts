// Changing the language while the app is open. The page is drawn again in other words, with what has been entered on it; where it shows what would
// be gone by that, or works on something, it stays as it is until the person goes on or says otherwise.

import { putBack, takeEntries } from "./entries";
import { drawFrame, focusLanguages, frameContent, keepPageIn, letPageGo } from "./frame";
import { chosenLanguage, type Language, language, languageInAddress, useLanguage } from "./language";
import { isWorking } from "./leaving";
import { drawAgain, isShown, pageHolds } from "./router";

function draw(): void {
  const content = frameContent();
  const entries = takeEntries(content);
  drawAgain(() => putBack(entries, content));
}

export function changeLanguage(wanted: Language): void {
  if (wanted === chosenLanguage()) return;
  const ofPage = language();
  useLanguage(wanted);
  drawFrame();
  if (ofPage === wanted) {
    letPageGo();
    focusLanguages();
  } else if (isWorking() || pageHolds()) keepPageIn(ofPage, draw);
  else draw();
}

/**
 * Takes the language off an address that has one, such as "#cy/prepare", and goes to the page there. The page that is shown is drawn again only if it
 * is that one: of a page that is left nothing is carried on, and no work on it goes on.
 */
function readAddress(event: Event): void {
  const asked = languageInAddress(location.hash);
  if (!asked) return;
  // The router would take the event for one about the address that is here by then, and draw that page once more, without what had been entered.
  event.stopImmediatePropagation();
  if (isShown(asked.address)) {
    // Said to nobody, as the page is the same.
    history.replaceState(null, "", asked.address);
    return changeLanguage(asked.language);
  }
  useLanguage(asked.language);
  drawFrame();
  location.replace(asked.address);
}

/** Before the router does. */
export const followAddress = () => window.addEventListener("hashchange", readAddress);
