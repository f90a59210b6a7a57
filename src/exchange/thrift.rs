//! The compact protocol of Apache Thrift, in which Parquet writes its metadata: as much of it as an extract needs.
//!
//! Numbers must have their shortest spelling, so that equal metadata means equal bytes. Reading allocates nothing. What is
//! written is named as what reads it: a field by its first byte, which [`field`] makes.

use super::ExtractError;

pub(super) const I16: u8 = 4;
pub(super) const I32: u8 = 5;
pub(super) const I64: u8 = 6;
pub(super) const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;
const STOP: u8 = 0;

/// How deep values of other programs' metadata may be nested before [`Cursor::skip`] gives up; Parquet needs five.
const MAX_DEPTH: u8 = 16;

/// The bytes are not what they should be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken;

impl From<Broken> for ExtractError {
    fn from(_: Broken) -> Self {
        Self::Malformed("its structure is broken")
    }
}

/// Reads from the start of a slice.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

/// The first byte of a field: its distance from the field before, and its type.
pub(super) const fn field(distance: u8, kind: u8) -> u8 {
    (distance << 4) | kind
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Broken)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Broken> {
        let (&byte, rest) = self.rest.split_first().ok_or(Broken)?;
        self.rest = rest;
        Ok(byte)
    }

    pub(super) fn expect(&mut self, expected: u8) -> Result<(), Broken> {
        if self.byte()? == expected {
            Ok(())
        } else {
            Err(Broken)
        }
    }

    /// The end of a struct.
    pub(super) fn stop(&mut self) -> Result<(), Broken> {
        self.expect(STOP)
    }

    /// An unsigned number, seven bits a byte.
    pub(super) fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if (bits << shift) >> shift != bits {
                return Err(Broken);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                let is_shortest = byte != 0 || shift == 0;
                return if is_shortest { Ok(value) } else { Err(Broken) };
            }
        }
        Err(Broken)
    }

    /// A signed number, zigzag.
    pub(super) fn signed(&mut self) -> Result<i64, Broken> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    pub(super) fn binary(&mut self) -> Result<&'a [u8], Broken> {
        let length = usize::try_from(self.varint()?).map_err(|_| Broken)?;
        self.take(length)
    }

    /// The number of elements of a list whose elements have this type.
    pub(super) fn list(&mut self, kind: u8) -> Result<usize, Broken> {
        let head = self.byte()?;
        if head & 0x0f != kind {
            return Err(Broken);
        }
        self.list_length(head)
    }

    fn list_length(&mut self, head: u8) -> Result<usize, Broken> {
        match head >> 4 {
            15 => match self.varint()? {
                ..15 => Err(Broken),
                length => usize::try_from(length).map_err(|_| Broken),
            },
            length => Ok(usize::from(length)),
        }
    }

    /// A field that begins with exactly this byte and holds a number that is not negative.
    pub(super) fn number_field(&mut self, head: u8) -> Result<u64, Broken> {
        self.expect(head)?;
        u64::try_from(self.signed()?).map_err(|_| Broken)
    }

    /// A field that begins with exactly this byte and holds exactly this number.
    pub(super) fn fixed_field(&mut self, head: u8, number: u64) -> Result<(), Broken> {
        if self.number_field(head)? == number {
            Ok(())
        } else {
            Err(Broken)
        }
    }

    /// A field that begins with exactly this byte and holds bytes.
    pub(super) fn binary_field(&mut self, head: u8) -> Result<&'a [u8], Broken> {
        self.expect(head)?;
        self.binary()
    }

    /// A field that begins with exactly this byte and holds a list of elements of this type; gives their number.
    pub(super) fn list_field(&mut self, head: u8, kind: u8) -> Result<usize, Broken> {
        self.expect(head)?;
        self.list(kind)
    }

    /// The start of any field: its number and type; `None` at the end of the struct.
    pub(super) fn any_field(&mut self, before: i64) -> Result<Option<(i64, u8)>, Broken> {
        let head = self.byte()?;
        let kind = head & 0x0f;
        if kind == STOP {
            return Ok(None);
        }
        let number = match head >> 4 {
            0 => self.signed()?,
            distance => before.saturating_add(i64::from(distance)),
        };
        Ok(Some((number, kind)))
    }

    /// Passes over a field's value of any type. Takes no longer than the bytes are many.
    pub(super) fn skip(&mut self, kind: u8) -> Result<(), Broken> {
        // A field's truth value is in its type.
        match kind {
            1 | 2 => Ok(()),
            kind => self.skip_value(kind, MAX_DEPTH),
        }
    }

    fn skip_value(&mut self, kind: u8, depth: u8) -> Result<(), Broken> {
        let below = depth.checked_sub(1).ok_or(Broken)?;
        match kind {
            1..=3 => self.byte().map(drop),
            I16 | I32 | I64 => self.varint().map(drop),
            7 => self.take(8).map(drop),
            BINARY => self.binary().map(drop),
            LIST | 10 => {
                let head = self.byte()?;
                (0..self.list_length(head)?).try_for_each(|_| self.skip_value(head & 0x0f, below))
            }
            11 => self.skip_map(below),
            STRUCT => {
                while let Some((_, kind)) = self.any_field(0)? {
                    if kind > 2 {
                        self.skip_value(kind, below)?;
                    }
                }
                Ok(())
            }
            13 => self.take(16).map(drop),
            _ => Err(Broken),
        }
    }

    fn skip_map(&mut self, below: u8) -> Result<(), Broken> {
        let length = self.varint()?;
        if length == 0 {
            return Ok(());
        }
        let kinds = self.byte()?;
        for _ in 0..length {
            self.skip_value(kinds >> 4, below)?;
            self.skip_value(kinds & 0x0f, below)?;
        }
        Ok(())
    }
}

