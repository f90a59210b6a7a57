import { createAgreement, load, newKey, prepare } from "split-tally";
import "split-tally/element";
import "split-tally/unsandboxed";

const csv = "id,given name,surname,dob,postcode\n1,Ann,Field,1980-02-03,CO1 1AB\n";

const { worker } = await load();
const [agreement, key] = [await createAgreement({ parties: ["North", "South"] }), await newKey()];
const { record } = await prepare(new File([csv], "people.csv"), { agreement, key, party: "North" });
document.querySelector("#state").textContent = `${record.extract.rows} row, ${worker}`;
