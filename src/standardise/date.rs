//! Birth dates, as `YYYYMMDD`.
//!
//! Numbers are read day first, as the UK writes them; a date that only makes sense month first is impossible, not turned
//! round, as turning it round would be a guess. No clock is read: the caller says which day is the latest, so that the
//! same input gives the same output for ever.

mod day;
mod written;

use super::clock::{self, Clock};
use super::finding::{Finding, Standardised};
use super::fold;

pub(super) use written::{Written, number, read, take};

pub use day::{Day, DayError};

/// The oldest a living person can be: the greatest verified age in the UK so far is 116 years.
pub(super) const MAX_AGE_YEARS: u32 = 120;

/// Dates that systems and people write when none was known, as year, month, day.
///
/// 1970-01-01, day zero of Unix, is not one: too many people were born on it.
const DEFAULT_DATES: &[(u32, u32, u32)] = &[
    // Zeros (`MySQL`), the first day of .NET, and the first and last days of SQL Server's `datetime`s.
    (0, 0, 0),
    (1, 1, 1),
    (1753, 1, 1),
    (2079, 6, 6),
    // Day zero of SPSS, of MUMPS and of VMS, on which many hospital systems were built.
    (1582, 10, 14),
    (1840, 12, 31),
    (1858, 11, 17),
    // Day zero of spreadsheets and of Access, in their several readings.
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 0),
    (1900, 1, 1),
    (1904, 1, 1),
    // The first and last days that forms allow.
    (1000, 1, 1),
    (1800, 1, 1),
    (1901, 1, 1),
    (2099, 12, 31),
    (2999, 12, 31),
    (9999, 1, 1),
    (9999, 12, 31),
    // Digits repeated on the keyboard.
    (1111, 11, 11),
    (2222, 2, 22),
    (9999, 9, 9),
    (9999, 99, 99),
];

/// Standardises a birth date: `2/1/1980`, `1980-01-02T00:00:00`, `2nd January 1980` and `02-JAN-80` are `19800102`.
///
/// Accepted, with any of the separators `/ - . \` or spaces: year month day (ISO 8601 order), day month year, a month by its
/// English or Welsh name in either of these or in front (`January 2, 1980`), and eight digits as `YYYYMMDD` or `DDMMYYYY`
/// (no year from 1900 to 2099 leaves both possible); seven are `DDMMYYYY` without its leading zero (noted). A time of day
/// after it is dropped, with a note unless it is midnight: a date exported through another time zone may be a day out. A
/// year of two digits is the latest that is not after `latest`.
///
/// After `latest`, or more than 120 years before it: no value. A default that systems fill in: no value.
#[must_use]
pub fn standardise(raw: &str, latest: Day) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let read = written::read(text.as_bytes(), latest).and_then(|(written, rest)| {
        let time = clock::after_date(rest).map_err(|_| Finding::UnreadableDate)?;
        let has_time = time.is_some_and(|clock: Clock| !clock.is_midnight());
        let note = has_time.then_some(Finding::DateWithTime).or(written.note);
        Ok((judge(&written, latest)?, note))
    });
    match read {
        Ok((day, Some(note))) => Standardised::noted(day.standard(), note),
        Ok((day, None)) if day.is_first_of_january() => {
            Standardised::noted(day.standard(), Finding::FirstOfJanuary)
        }
        Ok((day, None)) => Standardised::value(day.standard()),
        Err(Finding::UnreadableDate) if fold::is_placeholder(&text) => {
            Standardised::rejected(Finding::Placeholder)
        }
        Err(finding) => Standardised::rejected(finding),
    }
}

/// Whether systems fill in this date when none was given.
pub(super) fn is_default(year: u32, month: u32, day: u32) -> bool {
    DEFAULT_DATES.contains(&(year, month, day))
}

/// The day that a cell names in any accepted writing, whatever it is the day of; `None` when it names none. `today`
/// settles the century of two-digit years.
#[must_use]
pub fn calendar_day(raw: &str, today: Day) -> Option<Day> {
    let text = fold::plain(raw);
    let (written, rest) = written::read(text.as_bytes(), today).ok()?;
    clock::after_date(rest).ok()?;
    Day::from_parts(written.year, written.month, written.day)
}

