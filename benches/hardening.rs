//! What hardening gains and what it costs: the graph attack's success beside linkage quality on FEBRL4, setting by setting.
//!
//! `cargo bench --bench hardening -- 5000` attacks files of 5,000 people; 1,000 if no number is given. `docs/attacks.md`
//! has the figures.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A measurement that cannot read its data has failed.

use std::collections::{HashMap, HashSet};

use split_tally::agreement::FieldKind;
use split_tally::attack::construction::{Construction, Diffusion, GramField, Insertions};
use split_tally::attack::linkage::best_f1;
use split_tally::attack::people::Scene;
use split_tally::attack::{Options, graph_figure, settings};
use split_tally::standardise::{Day, StandardRecord, standardise_value};
use split_tally::synth::Corruption;

/// Bits set before diffusion, t, output bits. 74 bits fill 7% of 1024, 200 18%, 690 49%.
const SETTINGS: [(u16, u8, u32); 17] = [
    (690, 2, 1024),
    (690, 5, 1024),
    (690, 8, 1024),
    (690, 10, 1024),
    (200, 5, 1024),
    (200, 8, 1024),
    (200, 10, 1024),
    (74, 10, 2048),
    (74, 14, 2048),
    (74, 16, 2048),
    (74, 20, 2048),
    (74, 24, 2048),
    (74, 28, 2048),
    (74, 20, 1024),
    (74, 24, 1024),
    (74, 28, 1024),
    (74, 24, 512),
];

fn main() {
    // Cargo passes `--bench` besides.
    let people = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let options = Options {
        people: people.unwrap_or(1_000),
        ..Options::default()
    };
    let scene = Scene::new(options.people, 1.0, options.seed, Corruption::NONE).unwrap();
    let febrl4 = [Febrl4::read(false), Febrl4::read(true)];
    println!(
        "| fill | t | output | attack, {0} people | one in 20 known | F1 pairwise | F1 1-1 | F1 1-1, 20% in common |\n|---|---|---|---|---|---|---|---|",
        options.people
    );
    for (bits, mixed, output_bits) in SETTINGS {
        let encoding = settings::diffused(&scene, bits, mixed, output_bits).unwrap();
        let attack = |with_pairs| {
            graph_figure(&scene, &encoding, with_pairs, &options)
                .unwrap()
                .success
        };
        let diffusion = Diffusion {
            inputs: usize::from(mixed),
            output_bits: output_bits as usize,
        };
        let [all, fifth] = [0, 1].map(|set| febrl4[set].quality(bits, diffusion, options.threads));
        println!(
            "| {:.2} | {mixed} | {output_bits} | {:.4} | {:.4} | {:.3} | {:.3} | {:.3} |",
            encoding
                .construction
                .before_diffusion(&scene.known, 0)
                .fill(),
            attack(false),
            attack(true),
            all.pairwise,
            all.one_to_one,
            fifth.one_to_one,
        );
    }
}

/// FEBRL4's four fields, all of it or a fifth in common.
struct Febrl4 {
    sides: [Vec<StandardRecord>; 2],
    truth: Vec<Option<usize>>,
}

impl Febrl4 {
    fn read(fifth: bool) -> Self {
        let (mut sides, mut ids) = (Vec::new(), Vec::new());
        for side in ["a", "b"] {
            let left_out: HashSet<String> = if fifth {
                let path = format!("examples/febrl4/twenty-percent/leave-out-{side}.txt");
                let text = std::fs::read_to_string(path).unwrap();
                text.lines().map(str::to_owned).collect()
            } else {
                HashSet::new()
            };
            let (records, rows) = read_side(side, &left_out);
            sides.push(records);
            ids.push(rows);
        }
        let mut truth = vec![None; sides[0].len()];
        let mut rows = csv::Reader::from_path("examples/febrl4/truth.csv").unwrap();
        for row in rows.records() {
            let row = row.unwrap();
            if let (Some(&one), Some(&other)) = (ids[0].get(&row[0]), ids[1].get(&row[1])) {
                truth[one] = Some(other);
            }
        }
        Self {
            sides: sides.try_into().unwrap_or_default(),
            truth,
        }
    }

    fn quality(
        &self,
        bits: u16,
        diffusion: Diffusion,
        threads: usize,
    ) -> split_tally::attack::linkage::BestF1 {
        // The weights of examples/febrl4/agreement.json, of 580 bits, scaled.
        let fields = [
            (2, false, 130),
            (2, false, 150),
            (1, true, 200),
            (1, true, 100),
        ];
        let fields = fields.into_iter().enumerate();
        let fields = fields.map(|(field, (gram, positional, weight))| GramField {
            field,
            gram,
            positional,
            insertions: Insertions::PerValue((weight * usize::from(bits) + 290) / 580),
        });
        let construction = Construction {
            bits: 1024,
            fields: fields.collect(),
            salt: None,
            diffusion: Some(diffusion),
        };
        let [left, right] = [0, 1].map(|side| construction.encode(&self.sides[side], 5));
        best_f1(&left, &right, &self.truth, threads)
    }
}

fn read_side(
    side: &str,
    left_out: &HashSet<String>,
) -> (Vec<StandardRecord>, HashMap<String, usize>) {
    let latest = Day::new(2026, 1, 1).unwrap();
    let mut rows = csv::Reader::from_path(format!("examples/febrl4/{side}.csv")).unwrap();
    let header = rows.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|header| header == name).unwrap();
    let fields = [
        (column("given_name"), FieldKind::GivenName),
        (column("surname"), FieldKind::Name),
        (column("date_of_birth"), FieldKind::Digits),
        (column("postcode"), FieldKind::Digits),
    ];
    let id = column("rec_id");
    let (mut records, mut ids) = (Vec::new(), HashMap::new());
    for row in rows.records() {
        let row = row.unwrap();
        if left_out.contains(&row[id]) {
            continue;
        }
        ids.insert(row[id].to_owned(), records.len());
        let values =
            fields.map(|(column, kind)| standardise_value(kind, &row[column], latest).value);
        records.push(StandardRecord::from_values(values.to_vec()));
    }
    (records, ids)
}
