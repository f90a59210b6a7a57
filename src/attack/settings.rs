//! The encodings that graph attacks and pattern mining are run against.

use super::construction::{Construction, Diffusion, GramField, Insertions, Salt};
use super::filters::Filters;
use super::people::Scene;
use super::{AttackError, keys};
use crate::agreement::{Agreement, Hardening, RecordFilter};
use crate::encode::{Contents, Encoder, EncodingBatch, layout};
use crate::standardise::StandardRecord;
use crate::units::RecordReference;

/// An encoding of records as filters: its construction, and how target records are encoded.
pub struct Encoding {
    /// What it is called in a report.
    pub name: String,
    /// How filters are made: all of it but the key is known to the attacker.
    pub construction: Construction,
    /// Encoded by the encoder that `prepare` uses, under this agreement; else by [`Construction`] itself.
    pub agreement: Option<Agreement>,
}

/// The key of target records that [`Construction`] encodes.
const TARGET_KEY: u64 = 1;

impl Encoding {
    /// The filters of records, under a key that the seed names.
    ///
    /// # Errors
    /// [`AttackError::Key`], never in practice.
    pub fn encode(&self, records: &[StandardRecord], seed: u64) -> Result<Filters, AttackError> {
        let Some(agreement) = &self.agreement else {
            return Ok(self
                .construction
                .encode(records, TARGET_KEY.wrapping_add(seed << 8)));
        };
        let mut encoder = Encoder::new(
            agreement,
            &keys::made_up(seed, "record filter")?,
            Contents::ALL,
        );
        let layout = layout(agreement, Contents::ALL);
        let mut filters = Filters::new(layout.filter_bytes() * 8);
        for record in records {
            let mut batch = EncodingBatch::new(&layout);
            encoder.encode(record, RecordReference::new([0; 16]), &mut batch);
            let filter = batch.iter().next().and_then(|encoding| encoding.filter());
            filters.push_bytes(filter);
        }
        Ok(filters)
    }
}

/// The bits that all fields of the `person` template's record filter set together.
const PERSON_BITS: u16 = 600;

/// The record filter of the `person` template, its weights scaled so that all fields set `bits` together, hardened or not.
///
/// # Errors
/// [`AttackError::Agreement`] when an agreement would not allow the setting.
pub fn person(
    scene: &Scene,
    bits: u16,
    hardening: Option<Hardening>,
) -> Result<(Construction, Agreement), AttackError> {
    let mut text = scene.agreement.text().clone();
    if let Some(filter) = &mut text.record_filter {
        for field in &mut filter.fields {
            let scaled = u32::from(field.bits_per_feature) * u32::from(bits);
            let rounded = (scaled + u32::from(PERSON_BITS) / 2) / u32::from(PERSON_BITS);
            field.bits_per_feature = u16::try_from(rounded).unwrap_or(u16::MAX).max(1);
        }
        filter.hardening = hardening;
    }
    let agreement = Agreement::from_text(text)?;
    let construction = agreement
        .record_filter()
        .map(|filter| of_filter(&agreement, filter))
        .ok_or(AttackError::MadeUpFile)?;
    Ok((construction, agreement))
}

/// The construction of an agreement's record filter.
fn of_filter(agreement: &Agreement, filter: &RecordFilter) -> Construction {
    let fields = filter.fields.iter().filter_map(|field| {
        Some(GramField {
            field: agreement.field_position(&field.field)?,
            gram: usize::from(field.gram),
            positional: field.positional,
            insertions: Insertions::PerValue(usize::from(field.bits_per_feature)),
        })
    });
    Construction {
        bits: filter.bits as usize,
        fields: fields.collect(),
        salt: None,
        diffusion: filter.hardening.map(|hardening| {
            let Hardening::Diffusion { bits, mixed } = hardening;
            Diffusion {
                inputs: usize::from(mixed),
                output_bits: bits as usize,
            }
        }),
    }
}

/// The plain record filter of the `person` template.
pub(super) fn plain(scene: &Scene) -> Result<Encoding, AttackError> {
    let (construction, agreement) = person(scene, PERSON_BITS, None)?;
    Ok(Encoding {
        name: "record filter of `person`, plain CLK".to_owned(),
        construction,
        agreement: Some(agreement),
    })
}

/// The classical CLK: names and birth date, ten bits a bigram, 1024 bits.
pub(super) fn classical(scene: &Scene) -> Encoding {
    let fields = ["given_name", "surname", "birth_date"].map(|name| GramField {
        field: scene.field(name),
        gram: 2,
        positional: false,
        insertions: Insertions::PerGram(10),
    });
    Encoding {
        name: "classical CLK of names and birth date, 10 bits a bigram".to_owned(),
        construction: Construction {
            bits: 1024,
            fields: fields.to_vec(),
            salt: None,
            diffusion: None,
        },
        agreement: None,
    }
}

/// One field by itself, ten bits a bigram, 1024 bits.
pub(super) fn one_field(scene: &Scene, field: &str) -> Encoding {
    let mut encoding = classical(scene);
    encoding
        .construction
        .fields
        .retain(|one| one.field == scene.field(field));
    encoding.name = format!(
        "field filter of {}, 10 bits a bigram",
        field.replace('_', " ")
    );
    encoding
}

/// The plain filter, salted.
pub(super) fn salted(scene: &Scene, name: &str, salt: Salt) -> Result<Encoding, AttackError> {
    let mut encoding = plain(scene)?;
    encoding.agreement = None;
    encoding.construction.salt = Some(salt);
    encoding.name = format!("the same, salted with {name}");
    Ok(encoding)
}

/// A diffused filter. What an agreement allows is encoded as `prepare` would; other settings by the construction.
///
/// # Errors
/// [`AttackError::Agreement`], never in practice.
pub fn diffused(
    scene: &Scene,
    bits: u16,
    mixed: u8,
    output_bits: u32,
) -> Result<Encoding, AttackError> {
    let hardening = Hardening::Diffusion {
        bits: output_bits,
        mixed,
    };
    let (mut construction, plain) = person(scene, bits, None)?;
    construction.diffusion = Some(Diffusion {
        inputs: usize::from(mixed),
        output_bits: output_bits as usize,
    });
    let agreement = person(scene, bits, Some(hardening)).ok();
    drop(plain);
    let fill = 1.0 - (-f64::from(bits) / 1024.0).exp();
    Ok(Encoding {
        name: format!("diffused: fill {fill:.2}, t {mixed}, {output_bits} bits"),
        construction,
        agreement: agreement.map(|(_, agreement)| agreement),
    })
}
