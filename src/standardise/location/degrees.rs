//! Pairs of numbers: latitude and longitude in every usual writing, or eastings and northings.

use super::super::finding::Finding;

/// Hundred-thousandths of a degree, the unit of the standard form.
const PER_DEGREE: i64 = 100_000;

/// Numbers are read to this many parts of one: finer than any survey.
const PARTS: i64 = 1_000_000_000;

/// Where a place in or near Great Britain lies, in hundred-thousandths of a degree: the area of use of the National Grid in
/// the EPSG Dataset (27700), which takes in Northern Ireland and the seas around.
const LATITUDES: std::ops::RangeInclusive<i64> = 4_975_000..=6_101_000;
const LONGITUDES: std::ops::RangeInclusive<i64> = -901_000..=201_000;

/// Latitude and longitude in hundred-thousandths of a degree, within the ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degrees {
    latitude: i64,
    longitude: i64,
}

/// Which of the two numbers is which, by letters or words beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Unsaid,
    NorthFirst,
    EastFirst,
}

/// Two readings, each of one to three numbers.
#[derive(Debug)]
pub struct Pair {
    first: Reading,
    second: Reading,
    order: Order,
}

/// A number, or degrees with minutes and seconds, in billionths.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    is_negative: bool,
    whole: i64,
    minutes: i64,
    seconds: i64,
    /// Whether it has minutes, or a degree sign, and so cannot be metres.
    is_angle: bool,
}

/// A piece of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Number {
        is_negative: bool,
        value: i64,
    },
    /// N or S, or a word for the north-south number; whether it is S.
    NorthSouth(bool),
    /// E or W, or a word for the east-west number; whether it is W.
    EastWest(bool),
}

/// Reads two numbers, or twice degrees and minutes, or twice degrees, minutes and seconds. `None` for anything else.
pub fn read_pair(text: &str) -> Option<Pair> {
    let (pieces, has_degree_sign) = pieces(text)?;
    let numbers: Vec<(bool, i64)> = pieces
        .iter()
        .filter_map(|piece| match *piece {
            Piece::Number { is_negative, value } => Some((is_negative, value)),
            _ => None,
        })
        .collect();
    let sides: Vec<Piece> = pieces
        .into_iter()
        .filter(|piece| !matches!(piece, Piece::Number { .. }))
        .collect();
    let (first, second) = match numbers.len() {
        2 | 4 | 6 => numbers.split_at_checked(numbers.len() / 2)?,
        _ => return None,
    };
    let mut pair = Pair {
        first: reading(first, has_degree_sign)?,
        second: reading(second, has_degree_sign)?,
        order: Order::Unsaid,
    };
    match sides.as_slice() {
        [] => {}
        [Piece::NorthSouth(south), Piece::EastWest(west)] => {
            pair.order = Order::NorthFirst;
            pair.first.is_negative ^= *south;
            pair.second.is_negative ^= *west;
        }
        [Piece::EastWest(west), Piece::NorthSouth(south)] => {
            pair.order = Order::EastFirst;
            pair.first.is_negative ^= *west;
            pair.second.is_negative ^= *south;
        }
        _ => return None,
    }
    // Well-known text writes x before y (OGC 06-103r4, Simple Features).
    if starts_with_point(text) && pair.order == Order::Unsaid {
        pair.order = Order::EastFirst;
    }
    Some(pair)
}

fn starts_with_point(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.starts_with("POINT") || upper.starts_with("SRID=") && upper.contains(";POINT")
}

/// One to three numbers as a reading. Only the first can be negative, and only the last can have decimals.
fn reading(numbers: &[(bool, i64)], has_degree_sign: bool) -> Option<Reading> {
    let mut reading = Reading {
        is_angle: has_degree_sign || numbers.len() > 1,
        ..Reading::default()
    };
    let (&(is_negative, whole), finer) = numbers.split_first()?;
    (reading.is_negative, reading.whole) = (is_negative, whole);
    let is_sixtieth = |&(negative, value): &(bool, i64)| !negative && value < 60 * PARTS;
    if !finer.iter().all(is_sixtieth) {
        return None;
    }
    reading.minutes = finer.first().map_or(0, |&(_, value)| value);
    reading.seconds = finer.get(1).map_or(0, |&(_, value)| value);
    let before_last = numbers.split_last()?.1;
    before_last
        .iter()
        .all(|&(_, value)| value % PARTS == 0)
        .then_some(reading)
}

impl Pair {
    /// Whether both numbers are nothing.
    pub const fn is_zero(&self) -> bool {
        self.first.is_zero() && self.second.is_zero()
    }

    /// Which number is which.
    pub const fn order(&self) -> Order {
        self.order
    }

    /// Both numbers as whole metres, when at least one is too great for degrees.
    pub fn metres(&self) -> Option<(u32, u32)> {
        let is_angle = self.first.is_angle || self.second.is_angle;
        let is_great = |reading: &Reading| reading.whole > 360 * PARTS;
        if is_angle || !(is_great(&self.first) || is_great(&self.second)) {
            return None;
        }
        Some((self.first.metres()?, self.second.metres()?))
    }

