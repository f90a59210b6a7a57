use super::levels::FieldComparison;
use super::real;
use crate::exchange::Extract;
use crate::matching::dice;

/// No value: the field is missing in this row.
pub(super) const NONE: u32 = u32::MAX;

/// The values of one field in two extracts, as numbers: rows with equal filters have one number.
///
/// Numbers ascend with the filters' bits, so they do not depend on the order of rows. Comparing two of the few distinct
/// values once serves all rows that have them.
pub struct FieldValues<'a> {
    filters: Filters<'a>,
    bits_set: Vec<u32>,
    /// By side and row: the value's number, or [`NONE`].
    of_row: [Vec<u32>; 2],
    /// By side and value: how many rows have it.
    counts: [Vec<u32>; 2],
    /// By value: how many records there are for each that has it, the inverse of its frequency.
    rarity: Vec<f64>,
}

/// The filters of distinct values.
enum Filters<'a> {
    /// Of a field of few values: end to end, so that they stay in the processor's cache.
    Copied { words_each: usize, words: Vec<u64> },
    /// Of one of many, such as telephones: each where it stands in an extract, as copies would be half of the model's memory.
    InPlace(Vec<&'a [u64]>),
}

/// Values are few where this many records have each, on average.
const FEW_VALUES: usize = 4;

impl<'a> Filters<'a> {
    fn new(of_values: Vec<&'a [u64]>, records: usize) -> Self {
        if of_values.len() > records / FEW_VALUES {
            return Self::InPlace(of_values);
        }
        Self::Copied {
            words_each: of_values.first().map_or(0, |filter| filter.len()),
            words: of_values.concat(),
        }
    }

    fn of_value(&self, value: u32) -> &[u64] {
        let value = value as usize;
        match self {
            Self::Copied { words_each, words } => &words[value * words_each..][..*words_each],
            Self::InPlace(of_values) => of_values[value],
        }
    }
}

/// The rows of one side by value.
pub(super) struct RowsByValue {
    /// By value: where its rows begin, and at last where they all end.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl RowsByValue {
    /// The rows that have this value, ascending.
    pub(super) fn of_value(&self, value: u32) -> &[u32] {
        let value = value as usize;
        &self.rows[self.starts[value] as usize..self.starts[value + 1] as usize]
    }
}

impl<'a> FieldValues<'a> {
    /// Numbers the values that are compared: those of the field at each extract's position among its field filters, as a rule the
    /// same in both.
    #[must_use]
    pub fn gather(extracts: [&'a Extract; 2], fields: [usize; 2]) -> Self {
        let columns = [0, 1].map(|side| {
            let (extract, field) = (extracts[side], fields[side]);
            let words = extract.words_per_field_filter(field).max(1);
            let filters = extract.field_filter_words(field).chunks_exact(words);
            let rows = extract.field_filter_rows(field).map(row_number);
            rows.zip(filters).collect::<Vec<_>>()
        });
        let rows = extracts.map(Extract::len);
        Self::of_columns(&columns, rows)
    }

    /// Numbers the values of two columns, each of rows and their filters, in files of these many rows.
    pub(super) fn of_columns(columns: &[Vec<(u32, &'a [u64])>; 2], rows: [usize; 2]) -> Self {
        let mut order: Vec<(&'a [u64], usize, u32)> = Vec::new();
        for (side, column) in columns.iter().enumerate() {
            order.extend(column.iter().map(|&(row, filter)| (filter, side, row)));
        }
        order.sort_unstable();
        let records = order.len();
        let mut filters = Vec::new();
        let mut values = Self {
            filters: Filters::InPlace(Vec::new()),
            bits_set: Vec::new(),
            of_row: rows.map(|rows| vec![NONE; rows]),
            counts: [Vec::new(), Vec::new()],
            rarity: Vec::new(),
        };
        for group in order.chunk_by(|one, other| one.0 == other.0) {
            let number = row_number(values.bits_set.len());
            let mut counts = [0u32; 2];
            for &(_, side, row) in group {
                values.of_row[side][row as usize] = number;
                counts[side] += 1;
            }
            for (column, count) in values.counts.iter_mut().zip(counts) {
                column.push(count);
            }
            if let Some(&(filter, ..)) = group.first() {
                filters.push(filter);
                let bits = filter.iter().map(|word| word.count_ones()).sum();
                values.bits_set.push(bits);
            }
        }
        values.filters = Filters::new(filters, records);
        values.rarity = values.rarities();
        values
    }

    /// The inverse of each value's frequency: records that have the field, divided by those that have the value.
    ///
    /// Two records agree on the value when it is looked up, and if they are one person that person alone accounts for
    /// both: only the *other* records with it show that it is frequent. A value without others gets the frequency that
    /// Good (1953, "The population frequencies of species") and Turing give to a species seen once, `2 N2 / N1` records
    /// (`N1`, `N2`: values held once and twice within a file), at least 0.01 and at most 1: the floor.
    fn rarities(&self) -> Vec<f64> {
        let held = |times: u32| {
            let counts = self.counts.iter().flatten();
            real(counts.filter(|&&count| count == times).count())
        };
        let floor = (2.0 * held(2) / held(1).max(1.0)).clamp(0.01, 1.0);
        let records = real(self.filled(0) + self.filled(1));
        let both = self.counts[0].iter().zip(&self.counts[1]);
        both.map(|(&left, &right)| {
            let others = real(left as usize + right as usize) - 2.0;
            records / (others.max(0.0) + floor)
        })
        .collect()
    }

    /// Number of distinct values.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bits_set.len()
    }

    /// Whether no row has a value.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bits_set.is_empty()
    }

    /// Number of rows of this side (0 or 1) that have a value.
    #[must_use]
    pub fn filled(&self, side: usize) -> usize {
        self.counts[side].iter().map(|&count| count as usize).sum()
    }

    /// By row of this side: the value's number, or [`NONE`].
    pub(super) fn of_row(&self, side: usize) -> &[u32] {
        &self.of_row[side]
    }

    pub(super) fn count(&self, side: usize, value: u32) -> u32 {
        self.counts[side][value as usize]
    }

    /// See [`Self::rarities`].
    pub(super) fn rarity(&self, value: u32) -> f64 {
        self.rarity[value as usize]
    }

    /// The rows of this side by value.
    pub(super) fn rows_by_value(&self, side: usize) -> RowsByValue {
        let mut starts = Vec::with_capacity(self.len() + 1);
        let mut end = 0;
        starts.push(end);
        for &count in &self.counts[side] {
            end += count;
            starts.push(end);
        }
        let mut next = starts.clone();
        let mut rows = vec![NONE; end as usize];
        for (row, &value) in (0u32..).zip(&self.of_row[side]) {
            if value != NONE {
                let place = &mut next[value as usize];
                rows[*place as usize] = row;
                *place += 1;
            }
        }
        RowsByValue { starts, rows }
    }

    fn filter(&self, value: u32) -> &[u64] {
        self.filters.of_value(value)
    }

    /// How well two values agree.
    pub(super) fn level(&self, comparison: &FieldComparison, one: u32, other: u32) -> u8 {
        if one == other {
            return comparison.exact();
        }
        if comparison.near.is_empty() {
            return FieldComparison::LOWEST;
        }
        let words = self.filter(one).iter().zip(self.filter(other));
        let common = words.map(|(a, b)| (a & b).count_ones()).sum();
        let score = dice(
            common,
            self.bits_set[one as usize],
            self.bits_set[other as usize],
        );
        comparison.level_of_score(score)
    }
}

/// Rows and values are counted in 32 bits: no extract has 2^32 rows.
pub(super) fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NONE)
}
