use std::io::{self, Read, Write};

use js_sys::{Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::error::Thrown;
use crate::simple::{self, PrepareSink};

/// Bytes asked of the page at a time.
const PIECE: u64 = 4 << 20;
/// Bytes asked at a time of a file that is read whole.
const WHOLE_PIECE: usize = 16 << 20;

#[wasm_bindgen]
extern "C" {
    /// A file the page reads by pieces.
    #[derive(Clone)]
    pub type JsSource;
    #[wasm_bindgen(method, getter)]
    fn name(this: &JsSource) -> String;
    #[wasm_bindgen(method, getter)]
    fn size(this: &JsSource) -> f64;
    #[wasm_bindgen(method, catch)]
    fn read(this: &JsSource, offset: f64, length: f64) -> Result<Uint8Array, JsValue>;

    /// Where `prepare` puts what it makes.
    pub type JsSink;
    #[wasm_bindgen(method, catch)]
    fn extract(this: &JsSink, bytes: Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn crosswalk(this: &JsSink, bytes: Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn spill_append(this: &JsSink, bucket: u32, bytes: Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn spill_take(this: &JsSink, bucket: u32) -> Result<Uint8Array, JsValue>;
}

impl JsSource {
    /// The file's name, its size, and a reader of its bytes.
    pub(super) fn open(self) -> (String, u64, Reader) {
        let (name, size) = (self.name(), self.bytes());
        let reader = Reader {
            source: self,
            size,
            offset: 0,
            piece: Vec::new(),
            taken: 0,
        };
        (name, size, reader)
    }
}

impl JsSource {
    /// How large the file is, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        // A file's size in bytes is a whole number far below 2^53.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = self.size().max(0.0) as u64;
        size
    }

    /// The file's name and all of it, read piece by piece: whole, JavaScript would hold it a second time. `needed` is the size
    /// of all files that must be in memory together, for the message where this one does not fit.
    pub(super) fn whole(self, needed: u64) -> Result<(String, Vec<u8>), Thrown> {
        let (name, size) = (self.name(), self.bytes());
        let mut bytes = Vec::new();
        // What does not fit is said as such, and does not end the program.
        let length = usize::try_from(size)
            .ok()
            .filter(|&length| bytes.try_reserve_exact(length).is_ok())
            .ok_or(simple::Error::TooLittleMemory {
                needed: needed.max(size),
                limit: u64::from(u32::MAX),
            })?;
        bytes.resize(length, 0);
        let mut offset = 0;
        for part in bytes.chunks_mut(WHOLE_PIECE) {
            #[expect(clippy::cast_precision_loss)] // Both are far below 2^53.
            let piece = self
                .read(offset as f64, part.len() as f64)
                .ok()
                .filter(|piece| piece.length() as usize == part.len())
                .ok_or_else(|| Thrown::internal("a file could not be read"))?;
            piece.copy_to(part);
            offset += part.len();
        }
        Ok((name, bytes))
    }
}

/// Reads a [`JsSource`] piece by piece.
pub(super) struct Reader {
    source: JsSource,
    size: u64,
    offset: u64,
    piece: Vec<u8>,
    taken: usize,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.len() && self.offset < self.size {
            let length = PIECE.min(self.size - self.offset);
            #[expect(clippy::cast_precision_loss)] // Both are far below 2^53.
            let bytes = self
                .source
                .read(self.offset as f64, length as f64)
                .map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
            if u64::from(bytes.length()) != length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.piece = bytes.to_vec();
            self.taken = 0;
            self.offset += length;
        }
        let rest = &self.piece[self.taken..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// Passes outputs on to the page.
pub(super) struct Sink(pub(super) JsSink);

fn failed(_: JsValue) -> io::Error {
    io::Error::other("the browser could not keep the output")
}

impl PrepareSink for Sink {
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extract(Uint8Array::from(bytes)).map_err(failed)
    }

    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.crosswalk(Uint8Array::from(bytes)).map_err(failed)
    }

    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()> {
        self.0
            .spill_append(bucket, Uint8Array::from(bytes))
            .map_err(failed)
    }

    fn spill_take(&mut self, bucket: u32) -> io::Result<Vec<u8>> {
        Ok(self.0.spill_take(bucket).map_err(failed)?.to_vec())
    }
}

/// Hands each piece of bytes to a function.
pub(super) struct Pieces<'a>(pub(super) &'a Function);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .call1(&JsValue::NULL, &Uint8Array::from(bytes))
            .map_err(|_| io::Error::other("the browser could not keep the output"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An object with these properties.
pub(super) fn object(properties: &[(&str, JsValue)]) -> Result<JsValue, Thrown> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &JsValue::from_str(name), value)
            .map_err(|_| Thrown::internal("an object could not be made"))?;
    }
    Ok(object.into())
}

/// `{ name, bytes }`.
pub(super) fn named(name: &str, bytes: &[u8]) -> Result<JsValue, Thrown> {
    object(&[
        ("name", JsValue::from_str(name)),
        ("bytes", Uint8Array::from(bytes).into()),
    ])
}
