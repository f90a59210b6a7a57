//! Rows together: of rows of which each of those counted is in one, those sets that are a few people and that shown counts tell.
//!
//! A shown count that is made of whole rows is a sum of some of them. A set of rows can be worked out of such counts where it is one of
//! their linear combinations: where adding it to them as one more equation leaves their rank as it is.

/// Whether shown sums tell others, of so many unknown numbers.
pub(super) struct Told {
    /// Equations in echelon form, each with the place of its first factor, which is 1.
    rows: Vec<(usize, Vec<u64>)>,
}

/// Factors are whole numbers modulo this prime (2^61 - 1): exact, where fractions would grow.
const PRIME: u64 = (1 << 61) - 1;

/// Sets of rows that are looked into.
const MOST: usize = 2_000;

impl Told {
    pub(super) const fn nothing() -> Self {
        Self { rows: Vec::new() }
    }

    /// One more sum that is shown.
    pub(super) fn tell(&mut self, sum: &[bool]) {
        let rest = self.reduced(sum);
        let Some(first) = rest.iter().position(|factor| *factor != 0) else {
            return;
        };
        let inverse = power(rest[first], PRIME - 2);
        let row = rest.iter().map(|&factor| times(factor, inverse)).collect();
        self.rows.push((first, row));
    }

    /// Whether this sum follows of those that are shown.
    pub(super) fn is_told(&self, sum: &[bool]) -> bool {
        self.reduced(sum).iter().all(|factor| *factor == 0)
    }

    fn reduced(&self, sum: &[bool]) -> Vec<u64> {
        let mut rest: Vec<u64> = sum.iter().map(|&is_in| u64::from(is_in)).collect();
        for (first, row) in &self.rows {
            let factor = rest.get(*first).copied().unwrap_or(0);
            if factor == 0 {
                continue;
            }
            for (one, &other) in rest.iter_mut().zip(row) {
                *one = (*one + PRIME - times(factor, other)) % PRIME;
            }
        }
        rest
    }
}

fn times(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    // 2^61 is 1 more than the prime, so what is above 61 bits counts as it stands.
    let low = u64::try_from(product & u128::from(PRIME)).unwrap_or(0);
    let high = u64::try_from(product >> 61).unwrap_or(0);
    (low + high) % PRIME
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut product = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            product = times(product, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    product
}

/// Sets of these rows with at most so many people together, by places; the rows are by numbers of people, none of nobody.
pub(super) fn few(rows: &[u64], most: u64) -> Vec<Vec<usize>> {
    let mut found: Vec<(Vec<usize>, u64)> = vec![(Vec::new(), 0)];
    for (at, people) in rows.iter().enumerate() {
        let so_far = found.len();
        for place in 0..so_far {
            if found.len() > MOST {
                break;
            }
            let Some((chosen, sum)) = found.get(place) else {
                break;
            };
            let sum = sum.saturating_add(*people);
            if sum <= most {
                let mut chosen = chosen.clone();
                chosen.push(at);
                found.push((chosen, sum));
            }
        }
    }
    // What is suppressed of a whole together is looked into however many sets there are.
    let every: Vec<usize> = (0..rows.len()).collect();
    let mut sets: Vec<Vec<usize>> = found
        .into_iter()
        .skip(1)
        .map(|(chosen, _)| chosen)
        .collect();
    if rows.iter().sum::<u64>() <= most && !sets.contains(&every) && !every.is_empty() {
        sets.push(every);
    }
    sets
}
