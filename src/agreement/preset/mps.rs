//! The Master Person Service of NHS England, which gives records their `Person_ID`.
//!
//! The steps are those of NHS England, *The `Person_ID` handbook*, "Technical details of the data linkage algorithm": the
//! cross-check trace (NHS number and date of birth, or part of it with names or outward postcode), the alphanumeric trace
//! (Soundex of names, and all else, one hit only), and the algorithmic trace (four blocks, at most 50 candidates, scored).

use super::Preset;
use super::table::{KeyOf, key, leading, taking, whole};
use crate::agreement::Take;

pub const PRESET: Preset = Preset {
    name: "mps",
    title: "Master Person Service",
    summary: "By NHS number with date of birth, then by the sound of names with date of birth, sex and postcode, as NHS England links records to the Personal Demographics Service.",
    source: "NHS England, The Person_ID handbook: technical details of the data linkage algorithm, https://digital.nhs.uk/services/personal-demographics-service/master-person-service/the-person_id-handbook",
    left_out: &[
        "MPS compares with a register and its former names, dates, postcodes and NHS numbers; here two files are compared, each with what it holds now.",
        "The outward postcode is asked for whether or not names are there; MPS asks for it only when they are not. Two digits exchanged within a day or a year are not allowed for.",
        "The alphanumeric trace leaves out of the comparison what a record lacks; a match key needs all its parts. Doctor, date of death and Royal Mail address are not compared.",
        "The algorithmic trace scores up to 50 candidates of all four blocks by mean similarity and rejects what is within 5 points of the best. Here each block is a match key in turn, and of several candidates the one is linked that shares most of the other match keys.",
        "The algorithmic trace is not run without date of birth, sex and postcode; here its block of names and date of birth needs no others.",
        "The algorithmic trace first maps names by a dictionary, and takes the sound of the whole surname; here it is that of its first word.",
        "The record bucket of people not in the register is not needed.",
    ],
    required: &["given_name", "surname", "birth_date"],
    keys: KEYS,
};

const KEYS: &[KeyOf] = &[
    // Cross-check trace.
    key("cross_nhs_dob", &[whole("nhs_number"), whole("birth_date")]),
    key(
        "cross_nhs_birth_year_month_name",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::YearMonth),
            taking("given_name", Take::Initial),
            leading("surname", 3),
        ],
    ),
    key(
        "cross_nhs_birth_month_day_name",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::MonthDay),
            taking("given_name", Take::Initial),
            leading("surname", 3),
        ],
    ),
    key(
        "cross_nhs_birth_year_day_name",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::YearDay),
            taking("given_name", Take::Initial),
            leading("surname", 3),
        ],
    ),
    key(
        "cross_nhs_swapped_dob_name",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::DayMonthEitherWay),
            taking("given_name", Take::Initial),
            leading("surname", 3),
        ],
    ),
    key(
        "cross_nhs_birth_year_month_outcode",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::YearMonth),
            taking("postcode", Take::Outcode),
        ],
    ),
    key(
        "cross_nhs_birth_month_day_outcode",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::MonthDay),
            taking("postcode", Take::Outcode),
        ],
    ),
    key(
        "cross_nhs_birth_year_day_outcode",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::YearDay),
            taking("postcode", Take::Outcode),
        ],
    ),
    key(
        "cross_nhs_swapped_dob_outcode",
        &[
            whole("nhs_number"),
            taking("birth_date", Take::DayMonthEitherWay),
            taking("postcode", Take::Outcode),
        ],
    ),
    // Alphanumeric trace.
    key(
        "alphanumeric_sound_dob_sex_postcode",
        &[
            taking("surname", Take::Soundex),
            taking("given_name", Take::Soundex),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    // Algorithmic trace: its four blocks, in the order of the score that a pair which only just falls in one would get.
    key(
        "algorithmic_surname_dob_sex_postcode",
        &[
            taking("surname", Take::Soundex),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    )
    .preferring(),
    key(
        "algorithmic_given_name_dob_sex_postcode",
        &[
            taking("given_name", Take::Soundex),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    )
    .preferring(),
    key(
        "algorithmic_dob_sex_postcode",
        &[whole("birth_date"), whole("sex"), whole("postcode")],
    )
    .preferring(),
    key(
        "algorithmic_names_dob",
        &[
            taking("surname", Take::Soundex),
            taking("given_name", Take::Soundex),
            whole("birth_date"),
        ],
    )
    .preferring(),
    key("nhs", &[whole("nhs_number")]).without_links(),
];
