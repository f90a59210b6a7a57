// How alike the compared pairs are: two bars a bin, candidate pairs and the links made of them, with the line above which pairs link.
// Drawn with presentation attributes, so that the saved picture needs no style sheet; the page's style sheet recolours it for a dark scheme.

import type { MatchReport } from "../core";
import { svg } from "../dom";
import { count, similarity } from "../format";
import { messages } from "../messages";

export type Similarity = NonNullable<MatchReport["similarity"]>;

const text = messages.histogram;
const WIDTH = 720;
const HEIGHT = 340;
const PLOT = { left: 64, right: 16, top: 44, bottom: 56 };
const plotWidth = WIDTH - PLOT.left - PLOT.right;
const plotHeight = HEIGHT - PLOT.top - PLOT.bottom;
const baseline = PLOT.top + plotHeight;

// Okabe and Ito's sky blue and a dark orange: told apart in every common colour blindness, and by lightness in print.
const COLOURS = { pairs: "#7fb2d0", links: "#b3500b", ink: "#17252c", grid: "#c9d2d6" };
/** Beyond this ratio of tallest to shortest bar, short bars would vanish on an even scale. */
const EVEN_SCALE_RATIO = 60;

interface Scale {
  height(value: number): number;
  ticks: number[];
  isLogarithmic: boolean;
}

function scaleFor({ pairs, links }: Similarity["histogram"]): Scale {
  const values = [...pairs, ...links].filter((value) => value > 0);
  const most = Math.max(1, ...values);
  if (values.length > 0 && most / Math.min(...values) > EVEN_SCALE_RATIO) {
    const decades = Math.ceil(Math.log10(most));
    return {
      // One pair is a bar a little above the line, not nothing.
      height: (value) => (value > 0 ? ((Math.log10(value) + 0.15) / (decades + 0.15)) * plotHeight : 0),
      ticks: Array.from({ length: decades + 1 }, (_, power) => 10 ** power),
      isLogarithmic: true,
    };
  }
  const step = niceStep(most / 4);
  const top = Math.ceil(most / step) * step;
  return {
    height: (value) => (value / top) * plotHeight,
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step),
    isLogarithmic: false,
  };
}

/** The next of 1, 2, 5, 10, 20, 50... */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
}

const label = (x: number, y: number, content: string, anchor: "start" | "middle" | "end" = "middle", extra = {}) =>
  svg("text", { x, y, "text-anchor": anchor, "font-size": 14, "font-family": "Arial, sans-serif", fill: COLOURS.ink, class: "chart__text", ...extra }, content);

const bar = (x: number, width: number, height: number, colour: "pairs" | "links") =>
  height > 0 && svg("rect", { x, y: baseline - height, width, height, fill: COLOURS[colour], class: `chart__${colour}` });

/** A picture for eyes and its description for screen readers; the same numbers stand in a table beside it. */
export function histogram({ threshold, histogram: bins }: Similarity): SVGSVGElement {
  const scale = scaleFor(bins);
  const bars = bins.pairs.length;
  const binWidth = plotWidth / Math.max(1, bars);
  const xOf = (value: number) => PLOT.left + ((value - bins.from) / (bins.width * Math.max(1, bars))) * plotWidth;
  const gap = Math.min(2, binWidth / 6);
  const half = binWidth / 2 - gap;
  const labelEvery = Math.max(1, Math.ceil(bars / 8));
  const line = xOf(threshold);
  const lineLabelLeft = line > WIDTH - 220;

  return svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": text.description(describe(bins, threshold)) },
    scale.ticks.map((tick) => {
      const y = baseline - scale.height(tick);
      return [
        svg("line", { x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y, y2: y, stroke: COLOURS.grid, class: "chart__grid" }),
        label(PLOT.left - 8, y + 5, count(tick), "end"),
      ];
    }),
    bins.pairs.map((pairs, index) => {
      const x = PLOT.left + index * binWidth;
      return [
        bar(x + gap, half, scale.height(pairs), "pairs"),
        bar(x + gap + half, half, scale.height(bins.links[index] ?? 0), "links"),
        index % labelEvery === 0 && bars - index >= labelEvery / 2 && label(x, baseline + 20, similarity(bins.from + index * bins.width)),
      ];
    }),
    label(WIDTH - PLOT.right, baseline + 20, similarity(bins.from + bars * bins.width), "end"),
    svg("line", { x1: PLOT.left, x2: WIDTH - PLOT.right, y1: baseline, y2: baseline, stroke: COLOURS.ink, class: "chart__axis" }),
    svg("line", { x1: line, x2: line, y1: PLOT.top - 8, y2: baseline, stroke: COLOURS.ink, "stroke-width": 2, "stroke-dasharray": "6 4", class: "chart__axis" }),
    label(lineLabelLeft ? line - 6 : line + 6, PLOT.top, text.line(similarity(threshold)), lineLabelLeft ? "end" : "start", { "font-weight": "bold" }),
    legend(),
    label(PLOT.left + plotWidth / 2, HEIGHT - 8, scale.isLogarithmic ? text.axisLogarithmic : text.axis),
  );
}

function legend(): SVGElement[] {
  return [
    svg("rect", { x: PLOT.left, y: 6, width: 14, height: 14, fill: COLOURS.pairs, class: "chart__pairs" }),
    label(PLOT.left + 20, 18, text.pairs, "start"),
    svg("rect", { x: PLOT.left + 170, y: 6, width: 14, height: 14, fill: COLOURS.links, class: "chart__links" }),
    label(PLOT.left + 190, 18, text.links, "start"),
  ];
}

function describe({ from, width, pairs, links }: Similarity["histogram"], threshold: number) {
  const tallest = pairs.indexOf(Math.max(...pairs));
  return {
    from: similarity(from),
    threshold: similarity(threshold),
    pairs: count(pairs.reduce((sum, value) => sum + value, 0)),
    links: count(links.reduce((sum, value) => sum + value, 0)),
    commonest: similarity(from + tallest * width),
  };
}

export interface Bin {
  from: number;
  to: number;
  pairs: number;
  links: number;
}

export const binsOf = ({ histogram: { from, width, pairs, links } }: Similarity): Bin[] =>
  pairs.map((value, index) => ({ from: from + index * width, to: from + (index + 1) * width, pairs: value, links: links[index] ?? 0 }));

/** The picture as a file of its own, on white. */
export function histogramFile(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(WIDTH));
  copy.setAttribute("height", String(HEIGHT));
  copy.prepend(svg("rect", { width: WIDTH, height: HEIGHT, fill: "#ffffff" }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

export function histogramCsv(similarityReport: Similarity): string {
  const rows = binsOf(similarityReport).map(({ from, to, pairs, links }) => `${from.toFixed(4)},${to.toFixed(4)},${pairs},${links}`);
  return `${["similarity_from,similarity_to,pairs,links", ...rows].join("\r\n")}\r\n`;
}
