//! Files of CLKs as anonlink's tools write and read them: `{"clks": ["base64", ...]}`.

use std::fmt;
use std::io::{self, Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Writes a file of CLKs, one at a time.
pub struct ClksWriter<W> {
    out: W,
    started: bool,
    text: String,
}

impl<W: Write> ClksWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"clks\": [")?;
        Ok(Self {
            out,
            started: false,
            text: String::new(),
        })
    }

    /// Adds a CLK.
    ///
    /// # Errors
    /// Those of the output.
    pub fn push(&mut self, clk: &[u8]) -> io::Result<()> {
        self.text.clear();
        self.text.push_str(if self.started { ", \"" } else { "\"" });
        self.started = true;
        STANDARD.encode_string(clk, &mut self.text);
        self.text.push('"');
        self.out.write_all(self.text.as_bytes())
    }

    /// Ends the file and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"]}")?;
        Ok(self.out)
    }
}

/// What a file of CLKs may ask of the reader.
#[derive(Clone, Copy, Debug)]
pub struct ClksLimits {
    /// Bytes of the file.
    pub bytes: u64,
    /// CLKs in it.
    pub clks: usize,
    /// Bytes of one CLK.
    pub clk_bytes: usize,
}

impl Default for ClksLimits {
    /// 4 GiB, 20 million CLKs, 4096 bytes each.
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            clks: 20_000_000,
            clk_bytes: 4096,
        }
    }
}

/// The CLKs of a file, all of one length.
#[derive(Debug, PartialEq, Eq)]
pub struct Clks {
    clk_bytes: usize,
    filters: Vec<u8>,
}

impl Clks {
    /// Bytes of one CLK.
    #[must_use]
    pub const fn clk_bytes(&self) -> usize {
        self.clk_bytes
    }

    /// All of them, end to end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.filters
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.filters.len().checked_div(self.clk_bytes) {
            Some(clks) => clks,
            None => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// Each of them, in the file's order: bit 0 is the most significant bit of byte 0.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.filters.chunks_exact(self.clk_bytes.max(1))
    }
}

/// Why a file of CLKs cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClksError {
    /// More bytes than the limit.
    #[error("the file has more than {limit} bytes. Is it a file of CLKs?")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// Not JSON of this form.
    #[error(
        "line {line}, column {column}: this is not a file of CLKs ({reason}). Choose the file that clkhash or Split Tally wrote, or ask for it again"
    )]
    NotClks {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What was found wrong; no CLK is repeated.
        reason: String,
    },
    /// The bytes could not be had.
    #[error("the file could not be read to its end ({0}). Is it still there?")]
    Io(String),
}

/// Reads a file of CLKs. Members beside `clks` are passed over.
///
/// # Errors
/// [`ClksError`]: too large, not JSON, no member `clks`, a CLK that is not base64, and CLKs of different lengths.
pub fn read_clks(source: impl Read, limits: ClksLimits) -> Result<Clks, ClksError> {
    let limited = Limited {
        inner: source,
        left: limits.bytes,
    };
    let mut reader = serde_json::Deserializer::from_reader(io::BufReader::new(limited));
    let read = (&mut reader)
        .deserialize_map(File(limits))
        .and_then(|clks| reader.end().map(|()| clks));
    read.map_err(|error| match error.classify() {
        serde_json::error::Category::Io => match error.io_error_kind() {
            Some(io::ErrorKind::FileTooLarge) => ClksError::TooLarge {
                limit: limits.bytes,
            },
            kind => ClksError::Io(kind.unwrap_or(io::ErrorKind::Other).to_string()),
        },
        category => ClksError::NotClks {
            line: error.line(),
            column: error.column(),
            reason: match category {
                serde_json::error::Category::Eof => "it ends too early".to_owned(),
                serde_json::error::Category::Syntax => "it is not JSON".to_owned(),
                _ => said(&error),
            },
        },
    })
}

/// What [`Refusal`] said, without the place that serde appends; other messages of serde may repeat what the file holds.
fn said(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let refusal = Refusal::ALL
        .iter()
        .map(ToString::to_string)
        .find(|refusal| message.starts_with(refusal.as_str()));
    refusal.unwrap_or_else(|| "\"clks\" must be a list of texts".to_owned())
}

#[derive(Clone, Copy)]
enum Refusal {
    NoMember,
    Twice,
    TooMany,
    NotBase64,
    TooLong,
    Uneven,
}

impl Refusal {
    const ALL: [Self; 6] = [
        Self::NoMember,
        Self::Twice,
        Self::TooMany,
        Self::NotBase64,
        Self::TooLong,
        Self::Uneven,
    ];
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoMember => "it has no member \"clks\"",
            Self::Twice => "it has two members \"clks\"",
            Self::TooMany => "it has more CLKs than are read",
            Self::NotBase64 => "a CLK is not base64",
            Self::TooLong => "a CLK is longer than any is",
            Self::Uneven => "the CLKs have different lengths",
        })
    }
}

