//! Places as coordinates, in one cell.
//!
//! Told apart by their own look, each with a standard form of its own:
//! - eastings and northings in metres, and National Grid references, which are the same thing (Ordnance Survey):
//!   `TQ3001280456`, with as many digits as were given;
//! - latitude and longitude, decimal or in degrees, minutes and seconds (WGS 84): `+51.50740-000.12780/`, the form of ISO
//!   6709 annex H, to five decimals, which is about a metre;
//! - three words in the manner of what3words: `///filled.count.soap`.
//!
//! In standard form one is not converted into another. The grid is of another datum than GPS, and the step between them that
//! Ordnance Survey publishes without its grid of corrections (OSTN15) is some 5 metres out, so converted places would not be
//! equal anyway. Where nearness counts and not equality, [`Location::metres`] converts.
//! The Irish Grid, which Northern Ireland uses, is not read.

mod degrees;

use super::finding::{Finding, Standardised};
use super::fold;
use crate::units::national_grid::{MAX_EASTING, MAX_NORTHING, Square};
use crate::units::{GridCell, easting_and_northing};
use degrees::Degrees;

/// A place in standard form, as numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Location {
    /// A square of the National Grid.
    Grid {
        /// Metres east of the grid's origin, at the square's south-west corner.
        easting: u32,
        /// Metres north of it.
        northing: u32,
        /// The square's size in metres: 1 for eastings and northings in full.
        metres: u32,
    },
    /// A point by latitude and longitude.
    Degrees {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
}

impl Location {
    /// The cell of the National Grid of this size that holds the place: of a square its middle. `None` off the grid, or where the
    /// square is larger than the cell. Latitude and longitude are converted some metres out ([`easting_and_northing`]), so that a
    /// place that near to a cell's edge may be put into the cell beside it.
    #[must_use]
    pub fn cell(self, metres: u32) -> Option<GridCell> {
        let (easting, northing) = match self {
            Self::Grid {
                easting,
                northing,
                metres: square,
            } => {
                if square > metres {
                    return None;
                }
                let middle = f64::from(square) / 2.0;
                (f64::from(easting) + middle, f64::from(northing) + middle)
            }
            Self::Degrees {
                latitude,
                longitude,
            } => easting_and_northing(latitude, longitude),
        };
        GridCell::of_point(easting, northing, metres)
    }

    /// The place of a standard form; `None` for three words, which only their owner can turn into a place.
    #[must_use]
    pub fn of_standard(standard: &str) -> Option<Self> {
        match read(standard).ok()?.0 {
            Place::Grid(square) => Some(Self::Grid {
                easting: square.easting,
                northing: square.northing,
                metres: (square.digits..5).fold(1, |unit, _| unit * 10),
            }),
            Place::Degrees(degrees) => Some(Self::Degrees {
                latitude: degrees.latitude(),
                longitude: degrees.longitude(),
            }),
            Place::Words(_) => None,
        }
    }

    /// Metres east and north of the National Grid's origin, to within some 5 metres ([`easting_and_northing`]); of a square, its middle.
    /// `None` for a square of more than a kilometre, whose middle would say more than is known.
    #[must_use]
    pub fn metres(&self) -> Option<(i64, i64)> {
        match *self {
            Self::Grid {
                easting,
                northing,
                metres,
            } => (metres <= COARSEST).then(|| {
                let middle = |corner: u32| i64::from(corner) + i64::from(metres / 2);
                (middle(easting), middle(northing))
            }),
            Self::Degrees {
                latitude,
                longitude,
            } => {
                let (easting, northing) = easting_and_northing(latitude, longitude);
                Some((whole(easting), whole(northing)))
            }
        }
    }
}

/// Rounded. Coordinates of places on earth are far below 2^52.
#[expect(clippy::cast_possible_truncation)]
fn whole(metres: f64) -> i64 {
    (metres + 0.5).floor() as i64
}

/// The largest square whose middle stands for where something was.
const COARSEST: u32 = 1000;

/// Metres east and north of a place in standard form, where it has them.
#[must_use]
pub fn metres_of(standard: &str) -> Option<(i64, i64)> {
    Location::of_standard(standard)?.metres()
}

enum Place {
    Grid(Square),
    Degrees(Degrees),
    Words(String),
}

/// Standardises a place: `530012, 180456` is `TQ3001280456`, `TQ 300 804` is `TQ300804`, and `51.5074, -0.1278` and
/// `51°30'26.64"N 0°7'40.08"W` are `+51.50740-000.12780/`.
///
/// Latitude comes first, and easting comes first, unless letters or words (`N`, `W`, `northing`, `lng`) say otherwise or
/// only the other order gives a place in Great Britain, which is noted. Outside Great Britain and the seas around it there
/// is no value.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    match read(&text) {
        Ok((place, note)) => {
            let standard = match place {
                Place::Grid(square) => square.reference(),
                Place::Degrees(degrees) => degrees.standard(),
                Place::Words(words) => words,
            };
            match note {
                Some(note) => Standardised::noted(standard, note),
                None => Standardised::value(standard),
            }
        }
        Err(Finding::LocationShape) if fold::is_placeholder(&text) => {
            Standardised::rejected(Finding::Placeholder)
        }
        Err(finding) => Standardised::rejected(finding),
    }
}

