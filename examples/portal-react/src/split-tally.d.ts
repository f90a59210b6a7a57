import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { SplitTallyElement, SplitTallyEvents } from "split-tally/element";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "split-tally": DetailedHTMLProps<HTMLAttributes<SplitTallyElement>, SplitTallyElement> & {
        job?: SplitTallyElement["job"];
        receive?: string;
        agreement?: string | null;
        "ontally-status"?: (event: SplitTallyEvents["tally-status"]) => void;
        "ontally-extract"?: (event: SplitTallyEvents["tally-extract"]) => void;
      };
    }
  }
}
