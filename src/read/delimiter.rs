//! Working out what stands between the cells of a text file.

use super::Delimiter;
use super::csv_rows::{CsvRows, Written};
use super::sample::{Sample, SampleRow};

/// The delimiter that cuts the first rows most evenly, with quotation marks honoured: a comma inside a quoted address
/// cuts nothing, and one in some addresses of a tab-delimited file cuts rows of different widths.
pub(super) fn detect(sample: &Sample<'_>) -> Delimiter {
    let mut best = (Delimiter::Comma, 0.0);
    for &delimiter in Delimiter::ALL {
        let evenness = evenness(&sample.rows(Written {
            encoding: sample.encoding,
            delimiter,
        }));
        if evenness > best.1 {
            best = (delimiter, evenness);
        }
    }
    best.0
}

/// The share of rows that have the commonest width of two or more cells, and a little for more cells: where two
/// delimiters cut evenly, the one that cuts more is the file's own and the other stands inside cells.
fn evenness(rows: &[SampleRow]) -> f64 {
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let count = |width: usize| widths.iter().filter(|&&other| other == width).count();
    let Some(width) = widths
        .iter()
        .copied()
        .filter(|&width| width > 1)
        .max_by_key(|&width| (count(width), width))
    else {
        return 0.0;
    };
    #[expect(clippy::cast_precision_loss)] // A few hundred rows and some thousand cells.
    let (share, more) = (
        count(width) as f64 / widths.len() as f64,
        width as f64 / 10_000.0,
    );
    share + more
}

/// Excel's own line `sep=;`, which says the delimiter and which no spreadsheet shows: the delimiter, and the line's
/// length in bytes.
pub(super) fn declared(head: &[u8]) -> Option<(Delimiter, usize)> {
    let line = head.split_inclusive(|&byte| byte == b'\n').next()?;
    let text = line.strip_suffix(b"\n")?;
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let text = text
        .strip_prefix(b"\"")
        .and_then(|text| text.strip_suffix(b"\""))
        .unwrap_or(text);
    let (word, sign) = text.split_at_checked(4)?;
    let [sign] = sign else { return None };
    let delimiter = Delimiter::ALL.iter().find(|one| one.byte() == *sign)?;
    word.eq_ignore_ascii_case(b"sep=")
        .then_some((*delimiter, line.len()))
}

impl Sample<'_> {
    /// The first rows, cut as is said; without the last one where it may itself be cut.
    pub(super) fn rows(&self, written: Written) -> Vec<SampleRow> {
        let mut reader = CsvRows::new("", self.text.to_vec(), std::io::empty(), written);
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        while rows.len() < Self::MOST_ROWS
            && let Ok(Some(row)) = reader.read(&mut record)
        {
            rows.push(SampleRow {
                row,
                cells: record.clone(),
            });
        }
        if !self.whole && rows.len() < Self::MOST_ROWS {
            rows.pop();
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Delimiter {
        detect(&Sample {
            text: text.as_bytes(),
            whole: true,
            encoding: None,
        })
    }

    #[test]
    fn the_one_that_cuts_evenly() {
        assert_eq!(found("id,name\n1,Ann\n"), Delimiter::Comma);
        assert_eq!(
            found("id;name\n1;Field, Ann\n2;Hill\n"),
            Delimiter::Semicolon
        );
        assert_eq!(
            found("id\taddress\n1\t1 High St, Rye\n2\tThe Elms, Ash, Kent\n"),
            Delimiter::Tab
        );
        assert_eq!(
            found("id|name|dob\n1|A, B|1980\n2|C, D|1981\n"),
            Delimiter::Pipe
        );
        assert_eq!(
            found("id,notes\n1,\"a; b; c\"\n2,\"d; e; f\"\n"),
            Delimiter::Comma
        );
        assert_eq!(found("id\n1\n2\n"), Delimiter::Comma);
    }

    #[test]
    fn excels_own_line() {
        assert_eq!(
            declared(b"sep=;\r\nid;x\r\n"),
            Some((Delimiter::Semicolon, 7))
        );
        assert_eq!(declared(b"\"SEP=\t\"\nid"), Some((Delimiter::Tab, 8)));
        assert_eq!(declared(b"sep=;;\n"), None);
        assert_eq!(declared(b"separate,x\n"), None);
    }
}