fn read(text: &str) -> Result<(Place, Option<Finding>), Finding> {
    if let Some(words) = three_words(text) {
        return Ok((Place::Words(words), Some(Finding::LocationWords)));
    }
    if let Some(reference) = grid_reference(text) {
        let square = reference?;
        // Two digits a half name a square of a kilometre.
        let note = (square.digits <= 2).then_some(Finding::LocationCoarse);
        return Ok((Place::Grid(square), note));
    }
    let pair = degrees::read_pair(text).ok_or(Finding::LocationShape)?;
    if pair.is_zero() {
        return Err(Finding::LocationZero);
    }
    if let Some((first, second)) = pair.metres() {
        return of_metres(first, second, pair.order());
    }
    let (degrees, swapped) = pair.degrees()?;
    Ok((
        Place::Degrees(degrees),
        swapped.then_some(Finding::LocationSwapped),
    ))
}

/// The square of two numbers of metres.
fn of_metres(
    first: u32,
    second: u32,
    order: degrees::Order,
) -> Result<(Place, Option<Finding>), Finding> {
    let (easting, northing) = match order {
        degrees::Order::EastFirst | degrees::Order::Unsaid => (first, second),
        degrees::Order::NorthFirst => (second, first),
    };
    if let Some(square) = Square::of_metres(easting, northing) {
        return Ok((Place::Grid(square), None));
    }
    // The grid is longer than it is wide: a number that is too great for an easting may be the northing.
    let swapped = (MAX_EASTING..MAX_NORTHING).contains(&easting);
    let square = Square::of_metres(northing, easting)
        .filter(|_| swapped)
        .ok_or(Finding::LocationOutside)?;
    Ok((Place::Grid(square), Some(Finding::LocationSwapped)))
}

/// Three words with dots between, behind three slashes or an address of what3words, or bare when they are long enough to be
/// words.
fn three_words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let address = lower
        .rsplit_once("what3words.com/")
        .or_else(|| lower.rsplit_once("w3w.co/"))
        .map(|(_, words)| words);
    let slashes = lower.strip_prefix("///");
    let marked = address.or(slashes);
    let words = marked.unwrap_or(&lower);
    let least = if marked.is_some() { 1 } else { 4 };
    let is_word =
        |word: &str| word.chars().count() >= least && word.chars().all(char::is_alphabetic);
    (words.split('.').count() == 3 && words.split('.').all(is_word)).then(|| format!("///{words}"))
}

