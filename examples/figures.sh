#!/usr/bin/env bash
# Prints the figures of README.md: linkage quality against truth, through the command line alone.
set -euo pipefail
cd "$(dirname "$0")/.."
tally=target/release/split-tally
[ -x "$tally" ] || cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# figures TITLE FOLDER AGREEMENT TRUTH [LEAVE-OUT-FOLDER]
figures() {
  local title=$1 folder=$2 agreement=$3 truth=$4 leave_out=${5:-} id=${id:-rec_id}
  for party in a b; do
    local exclude=()
    [ -z "$leave_out" ] || exclude=(--exclude "$leave_out/leave-out-$party.txt")
    "$tally" prepare --agreement "$agreement" --key "$work/project.key" --party "$party" \
      --in "$folder/$party.csv" --id "$id" --invalid blank "${exclude[@]}" \
      --out "$work/$party.parquet" --crosswalk "$work/$party.csv" 2>/dev/null
  done
  "$tally" match --agreement "$agreement" "$work/a.parquet" "$work/b.parquet" --out "$work/links.csv" --report "$work/match.json" 2>"$work/match.txt"
  local estimates=()
  ! grep -q '"probability"' "$agreement" || estimates=(--match-report "$work/match.json")
  printf '\n%s\n' "$title"
  "$tally" evaluate --links "$work/links.csv" --crosswalk a="$work/a.csv" --crosswalk b="$work/b.csv" --truth "$truth" "${estimates[@]}"
  [ -z "${VERBOSE:-}" ] || cat "$work/match.txt"
}

"$tally" key new --out "$work/project.key" 2>/dev/null
febrl=examples/febrl4
figures "FEBRL4, 5,000 x 5,000: names, date of birth, postcode" $febrl $febrl/agreement.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4, record filter hardened by diffusion" $febrl $febrl/agreement-hardened.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-hardened.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4 with address, suburb and state" $febrl $febrl/agreement-address.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-address.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
"$tally" agreement new --template person --party a --party b --out "$work/person.json" 2>/dev/null
figures "UK made-up people, 10,000 x 10,000 with 50% in common" examples/uk-made-up "$work/person.json" examples/uk-made-up/truth.csv

printf '\n-- By the probability model, for one trusted linker\n'
figures "FEBRL4: names, date of birth, postcode" $febrl $febrl/agreement-model.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-model.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4 with address, suburb and state" $febrl $febrl/agreement-address-model.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-address-model.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
"$tally" agreement new --template person-linker --party a --party b --out "$work/person-linker.json" 2>/dev/null
figures "UK made-up people, 10,000 x 10,000 with 50% in common" examples/uk-made-up "$work/person-linker.json" examples/uk-made-up/truth.csv
for overlap in 0.5 0.2; do
  "$tally" synth --people "${PEOPLE:-10000}" --overlap $overlap --party a --party b --out-dir "$work/made" 2>/dev/null
  id=id figures "Made-up households, ${PEOPLE:-10000} a side with $overlap in common" "$work/made" "$work/person-linker.json" "$work/made/truth.csv"
done
