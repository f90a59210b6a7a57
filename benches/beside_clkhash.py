"""Times `split-tally interop clkhash` and clkhash on the same rows, in the same run, one core each.

    cargo build --release --bin split-tally
    python=$(bash tests/interop/setup-python.sh)
    $python benches/beside_clkhash.py --binary target/release/split-tally [--rows 100000] [--rounds 3] [--browser]

Six short text fields of made-up people, bigrams, 100 bits a field, 1024 bits. Each side reads a CSV file and writes a file
of CLKs; clkhash runs with one worker, and the start of Python is not counted. The files must be equal. With --browser (after
`make site`) the same rows go through the WebAssembly build in Chromium too, in one thread.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time

from clkhash import clk, schema
from clkhash.serialization import serialize_bitarray

FIELDS = ["given_name", "surname", "birth_date", "sex", "postcode", "phone"]


def feature(name):
    return {
        "identifier": name,
        "format": {"type": "string", "encoding": "utf-8"},
        "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerFeature": 100},
                    "hash": {"type": "blakeHash"}},
    }


def run_clkhash(folder):
    """Prints the seconds that clkhash takes."""
    begun = time.perf_counter()
    with open(os.path.join(folder, "schema.json")) as read:
        loaded = schema.from_json_file(read)
    with open(os.path.join(folder, "rows.csv"), encoding="utf-8") as read:
        clks = clk.generate_clk_from_csv(read, "horse", loaded, progress_bar=False, max_workers=1)
    with open(os.path.join(folder, "theirs.json"), "w") as write:
        json.dump({"clks": [serialize_bitarray(bits) for bits in clks]}, write)
    print(time.perf_counter() - begun)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary")
    parser.add_argument("--clkhash-in", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--browser", action="store_true", help="Chromium too")
    options = parser.parse_args()
    if options.clkhash_in:
        run_clkhash(options.clkhash_in)
        return
    if hasattr(os, "sched_setaffinity"):
        # This process and those it starts.
        every_core = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(every_core)})
    document = {"version": 3, "clkConfig": {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256"}},
                "features": [feature(name) for name in FIELDS]}
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        subprocess.run([options.binary, "synth", "--people", str(options.rows), "--seed", "1", "--party", "a",
                        "--party", "b", "--out-dir", folder], check=True, capture_output=True)
        with open(path("a.csv"), newline="", encoding="utf-8") as read, \
                open(path("rows.csv"), "w", newline="", encoding="utf-8") as write:
            people = csv.DictReader(read)
            writer = csv.writer(write)
            writer.writerow(FIELDS)
            rows = 0
            for person in people:
                writer.writerow(person[name] for name in FIELDS)
                rows += 1
        with open(path("schema.json"), "w") as write:
            json.dump(document, write)
        with open(path("secret"), "w") as write:
            write.write("horse\n")
        ours, theirs = [], []
        for _ in range(options.rounds):
            begun = time.perf_counter()
            subprocess.run([options.binary, "interop", "clkhash", "--schema", path("schema.json"), "--secret-file",
                            path("secret"), "--in", path("rows.csv"), "--out", path("ours.json")], check=True,
                           capture_output=True)
            ours.append(time.perf_counter() - begun)
            # A new process each time: clkhash keeps the values it has seen.
            child = subprocess.run([sys.executable, __file__, "--clkhash-in", folder], check=True, capture_output=True)
            theirs.append(float(child.stdout))
        with open(path("ours.json")) as one, open(path("theirs.json")) as other:
            expected = other.read()
            assert one.read() == expected, "the files differ"
        browser = []
        if options.browser:
            if hasattr(os, "sched_setaffinity"):
                # A browser's own processes would share the core with the page's.
                os.sched_setaffinity(0, every_core)
            script = os.path.join(os.path.dirname(__file__), "../www/bench/clkhash.mjs")
            child = subprocess.run(["node", script, folder, str(options.rounds)], check=True, stdout=subprocess.PIPE)
            browser = [float(seconds) for seconds in child.stdout.split()]
            with open(path("browser.json")) as one:
                assert one.read() == expected, "the browser's file differs"
    print(f"{rows} rows, the files are equal; best of {options.rounds} rounds")
    print(f"split-tally  {min(ours):8.3f} s  {rows / min(ours):12,.0f} rows/s")
    print(f"clkhash      {min(theirs):8.3f} s  {rows / min(theirs):12,.0f} rows/s")
    if browser:
        print(f"in Chromium  {min(browser):8.3f} s  {rows / min(browser):12,.0f} rows/s")
    print(f"ratio        {min(theirs) / min(ours):8.1f}" + (f", in Chromium {min(theirs) / min(browser):.1f}" if browser else ""))


if __name__ == "__main__":
    main()
