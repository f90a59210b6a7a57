use std::collections::VecDeque;
use std::io::Read;

use csv::StringRecord;

use super::damage::DamageWatch;
use super::layout::{Fit, Layout};
use super::opening::{self, Opened, Rows};
use super::sample::{SampleRow, is_filled};
use super::tail::Tail;
use super::tally::Tally;
use super::{ReadError, ReadFinding, ReadOptions, ReadingReport, header};
use crate::units::RowNumber;

/// The most columns read.
pub(crate) const MAX_COLUMNS: usize = 2_000;

/// A file of records as a table, whatever kind of file it is: a header, and rows one at a time.
///
/// A text file is read in flat memory. A workbook is read whole, within the limits of [`Table::open`].
pub struct Table<R> {
    file: String,
    size: u64,
    rows: Rows<R>,
    report: ReadingReport,
    header: Vec<String>,
    layout: Layout,
    /// Rows read ahead to see whether the file ends with them, and how many of them are known to be records.
    ahead: VecDeque<(u64, StringRecord)>,
    ahead_records: usize,
    tail: Tail,
    record: StringRecord,
    last_row: u64,
    empty_rows: Tally,
    tail_rows: Tally,
    short_rows: Tally,
    stray: Tally,
    lone_rows: Tally,
    damage: DamageWatch,
}

/// One record and the row a person would find it in.
pub struct Row<'a> {
    /// The row's number as the spreadsheet shows it.
    pub number: RowNumber,
    /// The cells, as many as the header has.
    pub cells: &'a StringRecord,
}

impl<R: Read> Table<R> {
    /// Opens a file of `size` bytes, works out how to read it, and reads its header.
    ///
    /// Workbooks have limits of size, which the errors state.
    ///
    /// # Errors
    /// [`ReadError`] when the file is of another kind, or damaged, or without a usable header.
    pub fn open(
        file: &str,
        size: u64,
        source: R,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let opened = opening::open(file, size, source, options)?;
        Self::with_header(file, size, opened, options)
    }

