/// A record among the extracts being matched: which extract, and which row of it (both 0-based).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Position of the extract.
    pub party: u16,
    /// Position of the row.
    pub row: u32,
}
