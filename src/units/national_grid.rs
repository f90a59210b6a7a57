//! The National Grid of Ordnance Survey.
//!
//! Eastings and northings are metres from a point south-west of Scilly. The grid's squares of 500 km, and the 25 squares of
//! 100 km in each, are lettered A to Z without I in rows from the north-west (Ordnance Survey, "A guide to coordinate
//! systems in Great Britain"). A reference names the square whose south-west corner it gives, so metres are cut off, never
//! rounded.

use std::fmt::Write as _;

/// The letters of a five by five square, from its south-west corner eastwards and then northwards.
const LETTERS: &[u8; 25] = b"VWXYZQRSTULMNOPFGHJKABCDE";

/// The size of a lettered square in metres.
const SQUARE: u32 = 100_000;

/// The extent of the grid over Great Britain: 7 squares east and 13 north.
pub const MAX_EASTING: u32 = 7 * SQUARE;
/// As [`MAX_EASTING`], northwards.
pub const MAX_NORTHING: u32 = 13 * SQUARE;

/// The most digits of either half of a reference: metres.
const MAX_DIGITS: usize = 5;

/// A square of the grid: its south-west corner, and how many digits each half of its reference has (5 is one metre).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// Metres east of the grid's origin.
    pub easting: u32,
    /// Metres north of it.
    pub northing: u32,
    /// How many digits each half of the reference has.
    pub digits: usize,
}

impl Square {
    /// The square of a metre at this easting and northing; `None` off the grid.
    #[must_use]
    pub const fn of_metres(easting: u32, northing: u32) -> Option<Self> {
        if easting >= MAX_EASTING || northing >= MAX_NORTHING {
            return None;
        }
        Some(Self {
            easting,
            northing,
            digits: MAX_DIGITS,
        })
    }

    /// The square of a reference such as `TQ` and `300` and `804`; `None` when its letters are no square of Great Britain.
    #[must_use]
    pub fn of_reference(letters: [u8; 2], east: &[u8], north: &[u8]) -> Option<Self> {
        let (digits, metres) = (east.len(), |half: &[u8]| {
            let number = half
                .iter()
                .fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'));
            let unit = (half.len()..MAX_DIGITS).fold(1, |unit, _| unit * 10);
            number * unit
        });
        let (east_500, north_500) = place(letters[0])?;
        let (east_100, north_100) = place(letters[1])?;
        // The square S holds the grid's own origin: two squares east and one north of the whole lettering's.
        let easting = (east_500 * 5 + east_100).checked_sub(10)? * SQUARE + metres(east);
        let northing = (north_500 * 5 + north_100).checked_sub(5)? * SQUARE + metres(north);
        Self::of_metres(easting, northing).map(|square| Self { digits, ..square })
    }

    /// The reference without spaces: `TQ300804`.
    #[must_use]
    pub fn reference(self) -> String {
        let (east, north) = (self.easting / SQUARE + 10, self.northing / SQUARE + 5);
        let mut text = String::with_capacity(2 + 2 * MAX_DIGITS);
        text.push(letter(east / 5, north / 5));
        text.push(letter(east % 5, north % 5));
        for metres in [self.easting % SQUARE, self.northing % SQUARE] {
            let unit = (self.digits..MAX_DIGITS).fold(1, |unit, _| unit * 10);
            let width = self.digits;
            // Writing to a string has no way to fail.
            let _ = write!(text, "{:0width$}", metres / unit);
        }
        text
    }
}

/// Where a letter stands in its square of five by five: columns east and rows north.
fn place(letter: u8) -> Option<(u32, u32)> {
    let index = LETTERS.iter().position(|&other| other == letter)?;
    let index = u32::try_from(index).ok()?;
    Some((index % 5, index / 5))
}

fn letter(east: u32, north: u32) -> char {
    let index = usize::try_from(north * 5 + east).unwrap_or_default();
    LETTERS.get(index).copied().map_or('?', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_references() {
        // Ordnance Survey's worked example (Caister water tower), then examples of Promap's, of Cranfield University's and of
        // the squares at the grid's corners.
        for (letters, east, north, easting, northing) in [
            (*b"TG", "51409", "13177", 651_409, 313_177),
            (*b"TQ", "3004", "7995", 530_040, 179_950),
            (*b"NS", "306", "834", 230_600, 683_400),
            (*b"SU", "731", "189", 473_100, 118_900),
            (*b"SP", "36", "83", 436_000, 283_000),
            (*b"SV", "0", "0", 0, 0),
            (*b"HP", "6", "1", 460_000, 1_210_000),
        ] {
            let square = Square::of_reference(letters, east.as_bytes(), north.as_bytes());
            let corner = square.map(|square| (square.easting, square.northing));
            assert_eq!(corner, Some((easting, northing)), "{east} {north}");
            let reference = square.map(Square::reference);
            let expected = format!("{}{east}{north}", String::from_utf8_lossy(&letters));
            assert_eq!(reference, Some(expected));
        }
    }

    #[test]
    fn squares_that_are_not_in_great_britain() {
        for letters in [b"AA", b"SI", b"VV", b"OE", b"JA", b"SA"] {
            let square = Square::of_reference(*letters, b"5", b"5");
            // SA is at sea, yet in the grid.
            assert_eq!(square.is_some(), letters == b"SA", "{letters:?}");
        }
        assert_eq!(Square::of_metres(700_000, 0), None);
        assert_eq!(Square::of_metres(0, 1_300_000), None);
    }

    proptest! {
        #[test]
        fn letters_and_metres_agree(easting in 0..MAX_EASTING, northing in 0..MAX_NORTHING) {
            let square = Square::of_metres(easting, northing);
            let text = square.map(Square::reference).unwrap_or_default();
            let (letters, digits) = text.as_bytes().split_at(2);
            let (east, north) = digits.split_at(5);
            prop_assert_eq!(Square::of_reference([letters[0], letters[1]], east, north), square);
        }
    }
}
