use super::RecordId;

/// Of each party, the rows whose records may still be linked to a record of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRecords {
    /// By party, a bit for each row.
    parties: Vec<Vec<u64>>,
}

impl OpenRecords {
    /// All rows of parties with these many.
    #[must_use]
    pub fn all(rows: &[usize]) -> Self {
        let bits = |&rows: &usize| vec![u64::MAX; rows.div_ceil(64)];
        Self {
            parties: rows.iter().map(bits).collect(),
        }
    }

    /// Takes a record out.
    pub fn close(&mut self, record: RecordId) {
        let party = self.parties.get_mut(usize::from(record.party));
        let word = party.and_then(|words| words.get_mut(record.row as usize / 64));
        if let Some(word) = word {
            *word &= !(1 << (record.row % 64));
        }
    }

    /// Whether the record in this row is among them.
    #[must_use]
    pub fn has(&self, party: u16, row: usize) -> bool {
        let word = self
            .parties
            .get(usize::from(party))
            .and_then(|words| words.get(row / 64));
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}
