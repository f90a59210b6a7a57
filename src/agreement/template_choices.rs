//! What people settle when they make an agreement from a template.

use super::{Disclosure, IncidentChoices, Results};

/// What can be chosen of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateChoices<'a> {
    /// The name of the preset of match keys.
    pub match_keys: &'a str,
    /// Whether records that no match key links are compared by the similarity of their record filters. Without, extracts
    /// have no record filter.
    pub similarity: bool,
    /// Parties whose files may hold a person several times.
    pub repeats: &'a [String],
    /// Whether people who share a home are put together, as a second level.
    pub households: bool,
    /// Whether pairs that are nearly links are put to the people who hold their records.
    pub review: bool,
    /// How results may be used.
    pub results: Results,
    /// The last day of the agreement, such as `2027-03-31`.
    pub expires: Option<&'a str>,
    /// Of a template that has attributes, those wanted, by name, or as `NAME=PARTY+PARTY` with the parties that contribute
    /// it; all of them from all parties when there are none here.
    pub attributes: &'a [String],
    /// For attributes that not all parties may see record by record, who may, as `NAME=PARTY+PARTY`, or `NAME=` for nobody.
    /// Those that are not named are seen by all parties, or by nobody where results are counts alone.
    pub seen_by: &'a [String],
    /// Which counts may be published, where that is not left to the template.
    pub disclosure: Option<Disclosure>,
    /// What the template of incidents alone has to choose.
    pub incident: IncidentChoices<'a>,
}

impl Default for TemplateChoices<'_> {
    fn default() -> Self {
        Self {
            match_keys: "own",
            similarity: true,
            repeats: &[],
            households: false,
            review: false,
            results: Results::Records,
            expires: None,
            attributes: &[],
            seen_by: &[],
            disclosure: None,
            incident: IncidentChoices::default(),
        }
    }
}
