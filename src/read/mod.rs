//! File bytes -> rows with the numbers a person would count, and which column is which field.

mod budget;
mod csv_rows;
mod error;
mod mapping;
mod options;
mod report;
mod table;

pub use csv_rows::{CsvRows, Row};
pub use error::ReadError;
pub use mapping::{ColumnMapping, ColumnUse, Mapping, MappingRequest};
pub use options::{Delimiter, ReadOptions, TextEncoding};
pub use report::{ReadFinding, ReadingReport, SheetName, Skipped, TableKind};
pub use table::Table;
