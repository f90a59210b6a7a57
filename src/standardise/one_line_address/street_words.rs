//! Words that tell the parts of an address apart, in full and as they are shortened.

/// What a word says about the street it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A street, wherever it stands: `Road`.
    Street,
    /// A street more often than a building or part of a town: `Court`, `Green`.
    Perhaps,
    None,
}

/// Parts of a building, before or behind their number or name: `Flat 2`, `First Floor`.
pub const UNITS: &[&str] = &[
    "APARTMENT",
    "APT",
    "BASEMENT",
    "BEDSIT",
    "BLOCK",
    "FLAT",
    "FLOOR",
    "FLT",
    "LEVEL",
    "ROOM",
    "STUDIO",
    "SUITE",
    "UNIT",
];

/// The last words of buildings' names.
pub const BUILDINGS: &[&str] = &[
    "APARTMENTS",
    "BUILDING",
    "BUILDINGS",
    "COTTAGE",
    "COTTAGES",
    "COURT",
    "FLATS",
    "HEIGHTS",
    "HO",
    "HOSPITAL",
    "HOSTEL",
    "HOTEL",
    "HOUSE",
    "HSE",
    "LODGE",
    "MANSIONS",
    "POINT",
    "TOWER",
    "TOWERS",
    "VILLA",
    "VILLAS",
];

/// The last words of streets' names.
const STREETS: &[&str] = &[
    "ALLEY",
    "AV",
    "AVE",
    "AVENUE",
    "BOULEVARD",
    "BVD",
    "BLVD",
    "CIRCUS",
    "CL",
    "CLOSE",
    "CRES",
    "CRESCENT",
    "DR",
    "DRIVE",
    "ESPLANADE",
    "GARDENS",
    "GDNS",
    "GROVE",
    "LANE",
    "LN",
    "MEWS",
    "PARADE",
    "PL",
    "PLACE",
    "PROMENADE",
    "RD",
    "RISE",
    "ROAD",
    "ROW",
    "SQ",
    "SQUARE",
    "ST",
    "STR",
    "STREET",
    "TCE",
    "TER",
    "TERRACE",
    "WALK",
    "WAY",
];

/// The last words of streets, and of buildings and parts of towns as well.
const PERHAPS: &[&str] = &[
    "BANK", "COURT", "CROFT", "CT", "DENE", "END", "FIELD", "FIELDS", "GATE", "GREEN", "HILL",
    "MEADOW", "MEADOWS", "PARK", "PATH", "QUAY", "VALE", "VIEW", "WHARF", "YARD",
];

/// What the word says about the street it ends.
pub fn kind_of(word: &str) -> Ending {
    if is_one_of(word, STREETS) {
        Ending::Street
    } else if is_one_of(word, PERHAPS) {
        Ending::Perhaps
    } else {
        Ending::None
    }
}

/// Whether the word is one of these, in any letter case, with a full stop or without.
pub fn is_one_of(word: &str, words: &[&str]) -> bool {
    let word = word.trim_matches('.');
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}
