"""Links two files of made-up people by Splink on the clear text, and says how well and at what cost, as JSON.

    $python benches/splink_people.py FOLDER [THREADS]

The folder has hospital.csv, council.csv and truth.csv of `split-tally synth`. Run by beside_splink.py, in a process of its
own, so that its memory can be told. The clock starts after Python's own imports and stops when every pair has its weight.

This is Splink set up with care, and more than a first try would have: names, dates, postcodes, streets and numbers are
standardised first; twelve blocking rules; the levels of each comparison are fitted to what people get wrong; what is known
of an address is one comparison, as its parts depend on each other; frequent names count for less. The u probabilities are
drawn from random pairs, the m probabilities estimated by expectation maximisation in three sessions, none of them with truth.
"""

import csv
import json
import logging
import os
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

PARTIES = ("hospital", "council")

# What both parties' values are brought to. No tables of nicknames or of sounds: neither Splink nor DuckDB has them.
STANDARD = r"""
create table {party} as
with spelt as (
    select id,
        nullif(regexp_replace(upper(trim(given_name)), '[^A-Z]+', ' ', 'g'), '') as given_name,
        nullif(trim(regexp_replace(upper(trim(surname)), '[^A-Z]+', ' ', 'g')), '') as surname,
        coalesce(try_strptime(trim(birth_date), '%Y-%m-%d'), try_strptime(trim(birth_date), '%d/%m/%Y'))::date as born,
        nullif(left(upper(trim(sex)), 1), '') as sex,
        nullif(regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g'), '') as postcode,
        nullif(trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                regexp_replace(upper(address_line), '[^A-Z0-9]+', ' ', 'g'),
            ' RD$', ' ROAD'), ' ST$', ' STREET'), ' AVE$', ' AVENUE'), ' CL$', ' CLOSE'), ' LN$', ' LANE'),
            ' DR$', ' DRIVE'), ' CRES$', ' CRESCENT'), ' GDNS$', ' GARDENS'), '^ ?(FLAT|F) ?', 'FLAT ')), '') as address,
        nullif(trim(uprn), '') as uprn,
        nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '') as phone,
        nullif(lower(trim(email)), '') as email,
        nullif(regexp_replace(nhs_number, '[^0-9]', '', 'g'), '') as nhs_number
    from read_csv('{path}', all_varchar = true, header = true)
)
select id as unique_id, sex, uprn, phone, email, nhs_number, postcode, address, surname, given_name,
    split_part(given_name, ' ', 1) as first_name,
    strftime(born, '%Y-%m-%d') as birth_date,
    strftime(born, '%Y') as birth_year,
    case when day(born) <= 12 then strftime(born, '%Y-%d-%m') else strftime(born, '%Y-%m-%d') end as day_month_swapped,
    postcode[:-4] as outcode,
    nullif(regexp_extract(address, '[A-Z]{{3,}} ?[A-Z]*$'), '') as street
from spelt
"""


def name(column, more):
    """Levels of a name: alike, in part alike, and the column's own mistakes between them."""
    return comparisons.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            levels.NullLevel(column),
            levels.ExactMatchLevel(column, term_frequency_adjustments=True),
            *[level for level in more if level],
            levels.ElseLevel(),
        ],
    )


COMPARISONS = [
    name("first_name", [
        levels.JaroWinklerLevel("first_name", 0.88),
        levels.CustomLevel("first_name_l = surname_r and first_name_r = surname_l", "names swapped"),
        levels.CustomLevel("left(first_name_l, 3) = left(first_name_r, 3)", "a short form"),
        levels.CustomLevel("left(first_name_l, 1) = left(first_name_r, 1)", "same initial"),
    ]),
    name("surname", [
        levels.JaroWinklerLevel("surname", 0.9),
        levels.CustomLevel("first_name_l = surname_r and first_name_r = surname_l", "names swapped"),
        levels.CustomLevel("contains(surname_l, surname_r) or contains(surname_r, surname_l)", "one of a double name"),
        levels.JaroWinklerLevel("surname", 0.8),
    ]),
    comparisons.CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            levels.NullLevel("birth_date"),
            levels.ExactMatchLevel("birth_date"),
            levels.CustomLevel("day_month_swapped_l = birth_date_r", "day and month swapped"),
            levels.DamerauLevenshteinLevel("birth_date", 1),
            levels.CustomLevel("birth_year_l = birth_year_r and ('01-01' in (birth_date_l[6:], birth_date_r[6:]))", "only the year known"),
            levels.DamerauLevenshteinLevel("birth_date", 2),
            levels.CustomLevel("birth_year_l = birth_year_r", "same year"),
            levels.ElseLevel(),
        ],
    ),
    comparisons.CustomComparison(
        output_column_name="home",
        comparison_levels=[
            levels.CustomLevel("(postcode_l is null or postcode_r is null) and (address_l is null or address_r is null) and (uprn_l is null or uprn_r is null)").configure(is_null_level=True),
            levels.CustomLevel("uprn_l = uprn_r or (postcode_l = postcode_r and address_l = address_r)", "same home"),
            levels.CustomLevel("postcode_l = postcode_r and jaro_winkler_similarity(address_l, address_r) > 0.9", "home, misspelt"),
            levels.CustomLevel("address_l = address_r and levenshtein(postcode_l, postcode_r) <= 2", "home, postcode misspelt"),
            levels.CustomLevel("postcode_l = postcode_r", "same postcode"),
            levels.CustomLevel("address_l = address_r", "same address line"),
            levels.CustomLevel("postcode_l[:-3] = postcode_r[:-3]", "same sector"),
            levels.CustomLevel("outcode_l = outcode_r", "same district"),
            levels.ElseLevel(),
        ],
    ),
    comparisons.ExactMatch("sex"),
    comparisons.ExactMatch("phone").configure(term_frequency_adjustments=True),
    comparisons.LevenshteinAtThresholds("email", 2),
    comparisons.DamerauLevenshteinAtThresholds("nhs_number", 2),
]

