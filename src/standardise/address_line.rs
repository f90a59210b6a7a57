//! One line of an address, or a whole address in one cell.
//!
//! Words that UK address files write in several ways get one form. The forms are those customary in UK postal
//! addressing; which of them is chosen does not matter, only that both sides choose alike.

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};

/// Standardises an address line: `Apartment 2, 14 St. John’s Road` is `FLAT 2 14 ST JOHNS RD`.
///
/// Letters are folded to upper case, apostrophes dropped, and other signs become spaces; then each word that has a common
/// short form takes it. `ST` is both STREET and SAINT, as in the addresses themselves.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::trim(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let mut words = Words::with_capacity(text.len());
    fold::for_each_upper(text, |c| {
        if c.is_ascii_digit() || fold::is_letter(c) || (!c.is_ascii() && c.is_numeric()) {
            words.push(c);
        } else if c == '&' {
            words.end_word_as(unified);
            "AND".chars().for_each(|c| words.push(c));
            words.end_word();
        } else if !fold::is_apostrophe(c) && c != char::REPLACEMENT_CHARACTER {
            words.end_word_as(unified);
        }
    });
    words.end_word_as(unified);
    let standard = words.into_text();
    if matches!(
        standard.as_str(),
        "NFA" | "N F A" | "NO FIXED ABODE" | "NO FIXED ADDRESS" | "HOMELESS" | "OF NO FIXED ABODE"
    ) {
        Standardised::rejected(Finding::NoFixedAbode)
    } else if fold::is_placeholder(text)
        || fold::is_placeholder(&standard)
        || standard == "ADDRESS UNKNOWN"
    {
        Standardised::rejected(Finding::Placeholder)
    } else if fold::is_garbled(text) {
        Standardised::noted(standard, Finding::GarbledText)
    } else if !standard.is_ascii() {
        Standardised::noted(standard, Finding::OtherScript)
    } else {
        Standardised::value(standard)
    }
}

/// The one form of a word that is written in several ways. No form is itself replaced.
fn unified(word: &str) -> Option<&'static str> {
    Some(match word {
        "APARTMENT" | "APPARTMENT" | "APPT" | "APT" | "FLT" => "FLAT",
        "AV" | "AVEN" | "AVENUE" => "AVE",
        "BUILDING" | "BUILDINGS" | "BLDGS" | "BDGS" => "BLDG",
        "BOULEVARD" => "BLVD",
        "BROADWAY" => "BDWY",
        "CLOSE" | "CLO" | "CLS" => "CL",
        "COTTAGE" => "COTT",
        "COTTAGES" => "COTTS",
        "COURT" | "CRT" => "CT",
        "CRESCENT" | "CRESC" | "CR" => "CRES",
        "DRIVE" | "DRV" => "DR",
        "EAST" => "E",
        "ESTATE" => "EST",
        "FLOOR" | "FLR" => "FL",
        "GARDEN" | "GARDENS" | "GDN" | "GRDNS" => "GDNS",
        "GREEN" => "GRN",
        "GROUND" => "GND",
        "GROVE" | "GROV" | "GRV" => "GR",
        "HOUSE" | "HSE" => "HO",
        "LANE" => "LN",
        "MOUNT" => "MT",
        "NORTH" => "N",
        "NUMBER" => "NO",
        "PARADE" => "PDE",
        "PARK" => "PK",
        "PASSAGE" => "PASS",
        "PLACE" | "PLC" => "PL",
        "ROAD" => "RD",
        "SAINT" | "STREET" | "STR" => "ST",
        "SOUTH" => "S",
        "SQUARE" | "SQR" => "SQ",
        "TERRACE" | "TERR" | "TCE" => "TER",
        "WALK" => "WLK",
        "WEST" => "W",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(raw: &str) -> Option<String> {
        standardise(raw).value
    }

    #[test]
    fn one_form_for_each_writing() {
        for (raw, expected) in [
            ("Apartment 2, 14 St. John’s Road", "FLAT 2 14 ST JOHNS RD"),
            ("flat 2 14 saint johns rd.", "FLAT 2 14 ST JOHNS RD"),
            ("10 Downing Street", "10 DOWNING ST"),
            ("221B BAKER STR", "221B BAKER ST"),
            ("Rose & Crown Cottage", "ROSE AND CROWN COTT"),
            ("Tŷ Gwyn, Heol-y-Bont", "TY GWYN HEOL Y BONT"),
            ("12/14 High Street", "12 14 HIGH ST"),
        ] {
            assert_eq!(value(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for raw in ["NFA", "No fixed abode", "n.f.a."] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::NoFixedAbode),
                "{raw}"
            );
        }
        for raw in ["unknown", "Address unknown", "N/A", "--"] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::Placeholder),
                "{raw}"
            );
        }
        assert_eq!(standardise("\u{A0}"), Standardised::missing());
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "((Road|ST|saint|flat|No|&|1a|,|-|\\.|'|N|A|unknown) ?){0,5}") {
            for raw in [raw, near] {
                if let Some(once) = value(&raw) {
                    prop_assert_eq!(value(&once), Some(once));
                }
            }
        }
    }
}
