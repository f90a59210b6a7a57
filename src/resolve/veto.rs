use super::groups::Groups;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::RecordId;

/// The match keys that, when both records have one and they differ, forbid a link.
pub(super) struct Veto<'a> {
    extracts: &'a [Extract],
    keys: Vec<usize>,
}

impl<'a> Veto<'a> {
    /// Forbids nothing.
    pub(super) const fn none() -> Self {
        Self {
            extracts: &[],
            keys: Vec::new(),
        }
    }

    pub(super) fn new(agreement: &Agreement, extracts: &'a [Extract], names: &[String]) -> Self {
        let keys = agreement
            .match_keys()
            .iter()
            .enumerate()
            .filter(|(_, key)| names.contains(&key.name))
            .map(|(position, _)| position)
            .collect();
        Self { extracts, keys }
    }

    fn forbids(&self, one: RecordId, other: RecordId) -> bool {
        self.keys.iter().any(|&key| {
            let token = |record: RecordId| {
                self.extracts[usize::from(record.party)].token(key, record.row as usize)
            };
            matches!((token(one), token(other)), (Some(a), Some(b)) if a != b)
        })
    }

    /// Whether any record already grouped with one contradicts any grouped with the other.
    pub(super) fn forbids_groups(&self, groups: &Groups, one: RecordId, other: RecordId) -> bool {
        !self.keys.is_empty()
            && groups.companions(one).any(|mine| {
                groups
                    .companions(other)
                    .any(|theirs| self.forbids(mine, theirs))
            })
    }
}
