//! Records that share a token: which are linked, which are not, and that the order of rows does not matter.

#![allow(clippy::unwrap_used)] // A test that cannot make its extracts has failed.

use proptest::prelude::*;
use split_tally::agreement::{
    Agreement, AgreementText, Decision, Field, FieldKind, MatchKey, Part, Resolution, Results,
    Uniqueness,
};
use split_tally::encode::{EncodingBatch, EncodingLayout};
use split_tally::exchange::{Extract, ExtractHeader, ExtractWriter, Limits};
use split_tally::resolve::{Link, ResolveOptions, Resolver, RuleCount, Settled};
use split_tally::units::{Digest, RecordReference, Token};

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
        recipients: Vec::new(),
        renewal: None,
        fields: vec![Field {
            name: "name".to_owned(),
            label: "name".to_owned(),
            kind: FieldKind::Name,
            required: false,
            headers: Vec::new(),
            values: Vec::new(),
        }],
        match_keys: (0..KEYS).map(key).collect(),
        record_filter: None,
        field_filters: None,
        decision: Decision {
            resolution: Resolution::OneToOne,
            repeats: Vec::new(),
            similarity: None,
            probability: None,
            households: None,
        },
        attributes: Vec::new(),
        disclosure: None,
        results: Results::Records,
        expires: None,
    })
    .unwrap()
}

/// What the match keys alone link.
fn by_match_keys(unique: Uniqueness, extracts: Vec<Extract>) -> split_tally::resolve::Resolution {
    let mut resolver = Resolver::new(
        agreement(unique),
        extracts,
        Settled::default(),
        ResolveOptions::default(),
    );
    resolver.link_by_match_keys(&mut |_, _, _| {});
    resolver.finish()
}

/// An extract of these rows in the order of their numbers, and which row went where.
fn extract(party: &str, rows: &[Row]) -> (Extract, Vec<usize>) {
    let layout = EncodingLayout::new((0..KEYS).map(|number| format!("k{number}")).collect(), 0);
    let header = ExtractHeader {
        party: party.to_owned(),
        recipient: None,
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
    let references: Vec<_> = extracts
        .iter()
        .map(|extract| extract.references().to_vec())
        .collect();
    let resolution = by_match_keys(unique, extracts);
    let mut groups: Vec<Vec<(String, usize)>> = resolution
        .links
        .links
        .chunk_by(|one, other| one.group == other.group)
        .map(|members| {
            let place = |link: &Link| {
                let party = usize::from(link.party.as_bytes()[0] - b'a');
                let row = references[party].iter().position(|one| *one == link.record);
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
    let resolution = by_match_keys(Uniqueness::Preferred, vec![a, b]);
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
