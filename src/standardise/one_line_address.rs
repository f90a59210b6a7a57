//! A whole address in one cell -> its first line, its locality and its postcode, still as written.
//!
//! Without a gazetteer nobody can tell for certain where a street ends and a town begins. The rules follow the order of BS
//! 7666 and of Royal Mail's Postcode Address File: a unit within a building, the building, the street with its number,
//! then localities from small to large, then the postcode. They are tried on made-up addresses of every such shape; what
//! they get wrong most is a street without one of the usual endings (`Broadway`) in a cell without commas, where everything
//! stays in the first line.

mod street_words;

use super::{fold, postcode};
use street_words::{BUILDINGS, Ending, UNITS, is_one_of, kind_of};

/// The parts of an address, as written, each ready to be standardised; a part that the cell does not have is `None`.
///
/// No `Debug`: together they are a person's.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct AddressParts {
    /// Unit, building, number and street.
    pub line: Option<String>,
    /// Everything between the street and the postcode but the country: locality, town, county.
    pub locality: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
}

/// Splits an address in one cell, with commas, semicolons or line breaks between its parts or without.
///
/// `Flat 2, 14a High Street, Anytown, AL25 5GF` and `Flat 2 14a High Street Anytown AL25 5GF` are both the line
/// `Flat 2, 14a High Street` (or without its comma), the locality `Anytown` and the postcode `AL25 5GF`.
#[must_use]
pub fn split(raw: &str) -> AddressParts {
    let mut segments: Vec<Vec<&str>> = fold::trim(raw)
        .split([',', ';', '|', '\n', '\r', '\t'])
        .map(|segment| segment.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words.iter().any(|word| has_letter_or_digit(word)))
        .collect();
    without_country(&mut segments);
    let postcode = take_postcode(&mut segments);
    without_country(&mut segments);
    let (line, locality) = match segments.as_slice() {
        [] => (None, None),
        [words] => of_words(words),
        segments => of_segments(segments),
    };
    AddressParts {
        line: line.filter(|text| !text.is_empty()),
        locality: locality.filter(|text| !text.is_empty()),
        postcode,
    }
}

/// Drops the countries of the United Kingdom at the end.
fn without_country(segments: &mut Vec<Vec<&str>>) {
    while let Some(last) = segments.last_mut() {
        let count = match last.as_slice() {
            [.., one] if is_one_of(one, &["UK", "GB", "ENGLAND", "SCOTLAND", "WALES"]) => 1,
            [.., "U.K." | "u.k."] => 1,
            [.., united, kingdom]
                if united.eq_ignore_ascii_case("united")
                    && kingdom.eq_ignore_ascii_case("kingdom") =>
            {
                2
            }
            [.., northern, ireland]
                if northern.eq_ignore_ascii_case("northern")
                    && ireland.eq_ignore_ascii_case("ireland") =>
            {
                2
            }
            _ => return,
        };
        last.truncate(last.len() - count);
        if last.is_empty() {
            segments.pop();
        }
    }
}

/// Takes the postcode out: at the end of the address, or else a segment by itself or at the end of one.
fn take_postcode(segments: &mut Vec<Vec<&str>>) -> Option<String> {
    for position in (0..segments.len()).rev() {
        let Some(words) = segments.get_mut(position) else {
            continue;
        };
        let Some(count) = postcode_length(words) else {
            continue;
        };
        let found = words.split_off(words.len() - count).join(" ");
        if words.is_empty() {
            segments.remove(position);
        }
        return Some(found);
    }
    None
}

/// How many words at the end of the segment are a postcode, if they are one: both halves, or both written as one word.
fn postcode_length(words: &[&str]) -> Option<usize> {
    let is_postcode = |count: usize| {
        let text = words
            .get(words.len().checked_sub(count)?..)
            .map(|words| words.join(" "))?;
        // `B1 2nd` is a unit and a floor.
        let has_floor = text.contains(char::is_uppercase)
            && ["st", "nd", "rd", "th"]
                .iter()
                .any(|end| text.ends_with(end));
        (!has_floor && postcode::standardise(&text).value.is_some()).then_some(count)
    };
    is_postcode(2).or_else(|| is_postcode(1))
}