    fn with_header(
        file: &str,
        size: u64,
        opened: Opened<R>,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let Opened {
            mut rows,
            sample,
            mut report,
        } = opened;
        let mut record = StringRecord::new();
        let (row, above) = opening::read_header(file, &mut rows, &sample, options, &mut record)?;
        let records: Vec<SampleRow> = sample.into_iter().filter(|other| other.row > row).collect();
        let layout = match &rows {
            Rows::Text(_) => Layout::of_text(&record, &records),
            Rows::Sheet(_) => Layout::of_sheet(&record, &records),
        };
        if layout.width > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns {
                file: file.to_owned(),
                found: layout.width,
                limit: MAX_COLUMNS,
            });
        }
        let names = (0..layout.width).map(|cell| record.get(cell).unwrap_or_default().to_owned());
        let (header, renamed) = header::distinct(names);
        report.header_row = row;
        report.columns = layout.width;
        report
            .skipped
            .extend(above.skipped("rows above the column names"));
        let mut empty = Tally::default();
        empty.add(layout.empty_columns() as u64);
        report
            .skipped
            .extend(empty.skipped("empty columns at the right"));
        report
            .findings
            .extend(renamed.iter().map(|&position| ReadFinding {
            code: "repeated_header",
            message: format!(
                "Column {} has the same name as one before it, so its number is added to the name",
                position + 1
            ),
            count: 1,
            first_rows: vec![row],
        }));
        let tail = Tail::new(&records, &layout);
        Ok(Self {
            file: file.to_owned(),
            size,
            damage: DamageWatch::new(&header, matches!(rows, Rows::Sheet(_))),
            rows,
            report,
            header,
            layout,
            ahead: VecDeque::new(),
            ahead_records: 0,
            tail,
            record,
            last_row: row,
            empty_rows: Tally::default(),
            tail_rows: Tally::default(),
            short_rows: Tally::default(),
            stray: Tally::default(),
            lone_rows: Tally::default(),
        })
    }

    /// The file's name, for messages.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The names of the columns, without surrounding spaces, no two alike; a name may be missing.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Bytes taken from the source so far, which runs ahead of the rows; of a workbook, the share of its rows.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        match &self.rows {
            Rows::Text(rows) => rows.bytes_read(),
            Rows::Sheet(rows) => rows.share_of(self.size),
        }
    }

    /// The next record, or `None` after the last. Empty rows, and rows at the end that are no records, are passed over
    /// and reported.
    ///
    /// # Errors
    /// [`ReadError`] with the row: not in the encoding, too many or too few cells, too long, or the source failed.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ReadError> {
        loop {
            let Some(row) = self.take()? else {
                if self.report.rows == 0 {
                    return Err(ReadError::NoRecords {
                        file: self.file.clone(),
                    });
                }
                return Ok(None);
            };
            if self.ahead_records == 0
                && self.tail.may_belong(&self.record)
                && !self.look_ahead(row)?
            {
                continue;
            }
            self.ahead_records = self.ahead_records.saturating_sub(1);
            self.fit(row)?;
            self.report.rows += 1;
            self.damage.see(row, &self.record);
            return Ok(Some(Row {
                number: RowNumber::new(row),
                cells: &self.record,
            }));
        }
    }

    /// Puts the next row with anything in it into `self.record`.
    fn take(&mut self) -> Result<Option<u64>, ReadError> {
        if let Some((row, record)) = self.ahead.pop_front() {
            self.record = record;
            return Ok(Some(row));
        }
        self.read()
    }

    /// Reads the next row with anything in it into `self.record`.
    fn read(&mut self) -> Result<Option<u64>, ReadError> {
        while let Some(row) = self.rows.read(&mut self.record)? {
            self.empty_rows.count_range(self.last_row + 1, row);
            self.last_row = row;
            if self.record.iter().any(is_filled) {
                return Ok(Some(row));
            }
            self.empty_rows.count(row);
        }
        Ok(None)
    }

    /// Decides whether the row in `self.record` and what follows it is the end of the file and no record, such as a
    /// total. If so, counts it and gives `false`; if not, leaves the row where it is, and what was read after it in
    /// `self.ahead`.
    fn look_ahead(&mut self, row: u64) -> Result<bool, ReadError> {
        let first = std::mem::take(&mut self.record);
        let mut held = vec![(row, first)];
        let mut ends = false;
        while held.len() <= Tail::MOST_ROWS {
            let next = match self.ahead.pop_front() {
                Some((row, record)) => {
                    self.record = record;
                    Some(row)
                }
                None => self.read()?,
            };
            let Some(row) = next else {
                ends = true;
                break;
            };
            let may_belong = self.tail.may_belong(&self.record);
            held.push((row, std::mem::take(&mut self.record)));
            if !may_belong {
                break;
            }
        }
        if ends {
            // From the first row that is certainly no record, all of it is the end.
            let from = held
                .iter()
                .position(|(_, record)| self.tail.is_no_record(record))
                .unwrap_or(held.len());
            for (row, _) in held.drain(from..) {
                self.tail_rows.count(row);
            }
            for (row, _) in &held {
                self.lone_rows.count(*row);
            }
        }
        self.ahead_records = held.len();
        for row in held.into_iter().rev() {
            self.ahead.push_front(row);
        }
        match self.ahead.pop_front() {
            Some((_, record)) if self.ahead_records > 0 => {
                self.record = record;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Makes the record as wide as the header, or says why it cannot be.
    fn fit(&mut self, row: u64) -> Result<(), ReadError> {
        let width = self.layout.width;
        if matches!(self.rows, Rows::Sheet(_)) {
            if self.record.len() > width {
                self.stray.count(row);
                self.record.truncate(width);
            }
        } else {
            match self.layout.fit(&self.record) {
                Fit::Whole => {}
                Fit::Padded => self.record.truncate(width),
                Fit::Short => self.short_rows.count(row),
                Fit::Wrong => {
                    return Err(ReadError::WrongWidth {
                        file: self.file.clone(),
                        row: RowNumber::new(row),
                        found: self.record.len(),
                        expected: self.layout.stated(),
                    });
                }
            }
        }
        while self.record.len() < width {
            self.record.push_field("");
        }
        Ok(())
    }

    /// How the file is read and what was noticed up to here; the whole of it after the last row.
    #[must_use]
    pub fn report(&self) -> ReadingReport {
        let mut report = self.report.clone();
        report.skipped.extend(
            [
                self.empty_rows.skipped("empty rows"),
                self.tail_rows
                    .skipped("rows at the end that are no records, such as a total"),
                self.stray
                    .skipped("rows with values to the right of the table"),
            ]
            .into_iter()
            .flatten(),
        );
        let said = [
            self.short_rows.finding(
                "short_rows",
                "These rows end before the last column, as they do where a program cuts off empty cells: the missing cells are read as empty".to_owned(),
            ),
            self.lone_rows.finding(
                "lone_rows",
                "These rows at the end have one or two cells filled. They are read as records: if they are a total or a note, remove them".to_owned(),
            ),
        ];
        report.findings.extend(said.into_iter().flatten());
        match &self.rows {
            Rows::Text(rows) => {
                report.encoding = rows.encoding().or(report.encoding);
                report.findings.extend(mixed_encodings(rows.mixed()));
            }
            Rows::Sheet(rows) => report.findings.extend(rows.findings()),
        }
        report.findings.extend(self.damage.findings());
        report
    }
}

fn mixed_encodings((count, first): (u64, u64)) -> Option<ReadFinding> {
    (count > 0).then(|| ReadFinding {
        code: "mixed_encodings",
        message: "These rows look like UTF-8 in a file that is not, so letters such as é may come out wrong in them. Export again from the source as \"CSV UTF-8\"".to_owned(),
        count,
        first_rows: vec![first],
    })
}
