// How many pairs there are by how alike or how probable they are: a bar a bin, and beside it the links made of them where that is known, with the line
// above which pairs link. Drawn with presentation attributes, so that the saved picture needs no style sheet; the page's recolours it for a dark scheme.

import { svg } from "../dom";
import { count } from "../format";
import { messages } from "../messages";

/** Bins of equal width. */
export interface Bins {
  from: number;
  width: number;
  pairs: readonly number[];
  /** Links made of them, where that is known bin by bin. */
  links?: readonly number[];
}

export interface Histogram {
  bins: Bins;
  /** Above which pairs link. */
  threshold: number;
  /** A value of the axis as people read it. */
  written: (value: number) => string;
  text: { pairs: string; axis: string; axisLogarithmic: string; description: (chart: { from: string; threshold: string; pairs: string; links: string; commonest: string }) => string };
}

export interface DrawnHistogram {
  picture: SVGSVGElement;
  /** The value under a place across the picture, which is 0 at its left edge and 1 at its right. */
  valueAt: (place: number) => number;
  /** Where a value stands, from the picture's left edge. */
  xOf: (value: number) => number;
  /** Shows a second line, and what lies between the two; none for the agreed threshold itself. */
  moveLine: (to: number) => void;
  /** Where the line is taken hold of. */
  grip: SVGElement;
}

const words = messages.histogram;
/** Of the picture as it is saved. In the page it is drawn as wide as its place, so that its words keep their size. */
export const SAVED_WIDTH = 720;
const HEIGHT = 376;
const PLOT = { left: 64, right: 24, top: 88 };
/** What a finger needs, and a bit more. */
const GRIP_WIDTH = 44;

// Okabe and Ito's sky blue and a dark orange: told apart in every common colour blindness, and by lightness in print.
const COLOURS = { pairs: "#7fb2d0", links: "#b3500b", ink: "#17252c", grid: "#c9d2d6" };
/** Beyond this ratio of tallest to shortest bar, short bars would vanish on an even scale. */
const EVEN_SCALE_RATIO = 60;

interface Scale {
  height(value: number): number;
  ticks: number[];
  isLogarithmic: boolean;
}

function scaleFor({ pairs, links = [] }: Bins, plotHeight: number): Scale {
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

/** Values between the two to write at an axis: multiples of a round step, and about so many. */
function roundValues(from: number, to: number, about: number): number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => (to - from) / one <= about) ?? 1;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, index) => (first + index) * step);
}

const label = (x: number, y: number, content: string, anchor: "start" | "middle" | "end" = "middle", extra = {}) =>
  svg("text", { x, y, "text-anchor": anchor, "font-size": 14, "font-family": "Arial, sans-serif", fill: COLOURS.ink, class: "chart__text", ...extra }, content);

