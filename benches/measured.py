"""What the comparisons share: a program's seconds and its largest memory, and our own job from two files to links.

Needs nothing but Python and a system with resource usage (Linux, macOS). What is given is the time of day, so nothing else
should be running.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

PARTIES = ("hospital", "council")


class Cost:
    """What a program took."""

    def __init__(self, seconds, peak):
        self.seconds, self.peak = seconds, peak


def measured(*command, said=None):
    """Runs a program that must succeed, and gives its `Cost`: seconds of the clock, and bytes that it had resident at most.

    `said` is a file for its standard output."""
    with tempfile.TemporaryFile() as messages:
        begun = time.perf_counter()
        child = subprocess.Popen(command, stdout=said or subprocess.DEVNULL, stderr=messages)
        # Of this one child: what the system says of all children is the largest of them.
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            messages.seek(0)
            raise SystemExit(f"{' '.join(command)}: status {child.returncode}\n{messages.read().decode(errors='replace')}")
    return Cost(seconds, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def make_people(tally, folder, rows, overlap, seed=1):
    """hospital.csv, council.csv and truth.csv of the folder, unless they are there."""
    if os.path.exists(os.path.join(folder, "truth.csv")):
        return
    os.makedirs(folder, exist_ok=True)
    measured(tally, "synth", "--people", str(rows), "--overlap", str(overlap), "--seed", str(seed), "--out-dir", folder)


def link(tally, folder, template, threads=None):
    """Both parties' files to links by a template, all else as it comes, and how right the links are.

    Gives `prepare` (a `Cost` of each party), `match`, and what `evaluate` and the model say as `quality` and `estimates`."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        path = lambda name: os.path.join(work, name)
        parties = [argument for party in PARTIES for argument in ("--party", party)]
        measured(tally, "agreement", "new", "--template", template, *parties, "--out", path("agreement.json"))
        measured(tally, "key", "new", "--out", path("project.key"))
        prepared, extracts, crosswalks = [], [], []
        for party in PARTIES:
            extracts.append(path(f"{party}.parquet"))
            crosswalks += ["--crosswalk", f"{party}={path(party + '.crosswalk.csv')}"]
            prepared.append(measured(
                tally, "prepare", "--agreement", path("agreement.json"), "--key", path("project.key"), "--party", party,
                "--in", os.path.join(folder, f"{party}.csv"), "--invalid", "blank", "--out", extracts[-1],
                "--crosswalk", path(f"{party}.crosswalk.csv")))
        more = ["--threads", str(threads)] if threads else []
        match = measured(tally, "match", "--agreement", path("agreement.json"), *extracts, "--out", path("links.csv"),
                         "--report", path("match.json"), *more)
        measured(tally, "evaluate", "--links", path("links.csv"), *crosswalks, "--truth", os.path.join(folder, "truth.csv"),
                 "--report", path("quality.json"))
        with open(path("match.json"), encoding="utf-8") as read:
            report = json.load(read)
        with open(path("quality.json"), encoding="utf-8") as read:
            quality = json.load(read)["pairs"]
    return {"prepare": prepared, "match": match, "report": report, "quality": quality}


def gigabytes(size):
    return f"{size / 1e9:.2f} GB"
