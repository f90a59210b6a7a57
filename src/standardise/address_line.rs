//! One line of an address, or a whole address in one cell.
//!
//! Words that UK address files write in several ways get one form. The forms are those customary in UK postal
//! addressing; which of them is chosen does not matter, only that both sides choose alike. A unit within a building comes
//! first, then the building, then the number and the street, the order of BS 7666 and of Royal Mail's Postcode Address File.

mod word_forms;

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};
use word_forms::unified;

/// Standardises an address line: `Apartment 2, 14 St. John’s Road` is `FLAT 2 14 ST JOHNS RD`, and so is
/// `14 Saint Johns Rd, Flat 2`.
///
/// Letters are folded to upper case, apostrophes dropped, and other signs become spaces; then each word that has a common
/// short form takes it. `ST` is both STREET and SAINT, as in the addresses themselves, where nobody can always tell them
/// apart. A flat behind a numbered street moves to the front, a letter joins the number before it (`14 a` is `14A`), and
/// the word `NO` before a number goes. Names of houses stay where they are.
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
    let mut standard = words.into_text();
    if let Some(ordered) = in_order(&standard) {
        standard = ordered;
    }
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

/// The number of the house in a standard address line, without its letter: `14` of `FLAT 2 14A HIGH ST`.
///
/// The rule is that of the Office for National Statistics (`house_number` of `ccslink`): the first number that is not a
/// flat's, a unit's or a room's, without leading zeros. Like it, this is sometimes wrong where a line has other numbers.
#[must_use]
pub fn house_number(standard: &str) -> Option<&str> {
    let mut before: [&str; 2] = [""; 2];
    for word in standard.split(' ') {
        // In `1ST FL FLAT 20 PARK RD` the floor has named the flat already.
        let is_of_unit = match before {
            ["FL", "FLAT"] => false,
            [_, named] => matches!(named, "FLAT" | "UNIT" | "ROOM"),
        };
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = word.strip_suffix(letters).unwrap_or_default();
        let number = number.trim_start_matches('0');
        if !is_of_unit && letters.len() <= 1 && !number.is_empty() {
            return Some(number);
        }
        before = [before[1], word];
    }
    None
}

/// The words with a letter joined to the number before it, `NO` before a number left out, and a flat moved to the front;
/// `None` when there is nothing to do, as in most addresses, which this settles in one pass over the bytes.
fn in_order(words: &str) -> Option<String> {
    let bytes = words.as_bytes();
    let is_there_something = |at: usize| {
        let (before, after) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
        match after {
            [b' ', b'F', b'L', b'A', b'T', ..] | [b' ', b'N', b'O', b' ', ..] => true,
            [b' ', letter] | [b' ', letter, b' ', ..] => {
                joins_number(*letter) && before.last().is_some_and(u8::is_ascii_digit)
            }
            _ => false,
        }
    };
    let gaps = bytes.iter().enumerate().filter(|(_, b)| **b == b' ');
    if !words.starts_with("NO ") && !gaps.map(|(at, _)| at).any(is_there_something) {
        return None;
    }
    let mut kept: Vec<String> = Vec::with_capacity(8);
    let mut words = words.split(' ').peekable();
    while let Some(word) = words.next() {
        let next_is_number = words.peek().is_some_and(|next| is_number(next));
        match (kept.last_mut(), word.as_bytes()) {
            (Some(number), [letter])
                if joins_number(*letter) && number.bytes().all(|b| b.is_ascii_digit()) =>
            {
                number.push_str(word);
            }
            (_, b"NO") if next_is_number => {}
            _ => kept.push(word.to_owned()),
        }
    }
    Some(with_flat_first(&kept).join(" "))
}

