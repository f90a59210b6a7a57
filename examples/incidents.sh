#!/usr/bin/env bash
# Prints the figures of docs/incidents.md: how well made-up reports of violent incidents are linked, through the command line
# alone. `examples/incidents.sh` prints the tables of the template as it is; with `curves` those over tolerances and over
# missing places too, which takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
tally=${SPLIT_TALLY_COMMAND:-target/release/split-tally}
[ -x "$tally" ] || cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
incidents=${INCIDENTS:-20000}
sources=(emergency ambulance police council)
parties=(--party emergency --party ambulance --party police --party council)

# make SEED [--missing-places SHARE] [--call-numbers SHARE]: the made-up county
make_reports() {
  rm -f "$work"/*.csv
  "$tally" synth --incidents "$incidents" --seed "$1" "${@:2}" --out-dir "$work" 2>/dev/null
}

# prepare PARTY
prepare() {
  local options=()
  for codes in "$work/$1".*.codes.csv; do
    local field=${codes#"$work/$1".}
    options+=(--codes "${field%.codes.csv}=$codes")
  done
  [ "$1" != emergency ] || options+=(--gazetteer "$work/gazetteer.csv")
  "$tally" prepare --agreement "$work/agreement.json" --key "$work/project.key" --party "$1" --in "$work/$1.csv" \
    --invalid blank "${options[@]}" ${role:+--for "$role"} --out "$work/$1.parquet" --crosswalk "$work/$1.crosswalk.csv" 2>/dev/null
}

# evaluate: what `evaluate` prints, with F1 for each two sources
evaluate() {
  local files=() crosswalks=()
  for source in "${sources[@]}"; do
    prepare "$source"
    files+=("$work/$source.parquet")
    crosswalks+=(--crosswalk "$source=$work/$source.crosswalk.csv")
  done
  "$tally" match --agreement "$work/agreement.json" "${files[@]}" --out "$work/links.csv" --report "$work/match.json" 2>"$work/match.txt"
  [ -z "${VERBOSE:-}" ] || cat "$work/match.txt" >&2
  "$tally" evaluate --links "$work/links.csv" "${crosswalks[@]}" --truth "$work/truth.csv" --report "$work/evaluation.json"
}

# agree [OPTION...]: an agreement of the template, and a key
agree() {
  rm -f "$work/project.key"
  "$tally" agreement new --template incident "${parties[@]}" "$@" --out "$work/agreement.json" 2>/dev/null
  "$tally" key new --out "$work/project.key" 2>/dev/null
}

# change PROGRAM: changes the agreement with a line of Python, which has it as `a`
change() {
  python3 - "$work/agreement.json" "$1" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    a = json.load(file)
exec(sys.argv[2])
with open(sys.argv[1], "w") as file:
    json.dump(a, file, indent=2)
PYTHON
}

# row NAME: one line of a table, from the last evaluation
row() {
  python3 - "$work/evaluation.json" "$1" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    found = json.load(file)
def line(name, quality):
    value = lambda of: quality[of]["value"] if isinstance(quality[of], dict) else quality[of]
    right, wrong, missed = (quality[of] for of in ("true_positives", "false_positives", "false_negatives"))
    f1 = 2 * right / max(2 * right + wrong + missed, 1)
    print(f"{name:<28} {right + wrong:>7} {wrong:>7} {missed:>7} {value('precision'):>10.3f} {value('recall'):>7.3f} {f1:>7.3f}")
line(sys.argv[2], found["pairs"])
if sys.argv[2].startswith("all"):
    for two in found["by_parties"]:
        line("  " + ", ".join(two["parties"]), two)
    groups = found["groups"]
    b = groups["b_cubed"]
    print(f"  groups: {groups['found']} found, {groups['exact']} exact of {groups['people']} incidents that two sources report; "
          f"B-cubed precision {b['precision']:.3f}, recall {b['recall']:.3f}, F1 {b['f1']:.3f}")
PYTHON
}

heading() {
  printf '\n%s\n%-28s %7s %7s %7s %10s %7s %7s\n' "$1" "" links false missed precision recall F1
}

several=(--repeats emergency --repeats ambulance)

if [ "${1:-}" != curves ]; then
  heading "$incidents made-up incidents, the template as it is"
  for seed in 1 2 3; do
    make_reports "$seed"
    agree "${several[@]}"
    evaluate >/dev/null
    row "all, seed $seed"
  done
  heading "who may report an incident several times (seed 1)"
  make_reports 1
  for who in "" emergency ambulance "emergency ambulance"; do
    options=()
    for party in $who; do options+=(--repeats "$party"); done
    agree "${options[@]}"
    evaluate >/dev/null
    row "${who:-nobody}"
  done
  exit
fi

heading "missing places: share of the emergency department's reports"
for share in 0 0.05 0.1 0.2 0.3 0.5; do
  make_reports 1 --missing-places "$share"
  agree "${several[@]}"
  evaluate >/dev/null
  row "$share"
done

heading "call numbers: share of patients brought by ambulance of whom the emergency department has it, and right"
for share in 0 0.25 0.5 0.81 0.94 1; do
  make_reports 1 --call-numbers "$share"
  agree "${several[@]}"
  evaluate >/dev/null
  row "$share"
done

heading "radius of the place, in metres (time 180 minutes)"
make_reports 1
for metres in 100 200 400 700 1000 2000; do
  agree "${several[@]}"
  change "p = [n for n in a['field_filters']['neighbourhoods'] if n['field'] == 'where'][0]; p['radius'] = $metres; p['spacing'] = max($metres // 7, 10); p['radius'] = p['spacing'] * 7"
  evaluate >/dev/null
  row "$metres"
done

heading "radius of the time, in minutes (place 700 metres)"
for minutes in 18 54 108 180 360; do
  agree "${several[@]}"
  # What is compared in its place has the same points.
  change "
for t in a['field_filters']['neighbourhoods']:
    if t['field'] in ('when', 'reported'):
        t['spacing'], t['radius'] = $minutes // 18, $minutes
        if 'instead_of' in t: t['instead_of']['earlier'] = $minutes * 5 // 6
"
  evaluate >/dev/null
  row "$minutes"
done
