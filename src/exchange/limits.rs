/// How much a reader takes in before it refuses. Pages and column chunks need no limit of their own: each is bounded by
/// the length of the file it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most rows: 20 million unless told otherwise.
    pub rows: u64,
    /// The most bytes in the file: 4 GiB unless told otherwise.
    pub bytes: u64,
    /// The most bytes in the footer, which grows by about 90 bytes for each column of each row group: 4 MiB unless told
    /// otherwise.
    pub metadata_bytes: u64,
    /// The most row groups: 4,096 unless told otherwise.
    pub row_groups: usize,
}

impl Limits {
    /// The defaults. [`ExtractWriter`](super::ExtractWriter) keeps to them too.
    pub const DEFAULT: Self = Self {
        rows: 20_000_000,
        bytes: 4 << 30,
        metadata_bytes: 4 << 20,
        row_groups: 4096,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
