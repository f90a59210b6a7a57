"""Compares `split-tally interop clkhash` with clkhash itself: random schemas, random rows, every CLK.

    target/clkhash-venv/bin/python tests/interop/differential.py --binary target/debug/split-tally

Every valid row must give the same CLK. Awkward cells go in one at a time: both programs must refuse, or both must
accept and agree. Ends with status 1, and a case to look at, where they differ.
"""

import argparse
import base64
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

from clkhash import clk, schema
from clkhash.serialization import serialize_bitarray

ALPHABETS = [
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz -'",
    "ÀÉÎÕÜßçñøÅžŁİıΣς",
    "王小明佐藤Иван محمد שלום",
    "𝒜😀é\u0301\u00a0\u2003\u200d",
    "0123456789.,;:\"'\n\t%\\",
]
DATE_FORMATS = [
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%Y%m%d", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y %H:%M:%S", "%Y %j",
    "%A %d %B %Y", "%I:%M %p %d-%m-%Y", "%x", "%m/%Y",
]
AWKWARD = {
    "integer": ["", " 7", "+7", "-0", "007", "1_000", "1__0", "_1", "1.0", "1e3", "0x10", "--1", "7 ", "\x1c7", "7a",
                "9" * 60, "-" + "9" * 60],
    "date": ["", "1980-02-30", "29/02/1900", "1980-1-1", "1/1/80", " 1980-01-01", "1980-01-01 ", "0001-01-01",
             "0000-01-01", "99999999", "19800101", "1 jan 1980", "01 JAN 1980", "31 June 1980", "31/12/99", "1980 366",
             "1984 366", "2/1980", "12/31/68", "03.02.1980 23:59:60", "12:61 PM 01-01-1980"],
    "enum": ["", "M ", "m", "X"],
    "string": ["", " ", "a", "A", "ß", "ǅ", "É", "e\u0301", "A" * 40, "12", "A1", "a\nb", "\t"],
}


def text(rng, shortest, longest, alphabet=None):
    alphabet = alphabet or rng.choice(ALPHABETS)
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(shortest, longest)))


def date_cell(rng, format_):
    import datetime

    day = datetime.date(rng.randint(1, 2100), 1, 1) + datetime.timedelta(days=rng.randrange(365))
    if "%y" in format_ or "%x" in format_:
        day = day.replace(year=rng.randint(1969, 2068), day=min(day.day, 28))
    moment = datetime.datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60), rng.randrange(60))
    cell = moment.strftime(format_)
    # glibc writes years below 1000 without zeros, and strptime then wants them.
    if "%Y" in format_ and day.year < 1000:
        cell = moment.strftime(format_.replace("%Y", f"{day.year:04}"))
    return rng.choice([cell, cell.upper(), cell.lower()])


