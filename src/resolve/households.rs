//! People who share a home: a second level above people.

use std::collections::{BTreeMap, HashMap};

use super::groups::Group;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::units::{RecordReference, Token};

/// The header of a households file.
pub const HOUSEHOLDS_HEADER: &str = "household,group,party,record";

/// People who share a home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Homes {
    /// Of two people or more, in the order of their first person.
    pub homes: Vec<Home>,
    /// Homes with more people than a household can have, which are left apart.
    pub too_large: u64,
    /// Addresses of more than one home by a surer key, whose people without that key are a home by themselves.
    pub ambiguous: u64,
}

/// The people of one home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Two or more.
    pub people: Vec<Person>,
}

/// One person: a group, or a record that is linked to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The number of the group.
    pub group: Option<u32>,
    /// Party and reference of each record.
    pub records: Vec<(String, RecordReference)>,
}

/// The records of a person, by party and row.
type Records = Vec<(usize, usize)>;

/// Puts together the people who share a home, by the agreement's keys; `None` where it does not ask for that.
///
/// By the first key, people of one token share a home. By each key that follows, people who have no home yet join the home
/// of those who have the token, where it is one home only; else they are a home by themselves. Of a person whose records
/// disagree the token that most of them have counts, and of equally many that of the earliest party, then the least.
pub(super) fn households(
    agreement: &Agreement,
    extracts: &[Extract],
    groups: &[Group],
) -> Option<Homes> {
    let rule = agreement.decision().households.as_ref()?;
    let people = people(extracts, groups);
    let mut home_of: Vec<Option<usize>> = vec![None; people.len()];
    let mut found = Homes::default();
    let mut homes = 0;
    for name in &rule.by {
        let keys = agreement.match_keys();
        let Some(key) = keys.iter().position(|key| key.name == *name) else {
            continue;
        };
        // In the order of people, whatever the tokens are, so that homes are numbered alike each time.
        let mut sharing: HashMap<Token, Vec<usize>> = HashMap::new();
        for (person, (_, records)) in people.iter().enumerate() {
            if let Some(token) = home_token(extracts, key, records) {
                sharing.entry(token).or_default().push(person);
            }
        }
        let mut sharing: Vec<Vec<usize>> = sharing.into_values().collect();
        sharing.sort_unstable();
        for sharing in sharing {
            let mut there: Vec<usize> = sharing.iter().filter_map(|&one| home_of[one]).collect();
            there.sort_unstable();
            there.dedup();
            let home = match there.as_slice() {
                [home] => *home,
                several => {
                    found.ambiguous += u64::from(several.len() > 1);
                    homes += 1;
                    homes - 1
                }
            };
            for person in sharing {
                home_of[person].get_or_insert(home);
            }
        }
    }
    let mut by_home: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (person, home) in home_of.iter().enumerate() {
        if let Some(home) = home {
            by_home.entry(*home).or_default().push(person);
        }
    }
    let mut shared: Vec<Vec<usize>> = by_home.into_values().collect();
    shared.retain(|people| people.len() > 1);
    shared.sort_unstable();
    for home in shared {
        if home.len() > rule.largest as usize {
            found.too_large += 1;
            continue;
        }
        let people = home.into_iter().map(|person| {
            let (group, records) = &people[person];
            Person {
                group: *group,
                records: records
                    .iter()
                    .map(|&(party, row)| {
                        let extract = &extracts[party];
                        (extract.header().party.clone(), extract.references()[row])
                    })
                    .collect(),
            }
        });
        found.homes.push(Home {
            people: people.collect(),
        });
    }
    Some(found)
}

/// Groups by number, then the records that are in none, by party and row.
fn people(extracts: &[Extract], groups: &[Group]) -> Vec<(Option<u32>, Records)> {
    let mut linked: Vec<Vec<bool>> = extracts
        .iter()
        .map(|extract| vec![false; extract.len()])
        .collect();
    let mut people: Vec<(Option<u32>, Records)> = Vec::new();
    for group in groups {
        let records: Records = group
            .members
            .iter()
            .map(|member| (usize::from(member.record.party), member.record.row as usize))
            .collect();
        for &(party, row) in &records {
            linked[party][row] = true;
        }
        people.push((Some(group.number), records));
    }
    for (party, rows) in linked.iter().enumerate() {
        let alone = rows.iter().enumerate().filter(|(_, linked)| !**linked);
        people.extend(alone.map(|(row, _)| (None, vec![(party, row)])));
    }
    people
}

/// The token that most of a person's records have.
fn home_token(extracts: &[Extract], key: usize, records: &Records) -> Option<Token> {
    let mut tokens: Vec<(Token, usize, usize)> = Vec::new();
    for &(party, row) in records {
        let Some(token) = extracts[party].token(key, row) else {
            continue;
        };
        match tokens.iter_mut().find(|(known, ..)| *known == token) {
            Some((_, count, _)) => *count += 1,
            None => tokens.push((token, 1, party)),
        }
    }
    let best = tokens
        .into_iter()
        .min_by_key(|&(token, count, party)| (std::cmp::Reverse(count), party, token));
    best.map(|(token, ..)| token)
}

impl Homes {
    /// The households file: CSV with the header [`HOUSEHOLDS_HEADER`]. `group` is empty for a record that is linked to none.
    #[must_use]
    pub fn to_csv(&self) -> String {
        use std::fmt::Write as _;
        let mut csv = format!("{HOUSEHOLDS_HEADER}\n");
        for (number, home) in (1u32..).zip(&self.homes) {
            for person in &home.people {
                let group = person
                    .group
                    .map_or_else(String::new, |group| group.to_string());
                for (party, record) in &person.records {
                    // Names of parties are validated to hold nothing that CSV would need to quote.
                    let _ = writeln!(csv, "{number},{group},{party},{record}");
                }
            }
        }
        csv
    }
}