/// A National Grid reference: two letters, then an even number of digits, with or without a space in their middle. `None`
/// when the text does not look like one.
fn grid_reference(text: &str) -> Option<Result<Square, Finding>> {
    let mut letters = [0_u8; 2];
    let mut digits = Vec::with_capacity(10);
    let mut gaps = Vec::with_capacity(2);
    for (at, byte) in text
        .bytes()
        .filter(|b| !matches!(b, b'\t' | b'.'))
        .enumerate()
    {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if at < 2 => {
                *letters.get_mut(at)? = byte.to_ascii_uppercase();
            }
            b'0'..=b'9' if at >= 2 && digits.len() < 10 => digits.push(byte),
            b' ' | b',' | b'-' | b'/' if at >= 2 => gaps.push(digits.len()),
            _ => return None,
        }
    }
    let half = digits.len() / 2;
    let even_gaps = gaps
        .iter()
        .all(|&gap| gap == 0 || gap == half || gap == digits.len());
    if digits.is_empty() || digits.len() % 2 != 0 || !even_gaps {
        return None;
    }
    let (east, north) = digits.split_at_checked(half)?;
    Some(Square::of_reference(letters, east, north).ok_or(Finding::LocationOutside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(raw: &str) -> Standardised {
        standardise(raw)
    }

    #[test]
    fn grid_references_and_metres() {
        for (raw, expected) in [
            ("TG 51409 13177", "TG5140913177"),
            ("651409, 313177", "TG5140913177"),
            ("651409 313177", "TG5140913177"),
            ("651409.903,313177.270", "TG5140913177"),
            ("E651409 N313177", "TG5140913177"),
            ("N 313177 E 651409", "TG5140913177"),
            ("Easting: 651409, Northing: 313177", "TG5140913177"),
            ("tq 300 804", "TQ300804"),
            ("TQ300804", "TQ300804"),
            ("TQ 3004 7995", "TQ30047995"),
            ("TQ3004/7995", "TQ30047995"),
            ("90000 10000", "SV9000010000"),
        ] {
            assert_eq!(
                value(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
        assert_eq!(
            value("SP3683"),
            Standardised::noted("SP3683".to_owned(), Finding::LocationCoarse)
        );
        assert_eq!(
            value("1213000, 460000"),
            Standardised::noted("HP6000013000".to_owned(), Finding::LocationSwapped)
        );
    }

    #[test]
    fn latitude_and_longitude() {
        // Nelson's Column, by hand: 30' 28" is 1828 / 3600 = 0.50778 of a degree, 7' 41" is 461 / 3600 = 0.12806.
        for raw in [
            "51.50778, -0.12806",
            "51.50778 -0.12806",
            "51.507780,-0.128060",
            "51.507778, -0.128058",
            "51.50778N 0.12806W",
            "N51.50778 W0.12806",
            "lat 51.50778 lng -0.12806",
            "-0.12806E 51.50778N",
            "geo:51.50778,-0.12806",
            "POINT (-0.12806 51.50778)",
            "SRID=4326;POINT(-0.12806 51.50778)",
            "51°30'28\"N 0°07'41\"W",
            "51° 30′ 28″ N, 0° 7′ 41″ W",
            "51 30 28 N 0 7 41 W",
            "51º 30.4667' N 0º 7.6833' W",
            "+51.50778-000.12806/",
        ] {
            let found = value(raw);
            assert_eq!(
                found,
                Standardised::value("+51.50778-000.12806/".to_owned()),
                "{raw}: {:?}",
                found.value
            );
        }
        assert_eq!(
            value("-0.12806, 51.50778"),
            Standardised::noted("+51.50778-000.12806/".to_owned(), Finding::LocationSwapped)
        );
    }

    #[test]
    fn three_words_are_told_apart() {
        for raw in [
            "///filled.count.soap",
            "Filled.Count.Soap",
            "https://what3words.com/filled.count.soap",
        ] {
            assert_eq!(
                value(raw),
                Standardised::noted("///filled.count.soap".to_owned(), Finding::LocationWords),
                "{raw}"
            );
        }
        assert_eq!(Location::of_standard("///filled.count.soap"), None);
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("0,0", Finding::LocationZero),
            ("0.0 0.0", Finding::LocationZero),
            ("51.5, 12.8", Finding::LocationOutside),
            ("48.8584, 2.2945", Finding::LocationOutside),
            ("91.0, 0.1", Finding::LocationOutside),
            ("700001, 700001", Finding::LocationOutside),
            ("AA 1234 5678", Finding::LocationOutside),
            ("51.5", Finding::LocationShape),
            ("51.5, -0.1, 3, 4, 5", Finding::LocationShape),
            ("51 99 28 N 0 7 41 W", Finding::LocationShape),
            ("TQ 300 80", Finding::LocationShape),
            ("530012", Finding::LocationShape),
            ("SW1A 2AA", Finding::LocationShape),
            ("High Street", Finding::LocationShape),
            ("www.a.b", Finding::LocationShape),
            ("unknown", Finding::Placeholder),
        ] {
            assert_eq!(value(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(value(" "), Standardised::missing());
    }

    #[test]
    fn metres_of_each_form() {
        for (standard, metres) in [
            ("TQ3001280456", Some((530_012, 180_456))),
            ("TQ300804", Some((530_050, 180_450))),
            ("SP3683", Some((436_500, 283_500))),
            ("SP38", None),
            ("///filled.count.soap", None),
            ("nowhere", None),
        ] {
            assert_eq!(metres_of(standard), metres, "{standard}");
        }
        // Caister water tower, some 5 metres out.
        let (easting, northing) = metres_of("+52.65798+001.71605/").unwrap_or_default();
        assert!(easting.abs_diff(651_409) < 6 && northing.abs_diff(313_177) < 6);
    }

    #[test]
    fn standard_forms_are_places() {
        assert_eq!(
            Location::of_standard("TQ300804"),
            Some(Location::Grid {
                easting: 530_000,
                northing: 180_400,
                metres: 100
            })
        );
        let degrees = Location::of_standard("+51.50778-000.12806/");
        assert!(
            matches!(degrees, Some(Location::Degrees { latitude, longitude })
                if (latitude - 51.50778).abs() < 1e-9 && (longitude + 0.12806).abs() < 1e-9)
        );
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "[NSEWHJOT]{0,2}-?[0-9]{1,6}(\\.[0-9]{0,7})?[ ,NSEW°]{1,2}-?[0-9]{1,6}(\\.[0-9]{0,7})?[NSEW/]?", words in "/{0,3}[a-zß]{1,6}(\\.[a-zİ]{1,6}){2}") {
            for raw in [raw, near, words] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once).value, Some(once));
                }
            }
        }
    }
}