def feature(rng, index, version, blake):
    """A feature, a function that makes its valid cells, and awkward cells to try."""
    identifier = rng.choice([f"f{index}", f"naïve {index}", f"a,b\"{index}"])
    if rng.random() < 0.1:
        return {"identifier": identifier, "ignored": True}, lambda: text(rng, 0, 8), []
    kind = rng.choice(["string", "string", "string", "integer", "date", "enum"])
    comparison = {"type": "ngram", "n": rng.randint(1, 5)}
    if rng.random() < 0.5:
        comparison["positional"] = rng.random() < 0.6
    numeric = {
        "type": "numeric",
        "thresholdDistance": rng.choice([1, 2, 8, 0.5, 2.5, 100, 0.75]),
        "resolution": rng.randint(1, 12),
        "fractional_precision": rng.randint(1, 4),
    }
    awkward = AWKWARD[kind]
    if kind == "string":
        style = rng.choice(["any", "any", "ascii", "upper", "lower", "length", "pattern", "decimal"])
        format_ = {"type": "string"}
        make = lambda: text(rng, 0, 14)
        if style == "any":
            format_["encoding"] = rng.choice(["utf-8", "utf-8", "utf-16", "utf-32"])
        elif style == "ascii":
            format_["encoding"] = "ascii"
            make = lambda: text(rng, 0, 14, ALPHABETS[rng.randrange(2)])
        elif style in ("upper", "lower"):
            format_["case"] = style

            def make():
                cell = getattr(text(rng, 0, 14), style)()
                return cell if getattr(cell, style)() == cell else "1"
        elif style == "length":
            format_.update(minLength=2, maxLength=9)
            make = lambda: text(rng, 2, 9)
        elif style == "pattern":
            format_["pattern"] = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[a-z]\d{1,3}"
            make = lambda: rng.choice(["CO1 1AB", "CM26BN", "a12", "SW1A 1AA"])
        else:
            comparison = numeric
            make = lambda: rng.choice(["", f"{rng.uniform(-500, 500):.{rng.randint(0, 5)}f}", "1e2", " 2.5", "1_0.5",
                                       str(rng.randint(-10**12, 10**12))])
            # Numbers beyond 128 bits are refused here: no row has them, and exactness would cost a library.
            awkward = [cell for cell in AWKWARD["integer"] if len(cell) < 50]
            awkward += ["nan", "inf", "1.5.5", ".5", "5.", "1_.5", "-1e-9"]
    elif kind == "integer":
        format_ = {"type": "integer"}
        if rng.random() < 0.5:
            format_.update(minimum=-1000, maximum=1000)
        make = lambda: rng.choice(["{}", " {}", "+{}", "0{}"]).format(rng.randint(0, 1000))
        if version == 3 and rng.random() < 0.6:
            numeric["fractional_precision"] = rng.randint(0, 3)
            if numeric["fractional_precision"] == 0:
                numeric["thresholdDistance"] = rng.choice([1, 2, 8, 2.5, 100])
            comparison = numeric
            awkward = [cell for cell in awkward if len(cell) < 50]
    elif kind == "date":
        format_ = {"type": "date", "format": rng.choice(DATE_FORMATS)}
        make = lambda: date_cell(rng, format_["format"])
    else:
        format_ = {"type": "enum", "values": ["M", "F", "", "другое", "O'Neil"]}
        make = lambda: rng.choice(format_["values"])
    if comparison["type"] == "ngram" and rng.random() < 0.2:
        comparison = {"type": "exact"}

    hashing = {"comparison": comparison}
    per_feature = rng.random() < 0.6
    bits = rng.choice([1, 7, 20, 100, 200]) if per_feature else rng.choice([1, 5, 15, 32, 33, 70])
    hashing["strategy"] = {"bitsPerFeature" if per_feature else "bitsPerToken": bits}
    if blake and rng.random() < 0.7:
        if rng.random() < 0.5:
            hashing["hash"] = {"type": "blakeHash"}
    else:
        hashing["hash"] = {"type": "doubleHash"}
        if rng.random() < 0.6:
            hashing["hash"]["prevent_singularity"] = rng.random() < 0.7
    if rng.random() < 0.5:
        sentinel = rng.choice(["", "N/A", "-", "неизвестно", "null"])
        hashing["missingValue"] = {"sentinel": sentinel}
        numeric_value = comparison["type"] == "numeric"
        if rng.random() < 0.6 or numeric_value:
            hashing["missingValue"]["replaceWith"] = rng.choice(["", "0", "-3"] if numeric_value else ["", "x", "none"])
        elif format_.get("encoding") == "ascii":
            hashing["missingValue"]["replaceWith"] = "x"
        valid = make
        make = lambda: sentinel if rng.random() < 0.2 else valid()
    if format_.get("case") and rng.random() < 0.3:
        format_["description"] = "a case that is checked and not changed"

    if version < 3:
        # Only grams, by the older names.
        if comparison["type"] != "ngram":
            comparison = {"type": "ngram", "n": 2}
        hashing = {key: value for key, value in hashing.items() if key in ("missingValue",)}
        hashing["ngram"] = comparison["n"]
        if "positional" in comparison:
            hashing["positional"] = comparison["positional"]
        if version == 1:
            if rng.random() < 0.6:
                hashing["weight"] = rng.choice([0.5, 1, 1.25, 2.5, 0, 0.1])
        else:
            hashing["strategy"] = {"numBits" if per_feature else "k": bits}
            hashing["hash"] = {"type": "blakeHash" if blake else "doubleHash"}
        awkward = AWKWARD[kind]
    return {"identifier": identifier, "format": format_, "hashing": hashing}, make, awkward


