//! UK postcodes.
//!
//! A postcode is an outward code (area letters and district) and an inward code (sector digit and unit letters). Royal
//! Mail and BS 7666 publish its shapes: A9, A99, AA9, AA99, A9A and AA9A, each followed by 9AA, and GIR 0AA. The Crown
//! dependencies (GY, IM, JE), Gibraltar (GX11) and the forces' BF1 have these shapes too; nine overseas territories have a
//! postcode each, of four letters and 1ZZ. Other territories' codes (`KY1-1100`, `VG1110`) are not postcodes of this kind.
//!
//! What is accepted goes by shape alone. Royal Mail also uses only some letters in each place and has about 120 areas, but
//! made-up data, which people rehearse with, uses any, and one wrong letter is no reason to drop the rest. What is repaired
//! goes by those letters too, since a repair to a letter that is never used there would be a wrong guess.

use super::finding::{Finding, Standardised};
use super::fold;

/// The published outward codes. `A` is the first letter of an area, `B` the second, `L` the letter that ends a district,
/// `9` a digit, and `8` the first digit of a two-digit district, which is never 0.
const OUTWARD: &[&[u8]] = &[b"A9", b"A89", b"AB9", b"AB89", b"A9L", b"AB9L"];

/// The published inward code.
const INWARD: &[u8] = b"9LL";

/// The postcode of Girobank, the one that has a shape of its own.
const GIROBANK: &[u8] = b"GIR0AA";

/// The outward codes of overseas territories, all with the inward code 1ZZ (Universal Postal Union, addressing of the United
/// Kingdom): Ascension, British Antarctic Territory, British Indian Ocean Territory, Falkland Islands, Pitcairn, South Georgia,
/// Saint Helena, Tristan da Cunha, Turks and Caicos.
const TERRITORIES: &[&[u8]] = &[
    b"ASCN1ZZ", b"BIQQ1ZZ", b"BBND1ZZ", b"FIQQ1ZZ", b"PCRN1ZZ", b"SIQQ1ZZ", b"STHL1ZZ", b"TDCU1ZZ",
    b"TKCA1ZZ",
];

/// The longest postcode, without its space.
const MAX_LENGTH: usize = 7;

/// Standardises a postcode to upper case without its space: `al25 5gf` is `AL255GF`.
///
/// A letter O or I where a digit must stand, and a digit 0 or 1 where a letter must, is put right when one repair is smaller
/// than all others, and noted. Pseudo postcodes (ONS and NHS Data Dictionary: ZZ99, for no fixed abode, not known or a
/// country abroad) give no value.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let mut code = [0_u8; MAX_LENGTH];
    let mut length = 0;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if let Some(place) = code.get_mut(length) {
                *place = byte.to_ascii_uppercase();
            }
            length += 1;
        } else if !matches!(byte, b' ' | b'\t' | b'-' | b'.' | b',' | b'_') {
            return Standardised::rejected(not_a_postcode(&text));
        }
    }
    let Some(code) = code.get_mut(..length) else {
        return Standardised::rejected(not_a_postcode(&text));
    };
    if code.starts_with(b"BFPO") {
        return Standardised::rejected(not_a_postcode(&text));
    }
    if code.starts_with(b"ZZ99") || code.starts_with(b"Z99") {
        return Standardised::rejected(Finding::PostcodePseudo);
    }
    if code == GIROBANK || (code.ends_with(b"1ZZ") && TERRITORIES.contains(&&*code)) {
        return Standardised::value(as_text(code));
    }
    match repair(code) {
        Some(0) => Standardised::value(as_text(code)),
        Some(_) => Standardised::noted(as_text(code), Finding::PostcodeRepaired),
        None if is_partial(code) => Standardised::rejected(Finding::PostcodePartial),
        None => Standardised::rejected(not_a_postcode(&text)),
    }
}

/// The outward code of a standard postcode: `AL25` of `AL255GF`, the area and district.
#[must_use]
pub fn outcode(standard: &str) -> Option<&str> {
    without_last(standard, INWARD.len())
}

