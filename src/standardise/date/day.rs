//! A day of the calendar.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, year 0 to 9999. Days compare in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

/// The text is not a day written as `YYYYMMDD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a day that exists, as eight digits: YYYYMMDD")]
pub struct DayError;

impl Day {
    /// The day with this number in this month (1 to 12) of this year; `None` if the calendar has none.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year > 9999 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self(year as u32 * 10_000 + month as u32 * 100 + day as u32))
    }

    /// The day of these numbers, whatever their size.
    pub(in crate::standardise) fn from_parts(year: u32, month: u32, day: u32) -> Option<Self> {
        Self::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub const fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// Whether the day is 1 January.
    #[must_use]
    pub const fn is_first_of_january(self) -> bool {
        self.0 % 10_000 == 101
    }

    /// Whether more than this many years lie between the day and a later one.
    #[must_use]
    pub const fn is_longer_ago_than(self, years: u32, later: Self) -> bool {
        self.0 + years * 10_000 < later.0
    }

    /// Age in full years, on a later day, of somebody born on this one; 0 on an earlier day. Who was born on 29 February
    /// is a year older on 1 March of a year without one.
    #[must_use]
    pub const fn age_on(self, later: Self) -> u32 {
        later.0.saturating_sub(self.0) / 10_000
    }

    /// The day as eight digits, `YYYYMMDD`.
    pub(super) fn standard(self) -> String {
        let mut text = String::with_capacity(8);
        let mut place = 10_000_000;
        while place > 0 {
            text.push(char::from_digit(self.0 / place % 10, 10).unwrap_or('0'));
            place /= 10;
        }
        text
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let all_digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        let number: u32 = text.parse().ok().filter(|_| all_digits).ok_or(DayError)?;
        Self::from_parts(number / 10_000, number / 100 % 100, number % 100).ok_or(DayError)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}", self.0)
    }
}

/// How many days the month has; 0 if there is no such month. Gregorian calendar: leap years are those divisible by 4, but
/// of the centuries only those divisible by 400.
const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_writes_eight_digits() {
        let day = Day::new(2025, 11, 22);
        assert_eq!("20251122".parse().ok(), day);
        let written = day.map(|day| (day.to_string(), day.standard(), day.year()));
        assert_eq!(
            written,
            Some(("20251122".to_owned(), "20251122".to_owned(), 2025))
        );
        for text in [
            "",
            "2025-11-22",
            "20250229",
            "20251301",
            "2025112",
            "202511220",
            "+2025112",
        ] {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text}");
        }
    }

    #[test]
    fn ages_are_full_years() {
        let age = |born: &str, on: &str| {
            let day = |text: &str| text.parse::<Day>().unwrap();
            day(born).age_on(day(on))
        };
        assert_eq!(age("20000315", "20260314"), 25);
        assert_eq!(age("20000315", "20260315"), 26);
        assert_eq!(age("20000229", "20260228"), 25);
        assert_eq!(age("20000229", "20260301"), 26);
        assert_eq!(age("20260101", "20251231"), 0);
    }

    #[test]
    fn the_calendar_is_gregorian() {
        // 1900 was not a leap year, 2000 was; 400 years have 146,097 days.
        assert_eq!(Day::new(1900, 2, 29), None);
        assert!(Day::new(2000, 2, 29).is_some());
        let months = (2000..2400).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let days: u32 = months
            .map(|(year, month)| u32::from(days_in_month(year, month)))
            .sum();
        assert_eq!(days, 146_097);
    }

    #[test]
    fn days_are_in_the_order_of_time() {
        let (birth, later) = (Day::new(1905, 11, 21), Day::new(2025, 11, 22));
        assert!(birth < later);
        let longer = |birth: Option<Day>| Some(birth?.is_longer_ago_than(120, later?));
        assert_eq!(
            (longer(birth), longer(Day::new(1905, 11, 22))),
            (Some(true), Some(false))
        );
        assert!(Day::new(1980, 1, 1).is_some_and(Day::is_first_of_january));
        assert!(!birth.is_some_and(Day::is_first_of_january));
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in any::<String>(), digits in "[0-9]{8}") {
            let _ = text.parse::<Day>();
            if let Ok(day) = digits.parse::<Day>() {
                prop_assert_eq!(day.standard(), digits);
            }
        }
    }
}
