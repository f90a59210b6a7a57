use sha2::{Digest as _, Sha256};
use time::{Date, Month};

use super::phonetic::{metaphone, soundex};
use crate::interop::hex;
use crate::secret::Zeroizing;

/// What goes into tokens, in the order of the protocol's names for them, which is the order in which they are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// `birth_date`
    BirthDate,
    /// `email`
    Email,
    /// `email.sha2`
    EmailHash,
    /// `first`
    First,
    /// `first.initial`
    FirstInitial,
    /// `first.metaphone`
    FirstMetaphone,
    /// `first.soundex`
    FirstSoundex,
    /// `gender`
    Gender,
    /// `group_number`
    GroupNumber,
    /// `last`
    Last,
    /// `last.metaphone`
    LastMetaphone,
    /// `last.soundex`
    LastSoundex,
    /// `member_id`
    MemberId,
    /// `phone`
    Phone,
    /// `ssn`
    SocialSecurityNumber,
}

/// A value that cannot be normalised exactly as the protocol's implementation does; the value is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAttribute {
    /// Not a date.
    #[error("the birth date is not a date written as YYYY-MM-DD")]
    BirthDate,
    /// A number whose country cannot be told for certain.
    #[error(
        "the phone number is neither a North American number of ten digits nor written as +1 or +44 and its digits"
    )]
    Phone,
    /// Not a SHA-256 in hexadecimal.
    #[error("the hashed e-mail address is not the 64 hexadecimal digits of a SHA-256")]
    EmailHash,
}

/// A person's attributes, normalised. What is missing, empty or (a social security number) impossible is `None`.
#[derive(Default)]
pub struct Person {
    birth_date: Option<Zeroizing<String>>,
    email: Option<Zeroizing<String>>,
    email_hash: Option<Zeroizing<String>>,
    first: Option<Zeroizing<String>>,
    gender: Option<&'static str>,
    group_number: Option<Zeroizing<String>>,
    last: Option<Zeroizing<String>>,
    member_id: Option<Zeroizing<String>>,
    phone: Option<Zeroizing<String>>,
    social_security_number: Option<Zeroizing<String>>,
}

impl Person {
    /// First name: the letters A to Z and spaces alone, so that accented letters are left out and not unaccented.
    pub fn first_name(&mut self, text: &str) {
        self.first = name(text);
    }

    /// Last name, likewise.
    pub fn last_name(&mut self, text: &str) {
        self.last = name(text);
    }

    /// Gender: by its first letter F, W or G is `F`, M or B is `M`, and anything else `O`.
    pub fn gender(&mut self, text: &str) {
        let first = text.chars().find(|&c| !is_java_space(c));
        self.gender = first.map(|first| match first.to_ascii_uppercase() {
            'F' | 'W' | 'G' => "F",
            'M' | 'B' => "M",
            _ => "O",
        });
    }

    /// Birth date, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`InvalidAttribute::BirthDate`].
    pub fn birth_date(&mut self, text: &str) -> Result<(), InvalidAttribute> {
        let text = text.trim();
        if !text.is_empty() && !is_date(text) {
            return Err(InvalidAttribute::BirthDate);
        }
        self.birth_date = filled(text.to_owned());
        Ok(())
    }

    /// E-mail address: in small letters, without white space. Its hash too, unless that is given.
    pub fn email(&mut self, text: &str) {
        let mut text = text.to_lowercase();
        text.retain(|c| !is_java_space(c));
        self.email = filled(text);
    }

    /// The SHA-256 of an e-mail address, in hexadecimal.
    ///
    /// # Errors
    /// [`InvalidAttribute::EmailHash`].
    pub fn hashed_email(&mut self, text: &str) -> Result<(), InvalidAttribute> {
        let text = text.trim().to_lowercase();
        if !text.is_empty() && (text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Err(InvalidAttribute::EmailHash);
        }
        self.email_hash = filled(text);
        Ok(())
    }

