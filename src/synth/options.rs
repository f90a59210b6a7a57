use super::{Corruption, Error};

/// The most people one party may hold.
pub const MAX_PEOPLE: u32 = 20_000_000;

/// The most parties: with [`MAX_PEOPLE`] each, distinct people still fit in the NHS numbers that are never issued.
pub const MAX_PARTIES: usize = 8;

const LONGEST_PARTY_NAME: usize = 32;

/// What to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many rows each party holds, 1 to [`MAX_PEOPLE`]; with [`holds`](Self::holds), how many people there are.
    pub people: u32,
    /// The share of each party's rows that at least one other party also holds, 0 to 1.
    ///
    /// With two parties this is the whole story. With more, half of the shared people are held by every party, and
    /// the other half by two neighbours in the order of [`parties`](Self::parties), the last and first being neighbours.
    pub overlap: f64,
    /// By party, the share of all people that it holds, above 0 and at most 1; empty to go by [`overlap`](Self::overlap).
    ///
    /// Whom a party holds is chance and has nothing to do with whom others hold: any two parties share the product of their
    /// shares, give or take, and some people nobody holds.
    pub holds: Vec<f64>,
    /// The parties' names, 2 to [`MAX_PARTIES`]: up to 32 ASCII letters, digits, `-` and `_`, starting with a letter.
    ///
    /// The first, third, fifth... write [clinical](Corruption::clinical) files, the others [civic](Corruption::civic) ones.
    pub parties: Vec<String>,
    /// Equal options with equal seeds give equal bytes, on every platform.
    pub seed: u64,
    /// How the parties' copies differ from the truth.
    pub corruption: Corruption,
    /// Whether to tell what people truly are: [`Synthetic::attributes`](super::Synthetic::attributes).
    pub attributes: bool,
    /// Whether the parties' files have columns of indicators of need, as the template `vulnerability` names them.
    pub indicators: bool,
}

impl Default for Options {
    /// 10,000 people at a hospital and as many at a council, half of them shared, with realistic corruption and seed 1.
    fn default() -> Self {
        Self {
            people: 10_000,
            overlap: 0.5,
            holds: Vec::new(),
            parties: vec!["hospital".into(), "council".into()],
            seed: 1,
            corruption: Corruption::REALISTIC,
            attributes: false,
            indicators: false,
        }
    }
}

impl Options {
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.parties.as_slice() {
            [] => return Err(Error::NoParties),
            [party] => {
                return Err(Error::OneParty {
                    party: party.clone(),
                });
            }
            parties if parties.len() > MAX_PARTIES => {
                return Err(Error::TooManyParties {
                    given: parties.len(),
                });
            }
            parties => check_names(parties)?,
        }
        if !(1..=MAX_PEOPLE).contains(&self.people) {
            return Err(Error::PeopleOutOfRange {
                people: self.people,
            });
        }
        if !(0.0..=1.0).contains(&self.overlap) {
            return Err(Error::OverlapOutOfRange {
                overlap: self.overlap,
            });
        }
        self.check_holds()?;
        self.corruption.check()
    }

    fn check_holds(&self) -> Result<(), Error> {
        if self.holds.is_empty() {
            return Ok(());
        }
        if self.holds.len() != self.parties.len() {
            return Err(Error::HoldsWithoutParties {
                parties: self.parties.len(),
                holds: self.holds.len(),
            });
        }
        for (party, &share) in self.parties.iter().zip(&self.holds) {
            if !(share > 0.0 && share <= 1.0) {
                return Err(Error::HoldOutOfRange {
                    party: party.clone(),
                    share,
                });
            }
        }
        Ok(())
    }

    /// That share of all people, at least one.
    pub(super) fn part_of_people(&self, share: f64) -> u32 {
        let part = (f64::from(self.people) * share).round();
        // The cast cannot lose anything: `check` bounds the product by `MAX_PEOPLE`.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let part = part as u32;
        part.clamp(1, self.people.max(1))
    }

    /// How many of each party's rows another party also holds.
    pub(super) fn shared(&self) -> u32 {
        let shared = (f64::from(self.people) * self.overlap).round();
        // The cast cannot lose anything: `check` bounds the product by `MAX_PEOPLE`.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let shared = shared as u32;
        shared.min(self.people)
    }
}

fn check_names(parties: &[String]) -> Result<(), Error> {
    for (position, name) in parties.iter().enumerate() {
        let lettered = name.starts_with(|first: char| first.is_ascii_alphabetic());
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let truth = name.eq_ignore_ascii_case("truth");
        if !lettered || truth || name.len() > LONGEST_PARTY_NAME || !name.chars().all(plain) {
            return Err(Error::BadPartyName { name: name.clone() });
        }
        let earlier = parties.iter().take(position);
        if earlier
            .into_iter()
            .any(|other| other.eq_ignore_ascii_case(name))
        {
            return Err(Error::RepeatedParty { name: name.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Options)) -> Result<(), Error> {
        let mut options = Options::default();
        change(&mut options);
        options.check()
    }

    fn named(names: &[&str]) -> Result<(), Error> {
        with(|options| options.parties = names.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_default_is_sound() {
        assert_eq!(Options::default().check(), Ok(()));
        assert_eq!(Options::default().shared(), 5_000);
    }

    #[test]
    fn parties_are_checked() {
        assert_eq!(named(&[]), Err(Error::NoParties));
        assert_eq!(named(&["a"]), Err(Error::OneParty { party: "a".into() }));
        assert_eq!(
            named(&["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
            Err(Error::TooManyParties { given: 9 })
        );
        assert_eq!(
            named(&["a", "A"]),
            Err(Error::RepeatedParty { name: "A".into() })
        );
        for bad in [
            "",
            "1st",
            "a,b",
            "a b",
            "Truth",
            "é",
            "../x",
            &"x".repeat(33),
        ] {
            assert_eq!(
                named(&["a", bad]),
                Err(Error::BadPartyName { name: bad.into() })
            );
        }
    }

    #[test]
    fn numbers_are_checked() {
        for people in [0, MAX_PEOPLE + 1] {
            assert_eq!(
                with(|options| options.people = people),
                Err(Error::PeopleOutOfRange { people })
            );
        }
        for overlap in [-0.1, 1.1, f64::INFINITY] {
            assert_eq!(
                with(|options| options.overlap = overlap),
                Err(Error::OverlapOutOfRange { overlap })
            );
        }
        assert!(with(|options| options.overlap = f64::NAN).is_err());
        assert_eq!(with(|options| options.holds = vec![1.0, 0.001]), Ok(()));
        for share in [0.0, -0.5, 1.01] {
            assert_eq!(
                with(|options| options.holds = vec![0.5, share]),
                Err(Error::HoldOutOfRange {
                    party: "council".into(),
                    share
                })
            );
        }
        assert!(with(|options| options.holds = vec![f64::NAN, 0.5]).is_err());
        assert_eq!(
            with(|options| options.holds = vec![0.5]),
            Err(Error::HoldsWithoutParties {
                parties: 2,
                holds: 1
            })
        );
        assert_eq!(
            with(|options| options.corruption.civic.moved = 2.0),
            Err(Error::RateOutOfRange {
                name: "civic.moved".into(),
                rate: 2.0
            })
        );
    }
}
