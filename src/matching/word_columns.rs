use super::FilterSet;

/// Filters whose words are told apart at a time.
const STEP: usize = 2048;

/// The filters of a set word by word: the first word of all of them, then the second of all.
///
/// Sampling reads a few words of every filter for each of many tables. Laid out so, it walks through those words alone, and not
/// through all filters.
pub(super) struct WordColumns {
    filters: usize,
    words: Vec<u64>,
}

impl WordColumns {
    /// As many bytes as the set's filters have.
    pub(super) fn of(set: &FilterSet) -> Self {
        let filters = set.len();
        let mut words = vec![0; set.words_a_filter() * filters];
        // A few thousand filters stay in the cache while their words are told apart.
        for start in (0..filters).step_by(STEP) {
            let end = (start + STEP).min(filters);
            for word in 0..set.words_a_filter() {
                let column = &mut words[word * filters..][start..end];
                for (to, position) in column.iter_mut().zip(start..end) {
                    *to = set.filter(position)[word];
                }
            }
        }
        Self { filters, words }
    }

    /// This word of every filter, in the order of positions.
    pub(super) fn word(&self, word: usize) -> &[u64] {
        &self.words[word * self.filters..(word + 1) * self.filters]
    }

    /// Number of filters.
    pub(super) const fn len(&self) -> usize {
        self.filters
    }
}
