// The key and its check code, and what to do with them.

import { copyText } from "../../components/copy-text";
import { keyCode } from "../../components/key-code";
import { saveList } from "../../components/save-list";
import { buttons, linkButton } from "../../components/button";
import { heading2, numbered, paragraph, warning } from "../../dom";
import { messages } from "../../messages";
import type { Page } from "../../router";
import { setUp } from "./state";
import { captionOf } from "./steps";

const text = messages.setUp.done;

export const donePage: Page = () => {
  const { agreement, key } = setUp;
  if (!agreement || !key) return { redirect: "#/set-up" };
  return {
    title: text.title,
    caption: captionOf("#/set-up/done"),
    back: "#/set-up/key",
    body: [
      saveList(text.secretTitle, "secret", [{ name: messages.files.key, what: key.protected ? text.protectedKey : text.openKey, content: key.file }]),
      warning(text.neverTogether, messages.common.warning),
      keyCode(key.code),
      paragraph(text.codeMeans),
      saveList(text.agreementTitle, "send", [
        { name: messages.files.agreement, what: messages.setUp.agreement.what, content: agreement.file },
      ]),
      heading2(text.nextTitle),
      numbered(text.next),
      copyText("partner-text", text.emailLabel, text.email(agreement.summary.title, agreement.summary.parties)),
      paragraph(text.forgotten),
      buttons(linkButton("#/prepare", text.prepare)),
    ],
  };
};
