use time::{Date, Month};

use super::LinkjaError;

/// The least length of a name, in linkja's validation.
const LEAST_NAME: usize = 2;

/// A person as linkja hashes one.
pub struct LinkjaPerson {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) birth_date: Date,
    /// Four digits, or nothing.
    pub(super) number: String,
}

impl LinkjaPerson {
    /// Normalises as linkja does: capital letters, hyphens to spaces, other characters than A to Z left out, the last four
    /// digits of the number. `None` when a name or the date is missing, or a name has fewer than two letters.
    ///
    /// # Errors
    /// [`LinkjaError`] for values that linkja refuses.
    pub fn new(
        first: &str,
        last: &str,
        birth_date: &str,
        social_security_number: &str,
    ) -> Result<Option<Self>, LinkjaError> {
        let number = last_four(social_security_number)?;
        let birth_date = birth_date.trim();
        if birth_date.is_empty() {
            return Ok(None);
        }
        let birth_date = iso_date(birth_date).ok_or(LinkjaError::BirthDate)?;
        let (first, last) = (name(first), name(last));
        let usable = first.len() >= LEAST_NAME && last.len() >= LEAST_NAME;
        Ok(usable.then_some(Self {
            first,
            last,
            birth_date,
            number,
        }))
    }
}

fn name(text: &str) -> String {
    let spaced = text.to_uppercase().replace('-', " ");
    let mut words = String::with_capacity(spaced.len());
    for c in spaced.trim().chars() {
        if !(c == ' ' && words.ends_with(' ')) {
            words.push(c);
        }
    }
    words.retain(|c| c.is_ascii_uppercase() || c == ' ');
    words.trim().to_owned()
}

fn last_four(number: &str) -> Result<String, LinkjaError> {
    let number = number.trim();
    if !number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' '))
    {
        return Err(LinkjaError::SocialSecurityNumber);
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let four = digits
        .len()
        .checked_sub(4)
        .and_then(|from| digits.get(from..));
    Ok(four
        .filter(|&four| four != "0000")
        .unwrap_or_default()
        .to_owned())
}

pub(super) fn iso_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u16>().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()?;
    parts.next().is_none().then_some(date)
}
