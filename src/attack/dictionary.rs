//! Dictionary attacks on tokens of NHS numbers: try every number there can be.

use std::collections::HashSet;
use std::time::Instant;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

use super::{AttackError, keys};
use crate::agreement::{Agreement, AgreementText, from_template};
use crate::encode::{Contents, Encoder, EncodingBatch, EncodingLayout, layout};
use crate::secret::ProjectKey;
use crate::standardise::{StandardRecord, nhs_check_digit};
use crate::units::RecordReference;

/// First nine digits of NHS numbers: all of them, of which those with a check digit of 10 stand for none.
const ALL: std::ops::Range<u32> = 0..1_000_000_000;
/// The stated slice that is searched by default, ten million first nine digits out of a range that is issued to nobody.
const SLICE: std::ops::Range<u32> = 500_000_000..510_000_000;
/// How many tokens are attacked.
const TARGETS: usize = 1_000;
/// The numbers that pass the check: of every eleven sums one gives a check digit of 10.
pub const VALID_NUMBERS: u32 = 909_090_910;

/// What a dictionary attack is run against, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Plain SHA-256 of the number.
    Unkeyed,
    /// Our tokens, the attacker without the key: it tries plain SHA-256 and the keys one might guess.
    WithoutKey,
    /// Our tokens, the attacker with the key.
    WithKey,
}

/// How a dictionary attack went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Tokens attacked.
    pub targets: usize,
    /// Tokens of which the number was found.
    pub found: usize,
    /// Numbers tried, over all guesses of the key.
    pub tried: u64,
    /// Numbers tried a second, on all threads.
    pub rate: f64,
}

type Short = [u8; 16];

/// Runs the attack over the slice of numbers that holds the targets, or over all there are.
///
/// # Errors
/// [`AttackError::Agreement`], never in practice.
pub fn attack(
    setting: Setting,
    stems: u32,
    full: bool,
    seed: u64,
    threads: usize,
) -> Result<Outcome, AttackError> {
    let slice = SLICE.start..SLICE.start + stems.min(SLICE.end - SLICE.start);
    let agreement = only_nhs_number()?;
    let key = keys::made_up(seed, "dictionary")?;
    let targets = targets(&slice, seed);
    let tokens: HashSet<Short> = match setting {
        Setting::Unkeyed => targets.iter().map(|number| sha256(number)).collect(),
        Setting::WithoutKey | Setting::WithKey => {
            let mut tokens = Tokens::new(&agreement, &key);
            targets.iter().map(|number| tokens.of(number)).collect()
        }
    };
    let range = if full { ALL } else { slice };
    let started = Instant::now();
    let (mut found, mut tried) = (HashSet::new(), 0);
    if setting != Setting::WithKey {
        tried += search(&range, threads, &tokens, &mut found, || sha256);
    }
    if setting == Setting::WithKey {
        tried += search(&range, threads, &tokens, &mut found, || {
            let mut tokens = Tokens::new(&agreement, &key);
            move |number: &str| tokens.of(number)
        });
    }
    if setting == Setting::WithoutKey {
        for guess in keys::guesses()? {
            tried += search(&range, threads, &tokens, &mut found, || {
                let mut tokens = Tokens::new(&agreement, &guess);
                move |number: &str| tokens.of(number)
            });
        }
    }
    let rate = tried as f64 / started.elapsed().as_secs_f64().max(1e-9);
    Ok(Outcome {
        targets: tokens.len(),
        found: found.len(),
        tried,
        rate,
    })
}

/// Tries every valid number of a range, and returns how many there were.
fn search<H: FnMut(&str) -> Short>(
    range: &std::ops::Range<u32>,
    threads: usize,
    tokens: &HashSet<Short>,
    found: &mut HashSet<Short>,
    hasher: impl Fn() -> H + Sync,
) -> u64 {
    let each = (range.end - range.start).div_ceil(u32::try_from(threads.max(1)).unwrap_or(1));
    let parts: Vec<(u64, Vec<Short>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = range
            .clone()
            .step_by(each.max(1) as usize)
            .map(|start| {
                let part = start..start.saturating_add(each).min(range.end);
                let hasher = &hasher;
                scope.spawn(move || {
                    let mut hash = hasher();
                    let (mut tried, mut hits) = (0, Vec::new());
                    for number in part.filter_map(nhs_number) {
                        tried += 1;
                        let token = hash(&number);
                        if tokens.contains(&token) {
                            hits.push(token);
                        }
                    }
                    (tried, hits)
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    let mut tried = 0;
    for (count, hits) in parts {
        tried += count;
        found.extend(hits);
    }
    tried
}

/// The number with these first nine digits, if there is one.
fn nhs_number(stem: u32) -> Option<String> {
    let mut number = format!("{stem:09}");
    let check = nhs_check_digit(number.as_bytes())?;
    number.push(char::from(b'0' + check));
    Some(number)
}

fn targets(range: &std::ops::Range<u32>, seed: u64) -> Vec<String> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let span = (range.end - range.start).max(1);
    let mut targets = HashSet::new();
    let most = TARGETS.min(span as usize / 2);
    while targets.len() < most {
        targets.extend(nhs_number(range.start + chance.next_u32() % span));
    }
    targets.into_iter().collect()
}

fn sha256(number: &str) -> Short {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(number)[..16]);
    short
}

/// The `person` template's token of the NHS number by itself.
fn only_nhs_number() -> Result<Agreement, AttackError> {
    let parties = ["one".to_owned(), "other".to_owned()];
    let mut text: AgreementText = from_template("person", &parties)?.text().clone();
    text.match_keys.retain(|key| key.name == "nhs");
    text.record_filter = None;
    text.decision.similarity = None;
    Ok(Agreement::from_text(text)?)
}

/// Our tokens of NHS numbers under one key, by the encoder that `prepare` uses.
struct Tokens {
    encoder: Encoder,
    layout: EncodingLayout,
    fields: usize,
    field: usize,
}

impl Tokens {
    fn new(agreement: &Agreement, key: &ProjectKey) -> Self {
        Self {
            encoder: Encoder::new(agreement, key, Contents::ALL),
            layout: layout(agreement, Contents::ALL),
            fields: agreement.fields().len(),
            field: agreement.field_position("nhs_number").unwrap_or_default(),
        }
    }

    fn of(&mut self, number: &str) -> Short {
        let mut values = vec![None; self.fields];
        if let Some(place) = values.get_mut(self.field) {
            *place = Some(number.to_owned());
        }
        let mut batch = EncodingBatch::new(&self.layout);
        let record = StandardRecord::from_values(values);
        self.encoder
            .encode(&record, RecordReference::new([0; 16]), &mut batch);
        let token = self.encoder.last_tokens().first().copied().flatten();
        token.map_or([0; 16], |token| *token.as_bytes())
    }
}
