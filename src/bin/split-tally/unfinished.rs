//! A file in the making: it has no name until it is whole, so that whatever ends the program leaves nothing of it behind.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::outputs::Readers;

/// A file in the folder in which it will have its place.
///
/// Linux has files without a name. Where the system or the disk has none, the name starts with `.split-tally-`, and the
/// file stays behind when the program is killed, though not when it fails.
pub enum Unfinished {
    #[cfg(target_os = "linux")]
    Nameless {
        file: File,
        folder: std::path::PathBuf,
    },
    Named(NamedTempFile),
}

impl Unfinished {
    /// Makes an empty file in the folder of this place.
    pub fn beside(path: &Path, readers: Readers) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        #[cfg(target_os = "linux")]
        if let Some(file) = nameless::make(folder, mode(readers)) {
            return Ok(Self::Nameless {
                file,
                folder: folder.to_owned(),
            });
        }
        named_in(folder, readers).map(Self::Named)
    }

    /// The file itself.
    pub fn as_file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless { file, .. } => file,
            Self::Named(file) => file.as_file(),
        }
    }

    /// The same file under a name, from which it can be moved to its place.
    pub fn named(self) -> io::Result<NamedTempFile> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless { file, folder } => builder().make_in(folder, |path| {
                nameless::give_name(&file, path)?;
                file.try_clone()
            }),
            Self::Named(file) => Ok(file),
        }
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.as_file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.as_file().flush()
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".split-tally-");
    builder
}

fn named_in(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = builder();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(mode(readers)));
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder.tempfile_in(folder)
}

/// Who may read the file, before the system takes away what the user's umask says.
#[cfg(unix)]
fn mode(readers: Readers) -> u32 {
    match readers {
        Readers::Usual => 0o666,
        Readers::OwnerOnly => 0o600,
    }
}

#[cfg(target_os = "linux")]
mod nameless {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, OFlags, linkat};

    /// A file without a name, where the disk has such files and they can be given one later; see open(2), `O_TMPFILE`.
    pub fn make(folder: &Path, mode: u32) -> Option<File> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .mode(mode)
            .custom_flags(OFlags::TMPFILE.bits().cast_signed())
            .open(folder)
            .ok()?;
        handle(&file).exists().then_some(file)
    }

    /// Gives the file a name that nothing has yet.
    pub fn give_name(file: &File, path: &Path) -> io::Result<()> {
        linkat(CWD, handle(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?;
        Ok(())
    }

    /// Where the system shows this program's open file. Naming a file by its number alone needs a privilege.
    fn handle(file: &File) -> PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }
}