BLOCKING = [
    block_on("nhs_number"),
    block_on("email"),
    block_on("birth_date", "surname"),
    block_on("birth_date", "first_name"),
    block_on("birth_date", "postcode"),
    block_on("birth_date", "outcode", "left(surname, 1)"),
    block_on("first_name", "surname", "outcode"),
    block_on("first_name", "postcode"),
    block_on("surname", "postcode", "birth_year"),
    block_on("uprn", "birth_year"),
    block_on("first_name", "street", "birth_year"),
    "l.first_name = r.surname and l.surname = r.first_name and l.birth_year = r.birth_year",
]


def link(folder, threads):
    """Every pair that a blocking rule puts forward with a weight above -10, in the table `weighed`."""
    database = duckdb.connect()
    database.execute(f"set threads = {threads}")
    for party in PARTIES:
        database.execute(STANDARD.format(party=party, path=os.path.join(folder, f"{party}.csv")))
    api = DuckDBAPI(database)
    # Two lists of people of whom nobody stands in one list twice.
    linker = Linker([api.register(party, dataset_display_name=f"of_{party}") for party in PARTIES], SettingsCreator(
        link_type="link_only",
        comparisons=COMPARISONS,
        blocking_rules_to_generate_predictions=BLOCKING,
        retain_matching_columns=False,
        max_iterations=50,
    ), log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("nhs_number"), block_on("first_name", "surname", "birth_date"), block_on("birth_date", "email")], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in [block_on("birth_date"), block_on("first_name", "surname"), block_on("nhs_number")]:
        training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0, max_pairs=1e6)
    weighed = linker.inference.predict(threshold_match_weight=-10)
    return database, linker, weighed


def pairs(database, weighed):
    """The pairs as (weight, hospital's, council's), heaviest first."""
    return database.execute(f"""
        select match_weight,
            case when starts_with(unique_id_l, 'hospital') then unique_id_l else unique_id_r end,
            case when starts_with(unique_id_l, 'hospital') then unique_id_r else unique_id_l end
        from {weighed.physical_name} order by all desc""").fetchall()


def one_to_one(found):
    """Of these the heaviest of each record, first come, first served."""
    left, right = set(), set()
    for weight, one, other in found:
        if one not in left and other not in right:
            left.add(one)
            right.add(other)
            yield weight, one, other


def quality(found, truth):
    """Precision, recall, F1 and the weight at each place where a threshold may be, and the best of them."""
    right, best, blind = 0, None, None
    for number, (weight, one, other) in enumerate(found, 1):
        right += (one, other) in truth
        measured = {"precision": right / number, "recall": right / len(truth), "f1": 2 * right / (number + len(truth)), "weight": weight}
        if best is None or measured["f1"] > best["f1"]:
            best = measured
        if weight >= 0:
            blind = measured
    return {"best": best, "probability_a_half": blind}


def main():
    folder, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2
    begun = time.perf_counter()
    database, linker, weighed = link(folder, threads)
    seconds = time.perf_counter() - begun
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    found = pairs(database, weighed)
    with open(os.path.join(folder, "truth.csv"), newline="", encoding="utf-8") as read:
        truth = {(row["hospital"], row["council"]) for row in csv.DictReader(read)}
    blocked = {(one, other) for _, one, other in found}
    print(json.dumps({
        "seconds": seconds,
        "peak": peak,
        "pairs": len(found),
        "blocked": sum(pair in blocked for pair in truth) / len(truth),
        "one_to_one": quality(one_to_one(found), truth),
        "pairwise": quality(found, truth),
    }))
    if os.environ.get("VERBOSE"):
        print(linker.misc.save_model_to_json(), file=sys.stderr)


if __name__ == "__main__":
    main()