    /// Latitude and longitude, and whether they had to be swapped against what the text says or leaves unsaid.
    pub fn degrees(&self) -> Result<(Degrees, bool), Finding> {
        let (first, second) = (self.first.degrees(), self.second.degrees());
        let (latitude, longitude) = match self.order {
            Order::EastFirst => (second, first),
            Order::NorthFirst | Order::Unsaid => (first, second),
        };
        let fits = |latitude: i64, longitude: i64| {
            LATITUDES.contains(&latitude) && LONGITUDES.contains(&longitude)
        };
        // No latitude is also a longitude here, so the order is never in doubt.
        if fits(latitude, longitude) {
            Ok((
                Degrees {
                    latitude,
                    longitude,
                },
                false,
            ))
        } else if fits(longitude, latitude) {
            Ok((
                Degrees {
                    latitude: longitude,
                    longitude: latitude,
                },
                true,
            ))
        } else {
            Err(Finding::LocationOutside)
        }
    }
}

impl Reading {
    const fn is_zero(&self) -> bool {
        self.whole == 0 && self.minutes == 0 && self.seconds == 0
    }

    /// Metres, without their decimals.
    fn metres(&self) -> Option<u32> {
        if self.is_negative {
            return None;
        }
        u32::try_from(self.whole / PARTS).ok()
    }

    /// Hundred-thousandths of a degree, to the nearest.
    const fn degrees(&self) -> i64 {
        // What is beyond any degree stays beyond it, and the product within 64 bits.
        let whole = if self.whole > 1_000 * PARTS {
            1_000 * PARTS
        } else {
            self.whole
        };
        let seconds = whole * 3600 + self.minutes * 60 + self.seconds;
        let unit = 3600 * (PARTS / PER_DEGREE);
        let degrees = (seconds + unit / 2) / unit;
        if self.is_negative { -degrees } else { degrees }
    }
}

impl Degrees {
    /// Degrees north.
    pub fn latitude(self) -> f64 {
        in_degrees(self.latitude)
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        in_degrees(self.longitude)
    }

    /// ISO 6709, annex H: `+51.50740-000.12780/`.
    pub fn standard(self) -> String {
        let sign = |value: i64| if value < 0 { '-' } else { '+' };
        let (north, east) = (self.latitude.abs(), self.longitude.abs());
        format!(
            "{}{:02}.{:05}{}{:03}.{:05}/",
            sign(self.latitude),
            north / PER_DEGREE,
            north % PER_DEGREE,
            sign(self.longitude),
            east / PER_DEGREE,
            east % PER_DEGREE
        )
    }
}

/// Exact: both numbers have few enough digits.
fn in_degrees(value: i64) -> f64 {
    i32::try_from(value).map_or(0.0, f64::from) / 100_000.0
}

/// Cuts the text into numbers and the letters and words beside them, and says whether there was a degree sign. `None` when
/// there is anything else.
fn pieces(text: &str) -> Option<(Vec<Piece>, bool)> {
    let mut pieces = Vec::with_capacity(8);
    let mut has_degree_sign = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c.is_ascii_digit() || (matches!(c, '+' | '-' | '.') && starts_number(after)) {
            if pieces.len() >= 8 {
                return None;
            }
            let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
            let (value, left) = number(digits)?;
            pieces.push(Piece::Number {
                is_negative: c == '-',
                value,
            });
            rest = left;
        } else if c.is_alphabetic() {
            let end = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let (word, left) = rest.split_at_checked(end)?;
            rest = left;
            match word.to_ascii_uppercase().as_str() {
                "N" | "NORTH" | "NORTHING" | "NORTHINGS" | "LAT" | "LATITUDE" | "Y" => {
                    pieces.push(Piece::NorthSouth(false));
                }
                "S" | "SOUTH" => pieces.push(Piece::NorthSouth(true)),
                "E" | "EAST" | "EASTING" | "EASTINGS" | "LON" | "LONG" | "LONGITUDE" | "LNG"
                | "X" => pieces.push(Piece::EastWest(false)),
                "W" | "WEST" => pieces.push(Piece::EastWest(true)),
                // An ordinal sign, folded, is typed for a degree sign.
                "O" | "D" | "DEG" | "DEGREES" => has_degree_sign = true,
                "GEO" | "POINT" | "M" | "MIN" | "SEC" => {}
                // The number of the coordinate system in well-known text: 4326 is WGS 84, 27700 the National Grid.
                "SRID" => rest = after_system(rest)?,
                _ => return None,
            }
        } else if c == '\u{B0}' {
            has_degree_sign = true;
            rest = after;
        } else if c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '/' | '(' | ')' | '[' | ']' | '=' | '\'' | '"' | '-' | '.'
            )
        {
            rest = after;
        } else {
            return None;
        }
    }
    Some((pieces, has_degree_sign))
}

fn starts_number(text: &str) -> bool {
    text.trim_start_matches('.')
        .starts_with(|c: char| c.is_ascii_digit())
}

/// What follows `=4326` or `=27700`.
fn after_system(text: &str) -> Option<&str> {
    text.strip_prefix("=4326")
        .or_else(|| text.strip_prefix("=27700"))
}

/// The number at the start of the text in billionths, and what follows it.
fn number(text: &str) -> Option<(i64, &str)> {
    let digits_end = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let (whole, mut rest) = text.split_at_checked(digits_end(text))?;
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = after.split_at_checked(digits_end(after))?;
    }
    // Eight digits are more than any coordinate has before its decimals; zeros in front are allowed (`000.12`).
    if whole.len() > 8 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut value = whole.parse::<i64>().unwrap_or_default() * PARTS;
    let mut unit = PARTS / 10;
    for digit in fraction.bytes().take(9) {
        value += i64::from(digit - b'0') * unit;
        unit /= 10;
    }
    Some((value, rest))
}
