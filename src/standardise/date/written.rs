//! Reading a date as people and programs write it, before asking whether it exists.

use super::Day;
use crate::standardise::finding::Finding;

/// The months, by the three letters that tell them apart.
const MONTHS: &[&str] = &[
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// A date as written, which need not exist, and what there is to note about the writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) note: Option<Finding>,
}

/// One part of a date: a run of digits, or a month's name as its number.
#[derive(Clone, Copy)]
enum Part<'a> {
    Digits(&'a [u8]),
    Month(u32),
}

/// Reads a date in any accepted writing. The errors are `UnreadableDate`, `PartialDate` and `SpreadsheetDate`.
pub(super) fn read(text: &str, latest: Day) -> Result<Written, Finding> {
    let mut rest = text.as_bytes();
    let mut parts = [Part::Month(0); 3];
    let mut count = 0;
    while let Some(place) = parts.get_mut(count) {
        take(&mut rest, |b| {
            matches!(b, b' ' | b'\t' | b'-' | b'/' | b'.' | b',')
        });
        let digits = take(&mut rest, u8::is_ascii_digit);
        if count == 0 && matches!(digits.len(), 8 | 12 | 14) {
            return compact(digits, rest);
        }
        if digits.is_empty() {
            let word = take(&mut rest, u8::is_ascii_alphabetic);
            match month(word) {
                Some(month) => *place = Part::Month(month),
                None if count == 0 && is_weekday(word) => continue,
                None => break,
            }
        } else {
            *place = Part::Digits(digits);
            skip_ordinal(&mut rest);
        }
        count += 1;
    }
    let written = match (parts, count) {
        ([Part::Digits(a), Part::Digits(b), Part::Digits(c)], 3) if a.len() == 4 => {
            ordered(a, number(b), c)
        }
        ([Part::Digits(a), Part::Digits(b), Part::Digits(c)], 3) if b.len() <= 2 => {
            ordered(c, number(b), a)
        }
        ([Part::Digits(a), Part::Month(b), Part::Digits(c)], 3) if a.len() == 4 => {
            ordered(a, Some(b), c)
        }
        ([Part::Digits(a), Part::Month(b), Part::Digits(c)], 3) => ordered(c, Some(b), a),
        ([Part::Month(a), Part::Digits(b), Part::Digits(c)], 3) => ordered(c, Some(a), b),
        ([Part::Digits(a), ..], 1..) if a.len() == 5 => return Err(Finding::SpreadsheetDate),
        ([Part::Digits(a), ..], 1) if a.len() == 4 && rest.is_empty() => {
            return Err(Finding::PartialDate);
        }
        ([Part::Digits(a), Part::Digits(b), ..], 2)
            if a.len().max(b.len()) == 4 && rest.is_empty() =>
        {
            return Err(Finding::PartialDate);
        }
        ([Part::Digits(_), Part::Month(_), ..] | [Part::Month(_), Part::Digits(_), ..], 2)
            if rest.is_empty() =>
        {
            return Err(Finding::PartialDate);
        }
        _ => None,
    };
    let (mut written, has_two_digit_year) = written.ok_or(Finding::UnreadableDate)?;
    written.note = time_note(rest)?;
    if has_two_digit_year {
        written.year = in_century(&written, latest);
        written.note = written.note.or(Some(Finding::TwoDigitYear));
    }
    Ok(written)
}

/// The date with these parts, and whether its year has only two digits.
fn ordered(year: &[u8], month: Option<u32>, day: &[u8]) -> Option<(Written, bool)> {
    let fits = matches!(year.len(), 2 | 4) && day.len() <= 2;
    let written = Written {
        year: number(year)?,
        month: month?,
        day: number(day)?,
        note: None,
    };
    fits.then_some((written, year.len() == 2))
}

/// Eight digits, perhaps with the time after them without a sign between (HL7 version 2 writes `19800102000000`).
fn compact(digits: &[u8], rest: &[u8]) -> Result<Written, Finding> {
    let split = |digits, at| <[u8]>::split_at_checked(digits, at).ok_or(Finding::UnreadableDate);
    let (date, time) = split(digits, 8)?;
    let (head, tail) = split(date, 4)?;
    // Month 19 or 20 does not exist, so these are day, month, year.
    let is_day_first = tail.starts_with(b"19") || tail.starts_with(b"20");
    let (year, pair) = if is_day_first {
        (tail, head)
    } else {
        (head, tail)
    };
    let (year, pair) = number(year)
        .zip(number(pair))
        .ok_or(Finding::UnreadableDate)?;
    let (month, day) = if is_day_first {
        (pair % 100, pair / 100)
    } else {
        (pair / 100, pair % 100)
    };
    let is_midnight = time.iter().all(|&b| b == b'0');
    let note = time_note(rest)?.or((!is_midnight).then_some(Finding::DateWithTime));
    Ok(Written {
        year,
        month,
        day,
        note,
    })
}

/// The year in the latest century in which the date is not after `latest`.
fn in_century(written: &Written, latest: Day) -> u32 {
    let year = latest.year() / 100 * 100 + written.year;
    let is_future = match Day::from_parts(year, written.month, written.day) {
        Some(day) => day > latest,
        // 29 February of a common year, or a day that exists in no year.
        None => year >= latest.year(),
    };
    if is_future {
        year.saturating_sub(100)
    } else {
        year
    }
}

