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
    pub(super) places: Vec<u8>,
}

impl Profile {
    pub(super) const fn is_known_to(&self, party: usize) -> bool {
        self.parties >> party & 1 == 1
    }

    /// The place of the attribute's value, if it is known.
    pub(super) fn place(&self, attribute: usize) -> Option<u8> {
        self.places.get(attribute)?.checked_sub(1)
    }

    /// Whether any attribute of this domain says that there is a need.
    pub(super) fn needs(&self, agreement: &Agreement, domain: &str) -> bool {
        let attributes = agreement.attributes().iter().enumerate();
        attributes
            .filter(|(_, attribute)| attribute.domain == domain)
            .any(|(position, attribute)| {
                self.place(position)
                    .is_some_and(|place| attribute.is_need(place))
            })
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
    (file, links): (&str, &LinkedRecords),
) -> Result<BTreeMap<Profile, u64>, ViewError> {
    let mut linked: Vec<Vec<bool>> = Vec::with_capacity(extracts.len());
    linked.extend(extracts.iter().map(|extract| vec![false; extract.len()]));
    let positions: Vec<Vec<Option<usize>>> = extracts
        .iter()
        .map(|extract| own_positions(agreement, extract))
        .collect();
    let profile = |party: usize, row: usize| {
        let extract = &extracts[party];
        let parties = agreement.text().parties.iter();
        let place = parties
            .enumerate()
            .find(|(_, name)| **name == extract.header().party);
        Profile {
            parties: place.map_or(0, |(place, _)| 1 << place),
            places: positions[party]
                .iter()
                .map(|column| {
                    let place = column.and_then(|column| extract.attribute(column, row));
                    place.map_or(0, |place| place + 1)
                })
                .collect(),
        }
    };
    let mut people: BTreeMap<Profile, u64> = BTreeMap::new();
    let mut strange: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, members) in links.groups() {
        let mut person: Option<Profile> = None;
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
            person
                .get_or_insert_with(|| Profile {
                    parties: 0,
                    places: vec![0; agreement.attributes().len()],
                })
                .add(&profile(of, row));
        }
        if let Some(person) = person {
            *people.entry(person).or_default() += 1;
        }
    }
    if let Some((party, count)) = strange.first_key_value() {
        return Err(ViewError::OtherExtract {
            file: file.to_owned(),
            party: (*party).to_owned(),
            count: *count,
        });
    }
    for (party, rows) in linked.iter().enumerate() {
        for (row, _) in rows.iter().enumerate().filter(|(_, linked)| !**linked) {
            *people.entry(profile(party, row)).or_default() += 1;
        }
    }
    Ok(people)
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
