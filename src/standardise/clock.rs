//! A time of day as people and programs write it, with its zone.
//!
//! ISO 8601 (`T10:15:00.000+01:00`, `101500Z`), HL7 version 2 (`101500+0000`), the twelve-hour clock (`10.15pm`), the
//! 24-hour clock as emergency services write it (`1015hrs`), and the zones of the United Kingdom by name.

use super::date::{number, take};
use super::finding::Finding;

/// A time of day that exists; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// Minutes ahead of UTC, when the text says.
    pub offset: Option<i32>,
}

impl Clock {
    /// Whether it is the first second of the day.
    pub const fn is_midnight(self) -> bool {
        self.hour == 0 && self.minute == 0 && self.second == 0
    }
}

/// The furthest that any place is from UTC, in minutes: Kiribati, at 14 hours ahead.
const MAX_OFFSET: i32 = 14 * 60;

/// Reads the time of day that follows a date: nothing at all, or a time and nothing behind it. The errors are
/// `UnreadableTime` and `ImpossibleTime`.
pub fn after_date(text: &[u8]) -> Result<Option<Clock>, Finding> {
    let mut rest = text;
    take(&mut rest, |b| matches!(b, b' ' | b',' | b'\t'));
    if rest.is_empty() {
        return if text.is_empty() {
            Ok(None)
        } else {
            Err(Finding::UnreadableTime)
        };
    }
    // HL7 lets a zone follow a date without a time.
    if text.len() == 5 && matches!(text.first(), Some(b'+' | b'-')) {
        zone(text)?;
        return Ok(None);
    }
    if matches!(rest, [b'T' | b't', b'0'..=b'9', ..]) {
        take_one(&mut rest);
    } else if starts_with(rest, b"at ") {
        rest = rest.get(3..).unwrap_or_default();
    }
    let clock = take_clock(&mut rest)?;
    if rest.is_empty() {
        Ok(Some(clock))
    } else {
        Err(Finding::UnreadableTime)
    }
}

/// Reads the time of day that stands in front of a date, as in `10:15 02/03/2024`, and gives the date; `None` when none
/// stands there.
pub fn before_date(text: &[u8]) -> Result<Option<(Clock, &[u8])>, Finding> {
    let colon = text.iter().position(|b| !b.is_ascii_digit());
    if !matches!(colon, Some(1 | 2)) || colon.and_then(|at| text.get(at)) != Some(&b':') {
        return Ok(None);
    }
    let end = text
        .windows(2)
        .position(|pair| {
            matches!(pair, [b' ' | b',', next] if next.is_ascii_digit() || matches!(next, b'o' | b'O'))
        })
        .unwrap_or(text.len());
    let (mut time, mut date) = text.split_at_checked(end).unwrap_or((text, &[]));
    time = time.strip_suffix(b",").unwrap_or(time);
    let clock = take_clock(&mut time)?;
    if !time.is_empty() {
        return Err(Finding::UnreadableTime);
    }
    take(&mut date, |b| matches!(b, b' ' | b','));
    if starts_with(date, b"on ") {
        date = date.get(3..).unwrap_or_default();
    }
    Ok(Some((clock, date)))
}

