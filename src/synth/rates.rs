use super::Error;

/// How the copies that parties keep differ from the truth, by the kind of file.
///
/// Parties keep their copies independently: what one gets wrong tells nothing about the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Corruption {
    /// For the first, third, fifth... party: a hospital's file, with capitals, ISO dates and NHS numbers.
    pub clinical: Rates,
    /// For the second, fourth... party: a council's file, with UPRNs and day-first dates, without many NHS numbers.
    pub civic: Rates,
}

macro_rules! rates {
    ($($(#[$doc:meta])* $name:ident: $clinical:literal, $civic:literal;)*) => {
        /// Shares, each from 0 to 1, of the rows to which something befalls.
        ///
        /// A rate applies where it can: a nickname needs a given name that has one, a former surname a person who
        /// bore one, and a value goes missing whatever else befell it.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Rates {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl Corruption {
            /// Rates at which pairs of true records agree about as often as in administrative files.
            ///
            /// With them some 84% of true pairs agree on given name, 85% on surname, 94% on birth date, 81% on postcode
            /// (10% differ by a move) and 72% on NHS number, which one side or both lack in 25%.
            pub const REALISTIC: Self = Self {
                clinical: Rates { $($name: $clinical,)* },
                civic: Rates { $($name: $civic,)* },
            };

            /// No corruption: parties' copies differ in layout only.
            pub const NONE: Self = Self {
                clinical: Rates { $($name: 0.0,)* },
                civic: Rates { $($name: 0.0,)* },
            };

            pub(super) fn check(&self) -> Result<(), Error> {
                for (file, rates) in [("clinical", &self.clinical), ("civic", &self.civic)] {
                    for (name, rate) in [$((stringify!($name), rates.$name),)*] {
                        if !(0.0..=1.0).contains(&rate) {
                            return Err(Error::RateOutOfRange { name: format!("{file}.{name}"), rate });
                        }
                    }
                }
                Ok(())
            }
        }
    };
}

rates! {
    /// A slip of the keyboard, the ear or the scanner in the given name.
    given_name_typo: 0.025, 0.04;
    /// The same in the surname.
    surname_typo: 0.037, 0.06;
    /// A short form in place of the given name.
    nickname: 0.04, 0.08;
    /// The middle name written after the given name.
    middle_name: 0.015, 0.02;
    /// The given name's initial only.
    initial_only: 0.003, 0.008;
    /// Given name and surname in each other's place.
    swapped_names: 0.003, 0.005;
    /// The surname from before a marriage, a divorce or an adoption.
    former_surname: 0.10, 0.13;
    /// The former and the present surname joined by a hyphen.
    double_barrelled: 0.02, 0.03;
    /// The address from before a move.
    moved: 0.055, 0.05;
    /// A wrong digit in the birth date, which remains a date.
    birth_date_typo: 0.014, 0.021;
    /// Day and month in each other's place, where that is a date.
    day_month_swapped: 0.005, 0.009;
    /// 1 January, as if only the year were known.
    first_of_january: 0.002, 0.005;
    /// The other sex.
    wrong_sex: 0.002, 0.005;
    /// A slip in the postcode.
    postcode_typo: 0.03, 0.035;
    /// The address line written in another way, or with a slip.
    address_variant: 0.06, 0.10;
    /// Other digits in the NHS number: most fail the check digit, a few are another valid number.
    nhs_number_typo: 0.014, 0.02;
    /// Another telephone number.
    other_phone: 0.08, 0.10;
    /// Another email address.
    other_email: 0.06, 0.08;
    /// Unusual letter case, spaces before, within or after a value.
    untidy: 0.02, 0.05;
    /// No given name.
    given_name_missing: 0.008, 0.012;
    /// No surname.
    surname_missing: 0.002, 0.003;
    /// No birth date.
    birth_date_missing: 0.005, 0.008;
    /// No sex.
    sex_missing: 0.004, 0.03;
    /// No address line.
    address_missing: 0.01, 0.012;
    /// No postcode.
    postcode_missing: 0.014, 0.02;
    /// No UPRN.
    uprn_missing: 0.35, 0.04;
    /// No telephone number, although the person has one.
    phone_missing: 0.15, 0.30;
    /// No email address, although the person has one.
    email_missing: 0.35, 0.25;
    /// No NHS number.
    nhs_number_missing: 0.05, 0.21;
}

impl Default for Corruption {
    fn default() -> Self {
        Self::REALISTIC
    }
}
