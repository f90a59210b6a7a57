//! Cascades of match keys to start from: our own, and those of published linkages, as data over the fields of a template.
//!
//! A preset has what of its source can be said as match keys. What cannot is listed beside it, so that nobody takes the
//! one for the other; none has been certified by the body whose name it bears.

mod hesid;
mod mps;
mod ons_2021;
mod own;
mod table;

use super::{AgreementError, MatchKey};
use table::KeyOf;

/// A cascade of match keys to start from.
#[derive(Clone, Copy)]
pub struct Preset {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is, and when to use it.
    pub summary: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// What of the source it does not do, or does otherwise.
    pub left_out: &'static [&'static str],
    /// Fields without which it would find little.
    pub(super) required: &'static [&'static str],
    keys: &'static [KeyOf],
}

/// The presets there are, the default first.
pub const PRESETS: &[Preset] = &[own::PRESET, hesid::PRESET, mps::PRESET, ons_2021::PRESET];

impl Preset {
    /// The preset of this name.
    ///
    /// # Errors
    /// [`AgreementError::NoSuchPreset`], naming those there are.
    pub fn named(name: &str) -> Result<&'static Self, AgreementError> {
        PRESETS
            .iter()
            .find(|preset| preset.name == name)
            .ok_or_else(|| AgreementError::NoSuchPreset {
                name: name.chars().take(40).collect(),
                known: PRESETS
                    .iter()
                    .map(|preset| preset.name)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }

    /// The match keys, best first.
    #[must_use]
    pub fn match_keys(&self) -> Vec<MatchKey> {
        self.keys.iter().map(|key| key.to_match_key()).collect()
    }
}
