use std::io;

use super::{Error, PrepareSink};
use crate::units::RecordReference;

/// Bytes of the crosswalk held back.
const CROSSWALK_BUFFER: usize = 1 << 20;
/// The crosswalk: which reference is which own id. It stays with its owner.
pub(super) struct Crosswalk {
    writer: csv::Writer<Vec<u8>>,
}

impl Crosswalk {
    pub(super) fn new() -> Self {
        let mut buffer = Vec::with_capacity(CROSSWALK_BUFFER + 4096);
        buffer.extend_from_slice(b"record,id\n");
        Self {
            writer: csv::WriterBuilder::new().from_writer(buffer),
        }
    }

    pub(super) fn add(
        &mut self,
        reference: RecordReference,
        own_id: &str,
        sink: &mut dyn PrepareSink,
    ) -> Result<(), Error> {
        self.writer
            .write_record([reference.to_hex().as_slice(), own_id.as_bytes()])
            .map_err(io::Error::from)?;
        if self.writer.get_ref().len() >= CROSSWALK_BUFFER {
            self.flush(sink)?;
        }
        Ok(())
    }

    pub(super) fn flush(&mut self, sink: &mut dyn PrepareSink) -> Result<(), Error> {
        let next =
            csv::WriterBuilder::new().from_writer(Vec::with_capacity(CROSSWALK_BUFFER + 4096));
        let done = std::mem::replace(&mut self.writer, next);
        let bytes = done
            .into_inner()
            .map_err(|error| io::Error::new(error.error().kind(), "the crosswalk"))?;
        sink.crosswalk(&bytes)?;
        Ok(())
    }
}
