//! Which reference each record gets.

use std::collections::HashMap;
use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Error;
use crate::rejoin::Crosswalk;
use crate::report::Continued;
use crate::secret::{SecretError, Zeroizing};
use crate::units::RecordReference;

/// References that records had in an extract before, by own id.
#[derive(Clone, Default)]
pub struct EarlierReferences(HashMap<String, RecordReference>);

/// Their number: ids are not to reach a log.
impl fmt::Debug for EarlierReferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EarlierReferences({})", self.0.len())
    }
}

impl EarlierReferences {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads them from the crosswalk that was made with that extract. Of an id with several records, one keeps its reference.
    ///
    /// # Errors
    /// [`Error::Rejoin`] with the row.
    pub fn read(file: &str, crosswalk: &[u8]) -> Result<Self, Error> {
        let crosswalk = Crosswalk::read(file, crosswalk)?;
        Ok(Self(crosswalk.into_references()))
    }
}

/// Random references, save for records that had one before.
pub(super) struct References {
    random: ChaCha20Rng,
    /// Those that no record has asked for yet.
    earlier: HashMap<String, RecordReference>,
    before: u64,
    /// Whether the last record keeps its reference.
    keeps: bool,
    kept: u64,
    new: u64,
}

impl References {
    pub(super) fn new(seed: Option<u64>, earlier: EarlierReferences) -> Result<Self, Error> {
        Ok(Self {
            random: random(seed)?,
            before: earlier.0.len() as u64,
            earlier: earlier.0,
            keeps: false,
            kept: 0,
            new: 0,
        })
    }

    /// The reference of the next record.
    pub(super) fn next(&mut self, own_id: &str) -> RecordReference {
        // Nearly always there are none, and then there is nothing to look up. An empty id is nobody's.
        let before = match own_id {
            "" => None,
            _ if self.before == 0 => None,
            _ => self.earlier.remove(own_id),
        };
        self.keeps = before.is_some();
        before.unwrap_or_else(|| next_reference(&mut self.random))
    }

    /// Counts the record that was given the last reference: it is in the extract.
    pub(super) const fn count(&mut self) {
        if self.keeps {
            self.kept += 1;
        } else {
            self.new += 1;
        }
    }

    /// What became of earlier references, if there were any.
    pub(super) fn continued(&self) -> Option<Continued> {
        (self.before > 0).then_some(Continued {
            kept: self.kept,
            new: self.new,
            gone: self.before - self.kept,
        })
    }
}

pub(super) fn random(seed: Option<u64>) -> Result<ChaCha20Rng, Error> {
    if let Some(seed) = seed {
        return Ok(ChaCha20Rng::seed_from_u64(seed));
    }
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(|_| SecretError::NoRandomness)?;
    Ok(ChaCha20Rng::from_seed(*seed))
}

pub(super) fn next_reference(random: &mut ChaCha20Rng) -> RecordReference {
    let mut bytes = [0; RecordReference::BYTES];
    random.fill_bytes(&mut bytes);
    RecordReference::new(bytes)
}
