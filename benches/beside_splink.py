"""Links the same made-up people with Splink on the clear text and with ours on tokens, on the same machine in the same run.

    cargo build --release --bin split-tally
    python=$(bash tests/interop/setup-python.sh target/splink-venv splink)
    $python benches/beside_splink.py --split-tally target/release/split-tally [--people 10000 --people 100000 --people 1000000]

A hospital's and a council's file, of whose people half are the same. Splink has everything an organisation with both files
would have, and the best threshold, found with the truth (`splink_people.py` has how it is set up). Ours has what two
organisations without each other's files have: the agreement of a template as it comes, no threshold to choose, and no truth.
Both have two threads. Memory is the largest resident set of a process.

With KEEP=FOLDER the people are made there, and those there from a run before are used.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from measured import gigabytes, link, make_people

TEMPLATES = [("person", "ours, tokens: match keys and similarity (template person)"),
             ("person-linker", "ours, tokens: probability model (template person-linker)")]


def line(what, quality, seconds, peak):
    print(f"  {what:<58} F1 {quality['f1']:.4f}  P {quality['precision']:.4f}  R {quality['recall']:.4f}  "
          f"{seconds:>24}  {gigabytes(peak)}", flush=True)


def splink(folder, threads):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "splink_people.py")
    done = subprocess.run([sys.executable, script, folder, str(threads)], check=True, stdout=subprocess.PIPE, text=True)
    made = json.loads(done.stdout)
    line("Splink, clear text, one to one, best threshold by truth", made["one_to_one"]["best"],
         f"{made['seconds']:.1f} s", made["peak"])
    line("Splink, every pair above the best threshold by truth", made["pairwise"]["best"], "the same run", made["peak"])
    line("Splink, one to one, match probability at least a half", made["one_to_one"]["probability_a_half"], "the same run",
         made["peak"])


def ours(tally, folder, template, title, threads):
    made = link(tally, folder, template, threads)
    quality = {name: made["quality"][name]["value"] for name in ("precision", "recall")} | {"f1": made["quality"]["f1"]}
    prepared = sum(cost.seconds for cost in made["prepare"])
    line(title, quality, f"{prepared:.1f} + {made['match'].seconds:.1f} s",
         max(cost.peak for cost in [*made["prepare"], made["match"]]))
    for model in made["report"].get("model", []):
        estimates = model["estimate"]
        print(f"      the model's own estimates, without truth: P {estimates['precision']:.4f}  R {estimates['recall']:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split-tally", required=True)
    parser.add_argument("--people", type=int, action="append", help="people a party; may be given more than once")
    parser.add_argument("--overlap", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        # This process and those it starts.
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:options.threads]))
    with tempfile.TemporaryDirectory() as temporary:
        for people in options.people or [10_000, 100_000]:
            folder = os.path.join(os.environ.get("KEEP", temporary), f"{people}-{options.overlap}")
            make_people(options.split_tally, folder, people, options.overlap)
            print(f"{people} x {people}, {options.overlap:.0%} in common, {options.threads} threads; seconds of ours: "
                  "both files prepared, one after the other, + matched", flush=True)
            splink(folder, options.threads)
            for template, title in TEMPLATES:
                ours(options.split_tally, folder, template, title, options.threads)


if __name__ == "__main__":
    main()
