// Charts that the core has drawn, put into the page. They stand on white in any scheme: they are the same in the saved page and as files.

import { scrollable } from "../components/table";
import { h } from "../dom";
import { trusted } from "../ground";
import { language } from "../language";

/** Its words are the core's. It is made smaller where there is no room, a map only so far that its squares can be seen: then it scrolls inside itself. The title is what the place is called, and the chart describes itself. */
export function drawnChart(title: string, svg: string, { isMap = false } = {}): HTMLElement {
  const drawn = new DOMParser().parseFromString(trusted(svg), "image/svg+xml").documentElement;
  if (language() !== "en") drawn.setAttribute("lang", "en");
  return h("div", { class: isMap ? "drawn-chart drawn-chart--map" : "drawn-chart" }, scrollable(title, document.importNode(drawn, true)));
}

/** The chart as a file of its own. */
export const chartFile = (svg: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
