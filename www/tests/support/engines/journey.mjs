// Each job from its start to what it saves, by keyboard alone.

const PASSPHRASE = "harbour pencil autumn violin";

export async function practice(user) {
  await user.startFrom("Try it with made-up people (3 minutes)");
  await user.page("Try it with made-up people");
  await user.seen("Files for practice");
  return { hospital: await user.save("hospital.csv"), council: await user.save("council.csv") };
}

export async function setUp(user, [first, second]) {
  await user.startFrom("Set up a project");
  await user.page("Who takes part?");
  await user.fill("Organisation 1", first);
  await user.fill("Organisation 2", second);
  await user.follow("Continue");
  await user.page("What will you link?");
  await user.seen("Continue");
  await user.follow("Continue");
  await user.page("Check the agreement");
  await user.seen("Save agreement.json");
  const agreement = await user.save("agreement.json");
  await user.follow("Continue to the key");
  await user.page("Make the project key");
  await user.fill("Passphrase", PASSPHRASE);
  await user.fill("Passphrase again", PASSPHRASE);
  await user.follow("Make the key");
  await user.page("The project key is ready");
  const code = await user.text("#key-code");
  return { agreement, key: await user.save("SECRET-project.key"), code, passphrase: PASSPHRASE };
}

async function chooseAgreement(user, agreement) {
  await user.page("Which project is this for?");
  await user.chooseFiles("Choose the agreement file", agreement);
  await user.seen("Is this the project you expect?");
  await user.follow("Continue");
}

export async function prepare(user, { agreement, key, passphrase, party, file }) {
  await user.startFrom("Prepare my data");
  await chooseAgreement(user, agreement);
  await user.page("Open the project key");
  await user.chooseFiles("Choose the key file", key);
  await user.isAt("Passphrase for this key");
  await user.driver.type(passphrase);
  await user.follow("Continue");
  await user.seen("Key check code");
  const code = await user.text("#key-code");
  await user.isAt("Continue");
  await user.driver.press("Enter");
  await user.page("Choose your data");
  await user.choose(party);
  await user.chooseFiles("Choose your file", file);
  await user.follow("Continue");
  await user.page("Check how your file was read");
  await user.follow("Continue");
  await user.page("Which column is which?");
  await user.follow("Save this mapping for next time");
  const mapping = await user.save(`mapping-${party}.json`, undefined, "Save the mapping");
  await user.follow("Continue");
  await user.page("Which rows take part?");
  await user.follow("Continue");
  await user.page("How good is the data?");
  await user.seen("What the values look like");
  await user.page("How good is the data?");
  await user.follow("Continue");
  await user.page("What will leave");
  await user.seen("Make the files");
  await user.follow("Make the files");
  await user.page("Your files are ready");
  const made = {
    code,
    mapping,
    extract: await user.save(`SEND-${party}.parquet`),
    crosswalk: await user.save(`KEEP-${party}-crosswalk.csv`),
    record: await user.save(`KEEP-${party}-record.json`),
  };
  // Until then the page keeps what was chosen, so that going back loses nothing.
  await user.follow("Prepare another file");
  await user.page("Which project is this for?");
  return made;
}

export async function match(user, { agreement, files }) {
  await user.startFrom("Match files");
  await chooseAgreement(user, agreement);
  await user.page("Choose the files to match");
  await user.chooseFiles("Choose the prepared files", ...files);
  await user.seen("Remove");
  await user.follow("Match the files");
  await user.page("What was found");
  return { headline: await user.text("#headline"), links: await user.save("links.csv"), report: await user.save("match-report.json") };
}

export async function bringBack(user, { links, crosswalk, data }) {
  await user.startFrom("Bring the results back");
  await user.page("Bring the results back to my data");
  await user.chooseFiles("Choose the links file", links);
  await user.chooseFiles("Choose your crosswalk", crosswalk);
  await user.chooseFiles("Choose your own data", data);
  await user.follow("Bring the results back");
  await user.seen("records were found in another organisation");
  return user.save("KEEP-joined.csv");
}

export async function lookInside(user, file) {
  await user.startFrom("Look inside a file");
  await user.page("Look inside a file");
  await user.chooseFiles("Choose a file", file);
  await user.follow("Look inside");
  await user.seen("What it reveals");
  return user.text("#inside .govuk-inset-text");
}
