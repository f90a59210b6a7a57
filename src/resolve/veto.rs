use super::answers::Answers;
use super::groups::Groups;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::RecordId;

/// What forbids a link: match keys that, when both records have one, must not differ, and what people have said.
pub(super) struct Veto<'a> {
    extracts: &'a [Extract],
    keys: Vec<usize>,
    answers: Option<&'a Answers>,
}

impl<'a> Veto<'a> {
    /// Forbids nothing.
    pub(super) const fn none() -> Self {
        Self {
            extracts: &[],
            keys: Vec::new(),
            answers: None,
        }
    }

    /// Forbids what people have said are two people's.
    pub(super) fn of_answers(answers: &'a Answers) -> Self {
        Self {
            answers: (!answers.is_empty()).then_some(answers),
            ..Self::none()
        }
    }

    pub(super) fn new(
        agreement: &Agreement,
        extracts: &'a [Extract],
        names: &[String],
        answers: &'a Answers,
    ) -> Self {
        let keys = agreement
            .match_keys()
            .iter()
            .enumerate()
            .filter(|(_, key)| names.contains(&key.name))
            .map(|(position, _)| position)
            .collect();
        Self {
            extracts,
            keys,
            ..Self::of_answers(answers)
        }
    }

    /// Whether these two contradict each other.
    pub(super) fn forbids(&self, one: RecordId, other: RecordId) -> bool {
        let contradicted = self.keys.iter().any(|&key| {
            let token = |record: RecordId| {
                self.extracts[usize::from(record.party)].token(key, record.row as usize)
            };
            matches!((token(one), token(other)), (Some(a), Some(b)) if a != b)
        });
        contradicted
            || self
                .answers
                .is_some_and(|answers| answers.keep_apart(one, other))
    }

    /// Whether any record already grouped with one contradicts any grouped with the other.
    pub(super) fn forbids_groups(&self, groups: &Groups, one: RecordId, other: RecordId) -> bool {
        if self.keys.is_empty() && self.answers.is_none() {
            return false;
        }
        groups.companions(one).any(|mine| {
            groups
                .companions(other)
                .any(|theirs| self.forbids(mine, theirs))
        })
    }
}
