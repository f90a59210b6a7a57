//! Sets of people made up for the auditor, the tables published of them, and what is certain of each count.

use split_tally::agreement::Disclosure;
use split_tally::disclosure::{CellId, Hiding, Published, Release};

/// The rule of hospital statistics, and what police and councils often use.
pub const HOSPITAL: Disclosure = Disclosure {
    suppress_up_to: 7,
    round_to: 5,
};
pub const BELOW_FIVE: Disclosure = Disclosure {
    suppress_up_to: 4,
    round_to: 1,
};
/// The rules that are attacked.
pub const RULES: [Disclosure; 5] = [
    HOSPITAL,
    BELOW_FIVE,
    Disclosure {
        suppress_up_to: 7,
        round_to: 1,
    },
    Disclosure {
        suppress_up_to: 2,
        round_to: 1,
    },
    Disclosure {
        suppress_up_to: 9,
        round_to: 10,
    },
];

/// Small random numbers, the same on every machine (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// People by the parties that know them and the domains of their needs: an atom is a set of parties, not empty, and a set of
/// domains, each as bits.
pub struct People {
    pub parties: u32,
    pub domains: u32,
    pub counts: Vec<u64>,
}

impl People {
    pub fn made_up(parties: u32, domains: u32, random: &mut Random) -> Self {
        let atoms = ((1 << parties) - 1) << domains;
        // Some sets are sparse, some dense, and many counts are near what is suppressed.
        let (empty, largest) = (random.below(80), [4, 9, 20, 60][random.below(4) as usize]);
        let counts = (0..atoms).map(|_| {
            if random.below(100) < empty {
                0
            } else {
                random.below(largest)
            }
        });
        Self {
            parties,
            domains,
            counts: counts.collect(),
        }
    }

    fn known_to(&self, atom: usize) -> u32 {
        u32::try_from(atom >> self.domains).unwrap() + 1
    }

    fn needs(&self, atom: usize) -> u32 {
        u32::try_from(atom).unwrap() & ((1 << self.domains) - 1)
    }

    /// What is published: for each count, which atoms are in it. Said here by itself, in terms of tables.
    pub fn cells(&self) -> Vec<Vec<usize>> {
        let all = 0..self.counts.len();
        let of = |test: &dyn Fn(u32, u32) -> bool| -> Vec<usize> {
            let within = all.clone();
            within
                .filter(|&atom| test(self.known_to(atom), self.needs(atom)))
                .collect()
        };
        let (parties, domains) = (0..self.parties, 0..self.domains);
        let has = |set: u32, one: u32| set >> one & 1 == 1;
        let mut cells = vec![of(&|_, _| true)];
        for region in 1..1 << self.parties {
            cells.push(of(&|known, _| known == region));
            // What one total has beside this combination is one subtraction away.
            cells.push(of(&|known, _| known != region));
            for party in parties.clone().filter(|&party| has(region, party)) {
                cells.push(of(&|known, _| has(known, party) && known != region));
            }
        }
        cells.extend(
            parties
                .clone()
                .map(|party| of(&|known, _| has(known, party))),
        );
        cells.extend((1..=self.parties).map(|many| of(&|known, _| known.count_ones() == many)));
        cells.extend((0..=self.domains).map(|many| of(&|_, needs| needs.count_ones() == many)));
        for one in domains.clone() {
            cells.push(of(&|_, needs| has(needs, one)));
            cells.push(of(&|_, needs| !has(needs, one)));
            for party in parties.clone() {
                cells.push(of(&|known, needs| has(known, party) && has(needs, one)));
                cells.push(of(&|known, needs| has(known, party) && !has(needs, one)));
                cells.push(of(&|known, needs| !has(known, party) && has(needs, one)));
            }
            for other in one + 1..self.domains {
                for (a, b) in [(true, true), (true, false), (false, true), (false, false)] {
                    cells.push(of(&|_, needs| {
                        has(needs, one) == a && has(needs, other) == b
                    }));
                }
            }
        }
        cells
    }

    /// What the program publishes of these counts.
    pub fn published(&self, rule: Disclosure, cells: &[Vec<usize>]) -> Vec<Published> {
        let mut release = Release::new(rule);
        let ids: Vec<CellId> = cells.iter().map(|_| release.cell()).collect();
        for (atom, &people) in self.counts.iter().enumerate() {
            let counted = ids.iter().zip(cells);
            let counted = counted.filter(|(_, atoms)| atoms.contains(&atom));
            release.add(counted.map(|(id, _)| *id).collect::<Vec<_>>(), people);
        }
        release.protect()
    }

    pub fn count(&self, cell: &[usize]) -> u64 {
        cell.iter().map(|&atom| self.counts[atom]).sum()
    }
}

/// What somebody knows of one count who knows the rule, and of a suppressed one why it is: at least, and at most.
pub fn certain(rule: Disclosure, published: Published) -> (u64, Option<u64>) {
    let small = u64::from(rule.suppress_up_to);
    match published {
        Published::Suppressed(Hiding::Small) => (1, Some(small)),
        Published::Suppressed(Hiding::Secondary) => (small + 1, None),
        Published::Suppressed(Hiding::Any) => (0, None),
        Published::Count(0) => (0, Some(0)),
        Published::Count(shown) => {
            let base = u64::from(rule.round_to);
            // Halves go up.
            let least = shown - base / 2;
            (least.max(small + 1), Some(least + base - 1))
        }
    }
}