/// The sector of a standard postcode: `AL255` of `AL255GF`, the outward code and the inward digit.
#[must_use]
pub fn sector(standard: &str) -> Option<&str> {
    without_last(standard, INWARD.len() - 1)
}

fn without_last(standard: &str, count: usize) -> Option<&str> {
    let plausible = (5..=MAX_LENGTH).contains(&standard.len()) && standard.is_ascii();
    standard
        .get(..standard.len().checked_sub(count)?)
        .filter(|_| plausible)
}

fn as_text(code: &[u8]) -> String {
    code.iter().copied().map(char::from).collect()
}

/// Whether the code is an outward code, or one with the sector's digit behind it.
fn is_partial(code: &[u8]) -> bool {
    let is_outward = |code: &[u8]| OUTWARD.iter().any(|shape| misfits(code, shape) == Some(0));
    let has_sector = |(digit, outward): (&u8, &[u8])| digit.is_ascii_digit() && is_outward(outward);
    is_outward(code) || code.split_last().is_some_and(has_sector)
}

/// Makes the code fit the published shape that needs the fewest repairs, and says how many it took. `None` leaves it as
/// it was: no shape fits, or two repairs are equally small, so that choosing one would be a guess.
fn repair(code: &mut [u8]) -> Option<usize> {
    let (outward, inward) = code.split_at_mut_checked(code.len().checked_sub(INWARD.len())?)?;
    let inward_misfits = misfits(inward, INWARD)?;
    let mut best: Option<(usize, &[u8])> = None;
    let mut tied = false;
    for &shape in OUTWARD {
        let Some(count) = misfits(outward, shape) else {
            continue;
        };
        match best {
            Some((least, _)) if count > least => {}
            Some((least, _)) if count == least => tied = true,
            _ => (best, tied) = (Some((count, shape)), false),
        }
    }
    let (outward_misfits, shape) = best.filter(|_| !tied)?;
    if outward_misfits + inward_misfits > 0 {
        for (byte, &kind) in outward
            .iter_mut()
            .zip(shape)
            .chain(inward.iter_mut().zip(INWARD))
        {
            *byte = fitted(*byte, kind)?.0;
        }
    }
    Some(outward_misfits + inward_misfits)
}

/// How many characters must be exchanged (O and 0, I and 1) for the code to have the shape; `None` if that cannot do it.
fn misfits(code: &[u8], shape: &[u8]) -> Option<usize> {
    if code.len() != shape.len() {
        return None;
    }
    let mut count = 0;
    for (&byte, &kind) in code.iter().zip(shape) {
        count += usize::from(fitted(byte, kind)?.1);
    }
    Some(count)
}

/// The character as the kind that must stand in its place, and whether it had to be exchanged.
///
/// Only exchanges that give what Royal Mail uses in that place are made: I and O start areas (IP, OX), O is a second letter
/// (SO) and I never is, and neither ends a district or stands in an inward code.
const fn fitted(byte: u8, kind: u8) -> Option<(u8, bool)> {
    match (kind, byte) {
        (b'A' | b'B' | b'L', b'A'..=b'Z') | (b'9', b'0'..=b'9') | (b'8', b'1'..=b'9') => {
            Some((byte, false))
        }
        (b'A' | b'B', b'0') => Some((b'O', true)),
        (b'A', b'1') => Some((b'I', true)),
        (b'9', b'O') => Some((b'0', true)),
        (b'9' | b'8', b'I') => Some((b'1', true)),
        _ => None,
    }
}