/// Whether the date is one to use.
fn judge(written: &Written, latest: Day) -> Result<Day, Finding> {
    let &Written {
        year, month, day, ..
    } = written;
    if is_default(year, month, day) {
        return Err(Finding::DefaultDate);
    }
    if month == 0 || day == 0 {
        return Err(Finding::PartialDate);
    }
    let day = Day::from_parts(year, month, day).ok_or(Finding::ImpossibleDate)?;
    if day > latest {
        Err(Finding::FutureDate)
    } else if day.is_longer_ago_than(MAX_AGE_YEARS, latest) {
        Err(Finding::DateTooOld)
    } else {
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(raw: &str) -> Standardised {
        let latest = Day::new(2025, 11, 22);
        latest
            .map(|latest| standardise(raw, latest))
            .unwrap_or_default()
    }

    #[test]
    fn every_accepted_writing() {
        for raw in [
            "1980-03-02",
            "1980/3/2",
            "19800302",
            "02/03/1980",
            "02-03-1980",
            "02.03.1980",
            "2/3/1980",
            "02031980",
            "2 Mar 1980",
            "02-MAR-1980",
            "02MAR1980",
            "2nd March 1980",
            "Sunday, 2 March 1980",
            "March 2, 1980",
            "1980-Mar-02",
            "1980-03-02T00:00:00",
            "1980-03-02T00:00:00.000Z",
            "1980-03-02 00:00:00+01:00",
            "02/03/1980 00:00",
            "02/03/1980 12:00:00 AM",
            "19800302000000",
            "19800302000000+0000",
            "19800302+0000",
            "02\\03\\1980",
            "2nd of March 1980",
            "2 Mawrth 1980",
            "02\u{A0}March\u{A0}1980",
            "1980\u{2011}03\u{2011}02",
        ] {
            assert_eq!(
                found(raw),
                Standardised::value("19800302".to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn two_digit_years_are_never_in_the_future() {
        for (raw, expected) in [
            ("02/03/80", "19800302"),
            ("15-Jan-85", "19850115"),
            ("22/11/25", "20251122"),
            ("23/11/25", "19251123"),
            ("29/02/00", "20000229"),
            ("01/01/60", "19600101"),
        ] {
            assert_eq!(
                found(raw),
                Standardised::noted(expected.to_owned(), Finding::TwoDigitYear),
                "{raw}"
            );
        }
    }

    #[test]
    fn notes() {
        for (raw, expected, note) in [
            ("1980-01-01", "19800101", Finding::FirstOfJanuary),
            ("1970-01-01", "19700101", Finding::FirstOfJanuary),
            ("1980-06-01T23:00:00Z", "19800601", Finding::DateWithTime),
            ("198006012300", "19800601", Finding::DateWithTime),
            ("02/03/1980 12:00", "19800302", Finding::DateWithTime),
            ("2031980", "19800302", Finding::DateLeadingZero),
        ] {
            assert_eq!(
                found(raw),
                Standardised::noted(expected.to_owned(), note),
                "{raw}"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("31/02/1980", Finding::ImpossibleDate),
            ("1980-13-01", Finding::ImpossibleDate),
            ("03/25/1980", Finding::ImpossibleDate),
            ("29/02/1900", Finding::ImpossibleDate),
            ("29 Feb 2023", Finding::ImpossibleDate),
            ("2025-11-23", Finding::FutureDate),
            ("1905-11-21", Finding::DateTooOld),
            ("1900-01-01", Finding::DefaultDate),
            ("01/01/1901", Finding::DefaultDate),
            ("9999-12-31", Finding::DefaultDate),
            ("11/11/1111", Finding::DefaultDate),
            ("0000-00-00", Finding::DefaultDate),
            ("1899-12-30T00:00:00", Finding::DefaultDate),
            ("9999", Finding::DefaultDate),
            ("1900", Finding::DefaultDate),
            ("31/12/1840", Finding::DefaultDate),
            ("2131980", Finding::UnreadableDate),
            ("02/03/1980 25:00", Finding::UnreadableDate),
            ("1980", Finding::PartialDate),
            ("03/1980", Finding::PartialDate),
            ("March 1980", Finding::PartialDate),
            ("00/03/1980", Finding::PartialDate),
            ("29221", Finding::SpreadsheetDate),
            ("29221.0", Finding::SpreadsheetDate),
            ("020380", Finding::UnreadableDate),
            ("02/03/198", Finding::UnreadableDate),
            ("2 Marzo 1980", Finding::UnreadableDate),
            ("02/03/1980 or 1981", Finding::UnreadableDate),
            ("1980-03-02-01", Finding::UnreadableDate),
            ("unknown", Finding::Placeholder),
            ("?", Finding::Placeholder),
        ] {
            assert_eq!(found(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(found("\u{A0}"), Standardised::missing());
        assert_eq!(found("1905-11-22").value.as_deref(), Some("19051122"));
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "[0-3]?[0-9][-/ .](0[1-9]|1[0-3]|Feb|May)[-/ .](19|20)?[0-9]{2}( 0[01]:00)?") {
            for raw in [raw, near] {
                if let Some(once) = found(&raw).value {
                    prop_assert_eq!(found(&once).value, Some(once));
                }
            }
        }

        #[test]
        fn digits_and_signs_never_panic(raw in "[0-9TZ:+./ -]{0,30}") {
            let _ = found(&raw);
        }

        #[test]
        fn day_first_and_year_first_agree(year in 1906_u16..2025, month in 1_u8..13, day in 1_u8..32) {
            let year_first = found(&format!("{year:04}-{month:02}-{day:02}"));
            prop_assert_eq!(&found(&format!("{day}/{month}/{year}")), &year_first);
            prop_assert_eq!(&found(&format!("{day:02}{month:02}{year}")), &year_first);
            prop_assert_eq!(year_first.value.is_some(), Day::new(year, month, day).is_some());
        }
    }
}