/// What follows the date: nothing, or a time of day (ISO 8601, or with AM and PM), which is noted unless it is midnight.
fn time_note(rest: &[u8]) -> Result<Option<Finding>, Finding> {
    let Some((first, mut time)) = rest.split_first() else {
        return Ok(None);
    };
    let clock_follows = time.first().is_some_and(u8::is_ascii_digit);
    let is_clock = |b: &u8| {
        b.is_ascii_digit()
            || matches!(
                b,
                b':' | b'.' | b'+' | b'-' | b' ' | b'Z' | b'A' | b'P' | b'M' | b'a' | b'p' | b'm'
            )
    };
    if !matches!(first, b'T' | b't' | b' ') || !clock_follows || !time.iter().all(is_clock) {
        return Err(Finding::UnreadableDate);
    }
    let clock = take(&mut time, |b| {
        b.is_ascii_digit() || matches!(b, b':' | b'.')
    });
    let twelve = clock.starts_with(b"12") && time.iter().any(|b| b.eq_ignore_ascii_case(&b'A'));
    let counted = clock.iter().skip(if twelve { 2 } else { 0 });
    let is_midnight = counted.into_iter().all(|b| !matches!(b, b'1'..=b'9'));
    Ok((!is_midnight).then_some(Finding::DateWithTime))
}

/// Takes the leading bytes that fit.
fn take<'a>(rest: &mut &'a [u8], fits: impl Fn(&u8) -> bool) -> &'a [u8] {
    let length = rest.iter().position(|b| !fits(b)).unwrap_or(rest.len());
    let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    *rest = left;
    taken
}

/// Skips the `st` of `1st`.
fn skip_ordinal(rest: &mut &[u8]) {
    let mut after = *rest;
    let word = take(&mut after, u8::is_ascii_alphabetic);
    if [b"ST", b"ND", b"RD", b"TH"]
        .iter()
        .any(|ending| word.eq_ignore_ascii_case(*ending))
    {
        *rest = after;
    }
}

/// The number that up to nine digits write.
fn number(digits: &[u8]) -> Option<u32> {
    let all_digits =
        !digits.is_empty() && digits.len() <= 9 && digits.iter().all(u8::is_ascii_digit);
    all_digits.then(|| {
        digits
            .iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    })
}

/// The month, 1 to 12, of an English name or the first three letters of one, or of `Sept`.
fn month(word: &[u8]) -> Option<u32> {
    let index = MONTHS.iter().position(|name| {
        name.as_bytes()
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
            && (word.len() == 3 || word.len() == name.len() || word.eq_ignore_ascii_case(b"SEPT"))
    })?;
    u32::try_from(index + 1).ok()
}

/// Whether the word is a day of the week or its first three letters, which a written-out date may start with.
fn is_weekday(word: &[u8]) -> bool {
    [
        &b"MONDAY"[..],
        b"TUESDAY",
        b"WEDNESDAY",
        b"THURSDAY",
        b"FRIDAY",
        b"SATURDAY",
        b"SUNDAY",
    ]
    .iter()
    .any(|name| {
        word.len() >= 3
            && name
                .get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Result<(u32, u32, u32), Finding> {
        let latest = Day::new(2025, 11, 22).ok_or(Finding::ImpossibleDate)?;
        read(text, latest).map(|written| (written.year, written.month, written.day))
    }

    #[test]
    fn reads_what_does_not_exist() {
        assert_eq!(parts("31/02/1980"), Ok((1980, 2, 31)));
        assert_eq!(parts("1980-19-40"), Ok((1980, 19, 40)));
        assert_eq!(parts("00000000"), Ok((0, 0, 0)));
        assert_eq!(parts("99999999"), Ok((9999, 99, 99)));
    }

    #[test]
    fn numbers_are_day_first() {
        assert_eq!(parts("03/04/1980"), Ok((1980, 4, 3)));
        assert_eq!(parts("03041980"), Ok((1980, 4, 3)));
        assert_eq!(parts("19800403"), Ok((1980, 4, 3)));
        assert_eq!(parts("03/25/1980"), Ok((1980, 25, 3)));
    }

    #[test]
    fn months_by_name() {
        for name in ["sep", "Sept", "SEPTEMBER"] {
            assert_eq!(parts(&format!("3 {name} 1980")), Ok((1980, 9, 3)), "{name}");
        }
        for name in ["Se", "Septem", "Septembers", "Marzo"] {
            assert_eq!(
                parts(&format!("3 {name} 1980")),
                Err(Finding::UnreadableDate),
                "{name}"
            );
        }
    }

    #[test]
    fn two_digit_years_of_leap_days() {
        assert_eq!(parts("29/02/24"), Ok((2024, 2, 29)));
        assert_eq!(parts("29/02/28"), Ok((1928, 2, 29)));
        assert_eq!(parts("29/02/25"), Ok((1925, 2, 29)));
    }

    #[test]
    fn midnight_is_no_time() {
        for (time, note) in [
            ("T00:00", None),
            (" 00:00:00.000", None),
            (" 12:00:00 AM", None),
            ("T00:00:00+01:00", None),
            (" 12:00:00 PM", Some(Finding::DateWithTime)),
            (" 12:30 AM", Some(Finding::DateWithTime)),
            ("T23:00:00Z", Some(Finding::DateWithTime)),
        ] {
            assert_eq!(time_note(time.as_bytes()), Ok(note), "{time}");
        }
        for rest in ["Z", " ", " or so", "T", "-01", " 1 Main Road"] {
            assert_eq!(
                time_note(rest.as_bytes()),
                Err(Finding::UnreadableDate),
                "{rest}"
            );
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), near in "[0-9JanMayT:Z+./ ,-]{0,30}") {
            let _ = (parts(&text), parts(&near));
        }
    }
}
