//! When clocks in the United Kingdom are an hour ahead of Greenwich mean time.
//!
//! Since 1996 (and 2002 by the present text): from one o'clock, Greenwich mean time, in the morning of the last Sunday in
//! March until one o'clock, Greenwich mean time, in the morning of the last Sunday in October. Summer Time Act 1972,
//! section 1, as amended by the Summer Time Order 2002 (SI 2002/262), which put EU directive 2000/84/EC into effect.
//!
//! Before that, the Act as made in 1972 and the Summer Time Orders of 1980 to 1994: see [`period`]. Before 1972 other Acts
//! held, with two years on summer time throughout, and no time is converted.

use time::{Date, Duration, Month, PrimitiveDateTime, Time};

use crate::standardise::finding::Finding;

/// The first year of the Summer Time Act 1972.
const FIRST_YEAR: i32 = 1972;

const ONE_HOUR: Duration = Duration::HOUR;

/// The moment, in UTC, at which a clock in the United Kingdom showed this, with a note where it showed it twice or never.
/// `None` before 1972.
pub fn to_utc(local: PrimitiveDateTime) -> Option<(PrimitiveDateTime, Option<Finding>)> {
    let (start, end) = period(local.year())?;
    // The clock jumps at the start from `start` to an hour later, and at the end from an hour later back to `end`.
    Some(if local < start || local >= end + ONE_HOUR {
        (local, None)
    } else if local < start + ONE_HOUR {
        (local, Some(Finding::ClockHourSkipped))
    } else {
        let repeated = (local >= end).then_some(Finding::ClockHourRepeated);
        (local.checked_sub(ONE_HOUR)?, repeated)
    })
}

/// What a clock in the United Kingdom showed at this moment, which is in UTC. `None` before 1972.
pub fn to_local(utc: PrimitiveDateTime) -> Option<PrimitiveDateTime> {
    let (start, end) = period(utc.year())?;
    if (start..end).contains(&utc) {
        utc.checked_add(ONE_HOUR)
    } else {
        Some(utc)
    }
}

/// The start and the end of summer time in this year, in UTC.
fn period(year: i32) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
    let two = Time::MIDNIGHT + 2 * ONE_HOUR;
    let one = Time::MIDNIGHT + ONE_HOUR;
    let (march, october, hour) = match year {
        ..FIRST_YEAR => return None,
        // The day after the third Saturday in March (if that is Easter Day, a week before, which never happened) until the
        // day after the fourth Saturday in October, at two o'clock.
        FIRST_YEAR..=1980 => (16, 23, two),
        // The last Sunday in March until the day after the fourth Saturday in October, at one o'clock.
        1981..=1989 => (25, 23, one),
        // The same until the fourth Sunday in October.
        1990..=1995 => (25, 22, one),
        1996.. => (25, 25, one),
    };
    let start = first_sunday_from(year, Month::March, march)?;
    let end = first_sunday_from(year, Month::October, october)?;
    Some((start.with_time(hour), end.with_time(hour)))
}

/// The first Sunday from this day of the month on.
fn first_sunday_from(year: i32, month: Month, day: u8) -> Option<Date> {
    let date = Date::from_calendar_date(year, month, day).ok()?;
    let until_sunday = (7 - date.weekday().number_days_from_sunday()) % 7;
    date.checked_add(Duration::days(until_sunday.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both changes of every year from 1972 to 2037, by the IANA Time Zone Database's Europe/London
    /// (2025b, read with Python's zoneinfo).
    const TIME_ZONE_DATABASE: &str =
        include_str!("../../../tests/data/standardise/summer-time.csv");

    #[test]
    fn agrees_with_the_time_zone_database() {
        let mut years = 0;
        for (line, year) in TIME_ZONE_DATABASE.lines().skip(1).zip(1972..) {
            let expected = period(year).map(|(start, end)| format!("{year},{start},{end}"));
            assert_eq!(expected.as_deref(), Some(line));
            years += 1;
        }
        assert_eq!(years, 66);
        assert_eq!(period(1971), None);
    }
}
