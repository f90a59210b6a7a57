// Which project the files belong to.

import { agreementStep } from "../../components/agreement-file";
import { link, paragraph } from "../../dom";
import { messages } from "../../messages";
import { type Page, reaches } from "../../router";
import { chooseAgreement, match } from "./state";

export const agreementPage: Page = ({ signal }) =>
  agreementStep({
    caption: messages.match.caption(1),
    back: "#/",
    next: "#/match/files",
    lead: messages.match.agreementLead,
    chosen: match.agreement,
    choose: chooseAgreement,
    refuse: ({ counts_only: countsOnly }) => countsOnly,
    instead: paragraph(reaches("#/view") ? [link("#/view", messages.match.countsInstead), "."] : messages.match.countsElsewhere),
    signal,
  });
