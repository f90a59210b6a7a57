use super::{
    Options,
    contact::push_digits,
    sampling::{Chance, Purpose, length},
};

/// Who holds whom.
pub(super) struct Holdings {
    /// For each person: `EVERYBODY`, then as many numbers for pairs of neighbours as there are parties, then as many for
    /// single parties.
    holders: Vec<u8>,
    parties: u8,
}

const EVERYBODY: u8 = 0;

impl Holdings {
    /// Deals people out to checked options' parties, so that members of a household fall to different ones.
    pub(super) fn new(options: &Options) -> Self {
        let parties = u8::try_from(options.parties.len()).unwrap_or(u8::MAX);
        let shared = options.shared();
        // Every party has two neighbours; two parties alone are each other's, and share everybody.
        let per_pair = if parties > 2 { shared / 4 } else { 0 };
        let mut holders = vec![EVERYBODY; (shared - 2 * per_pair) as usize];
        let mut deal = |holder: u8, count: u32| {
            holders.extend(std::iter::repeat_n(holder, count as usize));
        };
        for pair in 1..=parties {
            deal(pair, per_pair);
        }
        for single in parties + 1..=2 * parties {
            deal(single, options.people - shared);
        }
        Chance::new(options.seed, Purpose::Holdings).shuffle(&mut holders);
        Self { holders, parties }
    }

    /// How many distinct people there are.
    pub(super) fn people(&self) -> u32 {
        length(&self.holders)
    }

    fn holds(&self, party: u8, holder: u8) -> bool {
        match holder.checked_sub(1) {
            None => true,
            Some(pair) if pair < self.parties => {
                party == pair || party == (pair + 1) % self.parties
            }
            Some(single) => party == single - self.parties,
        }
    }

    /// The people whom each party holds, in the order of its rows.
    pub(super) fn rows(&self, seed: u64) -> Vec<Vec<u32>> {
        let rows = |party: u8| {
            let mut rows: Vec<u32> = (0_u32..)
                .zip(&self.holders)
                .filter(|&(_, &holder)| self.holds(party, holder))
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
                let holder = self.holders.get(person as usize).copied();
                let holder = holder.unwrap_or_default();
                let is_shared = holder <= self.parties;
                let is_first = !(0..party).any(|earlier| self.holds(earlier, holder));
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
    }
}
