//! What standardising one cell gives, and the kinds of defect it can report.
//!
//! A finding names a kind of defect and never the value that had it, so that findings can be counted, shown and put
//! into a run record without repeating anything about a person.

use std::fmt;

/// What a [`Finding`] means for the value it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not possible as this kind of value, such as 31 February or a wrong check digit: the value cannot be used.
    Invalid,
    /// Legible, but it stands for "not known", such as 1900-01-01 or ZZ99 3VZ: no token is made from it.
    Blanked,
    /// Used, but worth a look at the source.
    Note,
}

/// Declares [`Finding`] as one table, so that a kind, its code, its severity and its words cannot drift apart.
macro_rules! findings {
    ($($(#[$doc:meta])* $kind:ident, $code:literal, $severity:ident, $message:literal;)+) => {
        /// One kind of defect in one value. What the variants' words say is shown to the person who owns the data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Finding {
            $($(#[$doc])* $kind,)+
        }

        impl Finding {
            /// Every kind, in the order in which they are declared.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// A stable name for files and programs, such as `impossible_date`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)+
                }
            }

            /// What the finding means for the value.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$kind => Severity::$severity,)+
                }
            }

            /// Plain words that complete "N values ...", with what to do about it.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$kind => $message,)+
                }
            }
        }
    };
}

