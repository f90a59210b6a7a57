// What the project links.

import { run } from "../../bridge";
import { continueButton } from "../../components/button";
import { showErrors } from "../../components/errors";
import { radiosField } from "../../components/field";
import { form, pending } from "../../components/working";
import { messages } from "../../messages";
import { navigate, type Page } from "../../router";
import { forgetMade, setUp } from "./state";

const text = messages.setUp.template;

export const templatePage: Page = ({ signal }) => {
  if (setUp.parties.length < 2) return { redirect: "#/set-up" };
  const build = async () => {
    const templates = await run("templates", null, { signal });
    const radios = radiosField({
      id: "template",
      legend: text.legend,
      items: templates.map(({ name, title, summary }) => ({ value: name, text: title, hint: summary })),
      chosen: setUp.template,
    });
    const goOn = () => {
      const chosen = radios.value();
      if (chosen === null) return showErrors([{ field: "template", message: text.none }]);
      if (chosen !== setUp.template) forgetMade();
      setUp.template = chosen;
      navigate("#/set-up/agreement");
    };
    return form(goOn, radios.element, continueButton(messages.common.continue));
  };
  return { title: text.title, caption: messages.setUp.caption(2), back: "#/set-up", body: pending(build()) };
};
