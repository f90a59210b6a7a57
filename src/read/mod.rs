//! File bytes -> rows with the numbers a person would count, and which column is which field.

mod budget;
mod csv_rows;
mod error;
mod field_source;
mod mapping;

pub use csv_rows::{CsvRows, Row};
pub use error::ReadError;
pub use field_source::{FieldSource, Part};
pub use mapping::{ColumnMapping, ColumnUse, Mapping, MappingRequest};
pub(crate) use mapping::{known_headers, plain as plain_header};
