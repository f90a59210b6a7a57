// Which project the files belong to.

import { agreementStep } from "../../components/agreement-file";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { chooseAgreement, firstCaption, view } from "./state";

export const agreementPage: Page = ({ signal }) =>
  agreementStep({
    caption: firstCaption(),
    back: "#/",
    next: "#/view/files",
    lead: messages.view.agreementLead,
    chosen: view.agreement,
    choose: chooseAgreement,
    signal,
  });
