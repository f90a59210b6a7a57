use serde::{Deserialize, Serialize};

/// How to read a file where it should not be worked out from the file itself. What is `None` is detected and reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadOptions {
    /// The encoding of a text file.
    pub encoding: Option<TextEncoding>,
    /// What stands between the cells of a text file.
    pub delimiter: Option<Delimiter>,
    /// The name of the sheet of a workbook.
    pub sheet: Option<String>,
    /// The row with the column names, numbered as a spreadsheet numbers it, from 1.
    pub header_row: Option<u64>,
}

/// How a text file's bytes stand for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark; plain ASCII is UTF-8 too.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, low byte first, as Excel's "Unicode Text" writes it.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Windows-1252, as Excel's "CSV (comma delimited)" writes it in western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Mac OS Roman, as Excel's "CSV (Macintosh)" writes it.
    #[serde(rename = "macintosh")]
    MacRoman,
}

impl TextEncoding {
    /// Every encoding, in the order in which a person is offered them.
    pub const ALL: &[Self] = &[
        Self::Utf8,
        Self::Windows1252,
        Self::MacRoman,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// The name as options and reports write it: a label of the WHATWG Encoding Standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::MacRoman => "macintosh",
        }
    }
}

/// What stands between the cells of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as Excel writes it where the comma is the decimal sign.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// Every delimiter, in the order of preference.
    pub const ALL: &[Self] = &[Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The name as options and reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }

    /// The character, which is one byte in UTF-8.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

impl std::fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::fmt::Display for Delimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for TextEncoding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        named(Self::ALL, Self::name, text)
    }
}

impl std::str::FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        named(Self::ALL, Self::name, text)
    }
}

/// The one of this name, or a message that lists the names there are.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Result<T, String> {
    all.iter()
        .copied()
        .find(|&one| name(one) == text)
        .ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|&one| name(one)).collect();
            format!("one of these: {}", names.join(", "))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_as_json() {
        let options: ReadOptions = serde_json::from_str(
            r#"{"encoding": "windows-1252", "delimiter": "semicolon", "header_row": 4}"#,
        )
        .unwrap();
        assert_eq!(options.encoding, Some(TextEncoding::Windows1252));
        assert_eq!(options.delimiter, Some(Delimiter::Semicolon));
        assert_eq!((options.sheet, options.header_row), (None, Some(4)));
        assert!(serde_json::from_str::<ReadOptions>(r#"{"delimeter": "tab"}"#).is_err());
    }

    #[test]
    fn names_are_the_same_everywhere() {
        for &encoding in TextEncoding::ALL {
            let json = serde_json::to_string(&encoding).unwrap();
            assert_eq!(json, format!("\"{encoding}\""));
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
        for &delimiter in Delimiter::ALL {
            let json = serde_json::to_string(&delimiter).unwrap();
            assert_eq!(json, format!("\"{delimiter}\""));
            assert_eq!(delimiter.name().parse(), Ok(delimiter));
        }
        let refused = "colon".parse::<Delimiter>();
        assert_eq!(
            refused.unwrap_err(),
            "one of these: comma, semicolon, tab, pipe"
        );
    }
}
