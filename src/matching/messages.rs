//! Comparisons and what their parts found as bytes, for workers that share no memory. Both sides are the same program, so
//! the form is plain and may change with every version: whole numbers and floats, little-endian, end to end.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::similarity::{Found, FoundPair};
use super::{Comparison, FilterSet, MatchingError, PartFound, SimilarityMethod, SimilaritySearch};
use crate::units::Threshold;

/// Bytes of filters written or read at a time: a page copies each piece, and its memory never shrinks.
const PIECE: usize = 1 << 20;
/// Bytes before the filters: three scores, the method, four numbers and the seed.
const HEADER: usize = 8 * 8 + 32;

impl Comparison {
    /// Writes all that [`Self::read_from`] needs to do parts of this comparison elsewhere: what to look for and the filters,
    /// without saying which records they are of.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let (search, left, right) = (self.search(), self.left(), self.right());
        let mut bytes = Vec::with_capacity(PIECE + HEADER);
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
                if bytes.len() >= PIECE {
                    out.write_all(&bytes)?;
                    bytes.clear();
                }
            }
        }
        out.write_all(&bytes)
    }

    /// Makes the comparison ready again from the `size` bytes of [`Self::write_to`]. Its parts are the same; it cannot
    /// [`Self::combine`] them, as it does not know the records.
    ///
    /// # Errors
    /// [`MatchingError::Message`] when the bytes are not those, or cannot be read.
    pub fn read_from(mut source: impl Read, size: u64) -> Result<Self, MatchingError> {
        let mut header = [0; HEADER];
        source
            .read_exact(&mut header)
            .map_err(|_| MatchingError::Message)?;
        let mut rest = Reader(&header);
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
        // Nothing is reserved that the size has not paid for.
        let filters = (left as u64 + right as u64) * words_a_filter as u64 * 8;
        if size != HEADER as u64 + filters {
            return Err(MatchingError::Message);
        }
        let mut set = |count| read_filters(&mut source, words_a_filter, count).map(Arc::new);
        let (left, right) = (set(left)?, set(right)?);
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

/// A set of this many filters, each of `words_a_filter` words.
fn read_filters(
    source: &mut impl Read,
    words_a_filter: usize,
    count: usize,
) -> Result<FilterSet, MatchingError> {
    let mut words = Vec::with_capacity(count * words_a_filter);
    let mut piece = vec![0; PIECE.min(count * words_a_filter * 8)];
    while words.len() < count * words_a_filter {
        let length = piece.len().min((count * words_a_filter - words.len()) * 8);
        source
            .read_exact(&mut piece[..length])
            .map_err(|_| MatchingError::Message)?;
        let (whole, _) = piece[..length].as_chunks();
        words.extend(whole.iter().map(|word| u64::from_le_bytes(*word)));
    }
    FilterSet::of_sorted(words_a_filter, words).ok_or(MatchingError::Message)
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
