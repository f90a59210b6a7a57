//! The match keys that linked the 2021 Census to the Census Coverage Survey at the Office for National Statistics.
//!
//! They are those of `MATCHKEYS` in `ccslink/Parameters.py` of <https://github.com/Data-Linkage/ccslink>, in its order
//! and under its numbers, with the names as `pipeline_scripts/pre_linkage` prepares them.

use super::Preset;
use super::table::{KeyOf, key, leading, taking, whole};
use crate::agreement::Take;

pub const PRESET: Preset = Preset {
    name: "ons2021",
    title: "ONS 2021 Census",
    summary: "By names in several forms with date of birth, sex and address, as the Office for National Statistics linked the 2021 Census to its coverage survey. It uses no NHS number.",
    source: "Office for National Statistics, ccslink: Parameters.py, https://github.com/Data-Linkage/ccslink",
    left_out: &[
        "Match keys 8, 11, 12, 15, 18, 23 to 27, 32, 34 and 35 allow a number of wrong letters, which tokens cannot; similarity of record filters stands in for them. Of 13 (swapped names) the exact part is here.",
        "7 (one name contained in the other), 16 (second given name first), 20 (age at the census), 28 (people who moved together) and 33 (name as another resident gave it) cannot be said as match keys. 22 does nearly what 20 does.",
        "6 takes the year of birth for the age, and 21 lets the year differ by any number, not by at most ten.",
        "14, 31 and 32 went to clerks, and so did pairs in doubt of the probabilistic linkage that followed. Neither is here.",
        "Where the source takes the first or all given names, and the first or all parts of a surname, these take the first.",
        "Two addresses of one person are not compared.",
    ],
    required: &["given_name", "surname", "birth_date", "sex"],
    keys: KEYS,
};

const KEYS: &[KeyOf] = &[
    key(
        "mk01_full_name_dob_sex_postcode",
        &[
            whole("given_name").together_with("surname"),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk02_names_dob_sex_uprn",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("uprn"),
        ],
    ),
    key(
        "mk03_names_dob_sex_postcode",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk04_alphaname_dob_sex_postcode",
        &[
            taking("given_name", Take::Alphaname).together_with("surname"),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk05_nickname_dob_sex_postcode",
        &[
            taking("given_name", Take::Nickname),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk06_nickname_birth_year_sex_uprn",
        &[
            taking("given_name", Take::Nickname),
            taking("surname", Take::FirstWord),
            taking("birth_date", Take::Year),
            whole("sex"),
            whole("uprn"),
        ],
    ),
    key(
        "mk09_sound_dob_sex_postcode",
        &[
            taking("given_name", Take::Soundex),
            taking("surname", Take::Soundex),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk10_names_dob_postcode",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("postcode"),
        ],
    ),
    key(
        "mk13_swapped_names_dob_sex_postcode",
        &[
            taking("given_name", Take::FirstWord).swaps_with("surname"),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk17_given_name_dob_sex_uprn",
        &[
            taking("given_name", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("uprn"),
        ],
    ),
    key(
        "mk17_given_name_dob_sex_postcode_house",
        &[
            taking("given_name", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
            taking("address_line", Take::HouseNumber),
        ],
    ),
    key(
        "mk19_two_letters_dob_sex_uprn",
        &[
            leading("given_name", 2),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("uprn"),
        ],
    ),
    key(
        "mk19_two_letters_dob_sex_postcode_house",
        &[
            leading("given_name", 2),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
            taking("address_line", Take::HouseNumber),
        ],
    ),
    key(
        "mk21_names_birth_month_day_sex_postcode",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            taking("birth_date", Take::MonthDay),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk22_names_birth_year_sex_postcode",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            taking("birth_date", Take::Year),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    key(
        "mk29_names_dob_sex_postcode_cut",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode").without_last(1),
        ],
    ),
    key(
        "mk30_names_dob_sex_sector_house",
        &[
            taking("given_name", Take::FirstWord),
            taking("surname", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            taking("postcode", Take::Sector),
            taking("address_line", Take::HouseNumber),
        ],
    ),
];
