"""Measures how seconds and memory grow with people, and writes docs/growth.csv, docs/growth.svg and the table of docs/speed.md.

    cargo build --release --bin split-tally
    python3 benches/growth.py --split-tally target/release/split-tally                  # this computer's own program
    python3 benches/growth.py --split-tally target/release/split-tally --in-chromium    # after `make site`: matching in the page
    python3 benches/growth.py --draw                                                    # the documents of what was measured

Sizes are people a party, half of them in common: 10,000 to 1,000,000, or what --people says. Each finished measurement is put
into growth.csv, where it takes the place of the one before, so that a run can be stopped and others added. Needs nothing but
Python, and nothing else should be running: it is the time of day that is measured.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile

import growth_documents
from measured import PARTIES, link, make_people

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000]
TEMPLATES = ["person", "person-linker"]
COLUMNS = ["place", "template", "people", "prepare_seconds", "prepare_bytes", "match_seconds", "match_bytes", "precision", "recall",
           "f1", "estimated_precision", "estimated_recall", "machine"]
KEY = ["place", "template", "people"]


def machine():
    """Processor, cores that may be used, and system."""
    model = platform.processor()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as read:
            model = next(line.split(":", 1)[1].strip() for line in read if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {platform.system()} {platform.release().split('-')[0]}"


def native(tally, folder, template):
    made = link(tally, folder, template)
    estimate = next((model["estimate"] for model in made["report"].get("model", [])), {})
    return {
        "prepare_seconds": round(sum(cost.seconds for cost in made["prepare"]), 2),
        "prepare_bytes": max(cost.peak for cost in made["prepare"]),
        "match_seconds": round(made["match"].seconds, 2),
        "match_bytes": made["match"].peak,
        "precision": round(made["quality"]["precision"]["value"], 5),
        "recall": round(made["quality"]["recall"]["value"], 5),
        "f1": round(made["quality"]["f1"], 5),
        "estimated_precision": round(estimate["precision"], 5) if estimate else "",
        "estimated_recall": round(estimate["recall"], 5) if estimate else "",
    }


def in_chromium(folder, template, people):
    """Matching alone: www/bench/match.mjs prepares the files, matches them in the page, and compares the links."""
    figures = os.path.join(folder, "figures.jsonl")
    script = os.path.join(PROJECT, "www/bench/match.mjs")
    subprocess.run(["node", script, str(people)], check=True, env={**os.environ, "KEEP": folder, "TEMPLATE": template, "FIGURES": figures})
    with open(figures, encoding="utf-8") as read:
        made = json.loads(read.readlines()[-1])
    return {"match_seconds": round(made["seconds"], 2), "match_bytes": round(made["page"] * 2**20)}


def measured_before(path):
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as read:
        return list(csv.DictReader(read))


def keep(path, row):
    """Puts a measurement into the file in place of the one before, in order."""
    row = {column: str(row.get(column, "")) for column in COLUMNS}
    rows = [other for other in measured_before(path) if any(other[column] != row[column] for column in KEY)] + [row]
    rows.sort(key=lambda row: (row["place"] != "native", row["template"], int(row["people"])))
    with open(path + ".new", "w", newline="", encoding="utf-8") as write:
        writer = csv.DictWriter(write, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split-tally")
    parser.add_argument("--people", type=int, action="append", help="people a party; may be given more than once")
    parser.add_argument("--template", action="append", choices=TEMPLATES)
    parser.add_argument("--in-chromium", action="store_true")
    parser.add_argument("--draw", action="store_true", help="measure nothing")
    parser.add_argument("--docs", default=os.path.join(PROJECT, "docs"), help="the folder of the documents")
    options = parser.parse_args()
    figures = os.path.join(options.docs, "growth.csv")
    if not options.draw:
        if not options.split_tally:
            parser.error("give --split-tally, or --draw")
        with tempfile.TemporaryDirectory() as temporary:
            for people in options.people or SIZES:
                folder = os.path.join(os.environ.get("KEEP", temporary), str(people))
                for template in options.template or TEMPLATES:
                    if options.in_chromium:
                        place, made = "chromium", in_chromium(os.path.join(os.path.dirname(folder), template), template, people)
                    else:
                        make_people(options.split_tally, folder, people, 0.5)
                        place, made = "native", native(options.split_tally, folder, template)
                    row = {"place": place, "template": template, "people": people, "machine": machine(), **made}
                    keep(figures, row)
                    print(", ".join(f"{name} {value}" for name, value in row.items() if name != "machine"), flush=True)
                # A million people take half a gigabyte of disk.
                if "KEEP" not in os.environ:
                    for party in [*PARTIES, "truth"]:
                        path = os.path.join(folder, f"{party}.csv")
                        if os.path.exists(path):
                            os.remove(path)
    growth_documents.write(measured_before(figures), options.docs)


if __name__ == "__main__":
    sys.exit(main())
