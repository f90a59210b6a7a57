//! Files that appear whole or not at all.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use split_tally::secret;
use split_tally::simple::PrepareSink;
use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Who may read a file on systems that have permissions.
#[derive(Clone, Copy)]
pub enum Readers {
    /// Whoever the system's settings say.
    Usual,
    /// Its owner only: keys and crosswalks.
    OwnerOnly,
}

/// A file being written beside its final place, which it takes in [`Output::finish`].
pub struct Output {
    path: PathBuf,
    file: NamedTempFile,
}

impl Output {
    pub fn new(path: &Path, readers: Readers) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::Usage(format!(
                "{}: there is a folder of that name. Give the file another name",
                path.display()
            )));
        }
        if is_key(path) {
            return Err(key_is_there(path));
        }
        let file = temporary_beside(path, readers).map_err(|e| Failure::writing(path, &e))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// The whole of the file, and puts it in its place.
    pub fn finish_with(mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.write_all(bytes)
            .map_err(|e| Failure::writing(&self.path, &e))?;
        self.finish()
    }

    /// Puts the file in its place, replacing what was there.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.sync()?;
        self.file
            .persist(&self.path)
            .map_err(|e| Failure::writing(&self.path, &e.error))?;
        Ok(())
    }

    /// Puts the file in its place, where nothing may be yet.
    pub fn finish_new(mut self) -> Result<(), Failure> {
        self.sync()?;
        self.file
            .persist_noclobber(&self.path)
            .map_err(|e| match e.error.kind() {
                io::ErrorKind::AlreadyExists => file_is_there(&self.path),
                _ => Failure::writing(&self.path, &e.error),
            })?;
        Ok(())
    }

    /// The same, where what is written must not be lost: when it cannot have its place, it stays beside it.
    pub fn finish_new_or_keep(mut self) -> Result<(), Failure> {
        self.sync()?;
        let Err(error) = self.file.persist_noclobber(&self.path) else {
            return Ok(());
        };
        let kind = error.error.kind();
        match error.file.keep() {
            Ok((_, kept)) => Err(Failure::Other(format!(
                "{}: the file cannot have this name ({kind}). It is kept as {}: give it a name yourself",
                self.path.display(),
                kept.display()
            ))),
            Err(_) => Err(Failure::writing(&self.path, &kind.into())),
        }
    }

    /// Puts what has been written on the disk.
    pub fn sync(&mut self) -> Result<(), Failure> {
        self.file
            .flush()
            .and_then(|()| self.file.as_file().sync_all())
            .map_err(|e| Failure::writing(&self.path, &e))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file.
pub fn write_whole(path: &Path, readers: Readers, bytes: &[u8]) -> Result<(), Failure> {
    Output::new(path, readers)?.finish_with(bytes)
}

/// Writes a whole file that must not be there yet: a key, whose loss nothing makes good, or made-up people, who might take the
/// place of real ones.
pub fn write_new(path: &Path, readers: Readers, bytes: &[u8]) -> Result<(), Failure> {
    let mut output = Output::new(path, readers)?;
    output
        .write_all(bytes)
        .map_err(|e| Failure::writing(path, &e))?;
    output.finish_new()
}

/// Refuses a place where something is already, before several files are written.
pub fn expect_nothing_at(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(file_is_there(path));
    }
    Ok(())
}

fn file_is_there(path: &Path) -> Failure {
    Failure::Usage(format!(
        "{}: there is a file of that name, and it is left as it is. Give another name or folder",
        path.display()
    ))
}

/// Whether a key of ours stands at this place: a project key or a receiving key, wrapped by a passphrase or not.
fn is_key(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    read.is_ok()
        && (secret::is_wrapped(&start)
            || secret::looks_like_a_key(&start)
            || secret::looks_like_an_identity(&start))
}

fn key_is_there(path: &Path) -> Failure {
    Failure::Usage(format!(
        "{}: there is a key of that name. A key that is lost cannot be made again, so it is left as it is. Give the file another name",
        path.display()
    ))
}

/// Writes random bytes over a file once, and removes it. Where a link leads to it, the file is meant and not the link.
pub fn overwrite_and_remove(path: &Path) -> io::Result<()> {
    let path = path.canonicalize()?;
    let mut file = File::options().write(true).open(&path)?;
    let mut left = file.metadata()?.len();
    let mut piece = [0u8; 4096];
    while left > 0 {
        getrandom::fill(&mut piece).map_err(|_| io::Error::other("no random numbers"))?;
        let length = usize::try_from(left)
            .unwrap_or(piece.len())
            .min(piece.len());
        file.write_all(&piece[..length])?;
        left -= length as u64;
    }
    file.sync_all()?;
    drop(file);
    std::fs::remove_file(&path)
}

fn temporary_beside(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".split-tally-");
    #[cfg(unix)]
    if matches!(readers, Readers::Usual) {
        use std::os::unix::fs::PermissionsExt as _;
        // The system takes away what the user's umask says.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder.tempfile_in(folder)
}

/// The outputs of `prepare`, and one nameless file for encodings kept aside.
pub struct PrepareOutputs {
    extract: Output,
    plain_copy: Option<Output>,
    crosswalk: Output,
    spill: Option<File>,
    folder: PathBuf,
    /// By bucket: where its pieces lie in the spill file.
    pieces: Vec<Vec<(u64, usize)>>,
    spilled: u64,
}

impl PrepareOutputs {
    pub fn new(
        extract: &Path,
        plain_copy: Option<&Path>,
        crosswalk: &Path,
    ) -> Result<Self, Failure> {
        Ok(Self {
            extract: Output::new(extract, Readers::Usual)?,
            plain_copy: plain_copy
                .map(|path| Output::new(path, Readers::OwnerOnly))
                .transpose()?,
            crosswalk: Output::new(crosswalk, Readers::OwnerOnly)?,
            spill: None,
            folder: extract
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or_else(|| Path::new("."))
                .to_owned(),
            pieces: Vec::new(),
            spilled: 0,
        })
    }

    pub fn finish(self) -> Result<(), Failure> {
        self.crosswalk.finish()?;
        if let Some(plain_copy) = self.plain_copy {
            plain_copy.finish()?;
        }
        self.extract.finish()
    }
}

impl PrepareSink for PrepareOutputs {
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extract.write_all(bytes)
    }

    fn plain_copy(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.plain_copy {
            Some(plain_copy) => plain_copy.write_all(bytes),
            None => Ok(()),
        }
    }

    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crosswalk.write_all(bytes)
    }

    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.spill {
            Some(file) => file,
            None => self.spill.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.seek(SeekFrom::Start(self.spilled))?;
        file.write_all(bytes)?;
        let bucket = bucket as usize;
        if self.pieces.len() <= bucket {
            self.pieces.resize(bucket + 1, Vec::new());
        }
        self.pieces[bucket].push((self.spilled, bytes.len()));
        self.spilled += bytes.len() as u64;
        Ok(())
    }

    fn spill_take(&mut self, bucket: u32) -> io::Result<Vec<u8>> {
        let (Some(file), Some(pieces)) = (&mut self.spill, self.pieces.get_mut(bucket as usize))
        else {
            return Ok(Vec::new());
        };
        let pieces = std::mem::take(pieces);
        let mut bytes = vec![0; pieces.iter().map(|&(_, length)| length).sum()];
        let mut filled = 0;
        for (offset, length) in pieces {
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(&mut bytes[filled..filled + length])?;
            filled += length;
        }
        Ok(bytes)
    }
}