/// Splits words without a separator among them behind the first street.
fn of_words(words: &[&str]) -> (Option<String>, Option<String>) {
    let ends = |sought: Ending| (1..words.len()).find(|&at| ending(words, at) == sought);
    let Some(mut end) = ends(Ending::Street).or_else(|| ends(Ending::Perhaps)) else {
        return (Some(words.join(" ")), None);
    };
    // Church Lane Close. A `St` behind a street starts a town, as in High Street St Albans.
    while words
        .get(end + 1)
        .is_some_and(|next| !next.eq_ignore_ascii_case("st") && kind_of(next) == Ending::Street)
    {
        end += 1;
    }
    let (line, locality) = words.split_at_checked(end + 1).unwrap_or((words, &[]));
    (Some(line.join(" ")), Some(locality.join(" ")))
}

/// Splits segments behind the one that holds the street.
fn of_segments(segments: &[Vec<&str>]) -> (Option<String>, Option<String>) {
    let end = street_segment(segments);
    let text = |segments: &[Vec<&str>]| {
        let texts: Vec<String> = segments.iter().map(|words| words.join(" ")).collect();
        texts.join(", ")
    };
    let (line, locality) = segments
        .split_at_checked(end + 1)
        .unwrap_or((segments, &[]));
    (Some(text(line)), Some(text(locality)))
}

/// The position of the segment that holds the street, or the building when there is no street.
fn street_segment(segments: &[Vec<&str>]) -> usize {
    let mut at = 0;
    while let Some(words) = segments.get(at) {
        let next = segments.get(at + 1);
        let next_has_street = next.is_some_and(|next| is_numbered(next) || ends_street(next));
        let is_complete = if is_part_of_building(words) || is_building(words) {
            // The street follows, unless the segment has it already or none does.
            ends_street(words) || !next_has_street
        } else if is_bare_number(words) {
            next.is_none()
        } else {
            // A numbered street is complete whatever it ends in; a name alone is a house on the street behind it.
            is_numbered(words) || ends_street(words) || !next_has_street
        };
        if is_complete {
            return at;
        }
        at += 1;
    }
    segments.len().saturating_sub(1)
}

/// Flat, unit or floor first: `Flat 2`, `Unit 4`, `First Floor`.
fn is_part_of_building(words: &[&str]) -> bool {
    let is_unit = |word: &&str| is_one_of(word, UNITS);
    words.first().is_some_and(is_unit) || words.last().is_some_and(is_unit)
}

/// A building by its last word: `2 Rose House`.
fn is_building(words: &[&str]) -> bool {
    words.len() > 1 && words.last().is_some_and(|word| is_one_of(word, BUILDINGS))
}

/// A number and a name: `14a High Street`, `14 Broadway`.
fn is_numbered(words: &[&str]) -> bool {
    words.len() > 1
        && words
            .first()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// A number alone: `14a`, `14 A`, `No 14`.
fn is_bare_number(words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| word.bytes().any(|b| b.is_ascii_digit()))
        && words.iter().all(|word| {
            word.len() == 1
                || word.starts_with(|c: char| c.is_ascii_digit())
                || is_one_of(word, &["NO", "NUMBER"])
        })
}

/// Whether the segment's last word ends a street.
fn ends_street(words: &[&str]) -> bool {
    words
        .len()
        .checked_sub(1)
        .is_some_and(|last| last > 0 && ending(words, last) == Ending::Street)
}

/// What the word at this place says, given the word before it: a street has a name, so `14 Court` or `St` behind a number
/// ends none, and `Chester le Street` is a town.
fn ending(words: &[&str], at: usize) -> Ending {
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    let named = before.is_some_and(|word| {
        word.chars().any(char::is_alphabetic)
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && word.trim_end_matches('.').len() > 1
            && !is_one_of(word, &["FLAT", "FLT", "UNIT", "LE", "APARTMENT", "APT"])
    });
    match words.get(at) {
        Some(word) if named => kind_of(word),
        _ => Ending::None,
    }
}