def make_schema(rng):
    version = rng.choice([3, 3, 3, 3, 3, 2, 1])
    blake = rng.random() < 0.75
    length = rng.choice([16, 64, 512, 1024, 1024, 2048]) if blake else rng.choice([2, 3, 17, 100, 1000, 1024, 1501])
    kdf = {"type": "HKDF"}
    if rng.random() < 0.7:
        kdf["hash"] = rng.choice(["SHA256", "SHA512"])
    for name in ("salt", "info"):
        if rng.random() < 0.6:
            kdf[name] = base64.b64encode(rng.randbytes(rng.choice([0, 5, 32, 64, 200]))).decode()
    if rng.random() < 0.5:
        kdf["keySize"] = rng.randint(1, 64 if blake else 100)
    config = {"l": length, "kdf": kdf}
    if rng.random() < 0.4:
        config["xor_folds"] = rng.randint(0, 3)
    if rng.random() < 0.1:
        config["xorFolds"] = 1
    made = [feature(rng, index, version, blake) for index in range(rng.randint(1, 7))]
    if version == 1:
        config["k"] = rng.choice([10, 15, 30])
        config["hash"] = {"type": "blakeHash" if blake else "doubleHash"}
    document = {"version": version, "clkConfig": config, "features": [feature for feature, _, _ in made]}
    return document, [(make, awkward) for _, make, awkward in made]


def of_clkhash(document, rows, secret):
    loaded = schema.from_json_dict(json.loads(json.dumps(document)))
    return [serialize_bitarray(bits) for bits in clk.generate_clks(rows, loaded, secret, max_workers=1)]


def of_ours(binary, folder, document, rows, secret, header):
    paths = {name: os.path.join(folder, name) for name in ("schema.json", "secret", "rows.csv", "clks.json")}
    with open(paths["schema.json"], "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False)
    with open(paths["secret"], "w", encoding="utf-8", newline="") as out:
        out.write(secret + "\n")
    with open(paths["rows.csv"], "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        if header:
            writer.writerow(feature["identifier"] for feature in document["features"])
        writer.writerows(rows)
    if os.path.exists(paths["clks.json"]):
        os.remove(paths["clks.json"])
    command = [binary, "interop", "clkhash", "--schema", paths["schema.json"], "--secret-file", paths["secret"],
               "--in", paths["rows.csv"], "--out", paths["clks.json"]] + ([] if header else ["--no-header"])
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        if done.returncode != 3 or os.path.exists(paths["clks.json"]):
            raise SystemExit(f"status {done.returncode}, or a file left behind: {done.stderr}")
        return None, done.stderr
    with open(paths["clks.json"], encoding="utf-8") as read:
        return json.load(read)["clks"], done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--schemas", type=int, default=50)
    parser.add_argument("--rows", type=int, default=220)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    equal = both_accept = both_refuse = refused_schemas = done = 0
    with tempfile.TemporaryDirectory() as folder:
        while done < options.schemas:
            document, columns = make_schema(rng)
            secret = text(rng, 1, 20, ALPHABETS[0] + ALPHABETS[3])
            rows = [[make() for make, _ in columns] for _ in range(options.rows)]
            header = rng.random() < 0.7
            try:
                expected = of_clkhash(document, rows, secret)
            except Exception as error:  # noqa: BLE001: whatever it fails with, it gives no CLKs.
                ours, said = of_ours(options.binary, folder, document, rows, secret, header)
                if ours is not None:
                    report("clkhash refuses and we do not", document, error)
                refused_schemas += 1
                continue
            done += 1
            ours, said = of_ours(options.binary, folder, document, rows, secret, header)
            if ours is None:
                report("we refuse and clkhash does not", document, said)
            if len(ours) != len(expected):
                report("another number of CLKs", document, len(ours))
            for row, one, other in zip(rows, expected, ours):
                if one != other:
                    report("another CLK", document, row)
                equal += 1
            for index, (_, awkward) in enumerate(columns):
                for cell in rng.sample(awkward, min(4, len(awkward))):
                    row = list(rows[0])
                    row[index] = cell
                    try:
                        expected = of_clkhash(document, [row], secret)
                    except Exception:  # noqa: BLE001
                        expected = None
                    ours, said = of_ours(options.binary, folder, document, [row], secret, True)
                    if ours != expected:
                        report("an awkward cell", document, (row, index, said, expected, ours))
                    if expected is None:
                        both_refuse += 1
                    else:
                        both_accept += 1
    print(f"{done} schemas, {equal} rows equal, 0 different; awkward cells: {both_accept} equal, "
          f"{both_refuse} refused by both; {refused_schemas} further schemas or files refused by both")


def report(what, document, detail):
    print(json.dumps(document, ensure_ascii=False, indent=1), file=sys.stderr)
    print(f"DIFFERENT: {what}: {detail!r}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
