use std::io::{self, Read};

/// A reader that gives out at most a set number of bytes between two refills, so that one endless row cannot fill the
/// memory. Also counts all that was read.
pub(super) struct Budget<R> {
    inner: R,
    left: usize,
}

/// The mark of the error that [`Budget`] raises, told apart from the system's own.
#[derive(Debug)]
pub(super) struct Spent;

impl std::fmt::Display for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a row is too long")
    }
}

impl std::error::Error for Spent {}

impl<R> Budget<R> {
    pub(super) const fn new(inner: R, budget: usize) -> Self {
        Self {
            inner,
            left: budget,
        }
    }

    pub(super) const fn refill(&mut self, budget: usize) {
        self.left = budget;
    }

    pub(super) const fn inner(&self) -> &R {
        &self.inner
    }
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(Spent));
        }
        let most = buffer.len().min(self.left);
        let read = self.inner.read(&mut buffer[..most])?;
        self.left -= read;
        Ok(read)
    }
}
