use std::fmt;

/// What a file that is not Parquet looks like, judged by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LooksLike {
    /// Nothing in it.
    Empty,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, which an Excel workbook is too.
    Zip,
    /// A document of an old Office program.
    OldOffice,
    /// Compressed by gzip.
    Gzip,
    /// Encrypted by age.
    Age,
    /// JSON, as an agreement is.
    Json,
    /// Text, such as CSV.
    Text,
    /// None of these.
    Unknown,
}

const AGE: [&[u8]; 2] = [
    b"age-encryption.org/",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
];

impl LooksLike {
    /// How many bytes from the start [`Self::guess`] looks at.
    pub(super) const BYTES: usize = 512;

    /// Judges by the first bytes.
    pub(super) fn guess(head: &[u8]) -> Self {
        if head.is_empty() {
            Self::Empty
        } else if head.starts_with(b"%PDF") {
            Self::Pdf
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            Self::OldOffice
        } else if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if AGE.iter().any(|start| head.starts_with(start)) {
            Self::Age
        } else if !is_text(head) {
            Self::Unknown
        } else if head.trim_ascii_start().starts_with(b"{") {
            Self::Json
        } else {
            Self::Text
        }
    }

    /// What to do about it.
    pub(super) const fn remedy(self) -> &'static str {
        match self {
            Self::Empty => "Copy or download it again, or ask its sender for it.",
            Self::Zip => {
                "If it is a ZIP file, unpack it first; if it is a workbook, prepare it first."
            }
            Self::Gzip => "Unpack it first.",
            Self::Age => "Decrypt it first.",
            Self::Text | Self::OldOffice => {
                "If it holds records, prepare it first: \"prepare\" turns it into an extract."
            }
            Self::Pdf | Self::Json | Self::Unknown => {
                "Choose the file ending in .parquet that \"prepare\" wrote."
            }
        }
    }
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::Pdf => "a PDF document",
            Self::Zip => "a ZIP file or an Excel workbook",
            Self::OldOffice => "an old Excel or Word document",
            Self::Gzip => "a file compressed by gzip",
            Self::Age => "a file encrypted by age",
            Self::Json => "a JSON file, such as an agreement",
            Self::Text => "a text file, such as CSV",
            Self::Unknown => "a file of a kind unknown to this program",
        })
    }
}

/// No control characters but white space; UTF-16, which Excel exports, is known by its byte order mark.
fn is_text(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe])
        || head.starts_with(&[0xfe, 0xff])
        || head
            .iter()
            .all(|&byte| byte >= 0x20 && byte != 0x7f || byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_files_by_their_first_bytes() {
        let cases: [(&[u8], LooksLike); 12] = [
            (b"", LooksLike::Empty),
            (b"%PDF-1.7", LooksLike::Pdf),
            (b"PK\x03\x04....", LooksLike::Zip),
            (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1], LooksLike::OldOffice),
            (&[0x1f, 0x8b, 8], LooksLike::Gzip),
            (b"age-encryption.org/v1\n", LooksLike::Age),
            (b"-----BEGIN AGE ENCRYPTED FILE-----\n", LooksLike::Age),
            (b" {\"format\"", LooksLike::Json),
            ("name,né\r\n".as_bytes(), LooksLike::Text),
            (&[0xff, 0xfe, b'a', 0], LooksLike::Text),
            (&[0, 1, 2], LooksLike::Unknown),
            (b"PARE", LooksLike::Text),
        ];
        for (head, expected) in cases {
            assert_eq!(LooksLike::guess(head), expected, "{head:?}");
        }
    }
}
