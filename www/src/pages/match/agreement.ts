// Which project the files belong to.

import { agreementStep } from "../../components/agreement-file";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { chooseAgreement, match } from "./state";

export const agreementPage: Page = ({ signal }) =>
  agreementStep({
    caption: messages.match.caption(1),
    back: "#/",
    next: "#/match/files",
    lead: messages.match.agreementLead,
    chosen: match.agreement,
    choose: chooseAgreement,
    signal,
  });
