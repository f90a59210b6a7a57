//! Agreements that differ in one bit have nothing in common, and a wrong key is refused before any work.

#![allow(clippy::unwrap_used, clippy::panic)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::HashSet;
use std::io;

use folder::Folder;
use split_tally::agreement::{Agreement, RenewalChoices};
use split_tally::exchange::{Extract, Limits};
use split_tally::secret::{ProjectKey, open, seal};
use split_tally::simple::{self, MemorySink, PrepareOptions};
use split_tally::synth::{self, Options};

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party hospital --in missing.csv --out h.parquet --crosswalk h.csv";

fn agreement() -> Agreement {
    let parties = ["hospital", "council"].map(str::to_owned);
    simple::agreement_new("person", &parties).unwrap()
}

/// The extract of 300 made-up people; equal seeds give equal references, so rows stand in the same order.
fn extract(agreement: &Agreement, key: &ProjectKey) -> Extract {
    let made = synth::synthesise(&Options {
        people: 300,
        seed: 3,
        ..Options::default()
    })
    .unwrap();
    let csv = &made.files[0].csv;
    let mut sink = MemorySink::default();
    let options = PrepareOptions {
        seed: Some(1),
        invalid_values: simple::InvalidValues::Blank,
        ..PrepareOptions::new("hospital", simple::day("2026-01-31").unwrap())
    };
    let source = ("people.csv", csv.len() as u64, &csv[..]);
    simple::prepare(agreement, key, &options, source, &mut sink, &mut |_| {}).unwrap();
    Extract::read(sink.extract, &Limits::default()).unwrap()
}

fn tokens(extract: &Extract) -> Vec<[u8; 16]> {
    let keys = extract.header().layout.match_keys().len();
    let places = (0..extract.len()).flat_map(|row| (0..keys).map(move |key| (key, row)));
    places
        .filter_map(|(key, row)| extract.token(key, row))
        .map(|token| *token.as_bytes())
        .collect()
}

/// That the tokens of the two have nothing in common, and that their bits and those of their filters agree no more often
/// than chance has it.
fn expect_unrelated(one: &Extract, other: &Extract) {
    let (ours, theirs) = (tokens(one), tokens(other));
    assert!(ours.len() > 2_000 && ours.len() == theirs.len());
    let known: HashSet<_> = ours.iter().collect();
    assert!(!theirs.iter().any(|token| known.contains(token)));

    // Tokens of one row and match key, bit by bit: half of them differ. n distinct pairs of random 128-bit strings differ
    // in 64 n bits with a standard deviation of sqrt(32 n); repeated tokens are counted once.
    let pairs: HashSet<_> = ours.iter().zip(&theirs).collect();
    let differ: u32 = pairs
        .iter()
        .flat_map(|(a, b)| a.iter().zip(b.iter()))
        .map(|(a, b)| (a ^ b).count_ones())
        .sum();
    let count = f64::from(u32::try_from(pairs.len()).unwrap());
    let off = (f64::from(differ) - 64.0 * count).abs();
    assert!(
        off < 5.0 * (32.0 * count).sqrt(),
        "{differ} of {count} tokens"
    );

    // Filters with shares p and q of their bits set, drawn independently, differ in p (1 - q) + q (1 - p) of them.
    let (mut found, mut expected) = (0.0, 0.0);
    for row in 0..one.len() {
        let (Some(a), Some(b)) = (one.filter(row), other.filter(row)) else {
            continue;
        };
        let bits = f64::from(u32::try_from(64 * a.len()).unwrap());
        let set = |words: &[u64]| f64::from(words.iter().map(|w| w.count_ones()).sum::<u32>());
        let (p, q) = (set(a) / bits, set(b) / bits);
        expected += bits * (p * (1.0 - q) + q * (1.0 - p));
        found += f64::from(
            a.iter()
                .zip(b)
                .map(|(a, b)| (a ^ b).count_ones())
                .sum::<u32>(),
        );
    }
    assert!(expected > 10_000.0);
    let ratio: f64 = found / expected;
    assert!(
        (0.95..1.05).contains(&ratio),
        "{found} bits differ where chance has {expected}"
    );
}

#[test]
fn agreements_that_differ_in_one_bit_give_unrelated_tokens() {
    let key = simple::key_new().unwrap();
    let first = agreement();
    let mut text = first.text().clone();
    // The last letter of the purpose: a full stop is 0x2e, and a slash 0x2f.
    assert_eq!(text.purpose.pop(), Some('.'));
    text.purpose.push('/');
    let second = Agreement::from_text(text).unwrap();
    let (one, other) = (extract(&first, &key), extract(&second, &key));
    expect_unrelated(&one, &other);
    assert_ne!(one.header().key_commitment, other.header().key_commitment);
}

#[test]
fn a_renewed_agreement_gives_unrelated_tokens_with_the_same_key() {
    let key = simple::key_new().unwrap();
    let first = agreement();
    let second = first.renew(&RenewalChoices::default()).unwrap();
    expect_unrelated(&extract(&first, &key), &extract(&second, &key));
}

