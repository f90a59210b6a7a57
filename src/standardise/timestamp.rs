//! Moments: a date and a time of day, as `YYYYMMDDTHHMMSSZ` in Coordinated Universal Time (ISO 8601 basic format).
//!
//! A time without a zone is what a clock in the United Kingdom showed. Where such a clock shows a time twice or never, the
//! reading is that of RFC 5545, section 3.3.5 (iCalendar), with a note: the first of the two, and the time as if the clock
//! had not been put forward. Seconds that are not there are zero; fractions of one are dropped.

mod local_clock;
mod summer_time;

pub use local_clock::LocalClock;
use time::{Date, Duration, Month, PrimitiveDateTime};

use super::clock::{self, Clock};
use super::date::{self, Day, Written};
use super::finding::{Finding, Standardised};
use super::fold;

/// Standardises a moment: `02/07/2024 23:30`, `2024-07-02T23:30:00+01:00` and `23:30 on 2 July 2024` are
/// `20240702T223000Z`.
///
/// The date is read like a birth date, day first; the time of day comes behind or in front of it, with or without seconds,
/// on the 24-hour clock or with am and pm, and with a zone (`Z`, `UTC`, `GMT`, `BST`, `+01:00`) or none. A day alone, or a
/// moment after the end of `latest`, gives no value. Of a span of up to twelve hours, `02/07/2024 23:00 to 03/07/2024 01:00`, the
/// middle is the moment.
#[must_use]
pub fn standardise(raw: &str, latest: Day) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    match read_span(&text, latest) {
        Ok((moment, Some(note))) => Standardised::noted(standard(moment), note),
        Ok((moment, None)) => Standardised::value(standard(moment)),
        Err(Finding::UnreadableTime | Finding::UnreadableDate) => {
            Standardised::rejected(if fold::is_placeholder(&text) {
                Finding::Placeholder
            } else {
                Finding::UnreadableTime
            })
        }
        Err(finding) => Standardised::rejected(finding),
    }
}

/// The longest span of which the middle says when something happened.
const LONGEST_SPAN: Duration = Duration::hours(12);

/// One moment, or the middle of two with `to` between them. Of all moments of a span the middle is the nearest to the furthest,
/// and so to when it happened at worst.
fn read_span(text: &str, latest: Day) -> Result<(PrimitiveDateTime, Option<Finding>), Finding> {
    let Some((beginning, end)) = text.split_once(" to ") else {
        return read(text.as_bytes(), latest);
    };
    let (beginning, note) = read(beginning.trim().as_bytes(), latest)?;
    let (end, later_note) = read(end.trim().as_bytes(), latest)?;
    let span = end - beginning;
    if span.is_negative() {
        return Err(Finding::SpanBackwards);
    }
    if span > LONGEST_SPAN {
        return Err(Finding::SpanTooLong);
    }
    let middle = beginning.checked_add(span / 2);
    Ok((middle.ok_or(Finding::ImpossibleDate)?, note.or(later_note)))
}

/// The moment in UTC, and what there is to note.
fn read(text: &[u8], latest: Day) -> Result<(PrimitiveDateTime, Option<Finding>), Finding> {
    let (clock, date) =
        clock::before_date(text)?.map_or((None, text), |(clock, date)| (Some(clock), date));
    let (written, rest) = date::read(date, latest)?;
    let clock = match (clock, rest) {
        (Some(clock), []) => clock,
        (Some(_), _) => return Err(Finding::UnreadableTime),
        (None, rest) => {
            // What is wrong with the day comes first.
            let clock = clock::after_date(rest)?;
            day(&written)?;
            clock.ok_or(Finding::TimeMissing)?
        }
    };
    let day = day(&written)?;
    let local = at(day, clock).ok_or(Finding::ImpossibleDate)?;
    let (utc, shift) = match clock.offset {
        Some(minutes) => {
            let utc = local
                .checked_sub(Duration::minutes(minutes.into()))
                .ok_or(Finding::ImpossibleDate)?;
            (utc, None)
        }
        None => summer_time::to_utc(local).ok_or(Finding::LocalTimeTooOld)?,
    };
    judge(utc, latest)?;
    let midnight = clock.is_midnight().then_some(Finding::MidnightTime);
    Ok((utc, shift.or(written.note).or(midnight)))
}

