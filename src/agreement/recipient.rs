use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AgreementError, AgreementText};

/// Somebody for whom extracts are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Who.
    pub name: String,
    /// What they may hold.
    pub role: Role,
    /// The age public key (`age1...`, X25519) that files for them are encrypted to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
}

/// What a recipient of extracts may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A party, who holds the project key anyway: match keys and record filter.
    Partner,
    /// Matches without the project key: match keys, and a record filter only where it is hardened.
    Matcher,
    /// The one whom all parties trust as with the data: everything that the agreement has.
    Linker,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Partner, Self::Matcher, Self::Linker];

    /// Its name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Matcher => "matcher",
            Self::Linker => "linker",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl AgreementText {
    /// The recipient for whom an extract is made: the one of this name, or the only one there is. `None` where the
    /// agreement names no recipients: then extracts are for the parties themselves.
    ///
    /// # Errors
    /// [`AgreementError::NoSuchRecipient`] and [`AgreementError::RecipientNeeded`] name those that there are;
    /// [`AgreementError::NoRecipients`] when one is asked for and there are none.
    pub fn expect_recipient(
        &self,
        name: Option<&str>,
    ) -> Result<Option<&Recipient>, AgreementError> {
        let known = || {
            let names = self.recipients.iter();
            let names: Vec<_> = names.map(|one| one.name.as_str()).collect();
            names.join(", ")
        };
        match (self.recipients.as_slice(), name) {
            ([], None) => Ok(None),
            ([], Some(_)) => Err(AgreementError::NoRecipients),
            ([only], None) => Ok(Some(only)),
            (_, None) => Err(AgreementError::RecipientNeeded { known: known() }),
            (recipients, Some(name)) => recipients
                .iter()
                .find(|recipient| recipient.name == name)
                .map(Some)
                .ok_or_else(|| AgreementError::NoSuchRecipient {
                    recipient: name.chars().take(64).collect(),
                    known: known(),
                }),
        }
    }
}
