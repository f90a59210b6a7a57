//! Tables of text as a whole. Files as programs write them are in `tests/awkward_files.rs`.

use super::csv_rows::MAX_ROW_BYTES;
use super::table::MAX_COLUMNS;
use super::{Delimiter, ReadError, ReadOptions, ReadingReport, Table, TextEncoding};

type Rows = Vec<(u64, Vec<String>)>;

fn open_with(
    text: &[u8],
    options: &ReadOptions,
) -> Result<(Vec<String>, Rows, ReadingReport), ReadError> {
    let mut table = Table::open("people.csv", text.len() as u64, text, options)?;
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        assert_eq!(row.cells.len(), table_width(&row));
        rows.push((
            row.number.get(),
            row.cells.iter().map(str::to_owned).collect(),
        ));
    }
    Ok((table.header().to_vec(), rows, table.report()))
}

fn table_width(row: &super::Row<'_>) -> usize {
    row.cells.iter().count()
}

fn rows(text: &[u8]) -> Result<Rows, ReadError> {
    open_with(text, &ReadOptions::default()).map(|(_, rows, _)| rows)
}

fn report(text: &[u8]) -> ReadingReport {
    open_with(text, &ReadOptions::default()).unwrap().2
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn quoting_as_in_rfc_4180() {
    let text = b"\xef\xbb\xbfid,name\r\n1,\"O\"\"Neil, Ann\"\r\n2,\"two\r\nlines\"\r\n3,last";
    let expected = [
        row(2, &["1", "O\"Neil, Ann"]),
        row(3, &["2", "two\r\nlines"]),
        row(4, &["3", "last"]),
    ];
    assert_eq!(rows(text).unwrap(), expected);
}

#[test]
fn blank_lines_count_as_rows() {
    let found = rows(b"id\n1\n\n\n2\n").unwrap();
    assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 5]);
    let skipped = &report(b"id\n1\n\n\n2\n").skipped[0];
    assert_eq!((skipped.count, &skipped.first_rows[..]), (2, &[3, 4][..]));
}

#[test]
fn defects_have_their_place() {
    let said = |text: &[u8]| rows(text).unwrap_err().to_string();
    assert!(said(b"").contains("empty"));
    assert!(said(b"\r\n , \r\n").contains("empty"));
    assert!(said(b"id,name\n").contains("no records"));
    assert!(said(b"%PDF-1.7 ...").contains("a PDF document"));
    let wide = said(b"id,name\n1,a\n2,b,c\n");
    assert!(wide.contains("row 3") && wide.contains("3 cells"), "{wide}");
    let narrow = said(b"id,name,town\n1,a,b\n2,c\n");
    assert!(
        narrow.contains("row 3") && narrow.contains("2 cells"),
        "{narrow}"
    );
    let headless = said(b"17,Zebedee,Quill,1980-02-03\n18,Ann,Field,1981-02-03\n");
    assert!(
        headless.contains("row 1: this row looks like a record"),
        "{headless}"
    );
    assert!(!headless.contains("Quill") && !headless.contains("1980"));
}

#[test]
fn an_unclosed_quotation_mark_stops_at_the_limit() {
    let mut text = b"id,name\n1,a\n2,\"open\n".to_vec();
    text.extend(std::iter::repeat_n(b'x', 4 * MAX_ROW_BYTES));
    let error = rows(&text).unwrap_err();
    assert!(
        matches!(error, ReadError::RowTooLong { row, .. } if row.get() == 3),
        "{error}"
    );
    // UTF-16 has the same limit.
    let wide: Vec<u8> = std::str::from_utf8(&text)
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let error = rows(&wide).unwrap_err();
    assert!(matches!(error, ReadError::RowTooLong { .. }), "{error}");
}

#[test]
fn too_many_columns_are_refused() {
    let header: Vec<String> = (0..=MAX_COLUMNS)
        .map(|column| format!("c{column}"))
        .collect();
    let error = rows(header.join(",").as_bytes()).unwrap_err();
    assert!(matches!(error, ReadError::TooManyColumns { .. }), "{error}");
}

