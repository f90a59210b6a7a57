//! Comparisons and what their parts found as bytes, for workers that share no memory. Both sides are the same program, so
//! the form is plain and may change with every version: whole numbers and floats, little-endian, end to end.

use std::sync::Arc;

use super::similarity::{Found, FoundPair};
use super::{Comparison, FilterSet, MatchingError, PartFound, SimilarityMethod, SimilaritySearch};
use crate::units::Threshold;

impl Comparison {
    /// All that [`Self::from_bytes`] needs to do parts of this comparison elsewhere: what to look for and the filters,
    /// without saying which records they are of.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (search, left, right) = (self.search(), self.left(), self.right());
        let words = (left.len() + right.len()) * left.words_a_filter();
        let mut bytes = Vec::with_capacity(words * 8 + 128);
        for score in [search.keep_from, search.count_from, search.link_from] {
            bytes.extend(score.get().to_le_bytes());
        }
        let sampled = u64::from(self.method() == SimilarityMethod::Sampled);
        let numbers = [search.bins, left.words_a_filter(), left.len(), right.len()];
        for number in std::iter::once(sampled).chain(numbers.map(|number| number as u64)) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(search.seed);
        for set in [left, right] {
            for position in 0..set.len() {
                let words = set.filter(position).iter();
                bytes.extend(words.flat_map(|word| word.to_le_bytes()));
            }
        }
        bytes
    }

    /// Makes the comparison ready again. Its parts are the same; it cannot [`Self::combine`] them, as it does not know the
    /// records.
    ///
    /// # Errors
    /// [`MatchingError::Message`] when the bytes are not those of [`Self::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MatchingError> {
        let mut rest = Reader(bytes);
        let mut score =
            || Threshold::new(f64::from_bits(rest.number()?)).map_err(|_| MatchingError::Message);
        let (keep_from, count_from, link_from) = (score()?, score()?, score()?);
        let method = match rest.number()? {
            0 => SimilarityMethod::Exhaustive,
            1 => SimilarityMethod::Sampled,
            _ => return Err(MatchingError::Message),
        };
        let (bins, words_a_filter) = (rest.size(1000)?, rest.size(64)?);
        let (left, right) = (rest.size(u32::MAX as usize)?, rest.size(u32::MAX as usize)?);
        let seed = *rest.0.first_chunk().ok_or(MatchingError::Message)?;
        rest.0 = &rest.0[32..];
        let mut set = |count: usize| -> Result<Arc<FilterSet>, MatchingError> {
            let words = count
                .checked_mul(words_a_filter)
                .filter(|words| *words <= rest.0.len() / 8)
                .ok_or(MatchingError::Message)?;
            let words = (0..words)
                .map(|_| rest.number())
                .collect::<Result<Vec<u64>, _>>()?;
            let set = FilterSet::of_sorted(words_a_filter, words).ok_or(MatchingError::Message)?;
            Ok(Arc::new(set))
        };
        let (left, right) = (set(left)?, set(right)?);
        if !rest.0.is_empty() {
            return Err(MatchingError::Message);
        }
        let search = SimilaritySearch {
            keep_from,
            count_from,
            link_from,
            bins,
            method: Some(method),
            seed,
        };
        Ok(Self::new(search, left, right))
    }

    /// Reads what a part of this comparison found elsewhere.
    ///
    /// # Errors
    /// [`MatchingError::Message`] when the bytes are not those of [`PartFound::to_bytes`] for this comparison.
    pub fn read_part(&self, bytes: &[u8]) -> Result<PartFound, MatchingError> {
        let mut rest = Reader(bytes);
        let part = rest.size(self.parts().saturating_sub(1))?;
        let count = rest.size(bytes.len() / 16)?;
        let mut found = Found::new(self.search());
        for _ in 0..count {
            let (left, right) = (self.left().len(), self.right().len());
            let pair = FoundPair {
                left: rest.position()?,
                right: rest.position()?,
                score: f64::from_bits(rest.number()?),
            };
            if pair.left as usize >= left
                || pair.right as usize >= right
                || !(0.0..=1.0).contains(&pair.score)
            {
                return Err(MatchingError::Message);
            }
            found.pairs.push(pair);
        }
        for bin in &mut found.histogram {
            *bin = rest.number()?;
        }
        if !rest.0.is_empty() {
            return Err(MatchingError::Message);
        }
        Ok(PartFound { part, found })
    }
}

impl PartFound {
    /// What [`Comparison::read_part`] reads.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.found.pairs.len() * 16 + 1024);
        bytes.extend((self.part as u64).to_le_bytes());
        bytes.extend((self.found.pairs.len() as u64).to_le_bytes());
        for pair in &self.found.pairs {
            bytes.extend(pair.left.to_le_bytes());
            bytes.extend(pair.right.to_le_bytes());
            bytes.extend(pair.score.to_le_bytes());
        }
        bytes.extend(
            self.found
                .histogram
                .iter()
                .flat_map(|bin| bin.to_le_bytes()),
        );
        bytes
    }
}

/// The bytes not read yet.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Result<u64, MatchingError> {
        let (number, rest) = self.0.split_first_chunk().ok_or(MatchingError::Message)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*number))
    }

    fn position(&mut self) -> Result<u32, MatchingError> {
        let (number, rest) = self.0.split_first_chunk().ok_or(MatchingError::Message)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*number))
    }

    /// A number of at most this.
    fn size(&mut self, most: usize) -> Result<usize, MatchingError> {
        usize::try_from(self.number()?)
            .ok()
            .filter(|size| *size <= most)
            .ok_or(MatchingError::Message)
    }
}
