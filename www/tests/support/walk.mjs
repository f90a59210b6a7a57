// The prepare pages with a file that needs every choice, stopping at each state that an easy file does not show.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { awkwardFile, optOutList } from "./files.mjs";
import { leaveOut, makeFiles, prepareUntilReading } from "./user.mjs";

export async function walkAwkwardFile(page, { agreement, key, passphrase, party, folder, onStep }) {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
  const file = join(folder, "housing export.csv");
  const list = join(folder, "opted out.txt");
  await Promise.all([writeFile(file, awkwardFile), writeFile(list, optOutList)]);

  await prepareUntilReading(page, { agreement, key, passphrase, party, file });
  await page.getByText("Read the file in another way", { exact: true }).click();
  await page.getByLabel("Row with the column names").fill("one");
  await press("Read the file again");
  await onStep("awkward-reading-error");
  await press("Continue");

  await heading("Which column is which?");
  await page.getByText("I saved a mapping last time").click();
  await press("Show values");
  await onStep("awkward-columns");
  await page.getByLabel("Use of column GP postcode").selectOption({ label: "Postcode" });
  await press("Continue");
  await onStep("awkward-columns-error");
  await page.getByLabel("Use of column GP postcode").selectOption({ label: "Not used" });
  await press("Continue");

  await heading("Which rows take part?");
  await page.getByLabel("No, leave some out").check();
  await press("Continue");
  await onStep("awkward-rows-nothing-said");
  await leaveOut(page, { of: "NHS number", file: list });
  await press("Add a condition");
  await press("Continue");
  await page.locator(".govuk-error-summary").getByText("Choose the column of condition 1").waitFor();
  await onStep("awkward-rows-error");
  await page.getByLabel("Column", { exact: true }).selectOption("Tenancy start");
  await page.getByLabel("What must hold").selectOption("from");
  await page.getByLabel("Date", { exact: true }).fill("2015-01-01");
  await press("Continue");

  await heading("How good is the data?");
  await page.getByText("What the values look like").click();
  await page.locator(".findings summary").first().click();
  await press("Show examples from my file");
  await onStep("awkward-quality");
  await press("Continue");
  await page.getByRole("link", { name: "Make the files" }).click();
  const changeRows = page.getByRole("link", { name: "Change which rows take part" });
  await changeRows.waitFor();
  await onStep("awkward-refused");
  await changeRows.click();

  await heading("Which rows take part?");
  await page.getByLabel("Use the first of them").check();
  await onStep("awkward-rows");
  await press("Continue");
  await heading("How good is the data?");
  await press("Continue");
  await makeFiles(page, folder);
  await page.getByText("What you chose").click();
  await page.getByText("For the record").click();
  await onStep("awkward-done");
}