    /// Phone number, to E.164. `spindle-token` reads numbers with libphonenumber for the United States; those for which
    /// the outcome is certain are read here, and others refused: ten digits that begin with 2 to 9, with or without a 1 or
    /// +1 before, and +44 with nine or ten digits that do not begin with 0.
    ///
    /// # Errors
    /// [`InvalidAttribute::Phone`].
    pub fn phone(&mut self, text: &str) -> Result<(), InvalidAttribute> {
        let text = text.trim();
        if text.is_empty() {
            self.phone = None;
            return Ok(());
        }
        let (international, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let punctuation = |c: char| matches!(c, ' ' | '(' | ')' | '-' | '.');
        if rest.chars().any(|c| !c.is_ascii_digit() && !punctuation(c)) {
            return Err(InvalidAttribute::Phone);
        }
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let north_american = |digits: &str| digits.len() == 10 && !digits.starts_with(['0', '1']);
        let number = if let Some(national) = digits.strip_prefix('1')
            && north_american(national)
        {
            format!("+1{national}")
        } else if !international && north_american(&digits) {
            format!("+1{digits}")
        } else if international
            && let Some(national) = digits.strip_prefix("44")
            && matches!(national.len(), 9 | 10)
            && !national.starts_with('0')
        {
            format!("+44{national}")
        } else {
            return Err(InvalidAttribute::Phone);
        };
        self.phone = filled(number);
        Ok(())
    }

    /// United States social security number: its digits, when the number can be one.
    pub fn social_security_number(&mut self, text: &str) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        self.social_security_number = filled(digits).filter(|digits| {
            digits.len() == 9
                && !digits.starts_with('9')
                && !matches!(digits.get(..3), Some("000" | "666"))
                && digits.get(3..5) != Some("00")
                && digits.get(5..) != Some("0000")
        });
    }

    /// Health plan's group number: in capital letters, without white space.
    pub fn group_number(&mut self, text: &str) {
        self.group_number = plan_number(text);
    }

    /// Health plan's member id, likewise.
    pub fn member_id(&mut self, text: &str) {
        self.member_id = plan_number(text);
    }

    /// The normalised attribute.
    pub(super) fn value(&self, attribute: Attribute) -> Option<Zeroizing<String>> {
        let derive = |name: &Option<Zeroizing<String>>, code: fn(&str) -> String| {
            name.as_ref().map(|name| Zeroizing::new(code(name)))
        };
        match attribute {
            Attribute::BirthDate => self.birth_date.clone(),
            Attribute::Email => self.email.clone(),
            Attribute::EmailHash => self
                .email_hash
                .clone()
                .or_else(|| derive(&self.email, |email| hex::lower(&Sha256::digest(email)))),
            Attribute::First => self.first.clone(),
            Attribute::FirstInitial => derive(&self.first, initial),
            Attribute::FirstMetaphone => heard(self.first.as_ref()),
            Attribute::FirstSoundex => derive(&self.first, soundex),
            Attribute::Gender => self.gender.map(|gender| Zeroizing::new(gender.to_owned())),
            Attribute::GroupNumber => self.group_number.clone(),
            Attribute::Last => self.last.clone(),
            Attribute::LastMetaphone => heard(self.last.as_ref()),
            Attribute::LastSoundex => derive(&self.last, soundex),
            Attribute::MemberId => self.member_id.clone(),
            Attribute::Phone => self.phone.clone(),
            Attribute::SocialSecurityNumber => self.social_security_number.clone(),
        }
    }
}

fn heard(name: Option<&Zeroizing<String>>) -> Option<Zeroizing<String>> {
    name.and_then(|name| metaphone(name)).map(Zeroizing::new)
}

fn initial(name: &str) -> String {
    name.chars().take(1).collect()
}

fn filled(text: String) -> Option<Zeroizing<String>> {
    (!text.is_empty()).then(|| Zeroizing::new(text))
}

fn name(text: &str) -> Option<Zeroizing<String>> {
    let mut kept = String::with_capacity(text.len());
    for c in text
        .chars()
        .filter(|&c| c.is_ascii_alphabetic() || c == ' ')
    {
        if !(c == ' ' && (kept.is_empty() || kept.ends_with(' '))) {
            kept.push(c.to_ascii_uppercase());
        }
    }
    kept.truncate(kept.trim_end().len());
    filled(kept)
}

fn plan_number(text: &str) -> Option<Zeroizing<String>> {
    let mut text = text.to_uppercase();
    text.retain(|c| !is_java_space(c));
    filled(text)
}