#[test]
fn keys_that_differ_in_one_bit_give_unrelated_tokens() {
    use sha2::{Digest as _, Sha256};
    let written = |bytes: [u8; 32]| {
        let hex = |bytes: &[u8]| {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            digits.collect::<Vec<_>>().concat()
        };
        let check = hex(&Sha256::digest(bytes)[..4]);
        let file = format!("split-tally-key-1:{}:{check}\n", hex(&bytes));
        open(file.as_bytes(), None).ok().unwrap()
    };
    let mut bytes = [0x5a; 32];
    let one = written(bytes);
    bytes[31] ^= 1;
    let other = written(bytes);
    assert_ne!(seal(&one, None).unwrap(), seal(&other, None).unwrap());
    let agreement = agreement();
    expect_unrelated(&extract(&agreement, &one), &extract(&agreement, &other));
}

/// Fails the test when anything is read of it.
struct NeverRead;

impl io::Read for NeverRead {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("the data was read")
    }
}

#[test]
fn who_and_for_whom_are_refused_before_the_data_is_read() {
    let key = simple::key_new().unwrap();
    let mut text = agreement().text().clone();
    text.recipients = serde_json::from_str(
        r#"[{"name": "council", "role": "partner"}, {"name": "Trust", "role": "linker"}]"#,
    )
    .unwrap();
    let agreement = Agreement::from_text(text).unwrap();
    let today = simple::day("2026-01-31").unwrap();
    for (party, recipient, code) in [
        ("police", Some("Trust"), "agreement.no_such_party"),
        ("hospital", Some("Bureau"), "agreement.no_such_recipient"),
        ("hospital", None, "agreement.recipient_needed"),
    ] {
        let options = PrepareOptions {
            recipient: recipient.map(str::to_owned),
            ..PrepareOptions::new(party, today)
        };
        let mut sink = MemorySink::default();
        let source = ("people.csv", 10, NeverRead);
        let error = simple::prepare(&agreement, &key, &options, source, &mut sink, &mut |_| {});
        assert_eq!(error.unwrap_err().code(), code);
        assert_eq!(sink, MemorySink::default());
    }
}

/// The data file does not exist, and it is the key that is complained of.
#[test]
fn a_wrong_key_is_refused_before_the_data_is_read() {
    let folder = Folder::new();
    folder.succeed("agreement new --party hospital --party council --out agreement.json");
    folder.succeed("key new --out other.key");
    folder.write("passphrase.txt", "four words in a row\n");
    folder.write("wrong.txt", "four words in a rov\n");
    folder.succeed("key new --out project.key --passphrase-file passphrase.txt");
    let complained = |more: &str, words: &str| {
        let said = folder.refuse(&format!("{PREPARE}{more}"));
        assert!(
            said.contains(words) && !said.contains("missing.csv"),
            "{said}"
        );
    };
    complained("", "--passphrase-file");
    complained(" --passphrase-file wrong.txt", "passphrase does not open");
    let right = "--passphrase-file passphrase.txt";
    let check = "key check --agreement agreement.json --key";
    let code = folder.succeed(&format!("{check} project.key {right}"));
    let other = folder.succeed(&format!("{check} other.key"));
    let digits = |code: &str| code.trim().replace(' ', "");
    complained(
        &format!(" {right} --key-check-code {}", digits(&other)),
        "another key check code",
    );
    folder.write("damaged.key", "split-tally-key-1:00:00\n");
    let said = folder.refuse(&PREPARE.replace("project.key", "damaged.key"));
    assert!(
        said.contains("damaged") && !said.contains("missing.csv"),
        "{said}"
    );
    // With the right one, it is the data that is missed.
    let said = folder.refuse(&format!(
        "{PREPARE} {right} --key-check-code {}",
        digits(&code)
    ));
    assert!(said.contains("missing.csv"), "{said}");
}

/// Matching needs no key, and compares what extracts say of theirs before it reads a row: the rows are damaged here, and
/// it is the key that is complained of.
#[test]
fn extracts_of_two_keys_are_refused_before_their_rows_are_read() {
    let agreement = agreement();
    let made = |party: &str| {
        let csv = "id,given name,surname,dob\n1,Ann,Field,1980-02-03\n";
        let mut sink = MemorySink::default();
        let options = PrepareOptions::new(party, simple::day("2026-01-31").unwrap());
        let source = ("people.csv", csv.len() as u64, csv.as_bytes());
        let key = simple::key_new().unwrap();
        simple::prepare(&agreement, &key, &options, source, &mut sink, &mut |_| {}).unwrap();
        sink.extract
    };
    let mut damaged = made("hospital");
    damaged[60] ^= 1;
    assert!(Extract::read(&damaged[..], &Limits::default()).is_err());
    let files = vec![
        ("h.parquet".to_owned(), damaged),
        ("c.parquet".to_owned(), made("council")),
    ];
    let error = simple::match_extracts(&agreement, files, 1, &mut |_| {}).unwrap_err();
    assert_eq!(error.code(), "exchange.wrong_key", "{error}");
}
