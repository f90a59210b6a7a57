//! File bytes -> rows with the numbers a person would count, and which column is which field.

mod budget;
mod csv_rows;
mod damage;
mod delimiter;
mod encoding;
mod error;
mod header;
mod layout;
mod mapping;
mod opening;
mod options;
mod report;
mod sample;
mod table;
mod tail;
mod tally;
#[cfg(test)]
mod tests;
mod workbook;

pub use error::ReadError;
pub use mapping::{ColumnMapping, ColumnUse, Mapping, MappingRequest};
pub use options::{Delimiter, ReadOptions, TextEncoding};
pub use report::{ReadFinding, ReadingReport, SheetName, Skipped, TableKind};
pub use table::{Row, Table};
