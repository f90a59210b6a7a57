use std::io::Read;

use super::Error;
use super::look::Source;
use crate::agreement::Agreement;
use crate::read::expect_field;
use crate::standardise::{Codes, Lookups};

/// The lookups, with the codes of the field of this name as well, read from a table.
///
/// # Errors
/// [`Error::Read`] for an unknown field, [`Error::Lookup`] for a table that cannot be used.
pub fn with_codes(
    agreement: &Agreement,
    lookups: Lookups,
    field: &str,
    (name, size, bytes): Source<'_, impl Read>,
) -> Result<Lookups, Error> {
    let position = expect_field(agreement, field)?;
    let codes = Codes::read(&agreement.fields()[position], name, size, bytes)?;
    Ok(lookups.with_codes(agreement, position, name, codes)?)
}
