//! Reading a date as people and programs write it, before asking whether it exists.

use super::Day;
use crate::standardise::finding::Finding;

/// The months in English, by the three letters that tell them apart.
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

/// The months in Welsh, which are written out.
const WELSH_MONTHS: &[&str] = &[
    "IONAWR",
    "CHWEFROR",
    "MAWRTH",
    "EBRILL",
    "MAI",
    "MEHEFIN",
    "GORFFENNAF",
    "AWST",
    "MEDI",
    "HYDREF",
    "TACHWEDD",
    "RHAGFYR",
];

/// A date as written, which need not exist, and what there is to note about the writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub year: u32,
    pub month: u32,
    pub day: u32,
    pub note: Option<Finding>,
}

/// Years that by themselves stand for "not known", as they do in [`super::DEFAULT_DATES`].
const DEFAULT_YEARS: &[&[u8]] = &[b"0000", b"1111", b"1900", b"9999"];

/// One part of a date: a run of digits, or a month's name as its number.
#[derive(Clone, Copy)]
enum Part<'a> {
    Digits(&'a [u8]),
    Month(u32),
}

/// Reads a date in any accepted writing, and gives what follows it: nothing, or a time of day for [`super::clock`]. The
/// errors are `UnreadableDate`, `PartialDate`, `DefaultDate` and `SpreadsheetDate`.
pub fn read(text: &[u8], latest: Day) -> Result<(Written, &[u8]), Finding> {
    let mut rest = text;
    let mut parts = [Part::Month(0); 3];
    let mut count = 0;
    while let Some(place) = parts.get_mut(count) {
        take(&mut rest, |b| {
            matches!(b, b' ' | b'\t' | b'-' | b'/' | b'\\' | b'.' | b',')
        });
        let whole = rest;
        let digits = take(&mut rest, u8::is_ascii_digit);
        if count == 0 && matches!(digits.len(), 8 | 12 | 14) {
            return compact(whole);
        }
        if count == 0 && digits.len() == 7 {
            return Ok((without_leading_zero(digits)?, rest));
        }
        if digits.is_empty() {
            let word = take(&mut rest, u8::is_ascii_alphabetic);
            match month(word) {
                Some(month) => *place = Part::Month(month),
                None if count == 0 && is_weekday(word) => continue,
                // The 2nd of March.
                None if count == 1 && word.eq_ignore_ascii_case(b"of") => continue,
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
            return Err(if DEFAULT_YEARS.contains(&a) {
                Finding::DefaultDate
            } else {
                Finding::PartialDate
            });
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
    if has_two_digit_year {
        written.year = in_century(&written, latest);
        written.note = Some(Finding::TwoDigitYear);
    }
    Ok((written, rest))
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

/// Eight digits, and what follows them: perhaps the time without a sign between (HL7 version 2 writes `19800102000000`).
fn compact(digits: &[u8]) -> Result<(Written, &[u8]), Finding> {
    let split = |digits, at| <[u8]>::split_at_checked(digits, at).ok_or(Finding::UnreadableDate);
    let (date, rest) = split(digits, 8)?;
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
    let written = Written {
        year,
        month,
        day,
        note: None,
    };
    Ok((written, rest))
}

/// Seven digits: `DDMMYYYY` that a spreadsheet took for a number. Nothing else has a year of 19.. or 20.. at its end.
fn without_leading_zero(digits: &[u8]) -> Result<Written, Finding> {
    let number = number(digits).ok_or(Finding::UnreadableDate)?;
    let written = Written {
        year: number % 10_000,
        month: number / 10_000 % 100,
        day: number / 1_000_000,
        note: Some(Finding::DateLeadingZero),
    };
    let is_plausible = matches!(written.year, 1900..=2099) && matches!(written.month, 1..=12);
    is_plausible
        .then_some(written)
        .ok_or(Finding::UnreadableDate)
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

/// Takes the leading bytes that fit.
pub fn take<'a>(rest: &mut &'a [u8], fits: impl Fn(&u8) -> bool) -> &'a [u8] {
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
pub fn number(digits: &[u8]) -> Option<u32> {
    let all_digits =
        !digits.is_empty() && digits.len() <= 9 && digits.iter().all(u8::is_ascii_digit);
    all_digits.then(|| {
        digits
            .iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    })
}

/// The month, 1 to 12, of an English name or the first three letters of one, of `Sept`, or of a Welsh name.
fn month(word: &[u8]) -> Option<u32> {
    let english = MONTHS.iter().position(|name| {
        name.as_bytes()
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
            && (word.len() == 3 || word.len() == name.len() || word.eq_ignore_ascii_case(b"SEPT"))
    });
    let welsh = || {
        WELSH_MONTHS
            .iter()
            .position(|name| name.as_bytes().eq_ignore_ascii_case(word))
    };
    u32::try_from(english.or_else(welsh)? + 1).ok()
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
        read(text.as_bytes(), latest).map(|(written, _)| (written.year, written.month, written.day))
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
    fn gives_back_what_follows() {
        let latest = Day::new(2025, 11, 22);
        for (text, expected) in [
            ("1980-03-02T10:15", &b"T10:15"[..]),
            ("19800302T1015", b"T1015"),
            ("198003021015", b"1015"),
            ("2 Mar 1980 10:15", b" 10:15"),
            ("2 Mar 1980", b""),
        ] {
            let rest = latest.and_then(|latest| read(text.as_bytes(), latest).ok());
            assert_eq!(rest.map(|(_, rest)| rest), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), near in "[0-9JanMayT:Z+./ ,-]{0,30}") {
            let _ = (parts(&text), parts(&near));
        }
    }
}