fn has_letter_or_digit(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(raw: &str, line: &str, locality: &str, postcode: &str) {
        let parts = split(raw);
        assert_eq!(parts.line.as_deref().unwrap_or_default(), line, "{raw}");
        assert_eq!(
            parts.locality.as_deref().unwrap_or_default(),
            locality,
            "{raw}"
        );
        assert_eq!(
            parts.postcode.as_deref().unwrap_or_default(),
            postcode,
            "{raw}"
        );
    }

    /// The places are made up; AL25 does not exist.
    #[test]
    fn with_separators() {
        for (raw, line, locality) in [
            (
                "14a High Street, Anytown, AL25 5GF",
                "14a High Street",
                "Anytown",
            ),
            (
                "Flat 2, 14a High Street, Littleham, Anytown, AL25 5GF",
                "Flat 2, 14a High Street",
                "Littleham, Anytown",
            ),
            (
                "Flat 2\n14a High Street\r\nAnytown\nAL25 5GF\nUnited Kingdom",
                "Flat 2, 14a High Street",
                "Anytown",
            ),
            (
                "14, High Street, Anytown, AL25 5GF",
                "14, High Street",
                "Anytown",
            ),
            (
                "Rose Cottage, Mill Lane, Anytown, AL25 5GF",
                "Rose Cottage, Mill Lane",
                "Anytown",
            ),
            ("Rose Cottage, Anytown, AL25 5GF", "Rose Cottage", "Anytown"),
            (
                "2 Rose House, 14 High Street, Anytown, AL25 5GF, UK",
                "2 Rose House, 14 High Street",
                "Anytown",
            ),
            (
                "Flat 2 Rose House, 14 Broadway, Anytown, AL25 5GF",
                "Flat 2 Rose House, 14 Broadway",
                "Anytown",
            ),
            (
                "14 Broadway, Anytown, Anyshire AL25 5GF",
                "14 Broadway",
                "Anytown, Anyshire",
            ),
            (
                "14 The Green, Palmers Green, AL25 5GF",
                "14 The Green",
                "Palmers Green",
            ),
            (
                "14 High Street, Chester le Street, England, AL25 5GF",
                "14 High Street",
                "Chester le Street",
            ),
            (
                "Rose Cottage, Chester le Street, AL25 5GF",
                "Rose Cottage",
                "Chester le Street",
            ),
        ] {
            check(raw, line, locality, "AL25 5GF");
        }
    }

    #[test]
    fn without_separators() {
        for (raw, line, locality) in [
            (
                "14a High Street Anytown AL25 5GF",
                "14a High Street",
                "Anytown",
            ),
            (
                "Flat 2 14a High St St Albans AL25 5GF",
                "Flat 2 14a High St",
                "St Albans",
            ),
            (
                "14 St Johns Road Anytown AL25 5GF",
                "14 St Johns Road",
                "Anytown",
            ),
            (
                "14 Church Lane Close Anytown AL25 5GF",
                "14 Church Lane Close",
                "Anytown",
            ),
            (
                "14 Avenue Road Anytown AL25 5GF",
                "14 Avenue Road",
                "Anytown",
            ),
            ("3 Elm Court Anytown AL25 5GF", "3 Elm Court", "Anytown"),
            (
                "Flat 3 Elm Court 14 High Street Anytown AL25 5GF",
                "Flat 3 Elm Court 14 High Street",
                "Anytown",
            ),
            ("14 Broadway Anytown AL25 5GF", "14 Broadway Anytown", ""),
        ] {
            check(raw, line, locality, "AL25 5GF");
        }
    }

    #[test]
    fn postcodes_wherever_they_stand() {
        check("14 High Street, AL255GF", "14 High Street", "", "AL255GF");
        check(
            "14 High Street AL25 5GF UK",
            "14 High Street",
            "",
            "AL25 5GF",
        );
        check(
            "AL25 5GF, 14 High Street, Anytown",
            "14 High Street",
            "Anytown",
            "AL25 5GF",
        );
        check(
            "14 High Street, Anytown, al25 5gf",
            "14 High Street",
            "Anytown",
            "al25 5gf",
        );
        check("AL25 5GF", "", "", "AL25 5GF");
        check("14 High Street Al25 5Gf", "14 High Street", "", "Al25 5Gf");
        check(
            "Unit B1 2nd Floor, 14 High Street, Anytown",
            "Unit B1 2nd Floor, 14 High Street",
            "Anytown",
            "",
        );
        for raw in ["", " , ;", "\n\n", "UK"] {
            check(raw, "", "", "");
        }
    }

    proptest! {
        /// Nothing is invented, and nothing but separators and the country is lost.
        #[test]
        fn words_are_kept_in_order(raw in any::<String>(), near in "((Flat|14a|St|High|Street|Rose|House|UK|,|\n|AL25 5GF|No) ?){0,8}") {
            for raw in [raw, near] {
                let parts = split(&raw);
                for part in [parts.line, parts.locality, parts.postcode].into_iter().flatten() {
                    prop_assert!(!part.trim().is_empty());
                    for word in part.split(' ') {
                        prop_assert!(raw.contains(word.trim_end_matches(',')));
                    }
                }
            }
        }
    }
}