/// Takes a time of day, its half of the day and its zone.
fn take_clock(rest: &mut &[u8]) -> Result<Clock, Finding> {
    let unreadable = Finding::UnreadableTime;
    let digits = take(rest, u8::is_ascii_digit);
    let part = |from: usize, to: usize| digits.get(from..to).and_then(number).ok_or(unreadable);
    let mut clock = Clock {
        hour: 0,
        minute: 0,
        second: 0,
        offset: None,
    };
    let mut hour_alone = false;
    match digits.len() {
        1 | 2 => {
            clock.hour = number(digits).ok_or(unreadable)?;
            if let [b':' | b'.', b'0'..=b'9', ..] = rest {
                clock.minute = take_pair(rest)?;
                if let [b':' | b'.', b'0'..=b'9', ..] = rest {
                    clock.second = take_pair(rest)?;
                }
            } else {
                hour_alone = true;
            }
        }
        4 => (clock.hour, clock.minute) = (part(0, 2)?, part(2, 4)?),
        6 => (clock.hour, clock.minute, clock.second) = (part(0, 2)?, part(2, 4)?, part(4, 6)?),
        _ => return Err(unreadable),
    }
    if let [b'.' | b',', b'0'..=b'9', ..] = rest {
        take_one(rest);
        take(rest, u8::is_ascii_digit);
    }
    let has_half = take_half_of_day(rest, &mut clock)?;
    if hour_alone && !has_half {
        return Err(unreadable);
    }
    take(rest, |b| *b == b' ');
    if !rest.is_empty() {
        clock.offset = Some(zone(rest)?);
        *rest = &[];
    }
    // A leap second (RFC 3339, 5.7), for which most clocks show the second before it again.
    if clock.second == 60 {
        clock.second = 59;
    }
    let ends_day = clock.hour == 24 && clock.minute == 0 && clock.second == 0;
    if (clock.hour > 23 && !ends_day) || clock.minute > 59 || clock.second > 59 {
        return Err(Finding::ImpossibleTime);
    }
    Ok(clock)
}

/// Takes a sign and two digits.
fn take_pair(rest: &mut &[u8]) -> Result<u32, Finding> {
    take_one(rest);
    let digits = take(rest, u8::is_ascii_digit);
    (digits.len() == 2)
        .then(|| number(digits))
        .flatten()
        .ok_or(Finding::UnreadableTime)
}

/// Takes `am`, `p.m.` or `hrs`, and turns the hour to the 24-hour clock. Says whether there was one of the first two.
fn take_half_of_day(rest: &mut &[u8], clock: &mut Clock) -> Result<bool, Finding> {
    let mut after = *rest;
    take(&mut after, |b| *b == b' ');
    let word = take(&mut after, |b| b.is_ascii_alphabetic() || *b == b'.');
    let letters: Vec<u8> = word
        .iter()
        .filter(|b| **b != b'.')
        .map(u8::to_ascii_uppercase)
        .collect();
    let is_afternoon = match letters.as_slice() {
        b"AM" => false,
        b"PM" => true,
        b"H" | b"HR" | b"HRS" | b"HOURS" => {
            *rest = after;
            return Ok(false);
        }
        _ => return Ok(false),
    };
    *rest = after;
    // 14:30 PM is written by programs that print both; 00:30 AM too.
    if clock.hour == 12 && !is_afternoon {
        clock.hour = 0;
    } else if clock.hour < 12 && is_afternoon {
        clock.hour += 12;
    } else if clock.hour > 12 && !is_afternoon {
        return Err(Finding::ImpossibleTime);
    }
    Ok(true)
}

/// The minutes ahead of UTC of a zone at the end of the text, such as `Z`, `+01:00`, `GMT+0100 (British Summer Time)`.
fn zone(text: &[u8]) -> Result<i32, Finding> {
    let unreadable = Finding::UnreadableTime;
    let mut rest = text;
    let name = take(&mut rest, u8::is_ascii_alphabetic).to_ascii_uppercase();
    let named = match name.as_slice() {
        b"Z" | b"UTC" | b"GMT" | b"" => 0,
        b"BST" => 60,
        _ => return Err(unreadable),
    };
    // What stands in brackets names the zone again.
    let remark = rest
        .iter()
        .position(|b| matches!(b, b'(' | b'['))
        .unwrap_or(rest.len());
    let numeric = rest.get(..remark).unwrap_or_default().trim_ascii();
    let Some((sign, digits)) = numeric.split_first() else {
        return if name.is_empty() {
            Err(unreadable)
        } else {
            Ok(named)
        };
    };
    let digits: Vec<u8> = digits.iter().copied().filter(|b| *b != b':').collect();
    let part = |from: usize, to: usize| digits.get(from..to).and_then(number).ok_or(unreadable);
    let (hours, minutes) = match digits.len() {
        2 => (part(0, 2)?, 0),
        4 => (part(0, 2)?, part(2, 4)?),
        _ => return Err(unreadable),
    };
    let offset = i32::try_from(hours * 60 + minutes).unwrap_or(i32::MAX);
    if minutes > 59 || offset > MAX_OFFSET {
        return Err(Finding::ImpossibleTime);
    }
    match sign {
        b'+' => Ok(offset),
        b'-' => Ok(-offset),
        _ => Err(unreadable),
    }
}

