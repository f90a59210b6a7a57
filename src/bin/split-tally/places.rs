//! Which files a command reads and which it writes, so that none takes another's place.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The files of one command, each with the option that names it.
#[derive(Default)]
pub struct Places {
    read: Vec<(&'static str, PathBuf)>,
    written: Vec<(&'static str, PathBuf)>,
}

impl Places {
    /// A file that is read.
    pub fn reads<'a>(
        mut self,
        option: &'static str,
        paths: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Self {
        let named = paths.into_iter().map(|path| (option, path.clone()));
        self.read.extend(named);
        self
    }

    /// A file that is written.
    pub fn writes<'a>(
        mut self,
        option: &'static str,
        paths: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Self {
        let named = paths.into_iter().map(|path| (option, path.clone()));
        self.written.extend(named);
        self
    }

    /// Refuses a file that would be written where another is read or written: its contents would be lost.
    ///
    /// Files are told apart by where their folders really are, whatever links and dots a path goes through. Two names of
    /// one file's contents (hard links) are two files here: writing replaces a name and leaves the contents to the other.
    pub fn expect_apart(self) -> Result<(), Failure> {
        let place = |(option, path): &(&'static str, PathBuf)| (*option, real_place(path));
        let read: Vec<_> = self.read.iter().map(place).collect();
        let written: Vec<_> = self.written.iter().map(place).collect();
        for (number, (option, path)) in written.iter().enumerate() {
            let same = |(_, other): &&(&str, OsString)| other == path;
            let shown = self.written[number].1.display();
            if let Some((other, _)) = read.iter().find(same) {
                return Err(Failure::Usage(format!(
                    "{option} and {other} name the same file, {shown}: what it holds would be lost. Give {option} another name"
                )));
            }
            if let Some((other, _)) = written[..number].iter().find(same) {
                return Err(Failure::Usage(format!(
                    "{other} and {option} name the same file, {shown}: one would take the other's place. Give each a name of its own"
                )));
            }
        }
        Ok(())
    }
}

/// Where a file is or will be: its folder without links and dots, and its name. Where the folder cannot be found, writing
/// will say so.
fn real_place(path: &Path) -> OsString {
    let place = path.canonicalize().unwrap_or_else(|_| {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        path.file_name()
            .map_or_else(|| folder.clone(), |name| folder.join(name))
    });
    // Windows and macOS take names that differ in capitals for the same.
    if cfg!(any(windows, target_os = "macos")) {
        place.to_string_lossy().to_lowercase().into()
    } else {
        place.into_os_string()
    }
}