/// Moves `FLAT 2`, `FLAT A` or a flat named by its floor (`GND FL FLAT`) from behind a numbered street to the front.
fn with_flat_first(words: &[String]) -> Vec<&str> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(flat) = words.iter().position(|word| *word == "FLAT") else {
        return words;
    };
    let before = words.get(..flat).unwrap_or_default();
    let has_unit = words
        .get(flat + 1)
        .is_some_and(|word| is_number(word) || word.len() == 1);
    let (from, to) = match before {
        // A flat named by its floor; what follows is the house's number unless it ends the line.
        [.., _, "FL"] if has_unit && flat + 2 == words.len() => (flat - 2, flat + 2),
        [.., _, "FL"] => (flat - 2, flat + 1),
        _ if has_unit => (flat, flat + 2),
        [.., "BSMT" | "GND" | "TOP"] if flat + 1 == words.len() => (flat - 1, flat + 1),
        _ => return words,
    };
    // Number and street stand in front of it: 14A HIGH ST FLAT 2. A building's flat follows its name: ELM HO FLAT 2.
    let is_behind_street = from > 1 && words.first().is_some_and(|word| is_number(word));
    if !is_behind_street {
        return words;
    }
    let mut ordered = Vec::with_capacity(words.len());
    ordered.extend_from_slice(words.get(from..to).unwrap_or_default());
    ordered.extend_from_slice(words.get(..from).unwrap_or_default());
    ordered.extend_from_slice(words.get(to..).unwrap_or_default());
    ordered
}

/// Letters that follow a house number. N, S, E and W are more often points of the compass, as in 14 N PDE.
const fn joins_number(letter: u8) -> bool {
    letter.is_ascii_uppercase() && !matches!(letter, b'E' | b'N' | b'S' | b'W')
}

/// A house number, with its letter or without.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
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
            ("Flat 2, 14a High St", "FLAT 2 14A HIGH ST"),
            ("14A HIGH STREET FLAT 2", "FLAT 2 14A HIGH ST"),
            ("14 a High Street, Apt. 2", "FLAT 2 14A HIGH ST"),
            ("No. 14 High Street", "14 HIGH ST"),
            ("Flat No 2, 14 High Street", "FLAT 2 14 HIGH ST"),
            (
                "Ground Floor Flat, 14 High Street",
                "GND FL FLAT 14 HIGH ST",
            ),
            ("14 High Street (GFF)", "GND FL FLAT 14 HIGH ST"),
            ("14 High Street, Basement Flat", "BSMT FLAT 14 HIGH ST"),
            ("First Floor Flat, 14 Upper Street", "1ST FL FLAT 14 UPR ST"),
            ("14 Hill Gardens, Flat 2", "FLAT 2 14 HILL GDNS"),
            ("14 Hill Top Flat 2", "FLAT 2 14 HILL TOP"),
            ("Elm House Flat 2", "ELM HO FLAT 2"),
            ("14 N Parade", "14 N PDE"),
            ("1 The Flats", "1 THE FLATS"),
        ] {
            assert_eq!(value(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn the_house_number_of_a_line() {
        for (raw, expected) in [
            // The two examples in the documentation of the Office for National Statistics's ccslink.
            ("FIRST FLOOR FLAT 20 PARK ROAD", Some("20")),
            ("FLAT 5, 15 PARK ROAD", Some("15")),
            ("14 High Street, Flat 2", Some("14")),
            ("014a High Street", Some("14")),
            ("12-14 High Street", Some("12")),
            ("Unit 7, 3 Mill Lane", Some("3")),
            ("Rose Cottage, Mill Lane", None),
            ("Flat 2, Rose Cottage", None),
            ("1st Avenue", None),
        ] {
            let standard = value(raw).unwrap();
            assert_eq!(house_number(&standard), expected, "{raw}: {standard}");
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
        fn is_idempotent(raw in any::<String>(), near in "((Road|ST|saint|flat|No|&|1a|1|a|e|GFF|top|basement|,|-|\\.|'|N|A|unknown) ?){0,5}") {
            for raw in [raw, near] {
                if let Some(once) = value(&raw) {
                    prop_assert_eq!(value(&once), Some(once));
                }
            }
        }
    }
}