struct File(ClksLimits);

impl<'de> Visitor<'de> for File {
    type Value = Clks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member \"clks\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Clks, A::Error> {
        let mut clks = None;
        while let Some(name) = map.next_key::<String>()? {
            if name != "clks" {
                map.next_value::<IgnoredAny>()?;
            } else if clks.is_some() {
                return Err(A::Error::custom(Refusal::Twice));
            } else {
                clks = Some(map.next_value_seed(List(self.0))?);
            }
        }
        clks.ok_or_else(|| A::Error::custom(Refusal::NoMember))
    }
}

struct List(ClksLimits);

impl<'de> DeserializeSeed<'de> for List {
    type Value = Clks;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Clks, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Clks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of CLKs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Clks, A::Error> {
        let refuse = |refusal: Refusal| Err(A::Error::custom(refusal));
        let mut clks = Clks {
            clk_bytes: 0,
            filters: Vec::new(),
        };
        let mut count = 0;
        while let Some(text) = list.next_element::<String>()? {
            count += 1;
            if count > self.0.clks {
                return refuse(Refusal::TooMany);
            }
            let before = clks.filters.len();
            if STANDARD.decode_vec(&text, &mut clks.filters).is_err() {
                return refuse(Refusal::NotBase64);
            }
            let bytes = clks.filters.len() - before;
            if count == 1 {
                clks.clk_bytes = bytes;
            }
            if bytes > self.0.clk_bytes {
                return refuse(Refusal::TooLong);
            }
            if bytes != clks.clk_bytes || bytes == 0 {
                return refuse(Refusal::Uneven);
            }
        }
        Ok(clks)
    }
}

/// Fails once more than `left` bytes have been read.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Clks, ClksError> {
        let limits = ClksLimits {
            bytes: 1000,
            clks: 3,
            clk_bytes: 4,
        };
        read_clks(text.as_bytes(), limits)
    }

    #[test]
    fn what_is_written_is_read() {
        let mut writer = ClksWriter::new(Vec::new()).unwrap();
        writer.push(&[0xff, 0, 1]).unwrap();
        writer.push(&[1, 2, 3]).unwrap();
        let text = writer.finish().unwrap();
        // As Python's json.dump writes it.
        assert_eq!(text, br#"{"clks": ["/wAB", "AQID"]}"#);
        let clks = read_clks(text.as_slice(), ClksLimits::default()).unwrap();
        assert_eq!((clks.len(), clks.clk_bytes()), (2, 3));
        assert_eq!(
            clks.iter().collect::<Vec<_>>(),
            [&[0xff, 0, 1][..], &[1, 2, 3]]
        );
    }

    #[test]
    fn other_members_are_passed_over_and_none_is_no_fault() {
        assert_eq!(read(r#"{"a": [{}], "clks": ["AQID"]}"#).unwrap().len(), 1);
        let none = read(r#"{"clks": []}"#).unwrap();
        assert!(none.is_empty() && none.iter().next().is_none());
    }

    #[test]
    fn hostile_files_are_refused_by_name() {
        let deep = "[".repeat(500);
        for (text, reason) in [
            ("", "ends too early"),
            ("{\"clks\": [\"AQID\"", "ends too early"),
            ("[]", "must be a list"),
            ("nonsense", "not JSON"),
            ("{}", "no member"),
            (r#"{"clks": "AQID"}"#, "must be a list"),
            (r#"{"clks": [3]}"#, "must be a list"),
            (r#"{"clks": [null]}"#, "must be a list"),
            (r#"{"clks": ["AQI"]}"#, "not base64"),
            (r#"{"clks": ["A_ID"]}"#, "not base64"),
            (r#"{"clks": [""]}"#, "different lengths"),
            (r#"{"clks": ["AQID", "AQ=="]}"#, "different lengths"),
            (r#"{"clks": ["AQIDBAU="]}"#, "longer"),
            (r#"{"clks": ["AQID","AQID","AQID","AQID"]}"#, "more CLKs"),
            (r#"{"clks": [], "clks": []}"#, "two members"),
            (r#"{"clks": []} 1"#, "not JSON"),
            (&format!("{{\"a\": {deep}"), "ends too early"),
            (&format!("{{\"clks\": {deep}"), "must be a list"),
        ] {
            let said = read(text).unwrap_err().to_string();
            assert!(said.contains(reason), "{text}: {said}");
            assert!(!said.contains("AQID"), "{said}");
        }
        let long = format!("{{\"clks\": [{}", " ".repeat(1000));
        assert_eq!(read(&long), Err(ClksError::TooLarge { limit: 1000 }));
    }
}