findings! {
    /// `UNKNOWN`, `N/A`, `NULL`, `?` and the like, in any kind of field but a name.
    Placeholder, "placeholder", Blanked,
    "say that the value is not known, so they count as missing: leave such cells empty";
    /// A number that a spreadsheet rounded, such as `9.43E+09`.
    SpreadsheetNumber, "spreadsheet_number", Invalid,
    "were rounded by a spreadsheet, such as 9.43E+09: format the column as text and export again from the source";
    /// Letters lost or mangled by a wrong character encoding.
    GarbledText, "garbled_text", Note,
    "hold letters damaged by an earlier export: export again from the source as UTF-8";
    /// A name or text that is not written in Latin letters.
    OtherScript, "other_script", Note,
    "hold letters outside A to Z that have no plain equivalent: they are used as they are and match only the same spelling";

    /// A name cell that stands for "not known", such as `BABY BOY` or `XXTESTPATIENT`.
    NamePlaceholder, "name_placeholder", Blanked,
    "stand in for a name, such as UNKNOWN or BABY BOY, so they count as missing: add the name once it is known";
    /// A name cell without a single letter.
    NameWithoutLetters, "name_without_letters", Invalid,
    "hold no letters: check that the right column is mapped to the name";
    /// Digits inside a name.
    NameDigits, "name_digits", Note,
    "had digits in a name, which were removed: check that the right column is mapped to the name";
    /// A name of one letter.
    NameInitial, "name_initial", Note,
    "are a single letter: give the whole name if the source has it";

    /// A date that is not in the calendar.
    ImpossibleDate, "impossible_date", Invalid,
    "are not a day that exists when read day first, such as 31 February: correct them at the source";
    /// Text that no accepted way of writing a date explains.
    UnreadableDate, "unreadable_date", Invalid,
    "cannot be read as a date: write dates as YYYY-MM-DD or DD/MM/YYYY";
    /// A year alone, or a month and year.
    PartialDate, "partial_date", Invalid,
    "give only part of a date, such as a year: give the day, month and year, or leave the cell empty";
    /// A spreadsheet's count of days, such as `29221`.
    SpreadsheetDate, "spreadsheet_date", Invalid,
    "look like a spreadsheet's day number: format the column as YYYY-MM-DD and export again";
    /// A birth date after the latest day the caller allows.
    FutureDate, "future_date", Invalid,
    "are in the future: correct them at the source";
    /// A birth date more than 120 years before that day.
    DateTooOld, "date_too_old", Invalid,
    "are more than 120 years ago: correct them at the source";
    /// A date that systems fill in when none was given.
    DefaultDate, "default_date", Blanked,
    "are a date that systems fill in when none was given, such as 1900-01-01, so they count as missing";
    /// 1 January, which is often made up from a year alone.
    FirstOfJanuary, "first_of_january", Note,
    "are on 1 January, which is often made up when only the year is known: check them if there are many";
    /// A year of two digits, whose century had to be inferred.
    TwoDigitYear, "two_digit_year", Note,
    "have a year of two digits, so people over 100 get the wrong century: export years with four digits";
    /// Seven digits, which are a day of one digit, a month and a year.
    DateLeadingZero, "date_leading_zero", Note,
    "had lost the leading zero of the day, which was put back: format the column as text and export again";
    /// A time other than midnight after the date.
    DateWithTime, "date_with_time", Note,
    "have a time other than midnight after the date: check that no time zone has moved the day";

    /// Text that no accepted way of writing a date and time explains.
    UnreadableTime, "unreadable_time", Invalid,
    "cannot be read as a date and time: write them as YYYY-MM-DD HH:MM";
    /// A day without a time of day, where both are wanted.
    TimeMissing, "time_missing", Invalid,
    "give a day without a time of day: give the time, or leave the cell empty";
    /// A time of day that no clock shows.
    ImpossibleTime, "impossible_time", Invalid,
    "have a time of day that does not exist, such as 25:00: correct them at the source";
    /// Exactly midnight, which is often made up from a day alone.
    MidnightTime, "midnight_time", Note,
    "are exactly midnight, which is often made up when only the day is known: check them if there are many";
    /// A local time in the hour that summer time ends, which the clock shows twice.
    ClockHourRepeated, "clock_hour_repeated", Note,
    "fall in the hour that the clock shows twice when summer time ends, and were read as the first: export times with their offset from UTC";
    /// A local time in the hour that summer time skips.
    ClockHourSkipped, "clock_hour_skipped", Note,
    "fall in the hour that the clock skips when summer time starts, and were read as if it had not been put forward: export times with their offset from UTC";
    /// A local time of before 1972.
    LocalTimeTooOld, "local_time_too_old", Invalid,
    "are UK times of before 1972, whose clock changes are not known here: give them in UTC, with a Z behind";

    /// An NHS number whose last digit does not fit the others.
    NhsNumberCheckDigit, "nhs_number_check_digit", Invalid,
    "do not pass the check of an NHS number, as the last digit does not fit the others: correct them at the source";
    /// An NHS number without exactly ten digits.
    NhsNumberLength, "nhs_number_length", Invalid,
    "do not have the ten digits of an NHS number: check for a cut-off or a lost leading zero";
    /// An NHS number with letters or other signs in it.
    NhsNumberCharacters, "nhs_number_characters", Invalid,
    "hold something other than digits, so they are not NHS numbers: check that the right column is mapped";
    /// An NHS number typed to get past a required field.
    NhsNumberDummy, "nhs_number_dummy", Blanked,
    "are a dummy NHS number, such as the same digit ten times, so they count as missing";
    /// An NHS number from the range kept for tests.
    NhsNumberTestRange, "nhs_number_test_range", Blanked,
    "are NHS numbers from the 999 range kept for tests, so they count as missing: remove test records";

    /// Text that does not have the shape of a UK postcode.
    PostcodeShape, "postcode_shape", Invalid,
    "do not have the shape of a UK postcode: correct them at the source";
    /// The first half of a postcode alone.
    PostcodePartial, "postcode_partial", Invalid,
    "give only the first half of a postcode: give the whole postcode";
    /// An NHS pseudo postcode (`ZZ99 ...`).
    PostcodePseudo, "postcode_pseudo", Blanked,
    "are pseudo postcodes (ZZ99), which stand for no fixed abode, abroad or not known, so they count as missing";
    /// A number of the British Forces Post Office (`BFPO 801`).
    PostcodeForces, "postcode_forces", Blanked,
    "are BFPO numbers, which are not postcodes, so they count as missing: give the postcode that starts with BF1";
    /// A letter O for a digit 0, a letter I for a digit 1, or the reverse.
    PostcodeRepaired, "postcode_repaired", Note,
    "had O for 0 or I for 1 (or the reverse), which was put right: correct them at the source";
    /// `NFA`, `NO FIXED ABODE` and the like, as a postcode or an address.
    NoFixedAbode, "no_fixed_abode", Blanked,
    "say that the person has no fixed abode, so the address counts as missing";

    /// A sex that is recorded as not known or not stated.
    SexNotKnown, "sex_not_known", Blanked,
    "say that the sex is not known or not stated, so they count as missing";
    /// A sex code that no known list explains.
    SexUnrecognised, "sex_unrecognised", Invalid,
    "are not a code or word for a sex that is known here: use M, F, X or the NHS codes 1, 2, 9";
    /// A bare `X`, which means "not known" in the NHS and a third sex elsewhere.
    SexAmbiguous, "sex_ambiguous", Note,
    "are X, which the NHS uses for not known and others for a third sex: if it means not known, leave the cell empty";

    /// A UPRN that is not 1 to 12 digits.
    UprnShape, "uprn_shape", Invalid,
    "are not a UPRN, which has 1 to 12 digits: check that the right column is mapped";
    /// A UPRN of zeros only.
    UprnZero, "uprn_zero", Blanked,
    "are a UPRN of zeros, so they count as missing";
    /// Text that is not a telephone number of an accepted kind.
    PhoneShape, "phone_shape", Invalid,
    "are not a UK landline or mobile number, or an international number with a plus sign: correct them at the source";
    /// A UK number without its leading zero.
    PhoneLeadingZero, "phone_leading_zero", Note,
    "had lost their leading zero, which was put back: format the column as text and export again";
    /// A telephone number typed to get past a required field.
    PhoneDummy, "phone_dummy", Blanked,
    "are dummy telephone numbers, such as one digit repeated, so they count as missing";
    /// Text that is not one e-mail address.
    EmailShape, "email_shape", Invalid,
    "are not one e-mail address, such as name@example.org: correct them at the source";
    /// An e-mail address that reaches nobody, such as `none@none.com` or a no-reply address.
    EmailPlaceholder, "email_placeholder", Blanked,
    "are e-mail addresses that stand for none, so they count as missing: leave such cells empty";
    /// Text that is no kind of location known here.
    LocationShape, "location_shape", Invalid,
    "are not a location: give easting and northing, an OS grid reference, or latitude and longitude in one cell";
    /// A place that is not in or near Great Britain.
    LocationOutside, "location_outside", Invalid,
    "lie outside Great Britain and the seas around it: check for a lost minus sign or digit";
    /// Zeros for both coordinates.
    LocationZero, "location_zero", Blanked,
    "are zeros for a location, so they count as missing: leave such cells empty";
    /// Latitude and longitude, or easting and northing, the wrong way round.
    LocationSwapped, "location_swapped", Note,
    "had their two coordinates the wrong way round, which was put right: correct the order at the source";
    /// A grid reference of a square of a kilometre or more.
    LocationCoarse, "location_coarse", Note,
    "are grid references of a square of a kilometre or more: give at least six digits if the source has them";
    /// Three words in the manner of what3words.
    LocationWords, "location_words", Note,
    "are three words for a location: they match only the same words, and cannot be checked: give coordinates if the source has them";

    /// A place in words that the gazetteer turned into coordinates.
    PlaceFound, "place_found", Note,
    "are places in words that the gazetteer turned into coordinates: check some of them on a map";
    /// A place in words that the gazetteer does not have.
    PlaceNotFound, "place_not_found", Blanked,
    "are places in words that the gazetteer does not have, or has more than once, so they count as missing: add them to it";

    /// From when to when, with the end before the beginning.
    SpanBackwards, "span_backwards", Invalid,
    "end before they begin: correct them at the source";
    /// From when to when, too far apart to say when.
    SpanTooLong, "span_too_long", Blanked,
    "span more than 12 hours, which does not say when it happened, so they count as missing";

    /// A cell that is none of the values that the agreement lists for the field.
    NotListed, "not_listed", Invalid,
    "are none of the values that the agreement lists for this field: correct them, or translate them with a file of codes";
    /// A code that the file of codes does not have.
    CodeNotListed, "code_not_listed", Invalid,
    "are not in the file of codes: add them to it, with an empty value if they mean that it is not known";

    /// A number field without a single digit.
    NoDigits, "no_digits", Invalid,
    "hold no digits: check that the right column is mapped";
}

