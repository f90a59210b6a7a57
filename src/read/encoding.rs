//! Working out how a text file's bytes stand for letters, and turning them into text.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::TextEncoding;

/// What the first bytes of a text file say about its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detected {
    /// The encoding; `None` while all bytes seen are ASCII, which UTF-8, Windows-1252 and Mac OS Roman write alike.
    pub encoding: Option<TextEncoding>,
    /// The length of the byte order mark.
    pub mark: usize,
}

/// Judges by the first bytes of a file; `whole` says whether they are all of it.
pub(super) fn detect(head: &[u8], whole: bool) -> Detected {
    let marked = |encoding, mark| Detected {
        encoding: Some(encoding),
        mark,
    };
    match head {
        [0xef, 0xbb, 0xbf, ..] => return marked(TextEncoding::Utf8, 3),
        [0xff, 0xfe, ..] => return marked(TextEncoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => return marked(TextEncoding::Utf16Be, 2),
        _ => {}
    }
    Detected {
        encoding: utf16_without_mark(head).or_else(|| eight_bit(head, whole)),
        mark: 0,
    }
}

/// UTF-16 of mostly ASCII letters has a zero in every other byte; no 8-bit text has any zeros.
fn utf16_without_mark(head: &[u8]) -> Option<TextEncoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    if pairs == 0 || first + second < pairs / 2 {
        None
    } else if second > 10 * first {
        Some(TextEncoding::Utf16Le)
    } else if first > 10 * second {
        Some(TextEncoding::Utf16Be)
    } else {
        None
    }
}

fn eight_bit(head: &[u8], whole: bool) -> Option<TextEncoding> {
    if head.is_ascii() {
        return None;
    }
    let (mut letters, mut broken) = (0usize, 0usize);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A character cut by the end of what we look at is not broken.
        let cut = chunks.peek().is_none() && !whole;
        broken += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    // A UTF-8 file with a few broken characters stays UTF-8, and its broken row is named: read as Windows-1252, every
    // other accented name in it would be wrong without a word.
    if broken == 0 || letters > broken {
        return Some(TextEncoding::Utf8);
    }
    Some(western(head))
}

/// Windows-1252 or Mac OS Roman: the one in which the letters beyond ASCII make likelier names.
///
/// Excel for Mac's plain "CSV" is Mac OS Roman, and in it é is the byte that Windows-1252 reads as Ž. No table of words
/// is needed: in names a small letter stands next to small letters, a capital begins a word, and signs stand outside.
pub(super) fn western(bytes: &[u8]) -> TextEncoding {
    if likelihood(bytes, MACINTOSH) > likelihood(bytes, WINDOWS_1252) {
        TextEncoding::MacRoman
    } else {
        TextEncoding::Windows1252
    }
}

fn likelihood(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut before = None;
    let mut score = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_ascii() {
            score += judge(before, c, rest.peek().copied());
        }
        before = Some(c);
    }
    score
}

/// How well a letter beyond ASCII fits between its neighbours.
fn judge(before: Option<char>, c: char, after: Option<char>) -> i64 {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let is_upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    // Letters of western European names; what else either table has is rare in them.
    let usual = "áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßðþÁÀÂÄÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸÐÞšžŠŽ".contains(c);
    match c {
        // The typographic apostrophe in O’Neil, dashes, the pound sign before a number, the no-break space.
        '\u{2019}' if is_letter(before) && is_letter(after) => 3,
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{2013}' | '\u{2014}' => 1,
        '£' | '€' if after.is_some_and(|c| c.is_ascii_digit()) => 2,
        '\u{a0}' | '£' | '€' | '°' | '½' => 0,
        _ if !usual => -3,
        _ if c.is_lowercase() && is_upper(before) && is_upper(after) => -2,
        _ if c.is_lowercase() && (is_lower(before) || is_lower(after)) => 3,
        _ if c.is_lowercase() => 1,
        // A capital inside a word of small letters.
        _ if is_lower(before) => -3,
        _ if is_letter(before) || is_letter(after) => 2,
        _ => 0,
    }
}

/// The decoder of an 8-bit encoding other than UTF-8.
pub(super) const fn table_of(encoding: TextEncoding) -> Option<&'static Encoding> {
    match encoding {
        TextEncoding::Windows1252 => Some(WINDOWS_1252),
        TextEncoding::MacRoman => Some(MACINTOSH),
        _ => None,
    }
}

