//! `split-tally interop clkhash` against clkhash itself, by `tests/interop/differential.py`: 50 random schemas, 11,000
//! random rows, every CLK the same.
//!
//! The Python is the one that `SPLIT_TALLY_CLKHASH_PYTHON` names; without it, `tests/interop/setup-python.sh` makes one
//! in the target folder. Where neither is to be had, the test says on standard error that nothing was compared.

#![allow(clippy::unwrap_used)] // A test that cannot start its own program has failed.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

const PROJECT: &str = env!("CARGO_MANIFEST_DIR");

/// A Python that imports clkhash, or why there is none.
fn python() -> Result<OsString, String> {
    if let Some(python) = std::env::var_os("SPLIT_TALLY_CLKHASH_PYTHON") {
        return Ok(python);
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let made = Command::new("bash")
        .arg(Path::new(PROJECT).join("tests/interop/setup-python.sh"))
        .arg(target.join("clkhash-venv"))
        .output()
        .map_err(|error| format!("bash cannot be started: {error}"))?;
    if made.status.success() {
        Ok(String::from_utf8_lossy(&made.stdout).trim().into())
    } else {
        Err(String::from_utf8_lossy(&made.stderr).into_owned())
    }
}

/// Past the test harness, which keeps back what a passing test prints.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[test]
fn every_clk_is_the_one_that_clkhash_makes() {
    let python = match python() {
        Ok(python) => python,
        Err(reason) => {
            say(&format!(
                "\n!!! NOT COMPARED WITH CLKHASH: no Python with clkhash 0.18.3 is here and none could be made. Run \
                 tests/interop/setup-python.sh where PyPI can be reached, or set SPLIT_TALLY_CLKHASH_PYTHON.\n{reason}"
            ));
            return;
        }
    };
    let done = Command::new(python)
        .arg(Path::new(PROJECT).join("tests/interop/differential.py"))
        .args(["--binary", env!("CARGO_BIN_EXE_split-tally")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
    say(&format!("compared with clkhash: {}", said.trim()));
}