/// One cell in standard form, or the reason there is none.
///
/// `Debug` shows whether there is a value and never the value, which is a person's.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Standardised {
    /// The standard form; `None` when the cell was empty or its content must not be used.
    pub value: Option<String>,
    /// What was found; an empty cell has neither value nor finding.
    pub finding: Option<Finding>,
}

impl Standardised {
    /// An empty cell.
    #[must_use]
    pub const fn missing() -> Self {
        Self {
            value: None,
            finding: None,
        }
    }

    /// A value with nothing to remark on.
    #[must_use]
    pub const fn value(value: String) -> Self {
        Self {
            value: Some(value),
            finding: None,
        }
    }

    /// A value that is used, with a note.
    #[must_use]
    pub const fn noted(value: String, finding: Finding) -> Self {
        Self {
            value: Some(value),
            finding: Some(finding),
        }
    }

    /// No value, for the reason given: invalid, or standing for "not known".
    #[must_use]
    pub const fn rejected(finding: Finding) -> Self {
        Self {
            value: None,
            finding: Some(finding),
        }
    }
}

impl fmt::Debug for Standardised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standardised")
            .field("has_value", &self.value.is_some())
            .field("finding", &self.finding)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_snake_case() {
        let mut codes: Vec<_> = Finding::ALL.iter().map(|f| f.code()).collect();
        assert!(
            codes
                .iter()
                .all(|c| c.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        );
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Finding::ALL.len());
    }

    #[test]
    fn every_message_is_a_fragment_and_every_invalid_one_has_a_remedy() {
        for finding in Finding::ALL {
            let message = finding.message();
            assert!(
                message.starts_with(|c: char| c.is_ascii_lowercase()),
                "{message}"
            );
            assert!(!message.ends_with('.'), "{message}");
            assert!(
                finding.severity() != Severity::Invalid || message.contains(": "),
                "{message}"
            );
        }
    }

    #[test]
    fn debug_does_not_show_the_value() {
        let shown = format!(
            "{:?}",
            Standardised::noted("OBRIEN".to_owned(), Finding::NameDigits)
        );
        assert!(!shown.contains("OBRIEN"));
        assert!(shown.contains("NameDigits"));
    }

    #[test]
    fn constructors_fill_the_right_halves() {
        assert_eq!(Standardised::missing(), Standardised::default());
        assert_eq!(Standardised::value("A".to_owned()).finding, None);
        assert_eq!(Standardised::rejected(Finding::UprnZero).value, None);
    }
}
