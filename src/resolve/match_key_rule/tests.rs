//! Shared tokens: what is linked, what is not, and that the order of rows does not matter.

use super::*;
use crate::agreement::{AgreementText, Decision, Field, FieldKind, Part, Resolution};
use crate::encode::{EncodingBatch, EncodingLayout};
use crate::exchange::{ExtractHeader, ExtractWriter, Limits};
use crate::resolve::resolve;
use crate::units::{Digest, RecordReference, Token};
use proptest::prelude::*;

const fn id(party: u16, row: u32) -> RecordId {
    RecordId { party, row }
}

fn pair(left: u32, right: u32, score: f64) -> ScoredPair {
    ScoredPair {
        left: id(0, left),
        right: id(1, right),
        score,
    }
}

#[test]
fn the_best_choice_is_taken_and_a_tie_is_not() {
    let rows = |pairs| -> Vec<(u32, u32)> {
        let chosen = best_choices(pairs);
        chosen.iter().map(|(a, b)| (a.row, b.row)).collect()
    };
    assert_eq!(rows(vec![pair(0, 0, 3.0), pair(0, 1, 2.0)]), [(0, 0)]);
    assert_eq!(rows(vec![pair(0, 0, 2.0), pair(0, 1, 2.0)]), []);
    // The first round settles 0 and 0; without them the other two are each other's only choice.
    assert_eq!(
        rows(vec![
            pair(0, 0, 3.0),
            pair(0, 1, 2.0),
            pair(1, 0, 2.0),
            pair(1, 1, 1.0)
        ]),
        [(0, 0), (1, 1)]
    );
    // Best for one of its records only.
    assert_eq!(
        rows(vec![pair(0, 0, 3.0), pair(1, 0, 3.0), pair(1, 1, 2.0)]),
        []
    );
}

/// By the words of [`Uniqueness::Preferred`], one pair at a time, without regard to speed.
fn best_choices_naively(mut pairs: Vec<ScoredPair>) -> Vec<Pair> {
    let mut chosen = Vec::new();
    loop {
        let shares_record = |a: &ScoredPair, b: &ScoredPair| a.left == b.left || a.right == b.right;
        let best = pairs.iter().enumerate().find(|(at, pair)| {
            pairs.iter().enumerate().all(|(other_at, other)| {
                *at == other_at || !shares_record(pair, other) || pair.score > other.score
            })
        });
        let Some((_, best)) = best else { break };
        let best = *best;
        chosen.push((best.left, best.right));
        pairs.retain(|pair| !shares_record(pair, &best));
    }
    chosen.sort_unstable();
    chosen
}

/// The tokens of a record by match key, as small numbers, with the number that orders it among the rows.
type Row = (Vec<Option<u8>>, u16);

const KEYS: usize = 4;

fn agreement(unique: Uniqueness) -> Agreement {
    let key = |number: usize| MatchKey {
        unique,
        // The last contradicts the first two.
        links: number + 1 < KEYS,
        contradicted_by: if number < 2 {
            vec![format!("k{}", KEYS - 1)]
        } else {
            Vec::new()
        },
        ..MatchKey::new(&format!("k{number}"), vec![Part::whole("name")])
    };
    Agreement::from_text(AgreementText {
        format: AgreementText::FORMAT.to_owned(),
        version: AgreementText::VERSION,
        template: "test".to_owned(),
        title: "test".to_owned(),
        purpose: "test".to_owned(),
        parties: ["a", "b", "c"].map(str::to_owned).to_vec(),
        fields: vec![Field {
            name: "name".to_owned(),
            label: "name".to_owned(),
            kind: FieldKind::Name,
            required: false,
            headers: Vec::new(),
        }],
        match_keys: (0..KEYS).map(key).collect(),
        record_filter: None,
        decision: Decision {
            resolution: Resolution::OneToOne,
            similarity: None,
        },
    })
    .unwrap()
}

/// An extract of these rows in the order of their numbers, and which row went where.
fn extract(party: &str, rows: &[Row]) -> (Extract, Vec<usize>) {
    let layout = EncodingLayout::new((0..KEYS).map(|number| format!("k{number}")).collect(), 0);
    let header = ExtractHeader {
        party: party.to_owned(),
        agreement_digest: Digest::new([1; 32]),
        key_commitment: Digest::new([2; 32]),
        encoding: "test".to_owned(),
        layout: layout.clone(),
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&row| (rows[row].1, row));
    let mut batch = EncodingBatch::new(&layout);
    for (place, &row) in (1u128..).zip(&order) {
        let tokens: Vec<_> = (0u8..)
            .zip(&rows[row].0)
            .map(|(key, token)| {
                token.map(|token| {
                    let mut bytes = [key; 16];
                    bytes[0] = token;
                    Token::new(bytes)
                })
            })
            .collect();
        batch.push(RecordReference::new(place.to_be_bytes()), &tokens, None);
    }
    let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
    writer
        .write_row_group(&batch.iter().collect::<Vec<_>>())
        .unwrap();
    let (bytes, _) = writer.finish().unwrap();
    (Extract::read(&bytes, &Limits::DEFAULT).unwrap(), order)
}

