//! Our own cascade: NHS number first, then names with birth date and place, then each of these with one kind of error
//! allowed. It draws on the published cascades of HES ID, the Master Person Service and the ONS 2021 Census.

use super::Preset;
use super::table::{KeyOf, PartOf, key, leading, taking, whole};
use crate::agreement::Take;

pub const PRESET: Preset = Preset {
    name: "own",
    title: "Split Tally",
    summary: "By NHS number where both have it, else by name, date of birth and address, phone or email, with one error of many kinds allowed. Use it unless you must follow another's rules.",
    source: "This project's own, after HESID, the Master Person Service and the 2021 Census of the Office for National Statistics. Chosen with made-up people at hand.",
    left_out: &[],
    required: &["given_name", "surname", "birth_date"],
    keys: KEYS,
};

const KEYS: &[KeyOf] = &[
    key("nhs_dob", &[whole("nhs_number"), whole("birth_date")]),
    key("nhs_surname", &[whole("nhs_number"), whole("surname")]),
    key(
        "nhs_given_name",
        &[whole("nhs_number"), taking("given_name", Take::Nickname)],
    ),
    key(
        "name_dob_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            whole("birth_date"),
            whole("postcode"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "swapped_names_dob_sector",
        &[
            NAMES_EITHER_WAY,
            whole("birth_date"),
            taking("postcode", Take::Sector),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "nickname_dob_outcode",
        &[
            taking("given_name", Take::Nickname),
            whole("surname"),
            whole("birth_date"),
            taking("postcode", Take::Outcode),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "initial_surname_dob_sector",
        &[
            taking("given_name", Take::Initial),
            whole("surname"),
            whole("birth_date"),
            taking("postcode", Take::Sector),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "sound_dob_outcode",
        &[
            taking("given_name", Take::Soundex),
            taking("surname", Take::Soundex),
            whole("birth_date"),
            taking("postcode", Take::Outcode),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "given_name_dob_sex_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "given_name_dob_uprn",
        &[
            taking("given_name", Take::Nickname),
            whole("birth_date"),
            whole("uprn"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key("dob_email", &[whole("birth_date"), whole("email")]).unless_nhs_numbers_differ(),
    key(
        "given_name_dob_phone",
        &[
            taking("given_name", Take::Nickname),
            whole("birth_date"),
            whole("phone"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "name_dob",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            whole("birth_date"),
            whole("sex"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "swapped_names_dob",
        &[NAMES_EITHER_WAY, whole("birth_date"), whole("sex")],
    )
    .unless_nhs_numbers_differ(),
    key(
        "name_swapped_dob_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::DayMonthEitherWay),
            taking("postcode", Take::Outcode),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "name_birth_year_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::Year),
            whole("postcode"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "name_birth_month_day_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::MonthDay),
            whole("postcode"),
        ],
    )
    .unless_nhs_numbers_differ(),
    key(
        "short_name_dob_sex_outcode",
        &[
            leading("given_name", 3),
            leading("surname", 3),
            whole("birth_date"),
            whole("sex"),
            taking("postcode", Take::Outcode),
        ],
    )
    .unless_nhs_numbers_differ(),
    key("nhs", &[whole("nhs_number")]),
];

const NAMES_EITHER_WAY: PartOf = taking("given_name", Take::FirstWord).swaps_with("surname");
