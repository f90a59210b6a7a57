/// Why a text is not an agreement that can be worked with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AgreementError {
    /// Not JSON, or not of an agreement's shape.
    #[error(
        "the agreement cannot be read at line {line}, column {column}: {reason}. Ask the partner who made it for the file again, or correct it and check it"
    )]
    Syntax {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What the reader expected.
        reason: String,
    },
    /// JSON of another kind or a later version.
    #[error(
        "this is not a Split Tally agreement of version 1: its \"format\" or \"version\" says otherwise. Choose the agreement file, or use the version of Split Tally that made it"
    )]
    NotAnAgreement,
    /// Too large to be one.
    #[error(
        "the agreement is larger than {limit} bytes, which no agreement is. Choose the agreement file"
    )]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A rule is broken at a place.
    #[error("the agreement says something that cannot be followed at {place}: {problem}")]
    Invalid {
        /// Where, as a path such as `match_keys[2].parts[0].field`.
        place: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// No template of that name.
    #[error("there is no template \"{name}\". The templates are: {known}")]
    NoSuchTemplate {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// No preset of match keys of that name.
    #[error("there are no match keys called \"{name}\". There are: {known}")]
    NoSuchPreset {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Something was chosen that the template has not.
    #[error(
        "the template \"{template}\" does not have {what}. Leave it out, or choose another template"
    )]
    NotOfTemplate {
        /// The template.
        template: &'static str,
        /// What was chosen.
        what: String,
    },
    /// A template has no attribute of that name.
    #[error("the template has no attribute \"{name}\". Its attributes are: {known}")]
    NoSuchAttribute {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A party that the agreement does not name.
    #[error("the agreement has no party \"{party}\". Its parties are: {known}")]
    NoSuchParty {
        /// The party asked for.
        party: String,
        /// The parties there are.
        known: String,
    },
    /// A recipient that the agreement does not name.
    #[error("the agreement names no recipient \"{recipient}\". Its recipients are: {known}")]
    NoSuchRecipient {
        /// The recipient asked for.
        recipient: String,
        /// The recipients there are.
        known: String,
    },
    /// Several recipients, and nobody has said for which.
    #[error(
        "the agreement names several recipients, and each may hold something else. Say for which one this extract is (on the command line: --for NAME): {known}"
    )]
    RecipientNeeded {
        /// The recipients there are.
        known: String,
    },
    /// A recipient is asked for, and there are none.
    #[error(
        "the agreement names no recipients, so an extract is for the parties themselves and cannot be made for somebody else. Leave the recipient out, or agree on recipients first"
    )]
    NoRecipients,
    /// Its last day has passed.
    #[error(
        "the agreement is no longer in force: it expired at the end of {expires} (its clause \"expires\"), and today is {today}. Agree on a new edition (on the command line: agreement renew)"
    )]
    Expired {
        /// Its last day.
        expires: String,
        /// Today.
        today: String,
    },
    /// Results may not go back to single records.
    #[error(
        "the agreement lets results be counts only (its clause \"results\"), so links are not written and nothing goes back to single records. Make the combined view instead (on the command line: `split-tally view`): it links the extracts itself and keeps no links"
    )]
    CountsOnly,
}

impl AgreementError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "agreement.syntax",
            Self::NotAnAgreement => "agreement.not_an_agreement",
            Self::TooLarge { .. } => "agreement.too_large",
            Self::Invalid { .. } => "agreement.invalid",
            Self::NoSuchTemplate { .. } => "agreement.no_such_template",
            Self::NoSuchPreset { .. } => "agreement.no_such_preset",
            Self::NotOfTemplate { .. } => "agreement.not_of_template",
            Self::NoSuchAttribute { .. } => "agreement.no_such_attribute",
            Self::NoSuchParty { .. } => "agreement.no_such_party",
            Self::NoSuchRecipient { .. } => "agreement.no_such_recipient",
            Self::RecipientNeeded { .. } => "agreement.recipient_needed",
            Self::NoRecipients => "agreement.no_recipients",
            Self::Expired { .. } => "agreement.expired",
            Self::CountsOnly => "agreement.counts_only",
        }
    }
}
