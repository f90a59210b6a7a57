use std::fmt;

/// What a file is, judged by its bytes, for choosing how to read it and for messages about the wrong file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// No bytes at all.
    Empty,
    /// A PDF document.
    Pdf,
    /// A ZIP container: XLSX, ODS or an archive.
    Zip,
    /// An Excel workbook of 2007 or later.
    Xlsx,
    /// A binary Excel workbook.
    Xlsb,
    /// An `OpenDocument` spreadsheet.
    Ods,
    /// An Apple Numbers document.
    Numbers,
    /// A word processor's document, of Word or `OpenDocument`.
    Document,
    /// A presentation.
    Presentation,
    /// An old binary Office file: XLS or DOC.
    OldOffice,
    /// An Excel workbook of 2003 or earlier.
    Xls,
    /// A saved Outlook message.
    Message,
    /// An Office file under a password.
    EncryptedOffice,
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
    /// A web page, which some systems export under a spreadsheet's name.
    Html,
    /// Excel's XML of 2003, which some systems export under a spreadsheet's name.
    SpreadsheetXml,
    /// Other XML.
    Markup,
    /// JSON.
    Json,
    /// Rich text.
    RichText,
    /// Text in a UTF-8 compatible encoding.
    Text,
    /// An old Office file that is cut off.
    CutOffOffice,
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
    (b"{\\rtf", FileKind::RichText),
];

/// Names of parts that tell ZIP containers apart. ZIP writes names as they are, and all of them again at its end.
const ZIP_PARTS: &[(&[u8], FileKind)] = &[
    (b"xl/workbook.xml", FileKind::Xlsx),
    (b"xl/workbook.bin", FileKind::Xlsb),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        FileKind::Ods,
    ),
    (b"word/document.xml", FileKind::Document),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.text",
        FileKind::Document,
    ),
    (b"ppt/presentation.xml", FileKind::Presentation),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.presentation",
        FileKind::Presentation,
    ),
    (b"Index/CalculationEngine", FileKind::Numbers),
];

/// Names of streams that tell OLE containers apart (MS-CFB 2.6.1 writes them in UTF-16LE), in the order of precedence.
const OLE_STREAMS: &[(&str, FileKind)] = &[
    ("EncryptedPackage", FileKind::EncryptedOffice),
    ("Workbook", FileKind::Xls),
    ("Book", FileKind::Xls),
    ("WordDocument", FileKind::Document),
    ("PowerPoint Document", FileKind::Presentation),
    ("__properties_version1.0", FileKind::Message),
];

impl FileKind {
    /// How many leading bytes [`Self::of`] looks at, at most.
    pub const LOOKS_AT: usize = 512;

    /// Judges by the first bytes. Containers are told apart by [`Self::of_container`].
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
        let start = &start[..start.len().min(Self::LOOKS_AT)];
        if start.contains(&0) {
            Self::Binary
        } else {
            Self::of_text(start)
        }
    }

    /// Judges text by its first characters.
    fn of_text(start: &[u8]) -> Self {
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let text = text.trim_ascii_start();
        let tag = |name: &[u8]| {
            text.get(..name.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        };
        if [
            "<!doctype html",
            "<html",
            "<head",
            "<meta",
            "<body",
            "<table",
            "<style",
        ]
        .iter()
        .any(|name| tag(name.as_bytes()))
        {
            return Self::Html;
        }
        if tag(b"<?xml") || tag(b"<!doctype") || tag(b"<workbook") {
            // The namespace comes within the first lines; xhtml is XML and a web page.
            return if contains(text, b"urn:schemas-microsoft-com:office:spreadsheet")
                || contains(text, b"progid=\"Excel.Sheet\"")
            {
                Self::SpreadsheetXml
            } else if contains(text, b"<html") {
                Self::Html
            } else {
                Self::Markup
            };
        }
        let json = match text {
            [b'{', rest @ ..] => rest.trim_ascii_start().starts_with(b"\""),
            [b'[', rest @ ..] => rest.trim_ascii_start().starts_with(b"{"),
            _ => false,
        };
        if json { Self::Json } else { Self::Text }
    }

    /// Judges a whole file, telling apart what ZIP and OLE containers hold.
    #[must_use]
    pub fn of_container(whole: &[u8]) -> Self {
        match Self::of(whole) {
            Self::Zip => {
                // The first part's name is at the start, and the list of all parts at the end.
                const ENDS: usize = 1 << 20;
                let head = &whole[..whole.len().min(ENDS)];
                let tail = &whole[whole.len().saturating_sub(ENDS)..];
                ZIP_PARTS
                    .iter()
                    .find(|(part, _)| contains(head, part) || contains(tail, part))
                    .map_or(Self::Zip, |&(_, kind)| kind)
            }
            Self::OldOffice if is_cut_off_ole(whole) => Self::CutOffOffice,
            Self::OldOffice => OLE_STREAMS
                .iter()
                .find(|(name, _)| {
                    let name: Vec<u8> = name
                        .encode_utf16()
                        .chain([0])
                        .flat_map(u16::to_le_bytes)
                        .collect();
                    // Entries of a directory are 128 bytes and aligned so.
                    whole.chunks(128).any(|entry| entry.starts_with(&name))
                })
                .map_or(Self::OldOffice, |&(_, kind)| kind),
            kind => kind,
        }
    }
}

