//! A file of any size in memory that does not grow with it: read as it comes, with what `prepare` sets aside and what it makes on disk.
//!
//!     cargo run --release --example streaming -- PEOPLE.csv OUT-FOLDER

#![allow(clippy::print_stdout)] // It is a program.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use split_tally::simple::{self, PrepareOptions, PrepareSink};

/// Outputs under names that say that they are not whole yet; buckets in files of their own.
struct Folder {
    path: PathBuf,
    extract: BufWriter<File>,
    crosswalk: BufWriter<File>,
    buckets: HashMap<u32, File>,
}

impl Folder {
    fn new(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let begin = |name: &str| File::create(path.join(name)).map(BufWriter::new);
        Ok(Self {
            extract: begin("extract.unfinished")?,
            crosswalk: begin("crosswalk.unfinished")?,
            buckets: HashMap::new(),
            path: path.to_owned(),
        })
    }

    /// Gives the outputs their names.
    fn finish(mut self) -> io::Result<()> {
        self.extract.flush()?;
        self.crosswalk.flush()?;
        let name = |from: &str, to: &str| fs::rename(self.path.join(from), self.path.join(to));
        name("extract.unfinished", "SEND.parquet")?;
        name("crosswalk.unfinished", "KEEP-crosswalk.csv")
    }

    fn bucket(&self, bucket: u32) -> PathBuf {
        self.path.join(format!("bucket-{bucket}"))
    }
}

impl PrepareSink for Folder {
    fn extract(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extract.write_all(bytes)
    }

    fn crosswalk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crosswalk.write_all(bytes)
    }

    fn spill_append(&mut self, bucket: u32, bytes: &[u8]) -> io::Result<()> {
        let path = self.bucket(bucket);
        if let Some(file) = self.buckets.get_mut(&bucket) {
            return file.write_all(bytes);
        }
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        self.buckets.insert(bucket, file);
        Ok(())
    }

    fn spill_take(&mut self, bucket: u32) -> io::Result<Vec<u8>> {
        if self.buckets.remove(&bucket).is_none() {
            return Ok(Vec::new());
        }
        let kept = fs::read(self.bucket(bucket))?;
        fs::remove_file(self.bucket(bucket))?;
        Ok(kept)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, folder] = arguments.as_slice() else {
        return Err("give PEOPLE.csv OUT-FOLDER".into());
    };
    let agreement = simple::agreement_new("person", &["us".to_owned(), "them".to_owned()])?;
    let key = simple::key_new()?;
    let options = PrepareOptions::new("us", simple::day("2026-01-31")?);

    let file = File::open(input)?;
    let source = (input.as_str(), file.metadata()?.len(), BufReader::new(file));
    let mut sink = Folder::new(Path::new(folder))?;
    let mut progress = |now: simple::Progress| {
        eprint!("\r{} {}/{}  ", now.phase, now.done, now.total);
    };
    let record = simple::prepare(&agreement, &key, &options, source, &mut sink, &mut progress)?;
    sink.finish()?;
    println!("\n{} rows are in {folder}", record.extract.rows);
    Ok(())
}
