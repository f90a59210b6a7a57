//! How wide the rows of a table are, and which deviations from it can be trusted.

use csv::StringRecord;

use super::header::is_unnamed;
use super::sample::{SampleRow, extent, is_filled};

/// The widths of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Columns of the table.
    pub width: usize,
    /// Cells that rows have before empty ones at their end are cut off: as many as the header has, or as many as most
    /// records have.
    widths: [usize; 2],
    /// Where rows end early because empty cells were cut off: what their first cells look like.
    short: Option<Class>,
}

/// What a row's width means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as the table.
    Whole,
    /// Wider by empty cells only, as the header or most records are.
    Padded,
    /// Ends early, as rows of this file do.
    Short,
    /// Some cells have no column.
    Wrong,
}

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Empty,
    Digits,
    Letters,
    Other,
}

impl Class {
    pub(super) fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if cell.is_empty() {
            Self::Empty
        } else if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Digits
        } else if cell
            .chars()
            .all(|c| c.is_alphabetic() || " '-’".contains(c))
        {
            Self::Letters
        } else {
            Self::Other
        }
    }
}

impl Layout {
    /// The layout of a delimited text file.
    ///
    /// A row with too few or too many cells is most often a broken one: a comma or a line break in a value without
    /// quotation marks, after which every value stands under a wrong name. So widths are exact, but for two habits of
    /// programs that are recognised by how many rows show them: empty columns at the right that only the header or only
    /// the records have (a comma at the end of each line; Excel's `,,,`), and empty cells cut off at the end of rows
    /// (Excel does so in blocks of 16 rows).
    pub(super) fn of_text(header: &StringRecord, records: &[SampleRow]) -> Self {
        let usual = most_common(records, header.len());
        let filled = records
            .iter()
            .filter(|row| row.cells.len() <= header.len())
            .map(SampleRow::extent)
            .max()
            .unwrap_or(0);
        let width = extent(header).max(filled).max(1);
        // A record may be wider than the header by empty cells, if most are; a header may always be wider.
        let padded = if usual >= width { usual } else { header.len() };
        let mut layout = Self {
            width,
            widths: [header.len(), padded],
            short: None,
        };
        layout.short = layout.ragged(records);
        layout
    }

    /// The layout of a sheet, whose cells know their columns: nothing can shift.
    pub(super) fn of_sheet(header: &StringRecord, records: &[SampleRow]) -> Self {
        let named = extent(header);
        let widest = records.iter().map(SampleRow::extent).max().unwrap_or(0);
        // Columns without a name belong to the table when most of its rows fill them; a stray note does not.
        let width = (named..widest)
            .take_while(|&position| {
                is_unnamed(header, position)
                    && 2 * records
                        .iter()
                        .filter(|row| row.cells.get(position).is_some_and(is_filled))
                        .count()
                        > records.len()
            })
            .last()
            .map_or(named, |position| position + 1);
        Self {
            width: width.max(1),
            widths: [width, width],
            short: None,
        }
    }

    /// Whether rows of this file end early by habit. They do when it is not rare, when such rows begin as whole ones do,
    /// and when neighbours do not add up to a whole row, as the halves of a broken one do.
    fn ragged(&self, records: &[SampleRow]) -> Option<Class> {
        let is_short = |row: &SampleRow| row.filled() > 0 && row.cells.len() < self.width;
        let class = |row: &SampleRow| Class::of(row.cells.get(0).unwrap_or_default());
        let whole = records.iter().find(|row| !is_short(row)).map(class)?;
        // The last rows may be a total or a note.
        let body = &records[..records.len().saturating_sub(3)];
        let short = body.iter().filter(|row| is_short(row)).count();
        let alike = records
            .iter()
            .filter(|row| row.filled() > 0)
            .filter(|row| class(row) == whole)
            .count();
        let halves = body
            .windows(2)
            .filter(|pair| {
                is_short(&pair[0])
                    && is_short(&pair[1])
                    && pair[0].cells.len() + pair[1].cells.len() == self.width + 1
            })
            .count();
        let by_habit = whole != Class::Empty
            && short >= 3
            && 20 * short >= body.len()
            && 10 * alike >= 9 * records.len()
            && body
                .iter()
                .filter(|row| is_short(row))
                .all(|row| class(row) == whole)
            // Numbers in front of both halves are ids of two records.
            && (whole == Class::Digits || 4 * halves < short);
        by_habit.then_some(whole)
    }

