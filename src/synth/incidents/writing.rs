//! How sources write times and places.

use std::fmt::Write as _;

use time::{Date, Duration, Month};

use super::event::DAY;

/// Date and clock of a minute since 2025 began; years before and after are themselves.
fn date(minute: i32) -> Date {
    let first = Date::from_calendar_date(2025, Month::January, 1).unwrap_or(Date::MIN);
    first.saturating_add(Duration::days(minute.div_euclid(DAY).into()))
}

fn clock(minute: i32) -> (i32, i32) {
    let minute = minute.rem_euclid(DAY);
    (minute / 60, minute % 60)
}

/// `2025-07-02`.
pub(super) fn iso_date(minute: i32) -> String {
    let date = date(minute);
    let (month, day) = (u8::from(date.month()), date.day());
    format!("{:04}-{month:02}-{day:02}", date.year())
}

/// `250702`.
pub(super) fn short_date(minute: i32) -> String {
    let date = date(minute);
    let (month, day) = (u8::from(date.month()), date.day());
    format!("{:02}{month:02}{day:02}", date.year().rem_euclid(100))
}

/// `02/07/2025`.
pub(super) fn uk_date(minute: i32) -> String {
    let date = date(minute);
    let (month, day) = (u8::from(date.month()), date.day());
    format!("{day:02}/{month:02}/{:04}", date.year())
}

/// `23:30`.
pub(super) fn time(minute: i32) -> String {
    let (hour, minute) = clock(minute);
    format!("{hour:02}:{minute:02}")
}

/// `2330`.
pub(super) fn hours(minute: i32) -> String {
    let (hour, minute) = clock(minute);
    format!("{hour:02}{minute:02}")
}

/// To the nearest this many minutes.
pub(super) const fn rounded(minute: i32, to: i32) -> i32 {
    (minute + to / 2).div_euclid(to) * to
}

/// Latitude and longitude to five decimals, by polynomials of the third degree in easting and northing, fitted by least squares
/// to the inverse of the Helmert transformation and projection that `standardise` uses: within 4 cm of it in the county.
pub(super) fn degrees([easting, northing]: [i32; 2]) -> [String; 2] {
    let (u, v) = (
        f64::from(easting - 580_000) / 45_000.0,
        f64::from(northing - 212_500) / 37_500.0,
    );
    let of = |c: [f64; 10]| {
        c[0] + v * (c[1] + v * (c[2] + v * c[3]))
            + u * (c[4] + v * (c[5] + v * c[6]) + u * (c[7] + v * c[8] + u * c[9]))
    };
    let latitude = of([
        51.782_208,
        0.336_814,
        -0.000_012_4,
        0.0,
        -0.014_463,
        -0.000_173_8,
        -0.000_001_3,
        -0.001_804_3,
        -0.000_021_6,
        0.000_001_2,
    ]);
    let longitude = of([
        0.608_062_5,
        0.019_431_7,
        0.000_189_6,
        0.000_001_6,
        0.651_637_3,
        0.004_842_1,
        0.000_047_1,
        -0.000_273_2,
        -0.000_007_1,
        -0.000_022_6,
    ]);
    [latitude, longitude].map(|degrees| format!("{degrees:.5}"))
}

/// A National Grid reference of ten metres, as cameras are listed: the letters of the two squares that the county is in.
pub(super) fn grid_reference([easting, northing]: [i32; 2]) -> String {
    // TL, TM, TQ and TR, from the north-west.
    let letters = match (easting >= 600_000, northing >= 200_000) {
        (false, true) => "TL",
        (true, true) => "TM",
        (false, false) => "TQ",
        (true, false) => "TR",
    };
    let within = |metres: i32| metres.rem_euclid(100_000) / 10;
    format!("{letters} {:04} {:04}", within(easting), within(northing))
}

/// Adds a value to a row, in quotation marks if it needs them.
pub(super) fn push(row: &mut String, value: &str) {
    if value.contains([',', '"']) {
        // Writing to a string has no way to fail.
        let _ = write!(row, ",\"{}\"", value.replace('"', "\"\""));
    } else {
        row.push(',');
        row.push_str(value);
    }
}

/// A row of these values, behind its id.
pub(super) fn row(values: &[&str]) -> String {
    let mut row = String::new();
    for value in values {
        push(&mut row, value);
    }
    row
}