/// The day that was written, if it exists and is not one that systems fill in.
fn day(written: &Written) -> Result<Date, Finding> {
    let &Written {
        year, month, day, ..
    } = written;
    if is_default(year, month, day) {
        return Err(Finding::DefaultDate);
    }
    if month == 0 || day == 0 {
        return Err(Finding::PartialDate);
    }
    let date = || {
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
    };
    date().ok_or(Finding::ImpossibleDate)
}

/// Besides the dates that stand for "not known" among birth dates, the first day of Unix: nothing that is recorded with a
/// time of day is so old.
fn is_default(year: u32, month: u32, day: u32) -> bool {
    date::is_default(year, month, day) || (year, month, day) == (1970, 1, 1)
}

fn at(day: Date, clock: Clock) -> Option<PrimitiveDateTime> {
    let seconds = clock.hour * 3600 + clock.minute * 60 + clock.second;
    day.midnight()
        .checked_add(Duration::seconds(seconds.into()))
}

/// Whether the moment is one to use. The day in UTC can be another than the one written.
fn judge(utc: PrimitiveDateTime, latest: Day) -> Result<(), Finding> {
    let month = u32::from(u8::from(utc.month()));
    let year = u32::try_from(utc.year()).map_err(|_| Finding::ImpossibleDate)?;
    let day = Day::from_parts(year, month, utc.day().into()).ok_or(Finding::ImpossibleDate)?;
    if is_default(year, month, utc.day().into()) {
        Err(Finding::DefaultDate)
    } else if day > latest {
        Err(Finding::FutureDate)
    } else if day.is_longer_ago_than(date::MAX_AGE_YEARS, latest) {
        Err(Finding::DateTooOld)
    } else {
        Ok(())
    }
}

/// Seconds since the beginning of 1970 of a moment in standard form.
#[must_use]
pub fn seconds_of(standard: &str) -> Option<i64> {
    let (day, clock) = standard.strip_suffix('Z')?.split_once('T')?;
    let number = |text: &str, from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        digits.parse().ok()
    };
    if day.len() != 8 || clock.len() != 6 {
        return None;
    }
    let month = Month::try_from(u8::try_from(number(day, 4, 6)?).ok()?).ok()?;
    let year = i32::try_from(number(day, 0, 4)?).ok()?;
    let date =
        Date::from_calendar_date(year, month, u8::try_from(number(day, 6, 8)?).ok()?).ok()?;
    let seconds = number(clock, 0, 2)? * 3600 + number(clock, 2, 4)? * 60 + number(clock, 4, 6)?;
    let days = i64::from(date.to_julian_day()) - JULIAN_DAY_OF_1970;
    Some(days * 86_400 + i64::from(seconds))
}

/// 1 January 1970 as a Julian day number.
const JULIAN_DAY_OF_1970: i64 = 2_440_588;