/// Turns UTF-16 into UTF-8 as it is read. Halves of characters become U+FFFD, which standardising reports.
pub(super) struct Utf16Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Window,
    text: Window,
    at_end: bool,
    taken: u64,
}

/// Bytes that wait in a buffer.
struct Window {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Window {
    fn new() -> Self {
        Self {
            bytes: vec![0; 64 << 10],
            from: 0,
            to: 0,
        }
    }

    fn waiting(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }
}

impl<R: Read> Utf16Reader<R> {
    pub(super) fn new(inner: R, encoding: TextEncoding) -> Self {
        let encoding = match encoding {
            TextEncoding::Utf16Be => UTF_16BE,
            _ => UTF_16LE,
        };
        Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Window::new(),
            text: Window::new(),
            at_end: false,
            taken: 0,
        }
    }

    /// Bytes taken from the source.
    pub(super) const fn taken(&self) -> u64 {
        self.taken
    }

    /// Decodes the next piece; there is none when nothing waits afterwards.
    fn decode(&mut self) -> io::Result<()> {
        (self.text.from, self.text.to) = (0, 0);
        // A decoder must not be called again once it has been given the end.
        while self.text.to == 0 && !self.at_end {
            if self.raw.waiting().is_empty() {
                self.raw.to = self.inner.read(&mut self.raw.bytes)?;
                self.raw.from = 0;
                self.taken += self.raw.to as u64;
            }
            let last = self.raw.to == 0;
            let (result, read, written, _) =
                self.decoder
                    .decode_to_utf8(self.raw.waiting(), &mut self.text.bytes, last);
            self.raw.from += read;
            self.text.to = written;
            self.at_end = last && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.text.waiting().is_empty() {
            self.decode()?;
        }
        let read = self.text.waiting().read(buffer)?;
        self.text.from += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> Option<TextEncoding> {
        detect(bytes, true).encoding
    }

    #[test]
    fn marks_and_zeros() {
        assert_eq!(found(b"\xef\xbb\xbfid"), Some(TextEncoding::Utf8));
        assert_eq!(found(b"\xff\xfei\0d\0"), Some(TextEncoding::Utf16Le));
        assert_eq!(found(b"\xfe\xff\0i\0d"), Some(TextEncoding::Utf16Be));
        assert_eq!(found(b"i\0d\0,\0n\0"), Some(TextEncoding::Utf16Le));
        assert_eq!(found(b"\0i\0d\0,\0n"), Some(TextEncoding::Utf16Be));
        assert_eq!(found(b"id,name\n"), None);
    }

    /// Bytes from the tables of the WHATWG Encoding Standard: é is E9 in Windows-1252 and 8E in Mac OS Roman, ë EB and
    /// 91, Ö D6 and 85, ü FC and 9F, the typographic apostrophe 92 and D5.
    #[test]
    fn windows_and_macintosh_by_their_names() {
        let windows: [&[u8]; 5] = [
            b"Zo\xeb,Ren\xe9e",
            b"\xd6zge",
            b"M\xfcller",
            b"O\x92Neil",
            b"SIN\xc9AD",
        ];
        for name in windows {
            assert_eq!(found(name), Some(TextEncoding::Windows1252), "{name:x?}");
        }
        let macintosh: [&[u8]; 5] = [
            b"Zo\x91,Ren\x8ee",
            b"\x85zge",
            b"M\x9fller",
            b"O\xd5Neil",
            b"SIN\x83AD",
        ];
        for name in macintosh {
            assert_eq!(found(name), Some(TextEncoding::MacRoman), "{name:x?}");
        }
    }

    #[test]
    fn a_broken_letter_does_not_make_a_file_another_encoding() {
        let text = "Zoë, Renée, Müller, ".as_bytes();
        assert_eq!(found(text), Some(TextEncoding::Utf8));
        let broken = [text, b"Zo\xeb"].concat();
        assert_eq!(found(&broken), Some(TextEncoding::Utf8));
        // Cut inside the last letter by the end of what was looked at.
        let cut = detect("Zoë".as_bytes().split_last().unwrap().1, false);
        assert_eq!(cut.encoding, Some(TextEncoding::Utf8));
    }

    #[test]
    fn utf16_comes_out_as_utf8_however_it_is_read() {
        let text = "id,name\n1,Zoë Ağca 😀\n".repeat(9_000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut read = String::new();
        Utf16Reader::new(bytes.as_slice(), TextEncoding::Utf16Be)
            .read_to_string(&mut read)
            .unwrap();
        assert!(read == text);
    }
}
