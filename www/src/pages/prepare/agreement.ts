// Which project this is for.

import { agreementStep } from "../../components/agreement-file";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { caption, chooseAgreement, prepare } from "./state";

export const agreementPage: Page = ({ signal }) =>
  agreementStep({
    caption: caption("agreement"),
    back: "#/",
    next: "#/prepare/key",
    lead: messages.prepare.agreementLead,
    chosen: prepare.agreement,
    choose: chooseAgreement,
    signal,
  });