fn standard(utc: PrimitiveDateTime) -> String {
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        utc.year(),
        u8::from(utc.month()),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second()
    )
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
            "2024-07-02T22:30:00Z",
            "2024-07-02T23:30:00+01:00",
            "2024-07-02T18:30:00-04:00",
            "2024-07-02 23:30:00.000",
            "20240702T223000Z",
            "20240702223000+0000",
            "202407022330",
            "02/07/2024 23:30",
            "02/07/2024 2330hrs",
            "02/07/2024 11:30 PM",
            "2 July 2024 at 11.30pm",
            "Tue Jul 02 2024 23:30:00 GMT+0100 (British Summer Time)",
            "Tue, 02 Jul 2024 22:30:00 GMT",
            "23:30 02/07/2024",
            "23:30 on 2nd July 2024",
            "02-JUL-2024 23:30 BST",
        ] {
            assert_eq!(
                found(raw),
                Standardised::value("20240702T223000Z".to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn uk_clocks_are_an_hour_ahead_in_summer() {
        for (raw, expected) in [
            ("2024-01-15 10:00", "20240115T100000Z"),
            ("2024-03-31 00:59", "20240331T005900Z"),
            ("2024-03-31 02:00", "20240331T010000Z"),
            ("2024-10-27 00:59", "20241026T235900Z"),
            ("2024-10-27 02:00", "20241027T020000Z"),
            ("2024-12-31T24:00", "20250101T000000Z"),
        ] {
            assert_eq!(
                found(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn notes() {
        for (raw, expected, finding) in [
            (
                "2024-10-27 01:30",
                "20241027T003000Z",
                Finding::ClockHourRepeated,
            ),
            (
                "2024-03-31 01:30",
                "20240331T013000Z",
                Finding::ClockHourSkipped,
            ),
            (
                "2024-07-02 00:00",
                "20240701T230000Z",
                Finding::MidnightTime,
            ),
            ("02/07/24 23:30", "20240702T223000Z", Finding::TwoDigitYear),
        ] {
            assert_eq!(
                found(raw),
                Standardised::noted(expected.to_owned(), finding),
                "{raw}"
            );
        }
        // With its offset, neither is in doubt.
        assert_eq!(
            found("2024-10-27 01:30+00:00"),
            Standardised::value("20241027T013000Z".to_owned())
        );
    }

    #[test]
    fn a_span_is_its_middle_unless_it_is_too_long() {
        for (raw, expected) in [
            (
                "2024-07-02 23:00 to 2024-07-03 01:00",
                Ok("20240702T230000Z"),
            ),
            (
                "02/07/2024 23:30 to 02/07/2024 23:30",
                Ok("20240702T223000Z"),
            ),
            (
                "2024-01-15T10:00:00Z to 2024-01-15T22:00:01Z",
                Err(Finding::SpanTooLong),
            ),
            (
                "2024-07-03 01:00 to 2024-07-02 23:00",
                Err(Finding::SpanBackwards),
            ),
            ("2024-07-02 23:00 to 01:00", Err(Finding::UnreadableTime)),
            ("2024-07-02 to 2024-07-03", Err(Finding::TimeMissing)),
        ] {
            let expected = match expected {
                Ok(value) => Standardised::value(value.to_owned()),
                Err(finding) => Standardised::rejected(finding),
            };
            assert_eq!(found(raw), expected, "{raw}");
        }
    }

    /// By `date -u -d ... +%s`.
    #[test]
    fn seconds_by_another_clock() {
        for (standard, seconds) in [
            ("19700101T000000Z", Some(0)),
            ("20240702T223000Z", Some(1_719_959_400)),
            ("19691231T235959Z", Some(-1)),
            ("20240702T2230Z", None),
            ("2024070XT223000Z", None),
            ("", None),
        ] {
            assert_eq!(seconds_of(standard), seconds, "{standard}");
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("02/07/2024", Finding::TimeMissing),
            ("2024-07-02+0000", Finding::TimeMissing),
            ("02/07/2024 25:00", Finding::ImpossibleTime),
            ("31/02/2024 10:00", Finding::ImpossibleDate),
            ("2025-11-23 10:00", Finding::FutureDate),
            ("1900-01-01 00:00:00", Finding::DefaultDate),
            ("1970-01-01T00:00:00Z", Finding::DefaultDate),
            ("1970-01-02T00:30:00+01:00", Finding::DefaultDate),
            ("1905-11-21T10:00Z", Finding::DateTooOld),
            ("1969-07-21 03:56", Finding::LocalTimeTooOld),
            ("45475.979", Finding::SpreadsheetDate),
            ("July 2024", Finding::PartialDate),
            ("last Tuesday", Finding::UnreadableTime),
            ("10:15", Finding::UnreadableTime),
            ("n/k", Finding::Placeholder),
        ] {
            assert_eq!(found(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(found("\u{A0}"), Standardised::missing());
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9](Z|BST|[+-][01][0-9]:00)?") {
            for raw in [raw, near] {
                if let Some(once) = found(&raw).value {
                    prop_assert_eq!(found(&once).value, Some(once));
                }
            }
        }
    }
}
