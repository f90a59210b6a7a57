//! Dates as Python's `datetime.strptime` reads them (its `_strptime`, in the C locale, which Python keeps to unless
//! told otherwise), written as clkhash hashes them.
//!
//! Directives that turn on the week of the year or on a time zone are refused; so are the digits of other scripts.

use std::collections::HashMap;
use std::fmt::Write as _;

use regex::{Captures, Regex};
use time::{Date, Duration, Month};

use crate::encode::clk::MAX_REMEMBERED;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What each directive matches, the alternatives in the order in which Python tries them.
const DIRECTIVES: [(char, &str); 17] = [
    ('d', "(?P<d>3[0-1]|[1-2][0-9]|0[1-9]|[1-9]| [1-9])"),
    ('m', "(?P<m>1[0-2]|0[1-9]|[1-9])"),
    ('Y', "(?P<Y>[0-9]{4})"),
    ('y', "(?P<y>[0-9]{2})"),
    (
        'j',
        "(?P<j>36[0-6]|3[0-5][0-9]|[1-2][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9])",
    ),
    (
        'B',
        "(?P<B>september|february|november|december|january|october|august|march|april|june|july|may)",
    ),
    (
        'b',
        "(?P<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    ),
    (
        'A',
        "(?P<A>wednesday|thursday|saturday|tuesday|monday|friday|sunday)",
    ),
    ('a', "(?P<a>mon|tue|wed|thu|fri|sat|sun)"),
    ('w', "(?P<w>[0-6])"),
    ('u', "(?P<u>[1-7])"),
    ('H', "(?P<H>2[0-3]|[0-1][0-9]|[0-9])"),
    ('I', "(?P<I>1[0-2]|0[1-9]|[1-9])"),
    ('p', "(?P<p>am|pm)"),
    ('M', "(?P<M>[0-5][0-9]|[0-9])"),
    ('S', "(?P<S>6[0-1]|[0-5][0-9]|[0-9])"),
    ('f', "(?P<f>[0-9]{1,6})"),
];

/// Directives that stand for several.
const COMPOSED: [(char, &str); 3] = [
    ('c', "%a %b %d %H:%M:%S %Y"),
    ('x', "%m/%d/%y"),
    ('X', "%H:%M:%S"),
];

/// A format of dates.
pub(super) struct DateFormat {
    format: String,
    regex: Regex,
}

impl DateFormat {
    /// `Err` says, as the end of a sentence, what is wrong with the format.
    pub(super) fn new(format: &str) -> Result<Self, String> {
        let mut pattern = "(?i)".to_owned();
        append(format, &mut pattern)?;
        // A directive given twice is two groups of one name, which neither Python nor the crate takes.
        let regex =
            Regex::new(&pattern).map_err(|_| "has a directive twice, or is too long".to_owned())?;
        let format = Self {
            format: format.to_owned(),
            regex,
        };
        // Python takes whichever stands last.
        if format.count(&["Y", "y"]) > 1 || format.count(&["m", "b", "B"]) > 1 {
            return Err("has the year or the month in two ways".to_owned());
        }
        // Python then counts in 1900 or in 1904, by the other directives.
        if format.count(&["j"]) == 1 && format.count(&["Y", "y"]) == 0 {
            return Err("has the day of the year without the year".to_owned());
        }
        Ok(format)
    }

    /// The format as the schema has it.
    pub(super) fn format(&self) -> &str {
        &self.format
    }

    /// Whether a date read by it has a year, a month and a day.
    pub(super) fn is_complete(&self) -> bool {
        let month_and_day = self.count(&["m", "b", "B"]) == 1 && self.count(&["d"]) == 1;
        self.count(&["Y", "y"]) == 1 && (month_and_day || self.count(&["j"]) == 1)
    }

    /// How many of these directives it has.
    fn count(&self, directives: &[&str]) -> usize {
        let names = self.regex.capture_names().flatten();
        names.filter(|name| directives.contains(name)).count()
    }

    /// Reads `text` and appends the date as `strftime('%Y%m%d')` writes it on Linux, where a year below 1000 has fewer
    /// than four digits. `false` when it is no such date.
    fn read(&self, text: &str, out: &mut String) -> bool {
        let Some(found) = self.regex.captures(text) else {
            return false;
        };
        // Python looks for the beginning and then asks whether anything is left.
        let whole = found
            .get(0)
            .is_some_and(|all| all.range() == (0..text.len()));
        let Some(date) = date(&found).filter(|_| whole) else {
            return false;
        };
        let month = u8::from(date.month());
        // Writing to a string cannot fail.
        write!(out, "{}{month:02}{:02}", date.year(), date.day()).is_ok()
    }
}

/// Appends the pattern of a format.
fn append(format: &str, pattern: &mut String) -> Result<(), String> {
    let mut characters = format.chars().peekable();
    while let Some(character) = characters.next() {
        if is_space(character) {
            while characters.next_if(|&c| is_space(c)).is_some() {}
            pattern.push_str(r"[\s\x1c-\x1f]+");
            continue;
        }
        if character != '%' {
            pattern.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
            continue;
        }
        let Some(directive) = characters.next() else {
            return Err("ends in a % sign".to_owned());
        };
        if directive == '%' {
            pattern.push('%');
        } else if let Some((_, known)) = DIRECTIVES.iter().find(|(name, _)| *name == directive) {
            pattern.push_str(known);
        } else if let Some((_, parts)) = COMPOSED.iter().find(|(name, _)| *name == directive) {
            append(parts, pattern)?;
        } else {
            return Err(format!(
                "has the directive %{directive}, which is not read here. Known are %d %m %Y %y %j %b %B %a %A %w %u %H %I %p %M %S %f %c %x %X %%"
            ));
        }
    }
    Ok(())
}

/// White space as Python has it.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// The date that the groups say, by the rules of `_strptime`.
fn date(found: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| found.name(name).map(|group| group.as_str().trim_start());
    let number = |name: &str| number(name).and_then(|digits| digits.parse::<i32>().ok());
    // A leap second is read and then refused by `datetime`.
    if number("S").is_some_and(|second| second > 59) {
        return None;
    }
    let named_month = |name: &str, letters: usize| {
        let text = found.name(name)?.as_str().to_ascii_lowercase();
        let position = MONTHS
            .iter()
            .position(|month| month.get(..letters).unwrap_or(month) == text)?;
        i32::try_from(position + 1).ok()
    };
    let year = match (number("Y"), number("y")) {
        (Some(year), _) => Some(year),
        // POSIX: 69 to 99 are of the twentieth century.
        (None, Some(year)) => Some(year + if year <= 68 { 2000 } else { 1900 }),
        (None, None) => None,
    };
    let month = number("m")
        .or_else(|| named_month("b", 3))
        .or_else(|| named_month("B", usize::MAX))
        .unwrap_or(1);
    let day = number("d").unwrap_or(1);
    let year = year.unwrap_or(1900);
    if year < 1 {
        return None;
    }
    if let Some(of_year) = number("j") {
        let first = Date::from_ordinal_date(year, 1).ok()?;
        return first
            .checked_add(Duration::days(i64::from(of_year) - 1))
            .filter(|date| date.year() <= 9999);
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

/// Dates read before: dates of birth repeat, and reading one costs more than all its bits.
#[derive(Default)]
pub(super) struct ReadDates(HashMap<Box<str>, String>);

impl ReadDates {
    /// The digits of the date, or `None` when it is none.
    pub(super) fn digits(&mut self, format: &DateFormat, text: &str) -> Option<&str> {
        if !self.0.contains_key(text) {
            let mut out = String::new();
            if !format.read(text, &mut out) {
                return None;
            }
            if self.0.len() >= MAX_REMEMBERED {
                self.0.clear();
            }
            self.0.insert(text.into(), out);
        }
        self.0.get(text).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, text: &str) -> Option<String> {
        let format = DateFormat::new(format).unwrap();
        ReadDates::default()
            .digits(&format, text)
            .map(str::to_owned)
    }

    // Expected values from CPython 3.11's datetime.strptime(...).strftime('%Y%m%d') on Linux.
    #[test]
    fn dates_as_python_reads_them() {
        for (format, text, expected) in [
            ("%Y-%m-%d", "1980-02-03", "19800203"),
            ("%Y-%m-%d", "1980-2-3", "19800203"),
            ("%Y-%m-%d", "0123-01-12", "1230112"),
            ("%d/%m/%y", "03/02/69", "19690203"),
            ("%d/%m/%y", "03/02/68", "20680203"),
            ("%d %b %Y", "3   FEB\t1980", "19800203"),
            ("%B %d, %Y", "may  3, 1980", "19800503"),
            ("%d%m%Y", "0322000", "20000203"),
            ("%d%m%Y", "1112000", "20000111"),
            ("%Y%j", "2001366", "20020101"),
            ("%m", "5", "19000501"),
            ("%Y-%m-%d %H:%M:%S", "1980-02-03 23:59:59", "19800203"),
            ("%I:%M %p %d.%m.%Y", "12:01 pm 03.02.1980", "19800203"),
            ("%A %d/%m/%Y", "Monday 03/02/1980", "19800203"),
            ("%x", "02/03/80", "19800203"),
            ("100%% %Y", "100% 1980", "19800101"),
        ] {
            assert_eq!(
                read(format, text).as_deref(),
                Some(expected),
                "{format} {text}"
            );
        }
        for (format, text) in [
            ("%Y-%m-%d", "1980-02-30"),
            ("%d%m%Y", "3022000"),
            ("%Y-%m-%d", "0000-01-01"),
            ("%Y-%m-%d", "1980-02-03 "),
            ("%Y-%m-%d", "x1980-02-03"),
            ("%Y-%m-%d %H:%M:%S", "1980-02-03 23:59:60"),
            ("%m/%d", "02/29"),
            ("%Y%j", "9999366"),
            ("%Y", "٢٠٠٠"),
        ] {
            assert_eq!(read(format, text), None, "{format} {text}");
        }
    }

    #[test]
    fn formats_that_cannot_be_read_are_refused() {
        for format in [
            "%", "%Y-%Q", "%Y %Z", "%G-%V-%u", "%d %d", "% Y", "%Y%U%w", "%j", "%y %Y", "%m %b",
        ] {
            assert!(DateFormat::new(format).is_err(), "{format}");
        }
        assert!(DateFormat::new("%d.%m.%y").unwrap().is_complete());
        assert!(!DateFormat::new("%m/%Y").unwrap().is_complete());
    }
}
