//! Which tables there are, and who is counted in which of their cells.

use std::collections::BTreeMap;

use serde::Serialize;

use super::drafts::{Drafts, Hold};
use super::people::Profile;
use crate::agreement::{Agreement, Attribute};
use crate::disclosure::{CellId, Published};
use crate::units::Arrange;

/// A table as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewTable {
    /// Identifier used in file names.
    pub name: String,
    /// What people see.
    pub title: String,
    /// The head of the column of its rows' heads; empty where rows are whom or what the title says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rows_are: String,
    /// The heads of its columns of counts.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<ViewRow>,
    /// The rule by which counts are shown.
    pub rule: String,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewRow {
    /// Its head.
    pub label: String,
    /// A count for each column.
    pub counts: Vec<Published>,
}

/// Parties up to which there is a table of their combinations. It has all of them, also those of nobody: were some left out, that
/// would say that the others have people.
const ALL_REGIONS: usize = 6;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    People,
    Incidents,
}

impl Counted {
    /// The head of a column of counts.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Incidents => "Incidents",
        }
    }

    /// The head of a total.
    pub(super) const fn all(self) -> &'static str {
        match self {
            Self::People => ALL,
            Self::Incidents => "All incidents",
        }
    }

    const fn choose(self, people: &'static str, incidents: &'static str) -> &'static str {
        match self {
            Self::People => people,
            Self::Incidents => incidents,
        }
    }
}

/// Domains up to which it is looked into who needs something in exactly which of them.
const ALL_NEEDS: usize = 6;

const ALL: &str = "All people";

/// The tables of these people, protected together, and the parties of each region in the order of its table.
pub(super) fn tables(
    agreement: &Agreement,
    present: &[usize],
    people: &BTreeMap<Profile, u64>,
) -> (Vec<ViewTable>, Vec<Vec<usize>>) {
    let mut drafts = Drafts::new(agreement, Counted::People);
    let all = drafts.cell(|_| true);
    let regions = draft_parties(&mut drafts, agreement, present, all);
    draft_needs(&mut drafts, agreement, present, all);
    for (position, attribute) in agreement.attributes().iter().enumerate() {
        draft_attribute(&mut drafts, agreement, present, (position, attribute), all);
    }
    let tables = drafts.publish(agreement, people, &Hold::default());
    (tables, regions)
}

/// The tables of which parties know of incidents, fit to be published beside tables of other properties of the same incidents.
/// `classes` are sets of parties, a bit each: how many incidents none of a set knows of is [held](Release::hold).
///
/// Where parties contribute this and that, the classes may leave no incident that could be another: of three combinations of two
/// parties each that know of incidents, the total and two classes say all. Then classes are held within one, and `true` says so.
pub(super) fn overlaps(
    agreement: &Agreement,
    present: &[usize],
    incidents: &BTreeMap<Profile, u64>,
    classes: &[u32],
) -> (Vec<ViewTable>, Vec<Vec<usize>>, bool) {
    let draft = || {
        let mut drafts = Drafts::new(agreement, Counted::Incidents);
        let all = drafts.cell(|_| true);
        let mut held = vec![all];
        for &class in classes {
            held.push(drafts.difference(move |one| one.parties & class == 0));
        }
        let regions = draft_parties(&mut drafts, agreement, present, all);
        (drafts, held, regions)
    };
    let (drafts, numbers, regions) = draft();
    let hold = Hold {
        cells: &numbers,
        is_loose: false,
    };
    if let Some(tables) = drafts.publish_all(agreement, incidents, &hold) {
        return (tables, regions, false);
    }
    let (drafts, numbers, regions) = draft();
    let hold = Hold {
        cells: &numbers,
        is_loose: true,
    };
    (drafts.publish(agreement, incidents, &hold), regions, true)
}