    /// What a record's width means.
    pub(super) fn fit(&self, record: &StringRecord) -> Fit {
        let cells = record.len();
        if cells == self.width {
            return Fit::Whole;
        }
        if cells > self.width {
            let empty =
                (self.width..cells).all(|position| !record.get(position).is_some_and(is_filled));
            return if empty && self.widths.contains(&cells) {
                Fit::Padded
            } else {
                Fit::Wrong
            };
        }
        if self.short == Some(Class::of(record.get(0).unwrap_or_default())) {
            return Fit::Short;
        }
        Fit::Wrong
    }

    /// The cells that rows have as they stand in the file, for messages.
    pub(super) const fn stated(&self) -> usize {
        self.widths[0]
    }

    /// Empty columns at the right of the table.
    pub(super) fn empty_columns(&self) -> usize {
        self.widths[0]
            .max(self.widths[1])
            .saturating_sub(self.width)
    }
}

/// The commonest number of cells; the header's own where it is as common as another.
fn most_common(records: &[SampleRow], header: usize) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in records {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|&(width, count)| (count, width == header))
        .map_or(header, |(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> (Layout, Vec<Fit>) {
        let mut rows = text
            .lines()
            .map(|line| StringRecord::from(line.split(',').collect::<Vec<_>>()));
        let header = rows.next().unwrap();
        let rows: Vec<SampleRow> = rows
            .zip(2..)
            .map(|(cells, row)| SampleRow { row, cells })
            .collect();
        let layout = Layout::of_text(&header, &rows);
        let fits = rows.iter().map(|row| layout.fit(&row.cells)).collect();
        (layout, fits)
    }

    #[test]
    fn widths_are_exact() {
        let (layout, fits) = layout("a,b\n1,2\n1,2,3\n1\n1,2,\n1,2");
        assert_eq!(layout.width, 2);
        let (whole, wrong) = (Fit::Whole, Fit::Wrong);
        assert_eq!(fits, [whole, wrong, wrong, wrong, whole]);
    }

    #[test]
    fn empty_columns_at_the_right() {
        let (excel, fits) = layout("a,b,,\n1,2,,\n3,4,,\nx, y,5,,\n");
        assert_eq!((excel.width, excel.empty_columns()), (2, 2));
        assert_eq!(fits, [Fit::Padded, Fit::Padded, Fit::Wrong]);
        // A comma at the end of each record, but not of the header.
        let (commas, fits) = layout("a,b\n1,2,\n3,4,\n");
        assert_eq!((commas.width, commas.empty_columns()), (2, 1));
        assert_eq!(fits, [Fit::Padded, Fit::Padded]);
        // A column without a name that has values is a column.
        assert_eq!(layout("a,b,\n1,2,3\n4,5,6").0.width, 3);
    }

    #[test]
    fn ragged_by_habit_and_broken_by_accident() {
        let ragged = "id,a,b,c\n1,x,y,z\n2,x\n3,x,y\n4,x\n5,x,y,z\n6,x,y,z\n7,x,y,z\n8,x,y,z";
        let (_, fits) = layout(ragged);
        assert_eq!(fits[..4], [Fit::Whole, Fit::Short, Fit::Short, Fit::Short]);
        let broken = "id,a,b,c\n1,x\ny,z,w\n2,x\ny,z,w\n3,x\ny,z,w\n4,x,y,z\n5,x,y,z";
        assert!(layout(broken).1.contains(&Fit::Wrong));
    }
}
