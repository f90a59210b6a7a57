/// A similarity threshold: a number above 0 and at most 1.
///
/// Zero is refused because every pair reaches it, which would make exhaustive comparison return every pair.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Threshold(f64);

/// Why a number is not a [`Threshold`].
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a similarity threshold must be above 0 and at most 1")]
pub struct ThresholdError;

impl Threshold {
    /// Checks the range.
    ///
    /// # Errors
    /// [`ThresholdError`] for 0, negatives, numbers above 1 and NaN.
    pub fn new(value: f64) -> Result<Self, ThresholdError> {
        if value > 0.0 && value <= 1.0 {
            Ok(Self(value))
        } else {
            Err(ThresholdError)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_threshold() {
        for bad in [0.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert_eq!(Threshold::new(bad), Err(ThresholdError));
        }
        assert_eq!(Threshold::new(1.0).map(Threshold::get), Ok(1.0));
    }
}