/// Who knows people: each party, each combination of parties, and how many parties.
fn draft_parties<'a>(
    drafts: &mut Drafts<'a>,
    agreement: &'a Agreement,
    present: &[usize],
    all: CellId,
) -> Vec<Vec<usize>> {
    let name = |party: usize| agreement.text().parties[party].clone();
    let rows = present.iter().map(|&party| {
        drafts.difference(move |one| !one.is_known_to(party));
        (name(party), drafts.cell(move |one| one.is_known_to(party)))
    });
    let rows = rows.collect();
    let title = drafts.counted.choose(
        "People known to each party",
        "Incidents that each party knows of",
    );
    drafts.one_way("parties", title, all, rows);
    let combinations = if present.len() <= ALL_REGIONS {
        1u32..1 << present.len()
    } else {
        0..0
    };
    let mut sets: Vec<u32> = combinations
        .map(|bits| {
            let chosen = present.iter().enumerate();
            let chosen = chosen.filter(|(place, _)| bits >> place & 1 == 1);
            chosen.fold(0, |set, (_, party)| set | 1 << party)
        })
        .collect();
    sets.arrange_by_key(|set| (set.count_ones(), *set));
    let regions: Vec<Vec<usize>> = sets
        .iter()
        .map(|set| {
            present
                .iter()
                .copied()
                .filter(|party| set >> party & 1 == 1)
                .collect()
        })
        .collect();
    let rows = sets.iter().zip(&regions).map(|(&set, parties)| {
        let names: Vec<_> = parties.iter().map(|&party| name(party)).collect();
        (
            names.join(" + "),
            drafts.cell(move |one| one.parties == set),
        )
    });
    let rows: Vec<(String, CellId)> = rows.collect();
    // A party's total has parts in another table, and so has each number of parties.
    let mut parts = |is_part: &dyn Fn(u32) -> bool| {
        let cells = sets.iter().zip(&rows);
        let cells = cells.filter(|(set, _)| is_part(**set));
        drafts.release.partition(cells.map(|(_, (_, cell))| *cell));
    };
    for (number, &party) in (1u32..).zip(present) {
        parts(&|set| set >> party & 1 == 1);
        parts(&|set| set.count_ones() == number);
    }
    if !rows.is_empty() {
        let title = drafts.counted.choose(
            "People by exactly which parties know them",
            "Incidents by exactly which parties know of them",
        );
        drafts.parts("regions", title, all, rows);
    }
    for &set in &sets {
        // What a total of all, of a party, or of a number of parties has beside this combination.
        drafts.difference(move |one| one.parties != set);
        let number = set.count_ones();
        drafts.difference(move |one| one.parties.count_ones() == number && one.parties != set);
        for &party in present.iter().filter(|&&party| set >> party & 1 == 1) {
            drafts.difference(move |one| one.is_known_to(party) && one.parties != set);
        }
    }
    let numbers = 1..=present.len();
    let rows = numbers.map(|number| {
        drafts.difference(move |one| one.parties.count_ones() as usize != number);
        let cell = drafts.cell(move |one| one.parties.count_ones() as usize == number);
        (number.to_string(), cell)
    });
    let rows = rows.collect();
    let title = drafts.counted.choose(
        "People by how many parties know them",
        "Incidents by how many parties know of them",
    );
    drafts.parts("party_count", title, all, rows);
    regions
}

/// Needs by domain, by number of domains, by two domains, and by party.
fn draft_needs<'a>(
    drafts: &mut Drafts<'a>,
    agreement: &'a Agreement,
    present: &[usize],
    all: CellId,
) {
    let domains = domains(agreement);
    if domains.is_empty() {
        return;
    }
    let of_all = domains.clone();
    let rows = (0..=domains.len()).map(|number| {
        let domains = of_all.clone();
        let with = move |one: &Profile| {
            let needs = domains.iter().filter(|domain| one.needs(agreement, domain));
            needs.count() == number
        };
        let other = with.clone();
        drafts.difference(move |one| !other(one));
        let cell = drafts.cell(with);
        (number.to_string(), cell)
    });
    let rows = rows.collect();
    drafts.parts(
        "domain_count",
        "People by number of domains with a need",
        all,
        rows,
    );
    if domains.len() <= ALL_NEEDS {
        // Number of domains and each two of them tell of three domains who needs something in exactly which.
        let sets = (0u32..1 << domains.len()).map(|set| {
            let domains = of_all.clone();
            drafts.difference(move |one| {
                let needs = (0u32..).zip(&domains);
                let needs = needs.filter(|(_, domain)| one.needs(agreement, domain));
                needs.fold(0, |set, (at, _)| set | 1 << at) == set
            })
        });
        let sets: Vec<CellId> = sets.collect();
        drafts.release.partition(sets);
    }
    let with: Vec<(CellId, CellId)> = domains
        .iter()
        .map(|&domain| {
            let need = drafts.cell(move |one| one.needs(agreement, domain));
            (need, drafts.cell(move |one| !one.needs(agreement, domain)))
        })
        .collect();
    let heads = ["With a need", "No need known", ALL]
        .map(str::to_owned)
        .to_vec();
    let rows = domains.iter().zip(&with);
    let rows = rows.map(|(domain, &(need, none))| ((*domain).to_owned(), vec![need, none, all]));
    drafts.table(
        "domains",
        "People with a need in each domain",
        heads,
        rows.collect(),
    );
    for (first, &one) in domains.iter().enumerate() {
        for (second, &other) in domains.iter().enumerate().skip(first + 1) {
            let mut cell = |a: bool, b: bool| {
                let is = move |person: &Profile| {
                    person.needs(agreement, one) == a && person.needs(agreement, other) == b
                };
                drafts.difference(move |person| !is(person));
                drafts.cell(is)
            };
            let inner = [(true, true), (true, false), (false, true), (false, false)];
            let inner = inner.map(|(a, b)| cell(a, b));
            let rows = vec![
                (
                    format!("{one}: need"),
                    vec![inner[0], inner[1], with[first].0],
                ),
                (
                    format!("{one}: none known"),
                    vec![inner[2], inner[3], with[first].1],
                ),
                (ALL.to_owned(), vec![with[second].0, with[second].1, all]),
            ];
            drafts.release.partition(inner);
            let heads = vec![
                format!("{other}: need"),
                format!("{other}: none known"),
                ALL.to_owned(),
            ];
            let title = format!("People with needs: {one} and {other}");
            let name = format!("domains_{}_{}", first + 1, second + 1);
            drafts.table(&name, &title, heads, rows);
        }
    }
    draft_needs_by_party(drafts, agreement, present, &domains);
}

