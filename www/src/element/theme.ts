// The portal's colours, taken only where they can be read: a portal must not be able to hide a warning by its colour.

import { outermost } from "../ground";
import type { Theme, ThemeName } from "./protocol";

/** What each name colours. */
const PROPERTIES: Record<ThemeName, string[]> = {
  brand: ["--govuk-brand-colour", "--app-button", "--app-button-hover", "--app-button-shadow", "--app-send"],
  "brand-text": ["--app-button-text"],
  text: ["--govuk-text-colour", "--govuk-secondary-text-colour", "--govuk-surface-text-colour"],
  background: ["--govuk-body-background-colour", "--govuk-template-background-colour", "--govuk-surface-background-colour", "--app-field"],
  link: ["--govuk-link-colour", "--govuk-link-visited-colour", "--govuk-link-hover-colour"],
};

/** What must be readable on what. */
const PAIRS: [front: string, back: string][] = [
  ["--govuk-text-colour", "--govuk-body-background-colour"],
  ["--govuk-link-colour", "--govuk-body-background-colour"],
  ["--govuk-error-colour", "--govuk-body-background-colour"],
  ["--app-button-text", "--app-button"],
];

/** WCAG 2.2, success criterion 1.4.3. */
const LEAST_CONTRAST = 4.5;

/** Relative luminance of `#rrggbb`, or of `#rgb`, which the build shortens it to, as WCAG 2.2 defines it. */
function luminance(short: string): number {
  const colour = short.length === 4 ? short.replace(/[^#]/g, "$&$&") : short;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Sets the colours; says whether they were taken. Where they cannot be read, the page keeps its own. */
export function applyTheme(theme: Theme): boolean {
  const root = outermost();
  for (const names of Object.values(PROPERTIES)) for (const name of names) root.style.removeProperty(name);
  for (const [name, colour] of Object.entries(theme)) for (const property of PROPERTIES[name as ThemeName]) root.style.setProperty(property, colour);
  const now = getComputedStyle(root);
  const colourOf = (property: string) => now.getPropertyValue(property).trim();
  const readable = PAIRS.every(([front, back]) => contrast(colourOf(front), colourOf(back)) >= LEAST_CONTRAST);
  if (!readable) for (const names of Object.values(PROPERTIES)) for (const name of names) root.style.removeProperty(name);
  return readable;
}
