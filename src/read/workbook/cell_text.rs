//! What a cell of a workbook says, as a text file would have it.

use std::fmt::Write;

use time::{Date, Month};

/// Whether days count from 1904, as in workbooks of old Macintoshes, and not from 1900.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Epoch1904(pub bool);

/// Writes a number without exponent and without `.0`, with at least `digits` digits before the point.
///
/// Excel keeps 15 significant digits (IEEE 754 doubles, rounded for show); so many are written, so that 0.1 + 0.2 is 0.3.
pub(super) fn number(value: f64, digits: usize, text: &mut String) {
    text.clear();
    if !value.is_finite() {
        return;
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let sign = if rounded < 0.0 { "-" } else { "" };
    let plain = format!("{}", rounded.abs());
    let whole = plain.find('.').unwrap_or(plain.len());
    let zeros = digits.saturating_sub(whole);
    // Writing to a string has no way to fail.
    let _ = write!(text, "{sign}{:0<zeros$}{plain}", "");
}

/// Whether digits of a whole number are lost: above 10^15 doubles are shown rounded.
pub(super) fn is_too_long(value: f64) -> bool {
    value.abs() >= 1e15
}

/// Writes a day number of the 1900 or 1904 system as a date `YYYY-MM-DD`, with the time where there is one; a fraction
/// of a day alone as `HH:MM:SS`. `false` when it is none of these.
///
/// The 1900 system counts a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1): day 60 is written as that,
/// which no reader of dates accepts, and days before it count one less.
pub(super) fn date(value: f64, epoch: Epoch1904, text: &mut String) -> bool {
    text.clear();
    // The last second of 9999.
    if !(0.0..2_958_466.0).contains(&value) {
        return false;
    }
    #[expect(clippy::cast_possible_truncation)] // Within the bounds above.
    let seconds = (value * 86_400.0).round() as i64;
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    let day = i32::try_from(day).unwrap_or_default();
    if day > 0 || epoch.0 && second == 0 {
        if day == 60 && !epoch.0 {
            text.push_str("1900-02-29");
        } else {
            let (year, before) = match (epoch.0, day) {
                (true, _) => (1904, 0),
                (false, ..60) => (1900, -1),
                (false, _) => (1900, -2),
            };
            let date = Date::from_calendar_date(year, Month::January, 1)
                .ok()
                .and_then(|first| first.checked_add(time::Duration::days(i64::from(day + before))));
            let Some(date) = date else { return false };
            let _ = write!(
                text,
                "{:04}-{:02}-{:02}",
                date.year(),
                u8::from(date.month()),
                date.day()
            );
        }
        if second == 0 {
            return true;
        }
        text.push(' ');
    }
    clock(second, text);
    true
}

/// Writes a duration in days as `HH:MM:SS`; `false` when it is none.
pub(super) fn duration(value: f64, text: &mut String) -> bool {
    text.clear();
    if !(0.0..2_958_466.0).contains(&value) {
        return false;
    }
    #[expect(clippy::cast_possible_truncation)] // Within the bounds above.
    clock((value * 86_400.0).round() as i64, text);
    true
}

/// Writes the date and time of an ISO 8601 date as everywhere else here: a space between them, no fractions of seconds,
/// no midnight.
pub(super) fn iso_date(value: &str, text: &mut String) {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    let time = time.split('.').next().unwrap_or_default();
    text.push_str(day);
    if !time.is_empty() && time != "00:00:00" {
        text.push(' ');
        text.push_str(time);
    }
}

/// Writes an ISO 8601 duration of hours, minutes and seconds, `PT09H30M00S`, as `HH:MM:SS`, and any other as it is.
pub(super) fn iso_duration(value: &str, text: &mut String) {
    let mut seconds = 0i64;
    let Some(mut rest) = value.strip_prefix("PT") else {
        text.push_str(value);
        return;
    };
    for (unit, worth) in [('H', 3_600), ('M', 60), ('S', 1)] {
        let Some((number, after)) = rest.split_once(unit) else {
            continue;
        };
        let whole = number.split(['.', ',']).next().unwrap_or_default();
        let Some(part) = whole.parse::<u32>().ok() else {
            text.push_str(value);
            return;
        };
        seconds += i64::from(part) * worth;
        rest = after;
    }
    if rest.is_empty() {
        clock(seconds, text);
    } else {
        text.push_str(value);
    }
}

fn clock(seconds: i64, text: &mut String) {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let _ = write!(text, "{hours:02}:{minutes:02}:{seconds:02}");
}

/// How many digits a number format always shows, where it shows digits only, such as `0000000000` or `000 000 0000`.
/// The spaces are not kept: they are the format's and not the number's.
pub(super) fn digits_of_format(format: &str) -> usize {
    let first = format.split(';').next().unwrap_or_default();
    let mut digits = 0;
    for c in first.chars() {
        match c {
            '0' => digits += 1,
            ' ' | '-' | '\\' | '"' | '(' | ')' => {}
            _ => return 0,
        }
    }
    // No identifier is longer.
    if digits > 32 { 0 } else { digits }
}

/// Whether a date format leaves out the day or the year, as the one Excel gives to `MAR1` does.
pub(super) fn is_month_only(format: &str) -> bool {
    let first = format.split(';').next().unwrap_or_default().to_lowercase();
    let has = |letter| first.contains(letter);
    has('m') && (has('d') != has('y')) && !has('h') && !has('s')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(value: f64, digits: usize) -> String {
        let mut text = String::new();
        number(value, digits, &mut text);
        text
    }

    fn dated(value: f64, epoch: bool) -> String {
        let mut text = String::new();
        assert!(date(value, Epoch1904(epoch), &mut text));
        text
    }

    #[test]
    fn numbers_as_digits() {
        assert_eq!(numbered(4_010_232_137.0, 0), "4010232137");
        assert_eq!(numbered(7_700_900_123.0, 11), "07700900123");
        assert_eq!(numbered(0.1 + 0.2, 0), "0.3");
        assert_eq!(numbered(-1.5, 0), "-1.5");
        assert_eq!(numbered(1e21, 0), "1000000000000000000000");
        assert_eq!(numbered(f64::NAN, 0), "");
    }

    /// Day numbers as in ECMA-376 part 1, 18.17.4.2 and 18.17.4.3, and as Excel shows them.
    #[test]
    fn days_of_both_epochs() {
        assert_eq!(dated(1.0, false), "1900-01-01");
        assert_eq!(dated(59.0, false), "1900-02-28");
        assert_eq!(dated(60.0, false), "1900-02-29");
        assert_eq!(dated(61.0, false), "1900-03-01");
        assert_eq!(dated(29_221.0, false), "1980-01-01");
        assert_eq!(dated(2_958_465.0, false), "9999-12-31");
        assert_eq!(dated(0.0, true), "1904-01-01");
        assert_eq!(dated(1_461.0, true), "1908-01-01");
        assert_eq!(dated(27_759.0, true), "1980-01-01");
    }

    #[test]
    fn times_of_the_day() {
        assert_eq!(dated(45_943.541, false), "2025-10-13 12:59:02");
        assert_eq!(dated(0.5, false), "12:00:00");
        // Half a second before midnight is midnight.
        assert_eq!(dated(29_221.999_999, false), "1980-01-02");
        let mut text = String::new();
        assert!(duration(1.5, &mut text));
        assert_eq!(text, "36:00:00");
        assert!(!date(-1.0, Epoch1904(false), &mut text));
        assert!(!date(3e6, Epoch1904(false), &mut text));
    }

    #[test]
    fn iso_dates_and_durations() {
        let written = |write: fn(&str, &mut String), value: &str| {
            let mut text = String::new();
            write(value, &mut text);
            text
        };
        assert_eq!(written(iso_date, "1980-02-03"), "1980-02-03");
        assert_eq!(written(iso_date, "1980-02-03T00:00:00"), "1980-02-03");
        assert_eq!(
            written(iso_date, "1980-02-03T10:20:30.5"),
            "1980-02-03 10:20:30"
        );
        assert_eq!(written(iso_duration, "PT09H30M00S"), "09:30:00");
        assert_eq!(written(iso_duration, "PT36H"), "36:00:00");
        assert_eq!(written(iso_duration, "P1DT2H"), "P1DT2H");
    }

    #[test]
    fn formats_of_digits_and_of_months() {
        assert_eq!(digits_of_format("0000000000"), 10);
        assert_eq!(digits_of_format("000\\ 000\\ 0000"), 10);
        assert_eq!(digits_of_format("0.00"), 0);
        assert_eq!(digits_of_format("#,##0"), 0);
        assert_eq!(digits_of_format("General"), 0);
        assert!(is_month_only("d-mmm") && is_month_only("mmm-yy"));
        assert!(!is_month_only("dd/mm/yyyy") && !is_month_only("mm:ss"));
    }
}
