use csv::StringRecord;

use super::{MAX_CELLS, MAX_ROWS, MAX_TEXT, Refusal};
use crate::read::ReadFinding;
use crate::read::sample::{Sample, SampleRow};
use crate::read::table::MAX_COLUMNS;
use crate::read::tally::Tally;

/// The filled rows of a sheet, as compact as their text.
#[derive(Default)]
pub(crate) struct SheetRows {
    text: String,
    /// The end of each cell in `text`.
    ends: Vec<u32>,
    /// The row's number, and the end of its cells in `ends`.
    rows: Vec<(u32, u32)>,
    next: usize,
    pub(super) notes: Notes,
}

/// What was noticed about a sheet's cells.
#[derive(Default)]
pub(super) struct Notes {
    pub errors: Tally,
    pub long_numbers: Tally,
    pub beyond: Tally,
    pub hidden_rows: Tally,
    pub hidden_columns: Tally,
    pub merged: Tally,
    /// Numbers whose leading zeros, if they were shown with any, cannot be known.
    pub unknown_zeros: Tally,
    pub month_only: Tally,
}

impl SheetRows {
    /// Adds a cell with something in it. Rows and columns count from 0 and only go up.
    pub(super) fn push(&mut self, row: u32, column: u32, text: &str) -> Result<(), Refusal> {
        if row >= MAX_ROWS {
            return Err(Refusal::Damaged(
                "it has cells below the last row there can be",
            ));
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            // A stray cell far to the right must not make every row as wide.
            self.notes.beyond.count(u64::from(row) + 1);
            return Ok(());
        }
        let number = row.saturating_add(1);
        match self.rows.last() {
            Some(&(last, _)) if last == number => {}
            Some(&(last, _)) if last > number => {
                return Err(Refusal::Damaged("its rows are not in order"));
            }
            _ => self.rows.push((number, self.cells()?)),
        }
        let begin = self
            .rows
            .len()
            .checked_sub(2)
            .and_then(|before| self.rows.get(before))
            .map_or(0, |&(_, end)| end as usize);
        let have = self.ends.len().saturating_sub(begin);
        if have > column {
            return Err(Refusal::Damaged("its cells are not in order"));
        }
        if self.ends.len() + (column - have) >= MAX_CELLS {
            return Err(Refusal::TooLarge(MAX_CELLS as u64, "cells"));
        }
        if self.text.len() + text.len() > MAX_TEXT {
            return Err(Refusal::TooLarge(MAX_TEXT as u64 >> 20, "MiB of text"));
        }
        let end = self.end()?;
        self.ends.extend(std::iter::repeat_n(end, column - have));
        self.text.push_str(text);
        self.ends.push(self.end()?);
        let cells = self.cells()?;
        if let Some(row) = self.rows.last_mut() {
            row.1 = cells;
        }
        Ok(())
    }

    fn cells(&self) -> Result<u32, Refusal> {
        u32::try_from(self.ends.len()).map_err(|_| Refusal::TooLarge(MAX_CELLS as u64, "cells"))
    }

