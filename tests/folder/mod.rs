//! The command line run in a folder of its own.

#![allow(dead_code)] // Each test file uses what it needs of this.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder that goes with the test, and the command run in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_split-tally"))
            .args(line.split(' '))
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// Runs a line with more arguments, which may have spaces in them; it must succeed.
    pub fn run_args(&self, line: &str, more: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_split-tally"))
            .args(line.split(' '))
            .args(more)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Changes a JSON file.
    pub fn change_json(&self, name: &str, change: impl FnOnce(&mut serde_json::Value)) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        let mut value = serde_json::from_str(&text).unwrap();
        change(&mut value);
        self.write(name, serde_json::to_string_pretty(&value).unwrap());
    }

    pub fn succeed(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must fail as bad input does: status 3, and no file more than before.
    pub fn refuse(&self, line: &str) -> String {
        let before = self.names();
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(3), "{line}: {}", stderr(&output));
        assert_eq!(self.names(), before, "{line} left something behind");
        stderr(&output)
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
