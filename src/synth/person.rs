use super::{
    contact::{Email, Phone},
    given_names::GivenName,
    nhs_number::NhsNumber,
    places::Address,
    surnames::Surname,
};

/// A person's sex as administrative files record it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sex {
    #[default]
    Female,
    Male,
}

impl Sex {
    /// Of something for women and something for men, the one for this sex.
    pub(super) fn of<T>(self, [female, male]: &[T; 2]) -> &T {
        match self {
            Self::Female => female,
            Self::Male => male,
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Female => Self::Male,
            Self::Male => Self::Female,
        }
    }
}

/// The truth about one made-up person. Names and addresses are numbers, so that a million people fit in 50 megabytes.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub nhs_number: NhsNumber,
    /// The Julian day of birth.
    pub born: i32,
    pub address: Address,
    /// Where the household lived before.
    pub previous_address: Address,
    pub given_name: GivenName,
    pub middle_name: GivenName,
    pub surname: Surname,
    /// The surname before a marriage, a divorce or an adoption.
    pub former_surname: Option<Surname>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub sex: Sex,
}
