//! Holds the module table of ARCHITECTURE.md: which module may import which.

#![allow(clippy::unwrap_used, clippy::panic)] // A test that cannot read the source has failed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Reads the table `| module | holds | may import |` out of ARCHITECTURE.md, so that the law is written once.
fn table() -> BTreeMap<String, Vec<String>> {
    let text = include_str!("../ARCHITECTURE.md");
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| module | holds | may import |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut table = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [modules, _, imports] = cells[..] else {
            panic!("a row of the module table has three cells: {row}");
        };
        let names = |cell: &str| -> Vec<String> {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        for module in names(modules) {
            table.insert(module, names(imports));
        }
    }
    table
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The modules of this crate that a file names with `crate::`, tests and comments left aside.
fn imports(text: &str) -> Vec<String> {
    let code: String = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for (position, _) in code.match_indices("crate::") {
        let rest = &code[position + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_members(group)),
            None => found.push(first_segment(rest)),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The first segment of each path in `a::b, c::{d, e}}`, up to the brace that closes the group.
fn group_members(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (position, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                members.push(first_segment(group[start..position].trim()));
                start = position + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    members
}

fn first_segment(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_module_is_in_the_table_and_imports_what_it_may() {
    let table = table();
    assert!(table.len() > 10, "the module table was not found");
    for entry in std::fs::read_dir(source()).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if module == "lib" || module == "bin" {
            continue;
        }
        let allowed = table
            .get(&module)
            .unwrap_or_else(|| panic!("`{module}` is not in ARCHITECTURE.md's module table"));
        for file in rust_files(&path) {
            let text = std::fs::read_to_string(&file).unwrap();
            for import in imports(&text) {
                assert!(
                    import == module || allowed.contains(&import),
                    "{} imports `{import}`, which ARCHITECTURE.md does not let `{module}` do",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn the_privacy_boundary_is_in_the_table() {
    let table = table();
    for module in ["exchange", "matching", "resolve", "report"] {
        for forbidden in ["read", "standardise", "secret"] {
            assert!(
                !table[module].contains(&forbidden.to_owned()),
                "`{module}` must not be able to name what `{forbidden}` holds"
            );
        }
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::units::Digest;\nuse crate::{\n    read,\n    secret::{A, ProjectKey},\n};\nlet x = crate::encode::VERSION; // crate::comment\n#[cfg(test)]\nmod tests {\n    use crate::synth;\n}";
    assert_eq!(imports(text), ["units", "read", "secret", "encode"]);
}

#[test]
fn nobody_prints_secrets() {
    for file in rust_files(&source().join("secret")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (position, _) in text.match_indices("struct ProjectKey") {
            let before = &text[..position];
            let attributes = before.rsplit("\n\n").next().unwrap_or_default();
            assert!(!attributes.contains("Debug"), "{}", file.display());
            assert!(attributes.contains("ZeroizeOnDrop"), "{}", file.display());
        }
    }
}

/// The library itself never prints: messages go out through errors and reports, which carry no person's value.
#[test]
fn the_library_prints_nothing() {
    for file in rust_files(&source()) {
        if file.starts_with(source().join("bin")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for macro_name in ["println!", "print!", "dbg!"] {
            assert!(
                !text.contains(macro_name),
                "{} uses {macro_name}",
                file.display()
            );
        }
    }
}
