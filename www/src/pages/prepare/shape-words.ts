// A form of values, such as "99/99/9999", in words.

import { messages } from "../../messages";

const text = messages.prepare.quality;

/** The core writes a run of letters as one letter, and cuts a long form off with an ellipsis. */
export function shapeInWords(shape: string): string {
  const parts = shape.match(/9+|Aa|A|a| |…|[^9Aa …]+/gu) ?? [];
  return parts
    .map((part) => {
      switch (part) {
        case "Aa":
          return text.word;
        case "A":
          return text.capitals;
        case "a":
          return text.smalls;
        case " ":
          return text.space;
        case "…":
          return text.cut;
        default:
          return part.startsWith("9") ? text.digits(part.length) : text.sign(part);
      }
    })
    .join(", ");
}