/// What `\s` is to Java: ASCII white space alone.
const fn is_java_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

fn is_date(text: &str) -> bool {
    let digits = |range| -> Option<u16> {
        let part: &str = text.get(range)?;
        let plain = part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok())?
    };
    let hyphens = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let date = || {
        let month = Month::try_from(u8::try_from(digits(5..7)?).ok()?).ok()?;
        let day = u8::try_from(digits(8..10)?).ok()?;
        Date::from_calendar_date(digits(0..4)?.into(), month, day).ok()
    };
    hyphens && date().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(attribute: Attribute, set: impl FnOnce(&mut Person)) -> Option<String> {
        let mut person = Person::default();
        set(&mut person);
        person.value(attribute).map(|value| value.to_string())
    }

    // By the rules and examples of the protocol's sections 4 and 5, and those of spindle-token's tests.
    #[test]
    fn attributes_are_normalised_as_the_protocol_says() {
        let some = |text: &str| Some(text.to_owned());
        let first = |text: &str| value(Attribute::First, |person| person.first_name(text));
        assert_eq!(first("  Zoë  O'Neil-Smith "), some("ZO ONEILSMITH"));
        assert_eq!(first("王"), None);
        let gender = |text: &str| value(Attribute::Gender, |person| person.gender(text));
        for (text, expected) in [
            ("female", "F"),
            (" Woman", "F"),
            ("girl", "F"),
            ("m", "M"),
            ("Boy", "M"),
            ("X", "O"),
        ] {
            assert_eq!(gender(text), some(expected), "{text}");
        }
        assert_eq!(gender(" "), None);
        let email = |person: &mut Person| person.email(" LPasteur@NotAReal.Email");
        assert_eq!(
            value(Attribute::Email, email),
            some("lpasteur@notareal.email")
        );
        let hash = "ead2f25d15689b7011c5be717f63d695a61ee07b63f78d1e32dabd2bea341929";
        assert_eq!(value(Attribute::EmailHash, email), some(hash));
        let given = |person: &mut Person| person.hashed_email(&hash.to_uppercase()).unwrap();
        assert_eq!(value(Attribute::EmailHash, given), some(hash));
        let ssn = |text: &str| {
            value(Attribute::SocialSecurityNumber, |person| {
                person.social_security_number(text);
            })
        };
        assert_eq!(ssn("123-45-6789"), some("123456789"));
        for text in [
            "666-12-3456",
            "000-12-3456",
            "912-12-3456",
            "123-00-4567",
            "123-34-0000",
            "1",
        ] {
            assert_eq!(ssn(text), None, "{text}");
        }
        let group = |person: &mut Person| person.group_number(" fake 123");
        assert_eq!(value(Attribute::GroupNumber, group), some("FAKE123"));
    }

    #[test]
    fn phone_numbers_are_certain_or_refused() {
        let phone = |text: &str| {
            let mut person = Person::default();
            person.phone(text)?;
            Ok(person
                .value(Attribute::Phone)
                .map(|value| value.to_string()))
        };
        for (text, expected) in [
            ("(234) 555-7890", "+12345557890"),
            ("1-234-555-7890", "+12345557890"),
            ("+1 234.555.7890", "+12345557890"),
            ("+44 7700 900123", "+447700900123"),
        ] {
            assert_eq!(phone(text), Ok(Some(expected.to_owned())), "{text}");
        }
        assert_eq!(phone(" "), Ok(None));
        for text in [
            "07700 900123",
            "+44 (0)7700 900123",
            "234-5557",
            "1234567890",
            "+33 1",
            "CALL ME",
            "2345557890x1",
        ] {
            assert_eq!(phone(text), Err(InvalidAttribute::Phone), "{text}");
        }
    }

    #[test]
    fn dates_are_whole_and_real() {
        let date = |text: &str| Person::default().birth_date(text);
        assert_eq!(date("1822-12-27"), Ok(()));
        assert_eq!(date(""), Ok(()));
        for text in [
            "27/12/1822",
            "1822-02-30",
            "1822-2-3",
            "18221227",
            "1822-12-27T00",
        ] {
            assert_eq!(date(text), Err(InvalidAttribute::BirthDate), "{text}");
        }
    }
}
