use std::fmt;

/// What a file is, judged by its first bytes, for messages about the wrong file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// No bytes at all.
    Empty,
    /// A PDF document.
    Pdf,
    /// A ZIP container: XLSX, ODS or an archive.
    Zip,
    /// An old binary Office file: XLS or DOC.
    OldOffice,
    /// Apache Parquet.
    Parquet,
    /// A gzip-compressed file.
    Gzip,
    /// A file encrypted in the age format.
    Age,
    /// A PNG, JPEG or GIF picture.
    Picture,
    /// UTF-16 text, as Excel's "Unicode Text" writes it.
    Utf16Text,
    /// HTML or XML, which some systems export under a spreadsheet's name.
    Markup,
    /// Text in a UTF-8 compatible encoding.
    Text,
    /// Anything else.
    Binary,
}

const SIGNATURES: &[(&[u8], FileKind)] = &[
    (b"%PDF-", FileKind::Pdf),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::OldOffice),
    (b"PAR1", FileKind::Parquet),
    (b"\x1f\x8b", FileKind::Gzip),
    (b"age-encryption.org/", FileKind::Age),
    (b"\x89PNG", FileKind::Picture),
    (b"\xff\xd8\xff", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"\xff\xfe", FileKind::Utf16Text),
    (b"\xfe\xff", FileKind::Utf16Text),
    (b"<?xml", FileKind::Markup),
    (b"<!DOCTYPE", FileKind::Markup),
    (b"<html", FileKind::Markup),
];

impl FileKind {
    /// How many leading bytes [`Self::of`] looks at, at most.
    pub const LOOKS_AT: usize = 512;

    /// Judges by the first bytes.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        if start.is_empty() {
            return Self::Empty;
        }
        let found = SIGNATURES
            .iter()
            .find(|(signature, _)| start.starts_with(signature));
        if let Some(&(_, kind)) = found {
            return kind;
        }
        if start.iter().take(Self::LOOKS_AT).any(|&byte| byte == 0) {
            Self::Binary
        } else {
            Self::Text
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::Pdf => "a PDF document",
            Self::Zip => "an Excel workbook or another ZIP file",
            Self::OldOffice => "an old Excel or Word file",
            Self::Parquet => "a Parquet file",
            Self::Gzip => "a compressed (gzip) file",
            Self::Age => "a file encrypted with age",
            Self::Picture => "a picture",
            Self::Utf16Text => "UTF-16 text",
            Self::Markup => "a web page or XML file",
            Self::Text => "a text file",
            Self::Binary => "a file of an unknown kind",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_as_published() {
        assert_eq!(FileKind::of(b""), FileKind::Empty);
        assert_eq!(FileKind::of(b"%PDF-1.7\n"), FileKind::Pdf);
        assert_eq!(FileKind::of(b"PK\x03\x04\x14\x00"), FileKind::Zip);
        assert_eq!(FileKind::of(b"PAR1\x15\x04"), FileKind::Parquet);
        assert_eq!(FileKind::of(b"id,name\n"), FileKind::Text);
        assert_eq!(FileKind::of(b"ab\x00cd"), FileKind::Binary);
    }
}