#[test]
fn letters_are_worked_out_where_they_first_appear() {
    // ASCII for longer than is looked at; then é as Excel on Windows and on a Macintosh writes it.
    let ascii = "id,name\n".to_owned() + &"1,Ann\n".repeat(100_000);
    let windows = [ascii.as_bytes(), b"2,Ren\xe9e\n"].concat();
    assert_eq!(report(&windows).encoding, Some(TextEncoding::Windows1252));
    assert_eq!(
        rows(&windows).unwrap()[100_000],
        row(100_002, &["2", "Renée"])
    );
    let macintosh = [ascii.as_bytes(), b"2,Ren\x8ee\n"].concat();
    assert_eq!(
        rows(&macintosh).unwrap()[100_000],
        row(100_002, &["2", "Renée"])
    );
    // Once it was UTF-8, a broken letter has a place.
    let broken = ["id,name\n1,Zoë\n2,Renée\n".as_bytes(), b"3,Ren\xe9e\n"].concat();
    let error = rows(&broken).unwrap_err();
    assert!(
        matches!(error, ReadError::NotUtf8 { row, column: 2, .. } if row.get() == 4),
        "{error}"
    );
    // A letter of UTF-8 in a file that is not.
    let mixed = [
        b"id,name\n1,Zo\xeb\n2,Ren\xe9e\n".as_slice(),
        "3,Zoë\n".as_bytes(),
    ]
    .concat();
    assert_eq!(report(&mixed).findings[0].code, "mixed_encodings");
    assert_eq!(report(&mixed).findings[0].first_rows, [4]);
}

#[test]
fn what_is_asked_comes_before_what_is_found() {
    let text = b"Report\nid;name,x\n1;Zo\x91,y\n";
    let options = ReadOptions {
        encoding: Some(TextEncoding::MacRoman),
        delimiter: Some(Delimiter::Comma),
        sheet: None,
        header_row: Some(2),
    };
    let (header, rows, report) = open_with(text, &options).unwrap();
    assert_eq!(header, ["id;name", "x"]);
    assert_eq!(rows, [row(3, &["1;Zoë", "y"])]);
    assert_eq!(report.header_row, 2);
    assert_eq!(report.skipped[0].what, "rows above the column names");
    // A header that would be refused can be insisted on.
    let insisted = ReadOptions {
        header_row: Some(1),
        ..ReadOptions::default()
    };
    assert!(open_with(b"1,Ann\n2,Bob\n", &insisted).is_ok());
    let beyond = ReadOptions {
        header_row: Some(9),
        ..ReadOptions::default()
    };
    let error = open_with(b"id\n1\n", &beyond).unwrap_err();
    assert!(matches!(error, ReadError::NoHeaderRow { row, .. } if row.get() == 9));
}

#[test]
fn the_end_of_a_report_is_told_from_its_records() {
    let text = b"id,name,town\n1,Ann,Rye\n2,,\n3,Bob,Ash\n\nTotal,2,\nPrinted 1 March\n";
    assert_eq!(
        rows(text)
            .unwrap()
            .iter()
            .map(|row| row.0)
            .collect::<Vec<_>>(),
        [2, 3, 4]
    );
    let skipped = report(text).skipped;
    let tail = skipped
        .iter()
        .find(|skipped| skipped.what.starts_with("rows at the end"));
    assert_eq!(tail.unwrap().first_rows, [6, 7]);
    // A poor record at the end stays one, and is mentioned.
    let poor = b"id,name,town\n1,Ann,Rye\n2,,\n";
    assert_eq!(rows(poor).unwrap().len(), 2);
    assert_eq!(report(poor).findings[0].code, "lone_rows");
    // The last row of a file that was cut off is no total.
    assert!(rows(b"id,name,town\n1,Ann,Rye\n2,B").is_err());
    // In the middle, a line of one cell is a broken row.
    assert!(rows(b"id,name,town\n1,Ann,Rye\nTotal\n2,Bob,Ash\n").is_err());
}

#[test]
fn a_name_that_comes_again_gets_its_column() {
    let (header, rows, report) =
        open_with(b"id,Phone,Phone\n1,a,b\n", &ReadOptions::default()).unwrap();
    assert_eq!(header, ["id", "Phone", "Phone (column 3)"]);
    assert_eq!(rows, [row(2, &["1", "a", "b"])]);
    assert_eq!(report.findings[0].code, "repeated_header");
}

#[test]
fn a_workbook_of_too_many_bytes_is_refused_before_it_is_read() {
    let container = b"PK\x03\x04".as_slice();
    let options = ReadOptions::default();
    let error = Table::open("people.xlsx", 1 << 30, container, &options).err();
    assert!(matches!(
        error,
        Some(ReadError::TooLarge { limit: 200, .. })
    ));
}
