//! File bytes -> rows with the numbers a person would count, and which column is which field.

mod budget;
mod csv_rows;
mod error;
mod mapping;

pub use csv_rows::{CsvRows, Row};
pub use error::ReadError;
pub use mapping::{ColumnMapping, ColumnUse, Mapping, MappingRequest};
