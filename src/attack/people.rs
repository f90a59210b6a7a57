//! Made-up people on both sides of an attack.

use std::collections::HashMap;

use super::AttackError;
use crate::agreement::{Agreement, FieldKind, from_template};
use crate::standardise::{Day, StandardRecord, standardise_value};
use crate::synth::{self, Corruption};

/// The last day a birth date can be; everybody made up was born before it.
const LATEST: Option<Day> = Day::new(2026, 1, 1);

/// Made-up people in standard form: those in the encoded file, and those whose plain values the attacker has.
pub struct Scene {
    /// The agreement whose fields the records follow: the `person` template.
    pub agreement: Agreement,
    /// The records behind the encoded file.
    pub target: Vec<StandardRecord>,
    /// The records the attacker has.
    pub known: Vec<StandardRecord>,
    /// For each target record, its position among the known ones, if it is there.
    pub truth: Vec<Option<usize>>,
}

impl Scene {
    /// Makes `people` people on either side, a share of whom are on both.
    ///
    /// # Errors
    /// [`AttackError::People`] when that many cannot be made.
    pub fn new(
        people: u32,
        overlap: f64,
        seed: u64,
        corruption: Corruption,
    ) -> Result<Self, AttackError> {
        let options = synth::Options {
            people,
            overlap,
            parties: vec!["target".to_owned(), "known".to_owned()],
            seed,
            corruption,
            ..synth::Options::default()
        };
        let made = synth::synthesise(&options)?;
        let agreement = from_template("person", &options.parties)?;
        let mut sides = Vec::with_capacity(2);
        for file in &made.files {
            sides.push(read_party(&agreement, &file.csv)?);
        }
        let (Some((known, known_ids)), Some((target, target_ids))) = (sides.pop(), sides.pop())
        else {
            return Err(AttackError::MadeUpFile);
        };
        let mut truth = vec![None; target.len()];
        let mut rows = csv::Reader::from_reader(made.truth.as_slice());
        for row in rows.records() {
            let row = row.map_err(|_| AttackError::MadeUpFile)?;
            let place = |cell: usize, ids: &HashMap<String, usize>| {
                row.get(cell).and_then(|id| ids.get(id)).copied()
            };
            if let (Some(one), Some(other)) = (place(0, &target_ids), place(1, &known_ids)) {
                truth[one] = Some(other);
            }
        }
        Ok(Self {
            agreement,
            target,
            known,
            truth,
        })
    }

    /// How many of the target's people the attacker has.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.truth.iter().flatten().count()
    }

    /// The position of a field of the agreement.
    #[must_use]
    pub fn field(&self, name: &str) -> usize {
        self.agreement.field_position(name).unwrap_or(usize::MAX)
    }
}

type Party = (Vec<StandardRecord>, HashMap<String, usize>);

fn read_party(agreement: &Agreement, csv: &[u8]) -> Result<Party, AttackError> {
    let latest = LATEST.ok_or(AttackError::MadeUpFile)?;
    let mut rows = csv::Reader::from_reader(csv);
    let header = rows.headers().map_err(|_| AttackError::MadeUpFile)?.clone();
    let column = |name: &str| header.iter().position(|header| header == name);
    let fields: Vec<(FieldKind, Option<usize>)> = agreement
        .fields()
        .iter()
        .map(|field| (field.kind, column(&field.name)))
        .collect();
    let id = column("id").ok_or(AttackError::MadeUpFile)?;
    let (mut records, mut ids) = (Vec::new(), HashMap::new());
    for row in rows.records() {
        let row = row.map_err(|_| AttackError::MadeUpFile)?;
        let values = fields
            .iter()
            .map(|&(kind, column)| {
                let raw = row.get(column?)?;
                standardise_value(kind, raw, latest).value
            })
            .collect();
        ids.insert(row.get(id).unwrap_or_default().to_owned(), records.len());
        records.push(StandardRecord::from_values(values));
    }
    Ok((records, ids))
}
