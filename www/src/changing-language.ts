// Changing the language while the app is open. The page is drawn again in other words, with what has been entered on it; where it shows what would
// be gone by that, or works on something, it stays as it is until the person goes on or says otherwise.

import { putBack, takeEntries } from "./entries";
import { drawFrame, focusLanguages, frameContent, keepPageIn, letPageGo } from "./frame";
import { chosenLanguage, type Language, language, languageInAddress, useLanguage } from "./language";
import { isWorking } from "./leaving";
import { drawAgain, pageHolds } from "./router";

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

/** Takes the language off an address that has one, such as "#cy/prepare", and goes to the page there. */
function readAddress(): void {
  const asked = languageInAddress(location.hash);
  if (!asked) return;
  changeLanguage(asked.language);
  location.replace(asked.address);
}

export const followAddress = () => window.addEventListener("hashchange", readAddress);