    fn end(&self) -> Result<u32, Refusal> {
        u32::try_from(self.text.len())
            .map_err(|_| Refusal::TooLarge(MAX_TEXT as u64 >> 20, "MiB of text"))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the sheet has this row, numbered from 1.
    pub(super) fn has_row(&self, number: u32) -> bool {
        self.rows.binary_search_by_key(&number, |row| row.0).is_ok()
    }

    /// Whether any row reaches this column, numbered from 1.
    pub(super) fn has_column(&self, number: u32) -> bool {
        let mut begin = 0;
        self.rows.iter().any(|&(_, end)| {
            let cells = end - begin;
            begin = end;
            cells >= number
        })
    }

    /// Reads the next row that has anything in it and gives its number, or `None` at the end.
    pub(crate) fn read(&mut self, record: &mut StringRecord) -> Option<u64> {
        let row = self.row(self.next, record)?;
        self.next += 1;
        Some(row)
    }

    fn row(&self, position: usize, record: &mut StringRecord) -> Option<u64> {
        let &(number, end) = self.rows.get(position)?;
        let begin = match position.checked_sub(1) {
            Some(before) => self.rows.get(before)?.1 as usize,
            None => 0,
        };
        record.clear();
        let mut from = match begin.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        for &to in self.ends.get(begin..end as usize)? {
            record.push_field(self.text.get(from..to as usize)?);
            from = to as usize;
        }
        Some(u64::from(number))
    }

    /// The first rows.
    pub(crate) fn sample(&self) -> Vec<SampleRow> {
        let mut cells = StringRecord::new();
        (0..Sample::MOST_ROWS)
            .map_while(|position| {
                let row = self.row(position, &mut cells)?;
                Some(SampleRow {
                    row,
                    cells: cells.clone(),
                })
            })
            .collect()
    }

    /// The share of a file of this size that the rows given out so far stand for.
    pub(crate) fn share_of(&self, size: u64) -> u64 {
        let rows = self.rows.len().max(1) as u128;
        let share = u128::from(size) * self.next as u128 / rows;
        u64::try_from(share).unwrap_or(size)
    }

    pub(crate) fn findings(&self) -> Vec<ReadFinding> {
        let notes = &self.notes;
        [
            notes.errors.finding(
                "error_cells",
                "These rows have cells with an error such as #N/A in place of a value. They are read as empty: mend the formulas and save the workbook again".to_owned(),
            ),
            notes.long_numbers.finding(
                "long_numbers",
                "These rows have numbers of more than 15 digits, of which Excel keeps only 15: the last digits are lost. Format the column as text in the source and export again".to_owned(),
            ),
            notes.month_only.finding(
                "month_cells",
                "These rows have dates shown without a day or without a year, such as 1-Mar: Excel may have made them from a code such as MAR1. Check them in the source".to_owned(),
            ),
            notes.unknown_zeros.finding(
                "unknown_zeros",
                "These rows have numbers with leading zeros if their cell format shows any, which cannot be known in this kind of workbook. If they should have some, save the workbook as .xlsx".to_owned(),
            ),
            notes.hidden_rows.finding(
                "hidden_rows",
                "These rows are hidden in the workbook, by hand or by a filter. They are read: if they should not be, delete them".to_owned(),
            ),
            notes.hidden_columns.finding(
                "hidden_columns",
                "Some columns are hidden in the workbook. They are read: if they should not be, delete them".to_owned(),
            ),
            notes.merged.finding(
                "merged_cells",
                "These rows have merged cells. The value belongs to the first of them, and the others are empty: if it holds for all, unmerge them and fill it in".to_owned(),
            ),
            notes.beyond.finding(
                "far_cells",
                format!("These rows have values beyond column {MAX_COLUMNS}, which are not read"),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_put_in() {
        let mut sheet = SheetRows::default();
        for (row, column, text) in [(1, 1, "b"), (1, 3, "d"), (4, 0, "x"), (9, 2, "")] {
            sheet.push(row, column, text).unwrap();
        }
        sheet.push(10, 16_383, "far").unwrap();
        let mut record = StringRecord::new();
        let mut rows = Vec::new();
        while let Some(row) = sheet.read(&mut record) {
            rows.push((row, record.iter().map(str::to_owned).collect::<Vec<_>>()));
        }
        let row = |number, cells: &[&str]| (number, cells.iter().map(|&c| c.to_owned()).collect());
        assert_eq!(
            rows,
            [
                row(2, &["", "b", "", "d"]),
                row(5, &["x"]),
                row(10, &["", "", ""])
            ]
        );
        assert_eq!(sheet.notes.beyond.total(), 1);
        assert!(sheet.push(3, 0, "back").is_err() && sheet.push(9, 1, "back").is_err());
    }

    #[test]
    fn cells_have_a_limit() {
        let mut sheet = SheetRows::default();
        assert!(sheet.push(MAX_ROWS, 0, "").is_err());
        let refused = (0..).find_map(|row| sheet.push(row, 1_999, "").err());
        assert!(matches!(refused, Some(Refusal::TooLarge(_, "cells"))));
        assert!(sheet.ends.len() <= MAX_CELLS);
    }
}