/// Appends to bytes, in the shortest spelling.
#[derive(Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
}

impl Output {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// The end of a struct.
    pub(super) fn stop(&mut self) {
        self.byte(STOP);
    }

    pub(super) fn varint(&mut self, value: u64) {
        push_varint(&mut self.bytes, value);
    }

    /// A signed number that is not negative.
    pub(super) fn number(&mut self, number: u64) {
        self.varint(number << 1);
    }

    pub(super) fn binary(&mut self, bytes: &[u8]) {
        self.varint(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// The beginning of a list of so many elements of this type.
    pub(super) fn list(&mut self, length: usize, kind: u8) {
        if let Ok(length @ ..15) = u8::try_from(length) {
            self.byte((length << 4) | kind);
        } else {
            self.byte(0xf0 | kind);
            self.varint(length as u64);
        }
    }

    pub(super) fn number_field(&mut self, head: u8, number: u64) {
        self.byte(head);
        self.number(number);
    }

    pub(super) fn binary_field(&mut self, head: u8, bytes: &[u8]) {
        self.byte(head);
        self.binary(bytes);
    }

    pub(super) fn list_field(&mut self, head: u8, length: usize, kind: u8) {
        self.byte(head);
        self.list(length, kind);
    }
}

/// Appends an unsigned number, seven bits a byte.
pub(super) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        let varint = |bytes: &[u8]| Cursor::new(bytes).varint();
        assert_eq!(varint(&[0]), Ok(0));
        assert_eq!(varint(&[0xac, 0x02]), Ok(300));
        assert_eq!(varint(&[0x80, 0x00]), Err(Broken));
        assert_eq!(varint(&[0x80]), Err(Broken));
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(varint(&most), Ok(u64::MAX));
        assert_eq!(Cursor::new(&most).signed(), Ok(i64::MIN));
        let too_much = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        assert_eq!(varint(&too_much), Err(Broken));
        assert_eq!(varint(&[0xff; 11]), Err(Broken));
        assert_eq!(Cursor::new(&[0x15, 0x01]).number_field(0x15), Err(Broken));
    }

    #[test]
    fn long_lists_have_one_spelling() {
        assert_eq!(Cursor::new(&[0xfc, 0x0f]).list(STRUCT), Ok(15));
        assert_eq!(Cursor::new(&[0xfc, 0x0e]).list(STRUCT), Err(Broken));
        assert_eq!(Cursor::new(&[0xec]).list(STRUCT), Ok(14));
        assert_eq!(Cursor::new(&[0xec]).list(BINARY), Err(Broken));
    }

    #[test]
    fn what_is_written_has_the_spelling_that_is_read() {
        for number in [0, 1, 63, 64, 127, 128, 300, u64::MAX >> 1] {
            let mut output = Output::default();
            output.number_field(field(1, I64), number);
            output.varint(number);
            let bytes = output.into_bytes();
            let mut cursor = Cursor::new(&bytes);
            assert_eq!(cursor.number_field(field(1, I64)), Ok(number));
            assert_eq!(cursor.varint(), Ok(number));
            assert!(cursor.is_at_end());
        }
        for length in [0, 14, 15, 255, 256] {
            let mut output = Output::default();
            output.list_field(field(2, LIST), length, STRUCT);
            output.binary_field(field(1, BINARY), &vec![7; length]);
            output.stop();
            let bytes = output.into_bytes();
            let mut cursor = Cursor::new(&bytes);
            assert_eq!(cursor.list_field(field(2, LIST), STRUCT), Ok(length));
            let binary = cursor.binary_field(field(1, BINARY)).unwrap();
            assert_eq!(binary, vec![7; length]);
            cursor.stop().unwrap();
            assert!(cursor.is_at_end());
        }
    }

    #[test]
    fn claims_cost_nothing_and_depth_ends() {
        // Lists of 2^31 - 1 truth values, empty lists and structs, of which not one is there.
        for kind in [1, 2, LIST, STRUCT] {
            let bytes = [0xf0 | kind, 0xff, 0xff, 0xff, 0xff, 0x07];
            assert_eq!(Cursor::new(&bytes).skip(LIST), Err(Broken));
        }
        assert_eq!(Cursor::new(&[0x19; 4096]).skip(LIST), Err(Broken));
        assert_eq!(Cursor::new(&[0x1c; 4096]).skip(STRUCT), Err(Broken));
        assert_eq!(Cursor::new(&[0xff, 0xff, 0x03, 0x33]).skip(11), Err(Broken));
        assert_eq!(
            Cursor::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).skip(BINARY),
            Err(Broken)
        );
    }
}