/** Lines of words that are no wider than that, by what letters take on average. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && longer.length * 7 <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A picture for eyes and its description for screen readers; the same numbers stand in a table beside it. */
export function histogram({ bins, threshold, written, text }: Histogram, width = SAVED_WIDTH): DrawnHistogram {
  const plotWidth = width - PLOT.left - PLOT.right;
  const bars = Math.max(1, bins.pairs.length);
  const scaleName = (isLogarithmic: boolean) => wrapped(isLogarithmic ? text.axisLogarithmic : text.axis, width - 16);
  // Room below the plot for the longer of the two names.
  const bottom = 32 + 18 * scaleName(true).length;
  const baseline = HEIGHT - bottom;
  const scale = scaleFor(bins, baseline - PLOT.top);
  const binWidth = plotWidth / bars;
  const xOf = (value: number) => PLOT.left + ((value - bins.from) / (bins.width * bars)) * plotWidth;
  const gap = Math.min(2, binWidth / 6);
  const each = bins.links ? binWidth / 2 - gap : binWidth - 2 * gap;
  const to = bins.from + bins.width * bars;
  const labels = roundValues(bins.from, to, Math.max(2, Math.floor(plotWidth / 75)));
  const bar = (x: number, value: number, colour: "pairs" | "links") => value > 0 && svg("rect", { x, y: baseline - scale.height(value), width: each, height: scale.height(value), fill: COLOURS[colour], class: `chart__${colour}` });
  const beside = (x: number, y: number, content: string, isLeft = x > PLOT.left + plotWidth / 2) => label(isLeft ? x - 8 : x + 8, y, content, isLeft ? "end" : "start", { "font-weight": "bold" });
  const upright = (x: number, from: number, attributes: Record<string, string | number>) => svg("line", { x1: x, x2: x, y1: from, y2: baseline, stroke: COLOURS.ink, class: "chart__axis", ...attributes });

  const line = xOf(threshold);
  const name = (content: string, isLeft?: boolean) => beside(line, PLOT.top - 10, content, isLeft);
  let agreedName = name(words.line(written(threshold)));
  const agreed = svg("g", { class: "chart__agreed" }, upright(line, PLOT.top - 22, { "stroke-width": 2, "stroke-dasharray": "6 4" }), agreedName);
  const renameAgreed = (to: SVGTextElement) => {
    agreedName.replaceWith(to);
    agreedName = to;
  };
  const between = svg("rect", { y: PLOT.top - 22, height: baseline - PLOT.top + 22, fill: COLOURS.ink, "fill-opacity": 0.14, class: "chart__between" });
  const moved = svg("g", { class: "chart__moved", "aria-hidden": "true" });
  const grip = svg("rect", { x: line - GRIP_WIDTH / 2, y: 30, width: GRIP_WIDTH, height: baseline - 30, fill: "transparent", class: "chart__grip" });

  const picture = svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": text.description(describe(bins, threshold, written)) },
    scale.ticks.map((tick) => {
      const y = baseline - scale.height(tick);
      return [svg("line", { x1: PLOT.left, x2: width - PLOT.right, y1: y, y2: y, stroke: COLOURS.grid, class: "chart__grid" }), label(PLOT.left - 8, y + 5, count(tick), "end")];
    }),
    bins.pairs.map((pairs, index) => {
      const x = PLOT.left + index * binWidth;
      return [
        bar(x + gap, pairs, "pairs"),
        bins.links && bar(x + gap + each, bins.links[index] ?? 0, "links"),
      ];
    }),
    labels.map((value) => label(xOf(value), baseline + 20, written(value))),
    svg("line", { x1: PLOT.left, x2: width - PLOT.right, y1: baseline, y2: baseline, stroke: COLOURS.ink, class: "chart__axis" }),
    agreed,
    moved,
    legend(text.pairs, bins.links !== undefined, width),
    scaleName(scale.isLogarithmic).map((one, index) => label(width / 2, baseline + 42 + 18 * index, one)),
    grip,
  );

  return {
    picture,
    grip,
    xOf,
    valueAt: (place) => bins.from + ((place * width - PLOT.left) / plotWidth) * bins.width * bars,
    moveLine: (to) => {
      const x = xOf(to);
      grip.setAttribute("x", String(x - GRIP_WIDTH / 2));
      moved.replaceChildren();
      if (Math.abs(x - line) < 0.01) return renameAgreed(name(words.line(written(threshold))));
      renameAgreed(name(words.agreedLine(written(threshold)), x > line));
      between.setAttribute("x", String(Math.min(x, line)));
      between.setAttribute("width", String(Math.abs(x - line)));
      moved.append(between, upright(x, PLOT.top - 42, { "stroke-width": 3 }), beside(x, PLOT.top - 30, words.line(written(to))));
    },
  };
}

function legend(pairs: string, hasLinks: boolean, width: number): SVGElement[] {
  const second = PLOT.left + (width < 500 ? 150 : 170);
  const entry = (x: number, colour: "pairs" | "links", name: string) => [svg("rect", { x, y: 6, width: 14, height: 14, fill: COLOURS[colour], class: `chart__${colour}` }), label(x + 20, 18, name, "start")];
  return [...entry(PLOT.left, "pairs", pairs), ...(hasLinks ? entry(second, "links", words.links) : [])];
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

function describe({ from, width, pairs, links = [] }: Bins, threshold: number, written: Histogram["written"]) {
  const tallest = pairs.indexOf(Math.max(...pairs));
  return { from: written(from), threshold: written(threshold), pairs: count(sum(pairs)), links: count(sum(links)), commonest: written(from + tallest * width) };
}

export interface Bin {
  from: number;
  to: number;
  pairs: number;
  links: number;
}

export const binsOf = ({ from, width, pairs, links }: Bins): Bin[] =>
  pairs.map((value, index) => ({ from: from + index * width, to: from + (index + 1) * width, pairs: value, links: links?.[index] ?? 0 }));

/** The picture as a file of its own, on white. */
export function histogramFile(drawn: Histogram): string {
  const { picture, grip } = histogram(drawn);
  grip.remove();
  picture.setAttribute("width", String(SAVED_WIDTH));
  picture.setAttribute("height", String(HEIGHT));
  picture.prepend(svg("rect", { width: SAVED_WIDTH, height: HEIGHT, fill: "#ffffff" }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** `what` is what the axis has. */
export function histogramCsv(what: "similarity" | "probability", bins: Bins): string {
  const columns = [`${what}_from`, `${what}_to`, "pairs", ...(bins.links ? ["links"] : [])];
  const rows = binsOf(bins).map(({ from, to, pairs, links }) => [from.toFixed(4), to.toFixed(4), pairs, ...(bins.links ? [links] : [])].join(","));
  return `${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}
