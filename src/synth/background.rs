use super::sampling::{Chance, Weighted};

/// The naming tradition of a household, in shares roughly those of the Census 2021 of England and Wales.
///
/// People of mixed and of White British background share the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Background {
    #[default]
    British,
    Irish,
    Polish,
    Romanian,
    OtherEuropean,
    MuslimSouthAsian,
    HinduSouthAsian,
    Sikh,
    African,
    Caribbean,
    EastAsian,
    MiddleEastern,
}

impl Background {
    /// All but the British, in the order of the name lists.
    pub(super) const OTHERS: [Self; 11] = [
        Self::Irish,
        Self::Polish,
        Self::Romanian,
        Self::OtherEuropean,
        Self::MuslimSouthAsian,
        Self::HinduSouthAsian,
        Self::Sikh,
        Self::African,
        Self::Caribbean,
        Self::EastAsian,
        Self::MiddleEastern,
    ];

    /// Where this background's own lists are among the others'; `None` for the British, who have more of them.
    pub(super) fn position(self) -> Option<usize> {
        Self::OTHERS.iter().position(|&other| other == self)
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::British => "British",
            Self::Irish => "Irish",
            Self::Polish => "Polish",
            Self::Romanian => "Romanian",
            Self::OtherEuropean => "other European",
            Self::MuslimSouthAsian => "Muslim South Asian",
            Self::HinduSouthAsian => "Hindu South Asian",
            Self::Sikh => "Sikh",
            Self::African => "African",
            Self::Caribbean => "Caribbean",
            Self::EastAsian => "East Asian",
            Self::MiddleEastern => "Middle Eastern",
        }
    }

    /// Of 1000 people with this background born in that year, how many bear a given name from its own list; the rest
    /// bear a British one.
    pub(super) fn own_given_names(self, birth_year: i32) -> u32 {
        let (early, late) = match self {
            Self::British => (0, 0),
            Self::Irish => (600, 350),
            Self::Polish | Self::Romanian => (980, 850),
            Self::OtherEuropean => (900, 700),
            Self::MuslimSouthAsian | Self::Sikh => (990, 960),
            Self::HinduSouthAsian => (960, 900),
            Self::African => (750, 550),
            Self::Caribbean => (350, 250),
            Self::EastAsian => (800, 450),
            Self::MiddleEastern => (970, 930),
        };
        if birth_year < 1985 { early } else { late }
    }

    /// Of 1000 wives, how many take the husband's surname.
    pub(super) fn takes_husbands_surname(self) -> u32 {
        match self {
            Self::MuslimSouthAsian | Self::EastAsian | Self::MiddleEastern => 400,
            _ => 850,
        }
    }

    /// Whether grandparents often live in the household.
    pub(super) fn lives_in_three_generations(self) -> bool {
        matches!(
            self,
            Self::MuslimSouthAsian | Self::HinduSouthAsian | Self::Sikh
        )
    }

    /// Whether the community is young, having mostly come of late.
    pub(super) fn is_young(self) -> bool {
        !matches!(self, Self::British | Self::Irish | Self::Caribbean)
    }
}

/// How many households have which background.
pub(super) struct Backgrounds(Weighted);

impl Backgrounds {
    pub(super) fn new() -> Self {
        // Of 1000 households: British first, then `Background::OTHERS`.
        Self(Weighted::new([
            790, 10, 15, 11, 32, 40, 22, 10, 24, 15, 14, 17,
        ]))
    }

    pub(super) fn draw(&self, chance: &mut Chance) -> Background {
        let drawn = self.0.draw(chance) as usize;
        let other = drawn.checked_sub(1);
        let other = other.and_then(|position| Background::OTHERS.get(position));
        other.copied().unwrap_or_default()
    }
}
