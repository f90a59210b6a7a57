//! Files that appear whole or not at all.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use split_tally::secret;
use split_tally::simple::PrepareSink;

use crate::failure::Failure;
use crate::unfinished::Unfinished;

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
    file: Unfinished,
}

impl Output {
    pub fn new(path: &Path, readers: Readers) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::Usage(format!(
                "{}: there is a folder of that name. Give the file another name",
                path.display()
            )));
        }
        if path.exists() && !path.is_file() {
            return Err(Failure::Usage(format!(
                "{}: that is a device or a pipe, whose place no file may take. Give the name of a file",
                path.display()
            )));
        }
        if is_key(path) {
            return Err(key_is_there(path));
        }
        let file = Unfinished::beside(path, readers).map_err(|e| Failure::writing(path, &e))?;
        Ok(Self {
            path: path.to_owned(),
            file,
        })
    }

    /// Writes more of the file.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.write_all(bytes)
            .map_err(|e| Failure::writing(&self.path, &e))
    }

    /// The whole of the file, and puts it in its place.
    pub fn finish_with(mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.put(bytes)?;
        self.finish()
    }

    /// Puts the file in its place, replacing what was there.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.sync()?;
        self.place()
    }

    fn place(self) -> Result<(), Failure> {
        let Self { path, file } = self;
        let placed = file
            .named()
            .and_then(|file| file.persist(&path).map_err(|e| e.error));
        placed.map_err(|e| Failure::writing(&path, &e))?;
        Ok(())
    }

    /// Puts the file in its place, where nothing may be yet.
    pub fn finish_new(mut self) -> Result<(), Failure> {
        self.sync()?;
        self.place_new()
    }

    fn place_new(self) -> Result<(), Failure> {
        let Self { path, file } = self;
        let placed = file
            .named()
            .and_then(|file| file.persist_noclobber(&path).map_err(|e| e.error));
        placed.map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => file_is_there(&path),
            _ => Failure::writing(&path, &e),
        })?;
        Ok(())
    }

    /// The same, where what is written must not be lost: when it cannot have its place, it stays beside it.
    pub fn finish_new_or_keep(mut self) -> Result<(), Failure> {
        self.sync()?;
        let Self { path, file } = self;
        let file = file.named().map_err(|e| Failure::writing(&path, &e))?;
        let Err(error) = file.persist_noclobber(&path) else {
            return Ok(());
        };
        let kind = error.error.kind();
        match error.file.keep() {
            Ok((_, kept)) => Err(Failure::Other(format!(
                "{}: the file cannot have this name ({kind}). It is kept as {}: give it a name yourself",
                path.display(),
                kept.display()
            ))),
            Err(_) => Err(Failure::writing(&path, &kind.into())),
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

/// Puts files in their places together: none before all are on the disk, where room may turn out to be lacking only then.
pub fn finish_all(outputs: impl IntoIterator<Item = Output>) -> Result<(), Failure> {
    let mut outputs: Vec<_> = outputs.into_iter().collect();
    for output in &mut outputs {
        output.sync()?;
    }
    outputs.into_iter().try_for_each(Output::place)
}

/// Writes a whole file.
pub fn write_whole(path: &Path, readers: Readers, bytes: &[u8]) -> Result<(), Failure> {
    Output::new(path, readers)?.finish_with(bytes)
}

/// Writes a whole file that must not be there yet: a key, whose loss nothing makes good.
pub fn write_new(path: &Path, readers: Readers, bytes: &[u8]) -> Result<(), Failure> {
    let mut output = Output::new(path, readers)?;
    output.put(bytes)?;
    output.finish_new()
}

/// Writes whole files none of which may be there yet: made-up people, who might take the place of real ones.
pub fn write_all_new<'a>(
    files: impl IntoIterator<Item = (&'a Path, &'a [u8])>,
) -> Result<(), Failure> {
    let mut outputs = Vec::new();
    for (path, bytes) in files {
        if path.exists() {
            return Err(file_is_there(path));
        }
        let mut output = Output::new(path, Readers::Usual)?;
        output.put(bytes)?;
        output.sync()?;
        outputs.push(output);
    }
    outputs.into_iter().try_for_each(Output::place_new)
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

/// The outputs of `prepare`, and one nameless file for encodings kept aside.
pub struct PrepareOutputs {
    extract: Output,
    plain_copy: Option<Output>,
    crosswalk: Output,
    report: Option<Output>,
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
        report: Option<&Path>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            extract: Output::new(extract, Readers::Usual)?,
            plain_copy: plain_copy
                .map(|path| Output::new(path, Readers::OwnerOnly))
                .transpose()?,
            crosswalk: Output::new(crosswalk, Readers::OwnerOnly)?,
            report: report
                .map(|path| Output::new(path, Readers::Usual))
                .transpose()?,
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

    /// Puts all in their places, with what is in the report.
    pub fn finish(self, report: &[u8]) -> Result<(), Failure> {
        let mut outputs = vec![self.crosswalk];
        if let Some(mut output) = self.report {
            output.put(report)?;
            outputs.push(output);
        }
        outputs.extend(self.plain_copy);
        outputs.push(self.extract);
        finish_all(outputs)
    }
}

impl PrepareSink for PrepareOutputs {
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extract
            .write_all(bytes)
            .map_err(at(&self.extract.path))
    }

    fn plain_copy(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.plain_copy {
            Some(plain_copy) => plain_copy.write_all(bytes).map_err(at(&plain_copy.path)),
            None => Ok(()),
        }
    }

    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crosswalk
            .write_all(bytes)
            .map_err(at(&self.crosswalk.path))
    }

    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()> {
        let file = if let Some(file) = &mut self.spill {
            file
        } else {
            let file = tempfile::tempfile_in(&self.folder).map_err(at(&self.folder))?;
            self.spill.insert(file)
        };
        file.seek(SeekFrom::Start(self.spilled))
            .and_then(|_| file.write_all(bytes))
            .map_err(at(&self.folder))?;
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

/// The error with the file or folder that it is of.
fn at(path: &Path) -> impl FnOnce(io::Error) -> io::Error {
    move |error| {
        io::Error::new(
            error.kind(),
            format!("{}: {}", path.display(), error.kind()),
        )
    }
}
