//! Faults that need a Unix system to bring about: signals, limits, disks and files that are none.

use std::io::Write as _;
use std::os::unix::fs::FileTypeExt as _;
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::Instant;

use super::{MATCH, contents, expect_untouched, fs, ready};
use crate::folder::{Folder, stderr};

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in north.csv --invalid blank --out north.parquet --crosswalk north.cross.csv --report north.json";

fn start(folder: &Folder, line: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_split-tally"))
        .args(line.split(' '))
        .current_dir(folder.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn end(mut child: Child, signal: &str) -> ExitStatus {
    // A program that is done already cannot be ended, which is no fault.
    let _ = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .stderr(Stdio::null())
        .status();
    child.wait().unwrap()
}

/// Takes away what an ended program may leave where the disk has no files without a name.
fn tidy(folder: &Folder) {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let mut options = fs::OpenOptions::new();
        options
            .write(true)
            .custom_flags(rustix::fs::OFlags::TMPFILE.bits().cast_signed());
        if options.open(folder.path("")).is_ok() {
            return;
        }
    }
    for name in folder.names() {
        if name.starts_with(".split-tally-") {
            fs::remove_file(folder.path(&name)).unwrap();
        }
    }
}

#[test]
fn prepare_ended_while_it_reads_leaves_nothing() {
    let folder = ready(3000, "person");
    let rows = fs::read(folder.path("north.csv")).unwrap();
    fs::remove_file(folder.path("north.csv")).unwrap();
    let before = contents(&folder);
    for signal in ["-INT", "-TERM", "-KILL"] {
        let pipe = folder.path("rows");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let child = start(&folder, &PREPARE.replace("north.csv", "rows"));
        // Once this much is written all but what a pipe holds, 64 KiB, has been read; and more is waited for.
        let mut writing = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        writing.write_all(&rows[..rows.len() * 2 / 3]).unwrap();
        let status = end(child, signal);
        assert!(!status.success(), "{signal}: {status}");
        drop(writing);
        fs::remove_file(&pipe).unwrap();
        tidy(&folder);
        expect_untouched(&folder, &before, signal);
    }
}

/// Ends a run at many moments of its course: the places are as before, or hold all that a whole run makes.
fn ended_at_any_moment(folder: &Folder, line: &str, outputs: &[&str]) {
    let before = contents(folder);
    let started = Instant::now();
    folder.succeed(line);
    let whole_run = started.elapsed();
    let whole = contents(folder);
    let put_back = || {
        for (name, bytes) in &before {
            folder.write(name, bytes);
        }
    };
    let mut in_the_middle = 0;
    for signal in ["-INT", "-TERM", "-KILL"] {
        for moment in 0..8 {
            put_back();
            let child = start(folder, line);
            sleep(whole_run * moment / 8);
            let status = end(child, signal);
            tidy(folder);
            let what = format!("{signal} after {moment} eighths");
            if status.success() {
                expect_same_size(&contents(folder), &whole, outputs, &what);
            } else {
                in_the_middle += 1;
                expect_whole_or_as_before(&contents(folder), &before, &whole, outputs, &what);
            }
        }
    }
    assert!(in_the_middle > 0, "no run was ended before it was done");
    put_back();
}

/// A run may be ended once its files have their places and before it has said so: each place is as before, or whole.
fn expect_whole_or_as_before(
    after: &[(String, Vec<u8>)],
    before: &[(String, Vec<u8>)],
    whole: &[(String, Vec<u8>)],
    outputs: &[&str],
    what: &str,
) {
    let of = |files: &[(String, Vec<u8>)], name: &str| {
        let file = files.iter().find(|(other, _)| other == name);
        file.map(|(_, bytes)| bytes.clone())
    };
    for (name, _) in before {
        assert!(of(after, name).is_some(), "{what}: {name} is gone");
    }
    for (name, bytes) in after {
        let made = of(whole, name);
        let as_it_was = of(before, name).as_ref() == Some(bytes);
        let is_whole =
            made.as_ref() == Some(bytes) || made.is_some() && !outputs.contains(&name.as_str());
        assert!(
            as_it_was || is_whole,
            "{what}: {name} is neither as before nor whole"
        );
    }
}

fn expect_same_size(
    after: &[(String, Vec<u8>)],
    whole: &[(String, Vec<u8>)],
    outputs: &[&str],
    what: &str,
) {
    assert_eq!(after.len(), whole.len(), "{what}");
    for ((name, after), (_, whole)) in after.iter().zip(whole) {
        if outputs.contains(&name.as_str()) {
            assert!(after == whole, "{what}: {name} is not whole");
        }
    }
}

#[test]
fn matching_ended_at_any_moment_leaves_the_links_whole_or_as_before() {
    let folder = ready(8000, "person");
    ended_at_any_moment(
        &folder,
        &format!("{MATCH} --similarity exhaustive"),
        &["links.csv", "match.json"],
    );
}

#[test]
fn prepare_ended_at_any_moment_leaves_its_files_whole_or_as_before() {
    let folder = ready(8000, "person");
    ended_at_any_moment(
        &folder,
        &format!("{PREPARE} --seed 5"),
        &["north.parquet", "north.cross.csv"],
    );
}

/// Runs a line in a shell of its own, after these words.
fn after_words(folder: &Folder, words: &str, line: &str) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_split-tally");
    Command::new("sh")
        .args(["-c", &format!("{words} exec \"$0\" {line}"), program])
        .current_dir(folder.path(""))
        .output()
        .unwrap()
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_places_as_before() {
    let folder = ready(3000, "person");
    let before = contents(&folder);
    // A limit on the length of files is met as a full disk is: some of what is written is not taken. Everybody may set one.
    // It counts half kilobytes, in some shells kilobytes.
    for (line, names) in [
        (PREPARE, ["north.parquet", "north.cross.csv"]),
        (MATCH, ["links.csv", "match.json"]),
    ] {
        for blocks in [0, 8, 64] {
            let words = format!("trap '' XFSZ; ulimit -f {blocks};");
            let output = after_words(&folder, &words, line);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{blocks}: {line}: {said}");
            assert!(
                said.contains("written") && names.iter().any(|name| said.contains(name)),
                "{said}"
            );
            expect_untouched(&folder, &before, line);
        }
    }
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = ready(3000, "person");
    fs::create_dir(folder.path("small")).unwrap();
    // A disk of its own needs a right that not every system gives to everybody.
    let on_a_small_disk = |kilobytes: u32, rest: &str| {
        let mount = format!("mount -t tmpfs -o size={kilobytes}k tmpfs small || exit 77; {rest}");
        let output = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount])
            .arg(env!("CARGO_BIN_EXE_split-tally"))
            .current_dir(folder.path(""))
            .output()
            .ok()?;
        (output.status.code() == Some(0)).then_some(output)
    };
    if on_a_small_disk(64, "true").is_none() {
        eprintln!("passed over: a disk cannot be mounted here");
        return;
    }
    for line in [
        PREPARE
            .replace("--out north", "--out small/north")
            .replace("--crosswalk north", "--crosswalk small/north")
            .replace("--report north", "--report small/north"),
        MATCH
            .replace("--out links", "--out small/links")
            .replace("--report match", "--report small/match"),
        "synth --people 3000 --party north --party south --out-dir small".to_owned(),
    ] {
        let rest = format!("\"$0\" {line}; echo \"status $?\"; ls -A small");
        // A kilobyte less than one file, or all of them together.
        for kilobytes in [16, 64] {
            let output = on_a_small_disk(kilobytes, &rest).unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert_eq!(said, "status 1\n", "{line}: {}", stderr(&output));
            let said = stderr(&output);
            assert!(
                said.contains("written") && said.contains("small/"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_program_without_memory_leaves_its_places_as_before() {
    let folder = ready(8000, "person-linker");
    let before = contents(&folder);
    let mut failed = 0;
    for megabytes in [20, 30, 40, 60, 80, 120] {
        let words = format!("ulimit -v {}; ulimit -c 0;", megabytes * 1024);
        let output = after_words(&folder, &words, &format!("{MATCH} --threads 1"));
        if output.status.success() {
            break;
        }
        failed += 1;
        tidy(&folder);
        expect_untouched(&folder, &before, "a run without memory");
    }
    assert!(failed > 0, "there was memory enough in every run");
}

#[test]
fn nothing_takes_the_place_of_what_is_no_file() {
    let folder = ready(100, "person");
    let _pipe = UnixListener::bind(folder.path("pipe")).unwrap();
    std::os::unix::fs::symlink(folder.path("pipe"), folder.path("leads-to-pipe")).unwrap();
    for name in ["pipe", "leads-to-pipe"] {
        for line in [
            MATCH.replace("links.csv", name),
            MATCH.replace("match.json", name),
            PREPARE.replace("--out north.parquet", &format!("--out {name}")),
            PREPARE.replace("north.cross.csv", name),
            format!("agreement new --party north --party south --out {name}"),
        ] {
            let output = folder.run(&line);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{line}: {said}");
            assert!(said.contains("Give the name of a file"), "{line}: {said}");
            let kind = fs::metadata(folder.path("pipe")).unwrap().file_type();
            assert!(kind.is_socket(), "{line} put a file in its place");
        }
    }
}

#[test]
fn an_answer_that_is_not_taken_is_said() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("passed over: there is no /dev/full here");
        return;
    };
    let folder = ready(100, "person");
    for line in [
        "inspect north.parquet",
        "inspect north.parquet --csv",
        "look --agreement agreement.json --in north.csv",
        "agreement match-keys",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_split-tally"))
            .args(line.split(' '))
            .current_dir(folder.path(""))
            .stdout(full.try_clone().unwrap())
            .output()
            .unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        assert!(said.contains("could not be written"), "{line}: {said}");
        assert!(!said.contains("stopped at"), "{line}: {said}");
    }
}