/// Whether an OLE container ends before its directory (MS-CFB 2.2: sectors' size at 30, the directory's sector at 48).
fn is_cut_off_ole(whole: &[u8]) -> bool {
    let (Some(&shift), Some(&[a, b, c, d])) =
        (whole.get(30), whole.get(48..).and_then(<[u8]>::first_chunk))
    else {
        return true;
    };
    let sector = u64::from(u32::from_le_bytes([a, b, c, d]));
    let end = (sector + 2).saturating_mul(1 << shift.min(12));
    end > whole.len() as u64
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::Pdf => "a PDF document",
            Self::Zip => "an Excel workbook or another ZIP file",
            Self::Xlsx => "an Excel workbook (.xlsx)",
            Self::Xlsb => "a binary Excel workbook (.xlsb)",
            Self::Ods => "an OpenDocument spreadsheet (.ods)",
            Self::Numbers => "an Apple Numbers document",
            Self::Document => "a word processor's document",
            Self::Presentation => "a presentation",
            Self::OldOffice => "an old Excel or Word file",
            Self::Xls => "an old Excel workbook (.xls)",
            Self::Message => "a saved Outlook message",
            Self::EncryptedOffice => "a password-protected Office file",
            Self::Parquet => "a Parquet file",
            Self::Gzip => "a compressed (gzip) file",
            Self::Age => "a file encrypted with age",
            Self::Picture => "a picture",
            Self::Utf16Text => "UTF-16 text",
            Self::Html => "a web page (HTML)",
            Self::SpreadsheetXml => "an Excel 2003 XML file",
            Self::Markup => "a web page or XML file",
            Self::Json => "a JSON file",
            Self::RichText => "a rich text (RTF) document",
            Self::Text => "a text file",
            Self::CutOffOffice => "an old Office file that is cut off",
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

    #[test]
    fn what_is_saved_under_a_spreadsheets_name() {
        assert_eq!(
            FileKind::of(b"\xef\xbb\xbf\r\n<TABLE border=1>"),
            FileKind::Html
        );
        assert_eq!(
            FileKind::of(b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>"),
            FileKind::SpreadsheetXml
        );
        assert_eq!(
            FileKind::of(b"<?xml version=\"1.0\"?><people/>"),
            FileKind::Markup
        );
        assert_eq!(FileKind::of(b"[\n  {\"id\": 1}]"), FileKind::Json);
        assert_eq!(FileKind::of(b"<id>,name\n"), FileKind::Text);
    }

    #[test]
    fn containers_by_what_they_hold() {
        let kind = |bytes: &[u8]| FileKind::of_container(bytes);
        assert_eq!(kind(b"PK\x03\x04..word/document.xml"), FileKind::Document);
        assert_eq!(kind(b"PK\x03\x04..photos/me.jpg"), FileKind::Zip);
        let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert_eq!(kind(&ole), FileKind::CutOffOffice);
        ole.resize(512, 0);
        ole[30] = 9;
        ole.resize(1_024, 0);
        assert_eq!(kind(&ole), FileKind::OldOffice);
        ole.extend(b"W\0o\0r\0k\0b\0o\0o\0k\0\0\0");
        assert_eq!(kind(&ole), FileKind::Xls);
    }
}