/// Needs by domain of those whom each party knows.
fn draft_needs_by_party<'a>(
    drafts: &mut Drafts<'a>,
    agreement: &'a Agreement,
    present: &[usize],
    domains: &[&'a str],
) {
    for &domain in domains {
        // Its attributes together count more than once whom more than one of them says so of.
        drafts.difference(move |one| one.needs_times(agreement, domain) > 1);
    }
    let rows = present.iter().map(|&party| {
        let cells = domains.iter().map(|&domain| {
            // A need that a party's people have, beside its total, beside the need of all, and beside all.
            drafts.difference(move |one| one.is_known_to(party) && !one.needs(agreement, domain));
            drafts.difference(move |one| !one.is_known_to(party) && one.needs(agreement, domain));
            drafts.difference(move |one| !(one.is_known_to(party) && one.needs(agreement, domain)));
            drafts.cell(move |one| one.is_known_to(party) && one.needs(agreement, domain))
        });
        (agreement.text().parties[party].clone(), cells.collect())
    });
    let rows = rows.collect();
    let heads = domains.iter().map(|&domain| domain.to_owned()).collect();
    drafts.table(
        "parties_domains",
        "People known to each party who have a need in each domain, whoever knows of it",
        heads,
        rows,
    );
}

fn draft_attribute<'a>(
    drafts: &mut Drafts<'a>,
    agreement: &'a Agreement,
    present: &[usize],
    (position, attribute): (usize, &'a Attribute),
    all: CellId,
) {
    let values = (0u32..).zip(attribute.listed());
    let mut rows: Vec<_> = values
        .map(|(place, value)| {
            let has = move |one: &Profile| one.place(position) == Some(place);
            drafts.difference(move |one| !has(one));
            // Its people need something in the domain, beside others who do.
            if attribute.is_need(place) {
                drafts.difference(move |one| one.needs(agreement, &attribute.domain) && !has(one));
            }
            let cell = drafts.cell(has);
            (value.to_owned(), cell)
        })
        .collect();
    // So do those who need something by other attributes alone, where several of its values are needs.
    let by_it = move |one: &Profile| one.place(position).is_some_and(|at| attribute.is_need(at));
    drafts.difference(move |one| one.needs(agreement, &attribute.domain) && !by_it(one));
    // All of them may be people of a party, whose needs in the domain have others beside them.
    drafts.sum(by_it);
    drafts.difference(move |one| one.place(position).is_some());
    // Those of whom nobody told who could have: parties and those not known tell of them.
    let from = present.iter().copied();
    let from = from.filter(|&party| attribute.from.contains(&agreement.text().parties[party]));
    let from = from.fold(0u32, |set, party| set | 1 << party);
    drafts.difference(move |one| one.parties & from != 0 && one.place(position).is_none());
    let unknown = drafts.cell(move |one| one.place(position).is_none());
    rows.push(("not known".to_owned(), unknown));
    let name = format!("attribute_{}", attribute.name);
    let title = format!("People by {} ({})", attribute.label, attribute.domain);
    drafts.parts(&name, &title, all, rows);
}

/// The domains in the order of their first attribute.
pub(super) fn domains(agreement: &Agreement) -> Vec<&str> {
    let mut domains: Vec<&str> = Vec::new();
    for attribute in agreement.attributes() {
        if !domains.contains(&attribute.domain.as_str()) {
            domains.push(&attribute.domain);
        }
    }
    domains
}
