#!/usr/bin/env bash
# Prints the figures of README.md: linkage quality against truth, through the command line alone.
set -euo pipefail
cd "$(dirname "$0")/.."
tally=${SPLIT_TALLY_COMMAND:-target/release/split-tally}
[ -x "$tally" ] || cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# link FOLDER AGREEMENT TRUTH [LEAVE-OUT-FOLDER]: prints what `evaluate` says, and the model's own estimates beside it
link() {
  local folder=$1 agreement=$2 truth=$3 leave_out=${4:-} id=${id:-rec_id}
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
  "$tally" evaluate --links "$work/links.csv" --crosswalk a="$work/a.csv" --crosswalk b="$work/b.csv" --truth "$truth" "${estimates[@]}"
  [ -z "${VERBOSE:-}" ] || cat "$work/match.txt"
}

# figures TITLE FOLDER AGREEMENT TRUTH [LEAVE-OUT-FOLDER]
figures() {
  printf '\n%s\n' "$1"
  link "${@:2}"
}

# over_keys TITLE FOLDER AGREEMENT TRUTH [LEAVE-OUT-FOLDER]: means over eight keys, where one key's figures move with it
over_keys() {
  printf '\n%s: mean of eight keys (least, greatest)\n' "$1"
  for _ in 1 2 3 4 5 6 7 8; do
    rm "$work/project.key"
    "$tally" key new --out "$work/project.key" 2>/dev/null
    link "${@:2}"
  done | awk '
    $1 == "precision" || $1 == "recall" || $1 == "F1" {
      if (!count[$1]++) { least[$1] = $2; most[$1] = $2 }
      if ($2 < least[$1]) least[$1] = $2
      if ($2 > most[$1]) most[$1] = $2
      sum[$1] += $2
    }
    END { for (name in sum) printf "%-9s %.4f (%.4f, %.4f)\n", name, sum[name] / count[name], least[name], most[name] }' | sort -r
}

# preset NAME [--no-similarity]: one row of the table of presets
preset() {
  "$tally" agreement new --template person --match-keys "$@" --party a --party b --out "$work/preset.json" 2>/dev/null
  link examples/uk-made-up "$work/preset.json" examples/uk-made-up/truth.csv |
    awk -v name="$1" -v how="${2:-with similarity}" '
      $1 == "precision" || $1 == "recall" || $1 == "F1" { value[$1] = $2 }
      END { printf "%-8s  %-16s  %9.4f  %9.4f  %9.4f\n", name, how == "--no-similarity" ? "match keys alone" : how, value["precision"], value["recall"], value["F1"] }'
}

"$tally" key new --out "$work/project.key" 2>/dev/null
febrl=examples/febrl4
figures "FEBRL4, 5,000 x 5,000: names, date of birth, postcode" $febrl $febrl/agreement.json $febrl/truth.csv
over_keys "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4, record filter hardened by diffusion" $febrl $febrl/agreement-hardened.json $febrl/truth.csv
over_keys "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-hardened.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4 with address, suburb and state" $febrl $febrl/agreement-address.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-address.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
"$tally" agreement new --template person --party a --party b --out "$work/person.json" 2>/dev/null
figures "UK made-up people, 10,000 x 10,000 with 50% in common" examples/uk-made-up "$work/person.json" examples/uk-made-up/truth.csv
"$tally" agreement new --template person --party a --party b --recipient Matcher=matcher --out "$work/matcher.json" 2>/dev/null
figures "The same for a matcher without the key: record filter hardened" examples/uk-made-up "$work/matcher.json" examples/uk-made-up/truth.csv
printf '\nThe same by the match keys of each preset\n%-8s  %-16s  %9s  %9s  %9s\n' preset linked precision recall F1
for name in own hesid mps ons2021; do
  preset "$name" --no-similarity
  preset "$name"
done

