use super::{
    sampling::{Chance, Purpose},
    scatter::Scatter,
};

/// The numbers of which none is issued to anyone, as first nine digits: 500-599 million, and 900-998 million.
///
/// NHS England, Wales and the Isle of Man issue 400-499 and 600-799 million, Northern Ireland 320-399, Scotland up to
/// 311, and Ireland 800-859. The numbers from 999 million are left out: systems refuse them as tests.
const LOW: u32 = 500_000_000;
const LOW_COUNT: u32 = 100_000_000;
const HIGH: u32 = 900_000_000;
const HIGH_COUNT: u32 = 99_000_000;

/// An NHS number that has a valid check digit and is nobody's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NhsNumber {
    /// The first nine digits, which determine the tenth.
    stem: u32,
}

impl NhsNumber {
    /// The number with these first nine digits, unless they would need a check digit of 10.
    fn from_stem(stem: u32) -> Option<Self> {
        (check_digit(stem) < 10).then_some(Self { stem })
    }

    /// Another number, with one digit after the third changed, so that it is as unissued as this one.
    pub(super) fn mistaken(self, chance: &mut Chance) -> Self {
        let place = 10_u32.pow(chance.below(6));
        let digit = self.stem / place % 10;
        let others = (1..10).map(|more| self.stem - digit * place + (digit + more) % 10 * place);
        let valid: Vec<Self> = others.filter_map(Self::from_stem).collect();
        chance.pick(&valid)
    }

    pub(super) fn write(self, out: &mut String) {
        let mut rest = self.stem;
        let mut digits = [0; 9];
        for digit in digits.iter_mut().rev() {
            *digit = rest % 10;
            rest /= 10;
        }
        let digits = digits.into_iter().chain([check_digit(self.stem)]);
        out.extend(digits.filter_map(|digit| char::from_digit(digit, 10)));
    }
}

/// Eleven less the sum of the digits times 10, 9... 2, modulo 11; 10 if there can be none.
fn check_digit(stem: u32) -> u32 {
    let mut rest = stem;
    let mut sum = 0;
    for weight in 2..=10 {
        sum += rest % 10 * weight;
        rest /= 10;
    }
    (11 - sum % 11) % 11
}

/// Distinct NHS numbers without end, or nearly: there are 180 million.
pub(super) struct NhsNumbers {
    scatter: Scatter,
    steps: u32,
}

impl NhsNumbers {
    pub(super) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed, Purpose::NhsNumbers);
        Self {
            scatter: Scatter::new(&mut chance, LOW_COUNT + HIGH_COUNT),
            steps: 0,
        }
    }

    pub(super) fn issue(&mut self) -> NhsNumber {
        loop {
            let place = self.scatter.nth(self.steps);
            self.steps = self.steps.wrapping_add(1);
            let stem = match place.checked_sub(LOW_COUNT) {
                None => LOW + place,
                Some(high) => HIGH + high,
            };
            if let Some(number) = NhsNumber::from_stem(stem) {
                return number;
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The check as the NHS Data Dictionary words it, digit by digit from the left.
    pub(in super::super) fn is_valid(text: &str) -> bool {
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
        if text.len() != 10 || digits.len() != 10 {
            return false;
        }
        let sum: u32 = (0..9)
            .map(|i| digits[i] * (10 - u32::try_from(i).expect("small")))
            .sum();
        match 11 - sum % 11 {
            11 => digits[9] == 0,
            10 => false,
            check => digits[9] == check,
        }
    }

    fn written(number: NhsNumber) -> String {
        let mut out = String::new();
        number.write(&mut out);
        out
    }

    #[test]
    fn the_independent_check_knows_the_published_example() {
        assert!(is_valid("9434765919"));
        assert!(!is_valid("9434765918"));
    }

    #[test]
    fn numbers_are_valid_distinct_and_nobodys() {
        let mut numbers = NhsNumbers::new(1);
        let mut chance = Chance::new(1, Purpose::NhsNumbers);
        let mut seen = BTreeSet::new();
        for _ in 0..20_000 {
            let number = numbers.issue();
            let mistaken = number.mistaken(&mut chance);
            assert_ne!(number, mistaken);
            for text in [written(number), written(mistaken)] {
                assert!(is_valid(&text), "{text}");
                assert!(
                    text.starts_with(['5', '9']) && !text.starts_with("999"),
                    "{text}"
                );
            }
            assert!(seen.insert(number));
        }
    }
}
