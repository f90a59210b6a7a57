use std::fs::File;
use std::io::{Chain, Cursor, Read as _};
use std::path::Path;

use split_tally::read::{PlainRows, ReadError, Row};
use split_tally::units::RowNumber;

use super::super::file_name;
use crate::failure::Failure;

/// A header of our own, the first bytes of the file, and the rest.
type Source = Chain<Cursor<Vec<u8>>, Chain<Cursor<Vec<u8>>, File>>;

/// The rows of a CSV file, with or without a header, of which none is passed over: these formats have a token a row, and
/// a blank line passed over would shift all that follow.
pub struct Rows {
    reader: PlainRows<Source>,
    has_header: bool,
    last: u64,
}

impl Rows {
    /// Opens a file with a header.
    pub fn with_header(path: &Path) -> Result<Self, Failure> {
        Self::open(path, Vec::new(), true)
    }

    /// Opens a file whose columns are `columns`, without a header.
    pub fn without_header<'c>(
        path: &Path,
        columns: impl Iterator<Item = &'c str>,
    ) -> Result<Self, Failure> {
        // A header of our own goes first, so that the reader takes the file's first row for a record. Numbers stand for the
        // names, which may be anything.
        let names: Vec<String> = (1..=columns.count()).map(|n| n.to_string()).collect();
        Self::open(path, format!("{}\n", names.join(",")).into_bytes(), false)
    }

    fn open(path: &Path, header: Vec<u8>, has_header: bool) -> Result<Self, Failure> {
        let mut file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
        let mut start = Vec::new();
        if !has_header {
            // A byte order mark counts only at the very beginning.
            let taken = file.by_ref().take(3).read_to_end(&mut start);
            taken.map_err(|e| Failure::reading(path, &e))?;
            if start == b"\xef\xbb\xbf" {
                start.clear();
            }
        }
        let source = Cursor::new(header).chain(Cursor::new(start).chain(file));
        let reader = PlainRows::new(&file_name(path), source).map_err(|e| bad(&e))?;
        Ok(Self {
            reader,
            has_header,
            last: RowNumber::HEADER.get(),
        })
    }

    pub fn header(&self) -> &[String] {
        self.reader.header()
    }

    /// The position of a column that must be there.
    pub fn column(&self, name: &str) -> Result<usize, Failure> {
        let position = self
            .header()
            .iter()
            .position(|column| column == name.trim());
        position.ok_or_else(|| {
            // What stands in the header is not repeated: without a header it may be a person's.
            Failure::BadInput(format!(
                "{}: there is no column \"{name}\" among the {} of the first row. Correct the option, or the file's header",
                self.reader.file(),
                self.header().len()
            ))
        })
    }

    /// The file's name, for messages.
    pub fn file(&self) -> String {
        self.reader.file().to_owned()
    }

    /// The next row, numbered as the file has it.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Failure> {
        let shift = u64::from(!self.has_header);
        let file = self.reader.file().to_owned();
        let Some(row) = self.reader.next_row().map_err(|e| bad(&e))? else {
            return Ok(None);
        };
        let number = row.number.get();
        if number != self.last + 1 {
            return Err(Failure::BadInput(format!(
                "{file}, row {}: the row is blank. Take it out, so that each row has its token",
                self.last + 1 - shift
            )));
        }
        self.last = number;
        Ok(Some(Row {
            // The number of a record `shift` rows up.
            number: RowNumber::of_record((number - shift).saturating_sub(2)),
            cells: row.cells,
        }))
    }
}

fn bad(error: &ReadError) -> Failure {
    Failure::BadInput(error.to_string())
}
