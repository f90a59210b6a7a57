use std::collections::BTreeMap;

use crate::units::GridCell;
use crate::view::ViewError;

/// What incidents are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineKind {
    /// Numbers in proportion to which incidents are expected, known as they are: residents, or people about at night.
    Expected,
    /// Counts of an earlier period, which are by chance themselves.
    Earlier,
}

/// A baseline of a file: a line for each cell, its name and its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    file: String,
    kind: BaselineKind,
    lines: Vec<(u64, String, f64)>,
}

/// The most bytes and lines of a file.
const MAX_BYTES: usize = 16 << 20;
const MAX_LINES: usize = 500_000;
/// The largest number of one cell: all numbers together are then exact enough.
const MAX_NUMBER: f64 = 1e9;
/// What a suppressed count of an earlier view is taken for where the table has no total: the middle of 1 to 7.
const SUPPRESSED: f64 = 4.0;
/// The row of a view's table with its total.
const TOTAL: &str = "All incidents";

impl Baseline {
    /// Reads a CSV file whose first two columns are a cell's name and its number, under a header: the table of cells of an earlier
    /// view is one. Of counts of an earlier period `*` is taken for what the total leaves for each of them on average, or for 4
    /// where there is no total. Other lines than cells are passed over.
    ///
    /// # Errors
    /// [`ViewError::Baseline`] with the line.
    pub fn read(file: &str, bytes: &[u8], kind: BaselineKind) -> Result<Self, ViewError> {
        let refuse = |line: u64, problem: &str| ViewError::Baseline {
            file: file.to_owned(),
            line,
            problem: problem.to_owned(),
        };
        if bytes.len() > MAX_BYTES {
            return Err(refuse(1, "the file has more than 16 MB"));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let mut lines = Vec::new();
        let mut stars: Vec<usize> = Vec::new();
        let (mut total, mut others, mut other_stars) = (None, 0.0, 0.0);
        for (number, record) in (2u64..).zip(reader.records()) {
            let record = record.map_err(|_| refuse(number, "it is no CSV in UTF-8 there"))?;
            let line = record.position().map_or(number, csv::Position::line);
            if lines.len() >= MAX_LINES {
                return Err(refuse(line, "the file has more than 500,000 lines"));
            }
            let (Some(name), Some(value)) = (record.get(0), record.get(1)) else {
                continue;
            };
            let is_cell = |name: &str| {
                GridCell::SIZES
                    .iter()
                    .any(|&metres| GridCell::of_name(name, metres).is_some())
            };
            let number = |value: &str| {
                let number = value.trim().parse().ok();
                number.filter(|value: &f64| (0.0..=MAX_NUMBER).contains(value))
            };
            if !is_cell(name.trim()) {
                // Rows such as that of places not known are part of the total.
                match number(value) {
                    Some(value) if name.trim() == TOTAL => total = Some(value),
                    Some(value) => others += value,
                    None => other_stars += f64::from(u8::from(value.trim() == "*")),
                }
                continue;
            }
            let value = match (value.trim(), kind) {
                ("*", BaselineKind::Earlier) => {
                    stars.push(lines.len());
                    SUPPRESSED
                }
                (value, _) => number(value).ok_or_else(|| {
                    refuse(
                        line,
                        "its second column is no number from 0 to 1,000,000,000",
                    )
                })?,
            };
            lines.push((line, name.trim().to_owned(), value));
        }
        if let Some(total) = total {
            let many = u32::try_from(stars.len()).map_or(0.0, f64::from) + other_stars;
            let shown: f64 = lines.iter().map(|(_, _, value)| value).sum();
            let shown = shown - SUPPRESSED * (many - other_stars);
            let each = ((total - others - shown) / many.max(1.0)).max(1.0);
            for star in stars {
                if let Some((_, _, value)) = lines.get_mut(star) {
                    *value = each;
                }
            }
        }
        Ok(Self {
            file: file.to_owned(),
            kind,
            lines,
        })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> BaselineKind {
        self.kind
    }

    /// Numbers of cells of this size.
    ///
    /// # Errors
    /// [`ViewError::Baseline`] where a line is of cells of another size, a cell is there twice, or no cell has a number.
    pub(in crate::view) fn cells(&self, metres: u32) -> Result<BTreeMap<u32, f64>, ViewError> {
        let refuse = |line: u64, problem: String| ViewError::Baseline {
            file: self.file.clone(),
            line,
            problem,
        };
        let mut cells = BTreeMap::new();
        for (line, name, value) in &self.lines {
            let cell = GridCell::of_name(name, metres).ok_or_else(|| {
                refuse(*line, format!("it is no cell of {metres} metres, which the agreement has. Cells are named by their south-west corner, such as TQ300805 of 500 metres"))
            })?;
            if cells.insert(cell.number(), *value).is_some() {
                return Err(refuse(*line, "the cell is in the file twice".to_owned()));
            }
        }
        if !cells.values().any(|value| *value > 0.0) {
            return Err(refuse(1, "no line has a cell and a number above 0. The first column is the cell's name, and the second its number".to_owned()));
        }
        Ok(cells)
    }
}