printf '\n-- By the probability model, for one trusted linker\n'
figures "FEBRL4: names, date of birth, postcode" $febrl $febrl/agreement-model.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-model.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
figures "FEBRL4 with address, suburb and state" $febrl $febrl/agreement-address-model.json $febrl/truth.csv
figures "The same, 2,500 x 2,500 with 20% in common" $febrl $febrl/agreement-address-model.json $febrl/twenty-percent/truth.csv $febrl/twenty-percent
"$tally" agreement new --template person-linker --party a --party b --out "$work/person-linker.json" 2>/dev/null
figures "UK made-up people, 10,000 x 10,000 with 50% in common" examples/uk-made-up "$work/person-linker.json" examples/uk-made-up/truth.csv
for overlap in 0.5 0.2; do
  rm -rf "$work/made"
  "$tally" synth --people "${PEOPLE:-10000}" --overlap $overlap --party a --party b --out-dir "$work/made" 2>/dev/null
  id=id figures "Made-up households, ${PEOPLE:-10000} a side with $overlap in common" "$work/made" "$work/person-linker.json" "$work/made/truth.csv"
done

# parties TEMPLATE SHARE...: one row of the table of three to six parties, each of which holds a share of its own of all people
parties() {
  local template=$1 held="${*:2}" names=(a b c d e f) hold=() party=() crosswalk=() extracts=()
  shift
  for share in "$@"; do
    local name=${names[${#extracts[@]}]}
    hold+=(--hold "$name=$share")
    party+=(--party "$name")
    crosswalk+=(--crosswalk "$name=$work/$name.csv")
    extracts+=("$work/$name.parquet")
  done
  rm -rf "$work/made"
  "$tally" synth --people "${PEOPLE:-10000}" "${hold[@]}" --out-dir "$work/made" 2>/dev/null
  "$tally" agreement new --template "$template" "${party[@]}" --out "$work/parties.json" 2>/dev/null
  for name in "${names[@]:0:$#}"; do
    "$tally" prepare --agreement "$work/parties.json" --key "$work/project.key" --party "$name" --in "$work/made/$name.csv" \
      --invalid blank --out "$work/$name.parquet" --crosswalk "$work/$name.csv" 2>/dev/null
  done
  "$tally" match --agreement "$work/parties.json" "${extracts[@]}" --out "$work/links.csv" 2>/dev/null
  "$tally" evaluate --links "$work/links.csv" "${crosswalk[@]}" --truth "$work/made/truth.csv" |
    awk -v template="$template" -v held="$held" '
      $1 == "precision" || $1 == "recall" || $1 == "F1" { pair[$1] = $2 }
      $1 == "group" { group[$2] = $3 }
      END { printf "%-13s  %-24s  %9.4f  %9.4f  %9.4f  %9.4f  %9.4f\n", template, held, pair["precision"], pair["recall"], pair["F1"], group["precision"], group["recall"] }'
}

printf '\n-- Three to six parties, each of which holds a share of %s made-up people\n\n' "${PEOPLE:-10000}"
printf '%-13s  %-24s  %9s  %9s  %9s  %9s  %9s\n' '' '' pairs: '' '' groups: ''
printf '%-13s  %-24s  %9s  %9s  %9s  %9s  %9s\n' template shares precision recall F1 precision recall
for template in person person-linker; do
  parties $template 0.8 0.6 0.5
  parties $template 0.4 0.3 0.2
  parties $template 0.8 0.6 0.5 0.4
  parties $template 0.4 0.3 0.2 0.2
  parties $template 0.8 0.6 0.5 0.4 0.3
  parties $template 0.4 0.3 0.2 0.2 0.1
  parties $template 0.8 0.6 0.5 0.4 0.3 0.2
  parties $template 0.4 0.3 0.2 0.2 0.1 0.1
done

# unequal TEMPLATE: recall and precision by group of people, on made-up households with half in common
unequal() {
  printf '\n-- By group of people: made-up households, %s a side with half in common, the %s template\n' "${PEOPLE:-10000}" "$1"
  rm -rf "$work/made"
  "$tally" synth --people "${PEOPLE:-10000}" --attributes --party a --party b --out-dir "$work/made" 2>/dev/null
  "$tally" agreement new --template "$1" --party a --party b --out "$work/two.json" 2>/dev/null
  id=id link "$work/made" "$work/two.json" "$work/made/truth.csv" >/dev/null
  local against=(evaluate --links "$work/links.csv" --crosswalk a="$work/a.csv" --crosswalk b="$work/b.csv" --truth "$work/made/truth.csv")
  "$tally" "${against[@]}" --attributes a="$work/made/a.attributes.csv" --by sex --by birth_date --by surname_origin --on 2025-01-01 | sed -n '/^By /,$p'
  "$tally" "${against[@]}" --attributes b="$work/made/b.csv" --by missing | sed -n '/^By /,$p'
}

unequal person
unequal person-linker
