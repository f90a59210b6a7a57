//! Incidents: groups of linked reports, and reports that are linked to none.

use super::ViewError;
use super::people::{Member, Records, each_group};
use crate::agreement::{Agreement, AttributeKind};
use crate::exchange::Extract;
use crate::rejoin::LinkedRecords;
use crate::units::Arrange;

/// What is counted of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Incident {
    /// The parties that have a report of it, a bit each, in the agreement's order.
    pub(super) parties: u32,
    /// The value of each of the agreement's attributes.
    pub(super) places: Vec<Option<u32>>,
}

impl Incident {
    /// The place of the attribute's value, if it is known.
    pub(super) fn place(&self, attribute: usize) -> Option<u32> {
        self.places.get(attribute).copied().flatten()
    }
}

/// All incidents, and which parties' extracts have each attribute.
pub(super) struct Incidents {
    pub(super) all: Vec<Incident>,
    /// For each attribute of the agreement the parties that contribute it here, a bit each.
    pub(super) contributors: Vec<u32>,
    /// Whether the tables of which parties know of them leave open by one how many are known to parties alone that do not contribute
    /// an attribute.
    pub(super) is_loose: bool,
}

/// What a view says of which report counts.
pub(super) const WHICH_REPORT: &str = "Where several reports are of one incident, its time is taken from the report of the party that the agreement names first for it, and so is its place; of several reports of that party the one with the earliest month, day of the week and hour, or with the southernmost cell, counts. Of a category, the value that stands later in the agreement's list counts.";

/// Reads the incidents of these extracts.
pub(super) fn incidents(
    agreement: &Agreement,
    extracts: &[Extract],
    links: (&str, &LinkedRecords),
) -> Result<Incidents, ViewError> {
    let records = Records::new(agreement, extracts);
    let sources = sources(agreement);
    let mut all = Vec::new();
    each_group(extracts, links, |members| {
        all.push(incident(agreement, &records, &sources, members));
    })?;
    let parties = 0..agreement.text().parties.len();
    let contributors = (0..agreement.attributes().len()).map(|attribute| {
        let having = parties
            .clone()
            .filter(|&party| records.has(party, attribute));
        having.fold(0, |set, party| set | 1 << party)
    });
    Ok(Incidents {
        all,
        contributors: contributors.collect(),
        is_loose: false,
    })
}

/// What is derived of one field comes of one report: for each field the parties in the order in which theirs counts, and the
/// attributes, a month before a weekday before an hour.
struct FieldSource {
    order: Vec<usize>,
    attributes: Vec<usize>,
}

fn sources(agreement: &Agreement) -> Vec<FieldSource> {
    let mut fields: Vec<&str> = Vec::new();
    for attribute in agreement.attributes() {
        if let Some(of) = attribute.of.as_deref()
            && attribute.is_of_time_or_place()
            && !fields.contains(&of)
        {
            fields.push(of);
        }
    }
    let source = |field: &str| {
        let attributes = agreement.attributes().iter().enumerate();
        let derived = attributes.filter(|(_, one)| one.of.as_deref() == Some(field));
        let mut derived: Vec<_> = derived.collect();
        let from = derived
            .first()
            .map_or(&[][..], |(_, one)| one.from.as_slice());
        let parties = &agreement.text().parties;
        let order = from
            .iter()
            .filter_map(|name| parties.iter().position(|party| party == name));
        let order = order.collect();
        derived.arrange_by_key(|(_, one)| match one.kind {
            AttributeKind::Month => 0,
            AttributeKind::Weekday => 1,
            AttributeKind::Hour => 2,
            _ => 3,
        });
        FieldSource {
            order,
            attributes: derived.into_iter().map(|(position, _)| position).collect(),
        }
    };
    fields.into_iter().map(source).collect()
}

fn incident(
    agreement: &Agreement,
    records: &Records<'_>,
    sources: &[FieldSource],
    members: &[Member],
) -> Incident {
    let mut incident = Incident {
        parties: 0,
        places: vec![None; agreement.attributes().len()],
    };
    for &member in members {
        incident.parties |= records.party(member).map_or(0, |party| 1 << party);
        for (position, attribute) in agreement.attributes().iter().enumerate() {
            if !attribute.is_of_time_or_place()
                && let Some(place) = incident.places.get_mut(position)
            {
                *place = (*place).max(records.place(member, position));
            }
        }
    }
    for source in sources {
        let mut best: Option<(usize, Vec<Option<u32>>)> = None;
        for &member in members {
            let values = source.attributes.iter();
            let values: Vec<_> = values.map(|&one| records.place(member, one)).collect();
            let party = records.party(member);
            let rank = source.order.iter().position(|&one| Some(one) == party);
            let Some(rank) = rank.filter(|_| values.iter().any(Option::is_some)) else {
                continue;
            };
            let found = (rank, values);
            if best.as_ref().is_none_or(|best| found < *best) {
                best = Some(found);
            }
        }
        let values = best.map(|(_, values)| values).unwrap_or_default();
        for (&attribute, value) in source.attributes.iter().zip(values) {
            if let Some(place) = incident.places.get_mut(attribute) {
                *place = value;
            }
        }
    }
    incident
}
