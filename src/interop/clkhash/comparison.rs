use super::error::Defect;
use super::numbers;
use super::schema::Encoding;

/// How a value becomes tokens.
#[derive(Clone, Copy)]
pub(super) enum Comparison {
    /// Overlapping pieces of `characters` characters.
    Grams { characters: usize, positional: bool },
    /// The whole value.
    Exact,
    /// The numbers around a number.
    Numeric(Numeric),
}

/// A number's neighbourhood (Vatsalan and Christen, "Privacy-preserving matching of similar patients", 2016): numbers
/// nearer than the threshold distance have tokens in common.
#[derive(Clone, Copy)]
pub(super) struct Numeric {
    resolution: i128,
    /// 10 to the power of the number of decimals that count.
    scale: i128,
    /// The threshold distance, scaled.
    interval: i128,
}

/// The most decimals compared: beyond these, a 64-bit decimal has no digits left.
pub(super) const MOST_DECIMALS: u64 = 15;
/// The most tokens to either side.
pub(super) const MOST_RESOLUTION: u64 = 10_000;

impl Numeric {
    /// `None` when the distance, to this many decimals, is nothing or too large.
    #[allow(clippy::cast_possible_truncation)] // A whole number within 2^53.
    pub(super) fn new(distance: f64, resolution: u64, decimals: u64) -> Option<Self> {
        let power = u32::try_from(decimals).ok()?;
        let scale = 10_i128.checked_pow(power)?;
        // Halves go to the even neighbour, as in Python.
        let interval = (distance * 10_f64.powi(i32::try_from(power).ok()?)).round_ties_even();
        // Beyond 2^53 a 64-bit decimal has no whole number of its own.
        (1.0..=9_007_199_254_740_992.0)
            .contains(&interval)
            .then_some(Self {
                resolution: resolution.into(),
                scale,
                interval: interval as i128,
            })
    }

    /// The number nearest to the value on the grid, times twice the resolution.
    // The scale is at most 10^15, which a 64-bit decimal holds exactly, and what is cast back is whole and within 2^126.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    fn centre(&self, value: &str) -> Result<i128, Defect> {
        let mut digits = String::new();
        let scaled = if numbers::reprint_whole(value, &mut digits) {
            let whole: i128 = digits.parse().map_err(|_| Defect::NumberTooLarge)?;
            whole.checked_mul(self.scale)
        } else {
            let decimal = numbers::decimal(value).ok_or(Defect::NotANumber)?;
            let scaled = if self.scale > 1 {
                (decimal * self.scale as f64).round_ties_even()
            } else {
                decimal.trunc()
            };
            // 2^126, so that the cast is exact.
            (scaled.abs() < 85_070_591_730_234_615_865_843_651_857_942_052_864.0)
                .then_some(scaled as i128)
        };
        let fine = scaled
            .and_then(|scaled| scaled.checked_mul(2 * self.resolution))
            .ok_or(Defect::NumberTooLarge)?;
        let residue = fine.rem_euclid(self.interval);
        let rounded = if 2 * residue < self.interval {
            fine.checked_sub(residue)
        } else {
            fine.checked_add(self.interval - residue)
        };
        rounded.ok_or(Defect::NumberTooLarge)
    }
}

/// The tokens of a value, as bytes one after another.
#[derive(Default)]
pub(super) struct Tokens {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    padded: Vec<char>,
}

impl Tokens {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| self.bytes.get(start..end).unwrap_or_default())
    }

    /// Cuts `value`, in place of what was cut before.
    pub(super) fn cut(
        &mut self,
        value: &str,
        comparison: Comparison,
        encoding: Encoding,
    ) -> Result<(), Defect> {
        self.bytes.clear();
        self.ends.clear();
        if value.is_empty() {
            return Ok(());
        }
        match comparison {
            Comparison::Exact => self.push(value.chars(), encoding),
            Comparison::Grams {
                characters,
                positional,
            } => self.cut_grams(value, characters, positional, encoding),
            Comparison::Numeric(numeric) => {
                let centre = numeric.centre(value)?;
                for step in -numeric.resolution..=numeric.resolution {
                    let token = centre
                        .checked_add(step * numeric.interval)
                        .ok_or(Defect::NumberTooLarge)?;
                    self.push(token.to_string().chars(), encoding);
                }
            }
        }
        Ok(())
    }

    fn cut_grams(&mut self, value: &str, characters: usize, positional: bool, encoding: Encoding) {
        let mut padded = std::mem::take(&mut self.padded);
        let spaces = std::iter::repeat_n(' ', characters - 1);
        padded.clear();
        padded.extend(spaces.clone().chain(value.chars()).chain(spaces));
        for (position, gram) in (1u64..).zip(padded.windows(characters)) {
            let gram = gram.iter().copied();
            if positional {
                let position = position.to_string();
                let place = position.chars().chain(std::iter::once(' '));
                self.push(place.chain(gram), encoding);
            } else {
                self.push(gram, encoding);
            }
        }
        self.padded = padded;
    }

    fn push(&mut self, characters: impl IntoIterator<Item = char>, encoding: Encoding) {
        encoding.append(characters, &mut self.bytes);
        self.ends.push(self.bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(value: &str, comparison: Comparison) -> Vec<String> {
        let mut tokens = Tokens::default();
        tokens.cut(value, comparison, Encoding::Utf8).unwrap();
        tokens
            .iter()
            .map(|token| String::from_utf8(token.to_vec()).unwrap())
            .collect()
    }

    // The examples of clkhash's own documentation.
    #[test]
    fn tokens_as_clkhash_documents_them() {
        let bigrams = |positional| Comparison::Grams {
            characters: 2,
            positional,
        };
        assert_eq!(
            cut("clkhash", bigrams(false)),
            [" c", "cl", "lk", "kh", "ha", "as", "sh", "h "]
        );
        assert_eq!(
            cut("clkhash", bigrams(true)),
            [
                "1  c", "2 cl", "3 lk", "4 kh", "5 ha", "6 as", "7 sh", "8 h "
            ]
        );
        assert_eq!(cut("clkhash", Comparison::Exact), ["clkhash"]);
        assert!(cut("", bigrams(false)).is_empty());
    }

    // Worked by hand from clkhash's rule: 25 * 2 * 2 = 100, which lies half-way between 96 and 104 and goes up.
    #[test]
    fn numbers_have_neighbourhoods() {
        let numeric = |distance, resolution, decimals| {
            Comparison::Numeric(Numeric::new(distance, resolution, decimals).unwrap())
        };
        assert_eq!(
            cut("25", numeric(8.0, 2, 0)),
            ["88", "96", "104", "112", "120"]
        );
        assert_eq!(cut("-0.04", numeric(0.1, 1, 1)), ["-1", "0", "1"]);
        assert_eq!(cut("2.9", numeric(1.0, 1, 0)), ["3", "4", "5"]);
        assert!(Numeric::new(0.04, 1, 1).is_none());
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        let comparison = Comparison::Numeric(Numeric::new(1.0, 1, 0).unwrap());
        for (value, defect) in [
            ("twelve", Defect::NotANumber),
            ("nan", Defect::NotANumber),
            ("1e300", Defect::NumberTooLarge),
            (&"9".repeat(60), Defect::NumberTooLarge),
        ] {
            let found = Tokens::default().cut(value, comparison, Encoding::Utf8);
            assert_eq!(found, Err(defect), "{value}");
        }
    }
}
