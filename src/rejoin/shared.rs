//! What other parties let this one see of the people it shares with them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::owner::owner;
use super::tables::foreign;
use super::{Crosswalk, LinkedRecord, LinkedRecords, RejoinError};
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::units::{Arrange, RecordReference};

/// The attributes of others that a party may see, by its own records.
#[derive(Clone, Debug, Default)]
pub struct SharedAttributes {
    party: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: HashMap<RecordReference, Vec<String>>,
    carried: Vec<CarriedAttribute>,
    people: Vec<Person>,
}

/// An attribute that was carried back, and what allowed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CarriedAttribute {
    /// Its name.
    pub name: String,
    /// What people see.
    pub label: String,
    /// The clause of the agreement that lets this party see it.
    pub clause: String,
    /// The parties that contributed it here.
    pub from: Vec<String>,
    /// Own records that have a value of it from others.
    pub filled: u64,
}

/// One own record that is linked to others'.
#[derive(Clone, Debug)]
struct Person {
    record: RecordReference,
    group: u64,
    domains: Vec<String>,
    parties: Vec<String>,
    score: String,
}

/// The header of a worklist.
const WORKLIST: [&str; 6] = [
    "id",
    "match_group",
    "domains_of_need",
    "number_of_domains",
    "parties",
    "match_score",
];

impl SharedAttributes {
    /// Collects what the other parties' extracts say of this party's linked records, as far as the agreement lets it see
    /// that. The party is found by its crosswalk where it is not named.
    ///
    /// # Errors
    /// [`RejoinError`] when the crosswalk is not one of the links' parties.
    pub fn collect(
        agreement: &Agreement,
        (file, links): (&str, &LinkedRecords),
        crosswalk: &Crosswalk,
        party: Option<&str>,
        extracts: &[Extract],
    ) -> Result<Self, RejoinError> {
        let records = links.groups().flat_map(|(_, members)| members);
        let records = records.map(|member| (member.party.as_str(), Some(member.record)));
        let party = owner(file, records, crosswalk, party)?;
        let attributes = agreement.attributes().iter().enumerate();
        let attributes: Vec<_> = attributes
            .filter(|(_, attribute)| attribute.may_be_seen_by(&party))
            .collect();
        let mut shared = Self {
            columns: attributes
                .iter()
                .map(|(_, attribute)| format!("shared_{}", attribute.name))
                .chain(["domains_of_need", "number_of_domains"].map(str::to_owned))
                .collect(),
            carried: attributes
                .iter()
                .map(|(position, attribute)| {
                    let seer = attribute.seen_by.iter().position(|name| *name == party);
                    CarriedAttribute {
                        name: attribute.name.clone(),
                        label: attribute.label.clone(),
                        clause: format!(
                            "attributes[{position}].seen_by[{}]",
                            seer.unwrap_or_default()
                        ),
                        from: Vec::new(),
                        filled: 0,
                    }
                })
                .collect(),
            party,
            ..Self::default()
        };
        for (group, members) in links.groups() {
            let own = members.iter().filter(|member| member.party == shared.party);
            let own: Vec<&LinkedRecord> = own.collect();
            let others = members.iter().filter(|member| member.party != shared.party);
            let others: Vec<&LinkedRecord> = others.collect();
            if own.is_empty() || others.is_empty() {
                continue;
            }
            let mut cells = Vec::with_capacity(shared.columns.len());
            let mut domains: Vec<String> = Vec::new();
            for (carried, (_, attribute)) in shared.carried.iter_mut().zip(&attributes) {
                let mut said: BTreeSet<String> = BTreeSet::new();
                for member in &others {
                    let Some(place) = value(extracts, member, &attribute.name) else {
                        continue;
                    };
                    let text = attribute.value(place).unwrap_or_default();
                    said.insert(format!("{text} ({})", member.party));
                    if !carried.from.contains(&member.party) {
                        carried.from.push(member.party.clone());
                    }
                    if attribute.is_need(place) && !domains.contains(&attribute.domain) {
                        domains.push(attribute.domain.clone());
                    }
                }
                carried.filled += if said.is_empty() { 0 } else { own.len() as u64 };
                let said: Vec<String> = said.into_iter().collect();
                cells.push(foreign(&said.join("; ")));
            }
            cells.push(domains.join("; "));
            cells.push(domains.len().to_string());
            let parties: BTreeSet<&str> = others.iter().map(|one| one.party.as_str()).collect();
            for mine in own {
                shared.rows.insert(mine.record, cells.clone());
                shared.people.push(Person {
                    record: mine.record,
                    group,
                    domains: domains.clone(),
                    parties: parties.iter().map(|&name| name.to_owned()).collect(),
                    score: mine.score.clone(),
                });
            }
        }
        Ok(shared)
    }

    /// Whose records these are.
    #[must_use]
    pub fn party(&self) -> &str {
        &self.party
    }

    /// What was carried back, and what allowed it.
    #[must_use]
    pub fn carried(&self) -> &[CarriedAttribute] {
        &self.carried
    }

    /// Own ids of people with a need that another party knows of, most domains first, as CSV in UTF-8 with a byte order mark.
    ///
    /// # Errors
    /// [`RejoinError::Write`].
    pub fn worklist(&self, crosswalk: &Crosswalk) -> Result<Vec<u8>, RejoinError> {
        let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
        writer
            .write_record(WORKLIST)
            .map_err(std::io::Error::from)?;
        let mut people: Vec<&Person> = self.people.iter().collect();
        people.retain(|person| !person.domains.is_empty());
        people.arrange_by_key(|person| (std::cmp::Reverse(person.domains.len()), person.group));
        for person in people {
            let row = [
                crosswalk.id(&person.record).unwrap_or_default().to_owned(),
                person.group.to_string(),
                person.domains.join("; "),
                person.domains.len().to_string(),
                foreign(&person.parties.join("; ")),
                foreign(&person.score),
            ];
            writer.write_record(row).map_err(std::io::Error::from)?;
        }
        writer
            .into_inner()
            .map_err(|error| RejoinError::Write(std::io::Error::from(error.error().kind())))
    }
}

/// The place of the value that a linked record has of this attribute.
fn value(extracts: &[Extract], member: &LinkedRecord, attribute: &str) -> Option<u32> {
    let extract = extracts
        .iter()
        .find(|extract| extract.header().party == member.party)?;
    let columns = extract.header().layout.attributes();
    let column = columns.iter().position(|column| column.name == attribute)?;
    extract.attribute(column, extract.row_of(member.record)?)
}
