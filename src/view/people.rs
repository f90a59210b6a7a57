use std::collections::BTreeMap;

use super::ViewError;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::rejoin::LinkedRecords;

/// What is counted of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Profile {
    /// The parties that know the person, a bit each, in the agreement's order.
    pub(super) parties: u32,
    /// For each attribute of the agreement 0 where it is missing, else one more than the value's place.
    pub(super) places: Vec<u32>,
}

impl Profile {
    pub(super) const fn is_known_to(&self, party: usize) -> bool {
        self.parties >> party & 1 == 1
    }

    /// The place of the attribute's value, if it is known.
    pub(super) fn place(&self, attribute: usize) -> Option<u32> {
        self.places.get(attribute)?.checked_sub(1)
    }

    /// Whether any attribute of this domain says that there is a need.
    pub(super) fn needs(&self, agreement: &Agreement, domain: &str) -> bool {
        self.needs_times(agreement, domain) > 0
    }

    /// How many attributes of this domain say that there is a need.
    pub(super) fn needs_times(&self, agreement: &Agreement, domain: &str) -> usize {
        let attributes = agreement.attributes().iter().enumerate();
        attributes
            .filter(|(_, attribute)| attribute.domain == domain)
            .filter(|(position, attribute)| {
                self.place(*position)
                    .is_some_and(|place| attribute.is_need(place))
            })
            .count()
    }

    /// Adds what another record of the person says: of two values the one later in the list counts.
    fn add(&mut self, record: &Self) {
        self.parties |= record.parties;
        for (own, other) in self.places.iter_mut().zip(&record.places) {
            *own = (*own).max(*other);
        }
    }
}

/// Counts people alike: groups of linked records, and records that are linked to none.
pub(super) fn people(
    agreement: &Agreement,
    extracts: &[Extract],
    links: (&str, &LinkedRecords),
) -> Result<BTreeMap<Profile, u64>, ViewError> {
    let records = Records::new(agreement, extracts);
    let mut people: BTreeMap<Profile, u64> = BTreeMap::new();
    each_group(extracts, links, |members| {
        let mut person = Profile {
            parties: 0,
            places: vec![0; agreement.attributes().len()],
        };
        for &member in members {
            person.add(&records.profile(member));
        }
        *people.entry(person).or_default() += 1;
    })?;
    Ok(people)
}

/// A record: the position of its extract, and its row there.
pub(super) type Member = (usize, usize);

/// The records of the extracts, as far as a view needs them.
pub(super) struct Records<'a> {
    extracts: &'a [Extract],
    /// For each extract its party's place in the agreement.
    parties: Vec<Option<usize>>,
    /// For each extract and attribute of the agreement its column, if it travels there.
    positions: Vec<Vec<Option<usize>>>,
}

impl<'a> Records<'a> {
    pub(super) fn new(agreement: &Agreement, extracts: &'a [Extract]) -> Self {
        let place = |extract: &Extract| {
            let mut parties = agreement.text().parties.iter();
            parties.position(|name| *name == extract.header().party)
        };
        Self {
            extracts,
            parties: extracts.iter().map(place).collect(),
            positions: extracts
                .iter()
                .map(|extract| own_positions(agreement, extract))
                .collect(),
        }
    }

    /// The place of the record's party in the agreement.
    pub(super) fn party(&self, (extract, _): Member) -> Option<usize> {
        self.parties.get(extract).copied().flatten()
    }

    /// The place of the value that a record has of an attribute.
    pub(super) fn place(&self, (extract, row): Member, attribute: usize) -> Option<u32> {
        let column = self
            .positions
            .get(extract)?
            .get(attribute)
            .copied()
            .flatten()?;
        self.extracts.get(extract)?.attribute(column, row)
    }

    /// Whether an attribute travels in any extract of this party.
    pub(super) fn has(&self, party: usize, attribute: usize) -> bool {
        let extracts = self.parties.iter().zip(&self.positions);
        extracts
            .filter(|(of, _)| **of == Some(party))
            .any(|(_, positions)| positions.get(attribute).copied().flatten().is_some())
    }

    fn profile(&self, member: Member) -> Profile {
        let attributes = self.positions.get(member.0).map_or(0, Vec::len);
        let place = |attribute| self.place(member, attribute).map_or(0, |place| place + 1);
        Profile {
            parties: self.party(member).map_or(0, |place| 1 << place),
            places: (0..attributes).map(place).collect(),
        }
    }
}

/// Goes through the groups of linked records, and the records that are linked to none, each by itself.
pub(super) fn each_group(
    extracts: &[Extract],
    (file, links): (&str, &LinkedRecords),
    mut found: impl FnMut(&[Member]),
) -> Result<(), ViewError> {
    let mut linked: Vec<Vec<bool>> = Vec::with_capacity(extracts.len());
    linked.extend(extracts.iter().map(|extract| vec![false; extract.len()]));
    let mut strange: BTreeMap<&str, usize> = BTreeMap::new();
    let mut group: Vec<Member> = Vec::new();
    for (_, members) in links.groups() {
        group.clear();
        for member in members {
            let of = extracts
                .iter()
                .position(|extract| extract.header().party == member.party)
                .ok_or_else(|| ViewError::NoExtract {
                    file: file.to_owned(),
                    party: member.party.clone(),
                })?;
            let Some(row) = extracts[of].row_of(member.record) else {
                *strange.entry(&member.party).or_default() += 1;
                continue;
            };
            if std::mem::replace(&mut linked[of][row], true) {
                return Err(ViewError::Twice {
                    file: file.to_owned(),
                    party: member.party.clone(),
                });
            }
            group.push((of, row));
        }
        if !group.is_empty() {
            found(&group);
        }
    }
    if let Some((party, count)) = strange.first_key_value() {
        return Err(ViewError::OtherExtract {
            file: file.to_owned(),
            party: (*party).to_owned(),
            count: *count,
        });
    }
    for (of, rows) in linked.iter().enumerate() {
        for (row, _) in rows.iter().enumerate().filter(|(_, linked)| !**linked) {
            found(&[(of, row)]);
        }
    }
    Ok(())
}

/// For each attribute of the agreement its column in the extract, if it travels there.
fn own_positions(agreement: &Agreement, extract: &Extract) -> Vec<Option<usize>> {
    let columns = extract.header().layout.attributes();
    let attributes = agreement.attributes().iter();
    attributes
        .map(|attribute| {
            columns
                .iter()
                .position(|column| column.name == attribute.name)
        })
        .collect()
}
