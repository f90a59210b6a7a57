use std::collections::BTreeMap;
use std::io;

/// Where `prepare` puts what it makes. The caller makes it appear whole or not at all.
pub trait PrepareSink {
    /// Takes the next bytes of the extract.
    ///
    /// # Errors
    /// When they cannot be written.
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Takes the next bytes of the crosswalk.
    ///
    /// # Errors
    /// When they cannot be written.
    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Keeps bytes aside until [`Self::spill_take`]: what makes memory flat while rows are put in random order, and while
    /// ids are told apart. What is kept are encodings, and hashes of own ids; never a person's values.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()>;

    /// Gives back all that was kept in a bucket.
    ///
    /// # Errors
    /// When it cannot be had.
    fn spill_take(&mut self, bucket: u32) -> io::Result<Vec<u8>>;
}

/// A sink that keeps everything in memory, for small files and tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemorySink {
    /// The extract.
    pub extract: Vec<u8>,
    /// The crosswalk.
    pub crosswalk: Vec<u8>,
    spilled: BTreeMap<u32, Vec<u8>>,
}

impl PrepareSink for MemorySink {
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extract.extend_from_slice(bytes);
        Ok(())
    }

    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crosswalk.extend_from_slice(bytes);
        Ok(())
    }

    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()> {
        self.spilled
            .entry(bucket)
            .or_default()
            .extend_from_slice(bytes);
        Ok(())
    }

    fn spill_take(&mut self, bucket: u32) -> io::Result<Vec<u8>> {
        Ok(self.spilled.remove(&bucket).unwrap_or_default())
    }
}
