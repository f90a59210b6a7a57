use time::{Date, Month, PrimitiveDateTime, Time};

use super::summer_time;

/// What a calendar and a clock in the United Kingdom showed at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalClock {
    /// The year.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the week, 0 for Monday to 6 for Sunday.
    pub weekday: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
}

impl LocalClock {
    /// Of a moment in standard form, which is in Coordinated Universal Time; `None` for moments before 1972, whose local time is
    /// not known here, and for other text.
    #[must_use]
    pub fn of_standard(standard: &str) -> Option<Self> {
        let local = summer_time::to_local(read(standard)?)?;
        Some(Self {
            year: u32::try_from(local.year()).ok()?,
            month: u8::from(local.month()),
            weekday: local.weekday().number_days_from_monday(),
            hour: local.hour(),
        })
    }
}

/// A moment in standard form: `20240702T223000Z`.
fn read(standard: &str) -> Option<PrimitiveDateTime> {
    let (day, clock) = standard.strip_suffix('Z')?.split_once('T')?;
    if day.len() != 8
        || clock.len() != 6
        || !day
            .bytes()
            .chain(clock.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let number = |text: &str, from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let month = Month::try_from(number(day, 4, 6)?).ok()?;
    let date =
        Date::from_calendar_date(day.get(..4)?.parse().ok()?, month, number(day, 6, 8)?).ok()?;
    let time = Time::from_hms(
        number(clock, 0, 2)?,
        number(clock, 2, 4)?,
        number(clock, 4, 6)?,
    )
    .ok()?;
    Some(PrimitiveDateTime::new(date, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(standard: &str) -> Option<(u32, u8, u8, u8)> {
        let local = LocalClock::of_standard(standard)?;
        Some((local.year, local.month, local.weekday, local.hour))
    }

    /// By Python's zoneinfo, Europe/London.
    #[test]
    fn the_clock_is_that_of_the_united_kingdom() {
        for (standard, expected) in [
            ("20240702T223000Z", (2024, 7, 1, 23)),
            // Half past midnight on Thursday, 1 August by the clock.
            ("20240731T233000Z", (2024, 8, 3, 0)),
            ("20241231T235959Z", (2024, 12, 1, 23)),
            // Clocks go forward at one o'clock in universal time, and back.
            ("20240331T005959Z", (2024, 3, 6, 0)),
            ("20240331T010000Z", (2024, 3, 6, 2)),
            ("20241027T005959Z", (2024, 10, 6, 1)),
            ("20241027T010000Z", (2024, 10, 6, 1)),
            ("20241027T020000Z", (2024, 10, 6, 2)),
        ] {
            assert_eq!(clock(standard), Some(expected), "{standard}");
        }
        for standard in [
            "19711231T120000Z",
            "20240702",
            "20240702T2230Z",
            "20241302T223000Z",
            "20240702T253000Z",
            "+0240702T223000Z",
            "éé240702T22300Z",
        ] {
            assert_eq!(clock(standard), None, "{standard}");
        }
    }
}
