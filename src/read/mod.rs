//! File bytes -> rows with the numbers a person would count, and which column is which field.

mod budget;
mod csv_rows;
mod damage;
mod delimiter;
mod encoding;
mod error;
mod field_source;
mod header;
mod layout;
mod mapping;
mod mapping_file;
mod opening;
mod options;
mod plain_rows;
mod report;
mod sample;
mod table;
mod tail;
mod tally;
#[cfg(test)]
mod tests;
mod workbook;

pub use error::ReadError;
pub use field_source::{FieldSource, Part};
pub use mapping::{ColumnMapping, ColumnUse, Mapping, MappingRequest};
pub(crate) use mapping::{
    expect_field, find_column, find_id_column, known_headers, plain as plain_header,
};
pub use options::{Delimiter, ReadOptions, TextEncoding};
pub use plain_rows::PlainRows;
pub use report::{ReadFinding, ReadingReport, SheetName, Skipped, TableKind};
pub use table::{Row, Table};
