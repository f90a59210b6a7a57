"""Times exhaustive similarity and anonlink on the same filters, in the same run, one core each.

    cargo build --release --example similar_pairs
    python=$(bash tests/interop/setup-python.sh target/anonlink-venv anonlink)
    $python benches/beside_anonlink.py --split-tally target/release/split-tally \
        --similar-pairs target/release/examples/similar_pairs [--rows 50000] [--rounds 3]

The filters are those of two parties' made-up people, half of whom both know, under the `person` agreement: 1024 bits. Each
side has the filters in memory when its clock starts, and stops it when it has every pair at or above the threshold with
its score. The pairs and their scores must be the same. The clocks count processor time where the system tells it, which
on a busy machine is fairer than the time of day.
"""

import argparse
import csv
import io
import os
import subprocess
import tempfile
import time
from array import array

from anonlink.similarities import dice_coefficient_accelerated
from bitarray import bitarray

BYTES = 128


def make_filters(tally, folder, rows):
    """Writes `a.filters` and `b.filters` to the folder, each filter as its bytes."""
    run = lambda *arguments: subprocess.run([tally, *arguments], check=True, capture_output=True, text=True).stdout
    path = lambda name: os.path.join(folder, name)
    run("synth", "--people", str(rows), "--seed", "1", "--party", "a", "--party", "b", "--out-dir", folder)
    run("agreement", "new", "--template", "person", "--party", "a", "--party", "b", "--out", path("agreement.json"))
    run("key", "new", "--out", path("key"))
    for party in "ab":
        extract = path(f"{party}.parquet")
        run("prepare", "--agreement", path("agreement.json"), "--key", path("key"), "--party", party,
            "--in", path(f"{party}.csv"), "--invalid", "blank", "--out", extract, "--crosswalk", path("crosswalk.csv"))
        with open(path(f"{party}.filters"), "wb") as write:
            for row in csv.DictReader(io.StringIO(run("inspect", extract, "--csv"))):
                write.write(bytes.fromhex(row["filter"]))


def bitarrays(path):
    with open(path, "rb") as read:
        whole = read.read()
    filters = []
    for start in range(0, len(whole), BYTES):
        bits = bitarray(endian="big")
        bits.frombytes(whole[start:start + BYTES])
        filters.append(bits)
    return filters


def run_ours(program, folder, threshold):
    """Seconds, and the pairs."""
    pairs = os.path.join(folder, "pairs")
    done = subprocess.run([program, os.path.join(folder, "a.filters"), os.path.join(folder, "b.filters"), pairs,
                           str(BYTES), str(threshold)], check=True, capture_output=True, text=True)
    rows, scores = array("I"), array("d")
    with open(pairs, "rb") as read:
        found = int.from_bytes(read.read(8), "little")
        rows.frombytes(read.read(8 * found))
        scores.frombytes(read.read(8 * found))
    return float(done.stdout), sorted(zip(rows[::2], rows[1::2], scores))


def run_anonlink(filters, threshold):
    """Seconds, and the pairs."""
    begun = time.process_time()
    scores, (left, right) = dice_coefficient_accelerated(filters, threshold)
    return time.process_time() - begun, sorted(zip(left, right, scores))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split-tally", required=True)
    parser.add_argument("--similar-pairs", required=True)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threshold", type=float, action="append")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        # This process and those it starts.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        make_filters(options.split_tally, folder, options.rows)
        filters = [bitarrays(os.path.join(folder, f"{party}.filters")) for party in "ab"]
        count = len(filters[0]) * len(filters[1])
        print(f"{len(filters[0])} x {len(filters[1])} filters of {BYTES * 8} bits; best of {options.rounds} rounds")
        for threshold in options.threshold or [0.9, 0.8, 0.7]:
            ours, theirs = [], []
            for _ in range(options.rounds):
                seconds, our_pairs = run_ours(options.similar_pairs, folder, threshold)
                ours.append(seconds)
                seconds, their_pairs = run_anonlink(filters, threshold)
                theirs.append(seconds)
                assert our_pairs == their_pairs, f"the pairs at {threshold} differ"
            ours, theirs = min(ours), min(theirs)
            print(f"at {threshold}: {len(our_pairs)} pairs, the same; split-tally {ours:.2f} s ({count / ours:.3g} pairs/s), "
                  f"anonlink {theirs:.2f} s ({count / theirs:.3g} pairs/s), ratio {theirs / ours:.1f}", flush=True)


if __name__ == "__main__":
    main()
