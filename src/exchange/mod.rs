//! The extract: the one file that travels, its writer and its strict reader.
//!
//! An extract is an Apache Parquet file, so that DuckDB, pandas and Spark read it as it is. It holds tokens,
//! filters and random references, and nothing else.
//!
//! # The format, version 1
//!
//! **Columns**, in this order, all `FIXED_LEN_BYTE_ARRAY` without a logical type:
//!
//! | column | bytes | |
//! |---|---|---|
//! | `record` | 16 | required; ascends strictly through the whole file |
//! | `key_<name>` | 16 | optional; one for each match key, in the agreement's order |
//! | `filter` | the filter's length | optional; the column is absent when the agreement has no record filter, or the extract leaves it out |
//! | `field_<name>` | 8, 16, 32 or 64 | optional; one for each field filter, in the agreement's order; absent likewise |
//! | `attribute_<name>` | 1, 2 or 4 | optional; one for each attribute that the party contributes and the recipient may hold, in the agreement's order: the value's place in the agreement's list, from 0; of a flag 0 is no and 1 is yes; of an hour the hour, of a weekday 0 for Monday; of a month the months since January 1972, of a grid cell its number row by row from the south-west, eastwards |
//!
//! **Pages** are version 1 data pages, uncompressed, values PLAIN, definition levels RLE; no dictionary, no statistics
//! (a column of tokens has none worth keeping), no index, no Bloom filter, no encryption. One row group for each call of
//! [`ExtractWriter::write_row_group`]. Column chunks lie end to end from byte 4 to the footer.
//!
//! **Key-value metadata**, each exactly once and no other: `split-tally.format` (`extract`), `split-tally.version`
//! (`1`), `split-tally.party`, `split-tally.agreement_digest` and `split-tally.key_commitment` (64 hexadecimal digits
//! each), `split-tally.encoding`, `split-tally.match_keys` (joined by commas), `split-tally.filter_bits`,
//! `split-tally.rows`, `split-tally.rows_digest`; exactly where there are field filters, `split-tally.field_filters`: names
//! and lengths in bits, such as `surname:256,postcode:256`; and, exactly where the agreement names recipients,
//! `split-tally.recipient` and `split-tally.role` (`partner`, `matcher` or `linker`); and, exactly where there are
//! attributes, `split-tally.attributes`: names and numbers of values, such as `rent_arrears:2,frailty:4`. Up to 64 values are of a
//! list; 1,536 are months, and 14,560,000, 3,640,000, 910,000, 227,500 and 36,400 the cells of 250 to 5,000 metres. Up to 255
//! values a column has one byte, up to 65,535 two, else four, little-endian. `created_by` is the fixed text `split-tally version 1`; there is no
//! time stamp, so the same rows give the same bytes on every machine.
//!
//! # What the digest is for
//!
//! Page checksums (the CRC of the Parquet format) are not written: the first extracts had none, and
//! `split-tally.rows_digest` does more. It is the SHA-256 of what the file says, wherever it is kept:
//!
//! 1. the text `split-tally extract 1`, where there are field filters the text ` with field filters`, where a recipient
//!    is named the text ` for a recipient`, where there are attributes the text ` with attributes`, and a line feed;
//! 2. party, agreement digest (32 bytes), key commitment (32 bytes), encoding, match keys (joined by commas), each
//!    after its length in bytes as a 64-bit number; then the filter's length in bits as a 64-bit number; then, where there
//!    are field filters, the text of `split-tally.field_filters` after its length; then recipient and role where they are
//!    named, each after its length; then, where there are attributes, the text of `split-tally.attributes` after its length;
//! 3. for each row its reference, a mask (a 64-bit number: the bits from 0 up are the match keys' that have a token, bit 63
//!    the record filter's, those from 62 down the field filters'), the values there are in the columns' order, and for each
//!    attribute a number in as many bytes as its column has: 0 where it is missing, else one more than the value's place;
//! 4. the number of rows as a 64-bit number.
//!
//! All numbers are little-endian. The digest finds damage; it does not prove who wrote the file, as anybody can compute
//! it. [`Extract::read`] verifies it, [`Extract::read_header`] cannot, as it reads no rows.
//!
//! # Extracts of earlier versions
//!
//! Field filters and attributes came later than the rest, and attributes of more than a byte later still. An extract without them is byte for byte what it was before, and
//! programs that do not know them refuse extracts that have them as carrying metadata they do not know.
//!
//! # Why reader and writer are our own
//!
//! Extracts come from other organisations. The metadata parser of `parquet` 60.1 reserves room for as many schema nodes
//! as four bytes claim, descends into nested ones as deep as they go, and asserts that offsets are not negative: a
//! crafted file of a hundred bytes ends the process, which no error handling can catch. This reader accepts one grammar, namely what
//! [`ExtractWriter`] writes; it allocates nothing that the length of the file has not paid for; and as it accounts for
//! every byte from the first to the last, a file it accepts has no room for anything that is not shown.
//!
//! The writer stands beside it, part by part. It makes the same bytes as that crate, which wrote the first extracts and which
//! tests compare with; a page need not carry the crate for the corner of Parquet that an extract is.

#[cfg(test)]
mod by_hand;
mod check;
mod column_values;
mod columns;
mod digest;
mod error;
mod extract;
mod footer;
mod header;
mod levels;
mod limits;
mod metadata;
mod pages;
mod presence;
mod reader;
mod row_groups;
#[cfg(test)]
mod tests;
mod thrift;
mod writer;

#[cfg(test)]
pub(crate) use by_hand::extract_by_hand;
pub use check::{Expected, check_against, check_together};
pub use error::ExtractError;
pub use extract::Extract;
pub use header::{ExtractHeader, ExtractRecipient, ExtractSummary};
pub use limits::Limits;
pub use writer::ExtractWriter;
