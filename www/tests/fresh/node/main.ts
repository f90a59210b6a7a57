// Typed as strictly as TypeScript can, and run as what is left when the types are taken out.

import { type Agreement, CancelledError, createAgreement, inspect, load, LoadError, match, newKey, prepare, type Prepared, RefusedError, type RunRecord } from "split-tally";
import type { SplitTallyElement } from "split-tally/element";
import type { PublishedTables, SplitTallyUnsandboxedElement } from "split-tally/unsandboxed";

const csv = (party: string) => `id,given name,surname,dob,postcode\n${party}1,Ann,Field,1980-02-03,CO1 1AB\n`;

const { worker }: { worker: "url" | "blob" | "thread" } = await load();
const agreement: Agreement = await createAgreement({ parties: ["North", "South"] });
const key: Uint8Array = await newKey();
const made: Prepared[] = [];
for (const party of agreement.summary.parties) {
  made.push(await prepare(new File([csv(party)], `${party}.csv`), { agreement, key, party, columns: { dob: "birth_date" } }, { onProgress: ({ phase, done, total }) => void `${phase} ${done} ${total}` }));
}
const record: RunRecord | undefined = made[0]?.record;
const { links, report } = await match(made.map(({ extract }) => extract), { agreement });
const { kind } = await inspect(links);

try {
  await prepare(new Blob([""]), { agreement, key, party: "North" });
} catch (error) {
  if (error instanceof LoadError) throw new Error(error.directive ?? "");
  if (error instanceof CancelledError || !(error instanceof RefusedError)) throw error;
  const code: string = error.code;
  console.log(`${record?.extract.rows} row, ${report.groups} group, ${kind}, ${worker}, ${code}`);
}

void ((element: SplitTallyElement | SplitTallyUnsandboxedElement) => {
  element.job = "view";
  element.receive = ["view"];
  element.addEventListener("tally-view", ({ detail }) => {
    const view: PublishedTables = detail.view;
    const counts: (number | "*")[] | undefined = view.tables[0]?.rows[0]?.counts;
    console.log(counts);
  });
  // @ts-expect-error: there are no links to be had.
  element.receive = ["links"];
});
// @ts-expect-error: a party is needed.
void (() => prepare(new Blob([]), { agreement, key }));
// @ts-expect-error: there is no such choice.
void (() => prepare(new Blob([]), { agreement, key, party: "North", invalidValues: "guess" }));
