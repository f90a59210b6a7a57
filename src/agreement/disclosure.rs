use serde::{Deserialize, Serialize};

/// Which counts may be published, and how.
///
/// The default is the rule of hospital statistics for England below national level (Hospital Episode Statistics, since
/// 2018): 1 to 7 are suppressed, other counts are rounded to the nearest 5, and zero is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Counts from 1 to this are suppressed, 2 or more. `4` is what many call "below 5".
    pub suppress_up_to: u32,
    /// Other counts are rounded to the nearest multiple of this, halves upwards; 1 leaves them as they are.
    pub round_to: u32,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self {
            suppress_up_to: 7,
            round_to: 5,
        }
    }
}

impl Disclosure {
    /// What is shown of a count, where nothing else speaks against showing it: `None` when it is suppressed.
    #[must_use]
    pub fn shown(&self, count: u64) -> Option<u64> {
        if count == 0 {
            return Some(0);
        }
        if count <= u64::from(self.suppress_up_to) {
            return None;
        }
        let base = u64::from(self.round_to).max(1);
        Some(count.saturating_add(base / 2) / base * base)
    }

    /// The rule in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let rounded = match self.round_to {
            0 | 1 => "others are exact".to_owned(),
            base => format!("others are rounded to the nearest {base}"),
        };
        format!(
            "Counts from 1 to {} are shown as *, and so are some larger ones from which these could be worked out; {rounded}; 0 is shown as 0.",
            self.suppress_up_to
        )
    }
}

/// How results may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Results {
    /// Links are written, and carried back to the parties' own records.
    #[default]
    Records,
    /// Counts alone: links are made to be counted, and are never written.
    Counts,
}

impl Results {
    /// Whether it is the default, which the canonical form leaves out.
    #[allow(clippy::trivially_copy_pass_by_ref)] // As serde asks.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rule: Disclosure, counts: &[u64]) -> Vec<Option<u64>> {
        counts.iter().map(|&count| rule.shown(count)).collect()
    }

    /// From the published description of the rule: 1 to 7 suppressed, the rest to the nearest 5, zero shown.
    #[test]
    fn the_hospital_statistics_rule() {
        assert_eq!(
            shown(Disclosure::default(), &[0, 1, 7, 8, 12, 13]),
            [Some(0), None, None, Some(10), Some(10), Some(15)]
        );
    }

    #[test]
    fn below_five_without_rounding() {
        let rule = Disclosure {
            suppress_up_to: 4,
            round_to: 1,
        };
        assert_eq!(
            shown(rule, &[0, 1, 4, 5, 12, 13]),
            [Some(0), None, None, Some(5), Some(12), Some(13)]
        );
    }
}