/// Drops a byte.
fn take_one(rest: &mut &[u8]) {
    *rest = rest.get(1..).unwrap_or_default();
}

fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_after_a_date() {
        for (text, hour, minute, second, offset) in [
            ("T10:15:30", 10, 15, 30, None),
            ("T10:15:30.123Z", 10, 15, 30, Some(0)),
            ("T101530Z", 10, 15, 30, Some(0)),
            ("101530.1234+0100", 10, 15, 30, Some(60)),
            (" 10:15", 10, 15, 0, None),
            (" 10:15:30+01:00", 10, 15, 30, Some(60)),
            (" 10:15 -0530", 10, 15, 0, Some(-330)),
            (" 10:15 BST", 10, 15, 0, Some(60)),
            (
                " 10:15:00 GMT+0100 (British Summer Time)",
                10,
                15,
                0,
                Some(60),
            ),
            ("T10:15:00+01:00[Europe/London]", 10, 15, 0, Some(60)),
            (" 10.15pm", 22, 15, 0, None),
            (" 10:15 P.M.", 22, 15, 0, None),
            (" 12:00:00 AM", 0, 0, 0, None),
            (" 12:30 PM", 12, 30, 0, None),
            (" 10pm", 22, 0, 0, None),
            (" at 22:15", 22, 15, 0, None),
            (", 22:15", 22, 15, 0, None),
            (" 2215hrs", 22, 15, 0, None),
            (" 2215", 22, 15, 0, None),
            ("T24:00", 24, 0, 0, None),
        ] {
            let expected = Clock {
                hour,
                minute,
                second,
                offset,
            };
            assert_eq!(after_date(text.as_bytes()), Ok(Some(expected)), "{text}");
        }
        assert_eq!(after_date(b""), Ok(None));
        assert_eq!(after_date(b"+0000"), Ok(None));
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "Z",
            " ",
            " or so",
            "T",
            "-01",
            " 1 Main Road",
            " 10",
            " 10:1",
            " 10:15 CET",
            "T10:15X",
        ] {
            assert_eq!(
                after_date(text.as_bytes()),
                Err(Finding::UnreadableTime),
                "{text}"
            );
        }
        for text in [
            " 25:00",
            " 10:60",
            " 24:01",
            " 10:15:61",
            " 14:30 AM",
            "T10:15+15:00",
        ] {
            assert_eq!(
                after_date(text.as_bytes()),
                Err(Finding::ImpossibleTime),
                "{text}"
            );
        }
    }

    #[test]
    fn times_before_a_date() {
        let read = |text: &'static str| before_date(text.as_bytes());
        for text in [
            "10:15 02/03/2024",
            "10:15, 02/03/2024",
            "10:15 on 02/03/2024",
            "10:15:00 GMT 02/03/2024",
        ] {
            let found = read(text).ok().flatten();
            assert_eq!(
                found.map(|(clock, date)| (clock.hour, clock.minute, date)),
                Some((10, 15, &b"02/03/2024"[..])),
                "{text}"
            );
        }
        assert_eq!(read("02/03/2024 10:15"), Ok(None));
        assert_eq!(read("2024-03-02"), Ok(None));
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<Vec<u8>>(), near in "[0-9T:Z+.apm BSTGM-]{0,20}") {
            let _ = (after_date(&text), before_date(&text));
            let _ = (after_date(near.as_bytes()), before_date(near.as_bytes()));
        }
    }
}
