use super::{
    Options,
    contact::push_digits,
    sampling::{Chance, Purpose, length},
};

/// Who holds whom.
pub(super) struct Holdings {
    /// For each person: by party, from the lowest bit, whether it holds the person. [`super::MAX_PARTIES`] parties fit.
    holders: Vec<u8>,
    parties: u8,
}

impl Holdings {
    /// Deals people out to checked options' parties, so that members of a household fall to different ones.
    pub(super) fn new(options: &Options) -> Self {
        let parties = u8::try_from(options.parties.len()).unwrap_or(u8::MAX);
        let mut chance = Chance::new(options.seed, Purpose::Holdings);
        let holders = if options.holds.is_empty() {
            by_overlap(options, parties, &mut chance)
        } else {
            by_share(options, &mut chance)
        };
        Self { holders, parties }
    }

    /// How many distinct people there are.
    pub(super) fn people(&self) -> u32 {
        length(&self.holders)
    }

    /// The people whom each party holds, in the order of its rows.
    pub(super) fn rows(&self, seed: u64) -> Vec<Vec<u32>> {
        let rows = |party: u8| {
            let mut rows: Vec<u32> = (0_u32..)
                .zip(&self.holders)
                .filter(|&(_, &holders)| holds(party, holders))
                .map(|(person, _)| person)
                .collect();
            Chance::new(seed, Purpose::RowOrder(party.into())).shuffle(&mut rows);
            rows
        };
        (0..self.parties).map(rows).collect()
    }

    /// The truth as CSV: one line for each person whom at least two parties hold, in the order of the first party's
    /// rows, then the second's...
    pub(super) fn truth(&self, names: &[String], rows: &[Vec<u32>]) -> Vec<u8> {
        let mut row_of = vec![vec![0_u32; self.holders.len()]; rows.len()];
        for (rows, row_of) in rows.iter().zip(&mut row_of) {
            for (number, &person) in (1..).zip(rows) {
                if let Some(row) = row_of.get_mut(person as usize) {
                    *row = number;
                }
            }
        }
        let mut out = names.join(",");
        out.push('\n');
        for (party, rows) in (0_u8..).zip(rows) {
            for &person in rows {
                let holders = self.holders.get(person as usize).copied();
                let holders = holders.unwrap_or_default();
                let is_shared = holders.count_ones() > 1;
                let is_first = !(0..party).any(|earlier| holds(earlier, holders));
                if is_shared && is_first {
                    for (party, (name, row_of)) in names.iter().zip(&row_of).enumerate() {
                        if party > 0 {
                            out.push(',');
                        }
                        match row_of.get(person as usize) {
                            None | Some(0) => {}
                            Some(&row) => push_id(name, row, &mut out),
                        }
                    }
                    out.push('\n');
                }
            }
        }
        out.into_bytes()
    }
}

/// Whether the party is among these holders.
fn holds(party: u8, holders: u8) -> bool {
    holders & bit(party) != 0
}

/// The party among holders.
fn bit(party: u8) -> u8 {
    1u8.checked_shl(party.into()).unwrap_or_default()
}

/// By [`Options::overlap`]: the same number of rows, and of shared ones, for every party.
fn by_overlap(options: &Options, parties: u8, chance: &mut Chance) -> Vec<u8> {
    let shared = options.shared();
    // Every party has two neighbours; two parties alone are each other's, and share everybody.
    let per_pair = if parties > 2 { shared / 4 } else { 0 };
    let everybody = (0..parties).fold(0, |holders, party| holders | bit(party));
    let mut holders = vec![everybody; (shared - 2 * per_pair) as usize];
    let mut deal = |of: u8, count: u32| {
        holders.extend(std::iter::repeat_n(of, count as usize));
    };
    for party in 0..parties {
        deal(bit(party) | bit((party + 1) % parties), per_pair);
    }
    for party in 0..parties {
        deal(bit(party), options.people - shared);
    }
    chance.shuffle(&mut holders);
    holders
}

/// By [`Options::holds`]: each party holds its share of all people, drawn by itself.
fn by_share(options: &Options, chance: &mut Chance) -> Vec<u8> {
    let mut holders = vec![0; options.people as usize];
    let mut drawn = vec![false; holders.len()];
    for (party, &share) in (0..).zip(&options.holds) {
        drawn.fill(false);
        drawn
            .iter_mut()
            .take(options.part_of_people(share) as usize)
            .for_each(|drawn| *drawn = true);
        chance.shuffle(&mut drawn);
        for (holders, _) in holders.iter_mut().zip(&drawn).filter(|(_, drawn)| **drawn) {
            *holders |= bit(party);
        }
    }
    holders
}

/// Writes the id of a party's row: `hospital-000123`.
pub(super) fn push_id(party: &str, row: u32, out: &mut String) {
    out.push_str(party);
    out.push('-');
    push_digits(row, 6, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_party_has_its_rows_and_its_share(
            people in 1_u32..120,
            overlap in 0.0..=1.0,
            parties in 2_usize..=8,
            seed: u64,
        ) {
            let parties = (0..parties).map(|party| format!("p{party}")).collect();
            let options = Options { people, overlap, parties, seed, ..Options::default() };
            let holdings = Holdings::new(&options);
            let rows = holdings.rows(seed);
            for (party, of_party) in rows.iter().enumerate() {
                prop_assert_eq!(length(of_party), people);
                let shared = of_party.iter().filter(|&person| {
                    let others = rows.iter().enumerate().filter(|&(other, _)| other != party);
                    others.into_iter().any(|(_, rows)| rows.contains(person))
                });
                prop_assert_eq!(u32::try_from(shared.count()), Ok(options.shared()));
            }
        }

        #[test]
        fn every_party_has_its_share_of_all(
            people in 1_u32..120,
            holds in prop::collection::vec(0.01..=1.0, 2..=8),
            seed: u64,
        ) {
            let parties = (0..holds.len()).map(|party| format!("p{party}")).collect();
            let options = Options { people, parties, holds: holds.clone(), seed, ..Options::default() };
            prop_assert_eq!(options.check(), Ok(()));
            let rows = Holdings::new(&options).rows(seed);
            for (of_party, share) in rows.iter().zip(holds) {
                let expected = (f64::from(people) * share).round().max(1.0);
                prop_assert!((f64::from(length(of_party)) - expected).abs() < 0.5);
                let distinct: std::collections::BTreeSet<_> = of_party.iter().collect();
                prop_assert_eq!(distinct.len(), of_party.len());
                prop_assert!(of_party.iter().all(|&person| person < people));
            }
        }
    }
}