/// Why a text that is not a postcode is refused.
fn not_a_postcode(text: &str) -> Finding {
    let mut letters: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .map(|b| b.to_ascii_uppercase())
        .collect();
    letters.truncate(24);
    match letters.as_slice() {
        b"NFA" | b"NOFIXEDABODE" | b"OFNOFIXEDABODE" | b"NOFIXEDADDRESS" | b"HOMELESS" => {
            Finding::NoFixedAbode
        }
        // `BFPO 801`, `BFPO c/o 801`.
        b"BFPO" | b"BFPOCO" if text.bytes().any(|b| b.is_ascii_digit()) => Finding::PostcodeForces,
        _ if fold::is_placeholder(text) => Finding::Placeholder,
        _ => Finding::PostcodeShape,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(raw: &str) -> Option<String> {
        standardise(raw).value
    }

    #[test]
    fn accepts_the_published_shapes() {
        // One example of each shape, as in BS 7666 and the Government Data Standards Catalogue; then Girobank.
        for (raw, expected) in [
            ("M1 1AA", "M11AA"),
            ("M60 1NW", "M601NW"),
            ("CR2 6XH", "CR26XH"),
            ("DN55 1PT", "DN551PT"),
            ("W1A 1HQ", "W1A1HQ"),
            ("EC1A 1BB", "EC1A1BB"),
            ("GIR 0AA", "GIR0AA"),
            ("al25 5gf", "AL255GF"),
            ("  sw1a\u{A0}2aa. ", "SW1A2AA"),
            ("Z Z 1 7 1 D G", "ZZ171DG"),
            ("JE2 3AB", "JE23AB"),
            ("GY1 1AA", "GY11AA"),
            ("IM1 1AA", "IM11AA"),
            ("GX11 1AA", "GX111AA"),
            ("BF1 3AA", "BF13AA"),
            ("fiqq 1zz", "FIQQ1ZZ"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn repairs_by_position() {
        for (raw, expected) in [
            ("SW1A OAA", "SW1A0AA"),
            ("S014 2AB", "SO142AB"),
            ("0X1 2JD", "OX12JD"),
            ("LLI8 IAA", "LL181AA"),
            ("1P3 8TP", "IP38TP"),
            ("C03 6BT", "CO36BT"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::noted(expected.to_owned(), Finding::PostcodeRepaired),
                "{raw}"
            );
        }
    }

    #[test]
    fn does_not_guess() {
        // A district that starts with 0; an I for a second letter, an end of a district and an inward letter; a missing
        // character; and two repairs of the same size.
        for raw in [
            "AB05 1AA", "W145 8HQ", "HS01 6QJ", "IV22 71X", "M1 1A0", "SO17 1B", "1OI 1AA",
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::PostcodeShape),
                "{raw}"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("ZZ99 3VZ", Finding::PostcodePseudo),
            ("zz993wz", Finding::PostcodePseudo),
            ("Z99 3CZ", Finding::PostcodePseudo),
            ("NFA", Finding::NoFixedAbode),
            ("no fixed abode", Finding::NoFixedAbode),
            ("BFPO 801", Finding::PostcodeForces),
            ("BFPO c/o 57", Finding::PostcodeForces),
            ("homeless", Finding::NoFixedAbode),
            ("AL25", Finding::PostcodePartial),
            ("AL25 5", Finding::PostcodePartial),
            ("ABCD 1ZZ", Finding::PostcodeShape),
            ("KY1-1100", Finding::PostcodeShape),
            ("not known", Finding::Placeholder),
            ("-", Finding::Placeholder),
            ("75008", Finding::PostcodeShape),
            ("AL255GFX", Finding::PostcodeShape),
            ("AL25 5GF (old)", Finding::PostcodeShape),
        ] {
            assert_eq!(standardise(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(standardise(" \u{A0}"), Standardised::missing());
    }

    #[test]
    fn parts() {
        assert_eq!(
            (outcode("AL255GF"), sector("AL255GF")),
            (Some("AL25"), Some("AL255"))
        );
        assert_eq!(
            (outcode("M11AA"), sector("M11AA")),
            (Some("M1"), Some("M11"))
        );
        assert_eq!((outcode("AA"), sector("")), (None, None));
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[A-CIO0-2]{5,7}") {
            for raw in [raw, coded] {
                if let Some(once) = value(&raw) {
                    prop_assert!(outcode(&once).is_some() && sector(&once).is_some());
                    prop_assert_eq!(standardise(&once), Standardised::value(once));
                }
            }
        }

        #[test]
        fn parts_never_panic(text in any::<String>()) {
            let _ = (outcode(&text), sector(&text));
        }
    }
}