/// The groups as sets of (party, position among `rows`), whatever order the rows had in the extract.
fn groups(unique: Uniqueness, parties: &[Vec<Row>]) -> Vec<Vec<(String, usize)>> {
    let (extracts, orders): (Vec<_>, Vec<_>) = ["a", "b", "c"]
        .iter()
        .zip(parties)
        .map(|(party, rows)| extract(party, rows))
        .unzip();
    let resolution = resolve(&agreement(unique), &extracts, 1, &mut |_, _, _| {}).unwrap();
    let mut groups: Vec<Vec<(String, usize)>> = resolution
        .links
        .links
        .chunk_by(|one, other| one.group == other.group)
        .map(|members| {
            let place = |link: &crate::resolve::Link| {
                let party = usize::from(link.party.as_bytes()[0] - b'a');
                let references = extracts[party].references();
                let row = references.iter().position(|one| *one == link.record);
                (link.party.clone(), orders[party][row.unwrap()])
            };
            members.iter().map(place).collect()
        })
        .collect();
    groups.sort_unstable();
    groups
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Few tokens, so that most are shared by several records.
    let token = proptest::option::weighted(0.8, 0u8..3);
    let tokens = proptest::collection::vec(token, KEYS);
    proptest::collection::vec((tokens, any::<u16>()), 1..8)
}

proptest! {
    #[test]
    fn best_choices_are_those_of_the_definition(
        scores in proptest::collection::btree_map((0u32..5, 0u32..5), 0u8..4, 0..20)
    ) {
        let pairs: Vec<_> = scores.iter().map(|(&(left, right), &score)| pair(left, right, f64::from(score) + 1.0)).collect();
        let mut chosen = best_choices(pairs.clone());
        chosen.sort_unstable();
        prop_assert_eq!(&chosen, &best_choices_naively(pairs.clone()));
        let mut turned = best_choices(pairs.into_iter().rev().collect());
        turned.sort_unstable();
        prop_assert_eq!(chosen, turned);
    }

    #[test]
    fn links_do_not_depend_on_the_order_of_rows(
        parties in proptest::collection::vec(rows(), 2..4),
        orders in proptest::collection::vec(any::<u16>(), 24),
    ) {
        let mut orders = orders.iter().cycle();
        let reordered: Vec<Vec<Row>> = parties
            .iter()
            .map(|rows| {
                rows.iter().map(|(tokens, _)| (tokens.clone(), *orders.next().unwrap())).collect()
            })
            .collect();
        for unique in [Uniqueness::Required, Uniqueness::Preferred] {
            prop_assert_eq!(groups(unique, &parties), groups(unique, &reordered));
        }
    }
}

#[test]
fn a_shared_token_is_settled_by_the_other_keys_or_not_at_all() {
    let row = |tokens: [u8; KEYS]| -> Row {
        let token = |token: u8| (token > 0).then_some(token);
        (tokens.map(token).to_vec(), 0)
    };
    // Both of the second party share the first key; the second of them shares another key besides.
    let parties = [
        vec![row([1, 0, 1, 0])],
        vec![row([1, 0, 0, 0]), row([1, 0, 1, 0])],
    ];
    let linked =
        |rows: [usize; 2]| vec![vec![("a".to_owned(), rows[0]), ("b".to_owned(), rows[1])]];
    assert_eq!(groups(Uniqueness::Preferred, &parties), linked([0, 1]));
    // Where the first must be unique, it is the other key that links them.
    assert_eq!(groups(Uniqueness::Required, &parties), linked([0, 1]));
    // Nothing tells these two apart.
    let tied = [
        vec![row([1, 0, 0, 0])],
        vec![row([1, 0, 0, 0]), row([1, 0, 0, 0])],
    ];
    assert!(groups(Uniqueness::Preferred, &tied).is_empty());
    // A contradicted pair is no rival: 2 and 3 differ in the key that contradicts.
    let contradicted = [
        vec![row([1, 0, 0, 2])],
        vec![row([1, 0, 0, 3]), row([1, 0, 0, 0])],
    ];
    assert_eq!(groups(Uniqueness::Preferred, &contradicted), linked([0, 1]));
    assert_eq!(groups(Uniqueness::Required, &contradicted), linked([0, 1]));
}

#[test]
fn what_was_preferred_is_counted() {
    let row = |tokens: [Option<u8>; KEYS]| -> Row { (tokens.to_vec(), 0) };
    let some = Some(1);
    let (a, _) = extract("a", &[row([some, None, None, some])]);
    let (b, _) = extract(
        "b",
        &[row([some, None, None, None]), row([some, None, None, some])],
    );
    let resolution = resolve(
        &agreement(Uniqueness::Preferred),
        &[a, b],
        1,
        &mut |_, _, _| {},
    )
    .unwrap();
    assert_eq!(
        resolution.rules[0],
        RuleCount {
            pairs: 2,
            links: 1,
            preferred: 1,
            not_unique: 1,
            contradicted: 0,
        }
    );
}
