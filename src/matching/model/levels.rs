use crate::agreement::{Agreement, FieldKind, Neighbourhood, Probability};

/// How one field is compared: into levels of agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldComparison {
    /// The field's name.
    pub name: String,
    /// The least Dice coefficients of the levels between "differs" and "equal", ascending.
    pub near: Vec<f64>,
    /// Whether people who live together often share it.
    pub household: bool,
    /// Whether its filters are made of what is around a place or time, so that how near two values are says the less, the more
    /// records are near them.
    pub neighbourhood: bool,
    /// The position of the field in whose place it is compared, if it is: with that field of the other record, where what both say
    /// of that is not near or one says nothing of it. It then has two levels unless more
    /// are agreed, as how near it is says little.
    pub instead_of: Option<usize>,
}

/// The most levels a field can have, with "missing" and "swapped".
pub(super) const LEVELS: usize = 9;

impl FieldComparison {
    /// One of the two records lacks the field: no evidence.
    pub const MISSING: u8 = 0;
    /// The values differ.
    pub const LOWEST: u8 = 1;

    /// The level of equal values, and the number of levels that are not "missing" or "swapped".
    #[must_use]
    pub fn exact(&self) -> u8 {
        // The agreement allows four levels between, and a neighbourhood has five. Of a field that is compared in another's place the
        // last of them is as good as equal.
        let near = u8::try_from(self.near.len()).unwrap_or(0);
        near + 2 - u8::from(self.instead_of.is_some())
    }

    /// The level of values entered in each other's field.
    #[must_use]
    pub fn swapped(&self) -> u8 {
        self.exact() + 1
    }

    pub(super) fn level_of_score(&self, score: f64) -> u8 {
        let reached = self.near.iter().take_while(|&&least| score >= least);
        Self::LOWEST + u8::try_from(reached.count()).unwrap_or(0)
    }

    /// Whether there is something to say of this field. Of one that is compared in the place of another, "missing" would be no
    /// account of its not being asked.
    #[must_use]
    pub fn speaks(&self, level: u8) -> bool {
        level != Self::MISSING || self.instead_of.is_none()
    }

    /// The level in words.
    #[must_use]
    pub fn describe(&self, level: u8) -> String {
        match level {
            Self::MISSING => "missing".to_owned(),
            Self::LOWEST => "differs".to_owned(),
            level if level == self.exact() && self.instead_of.is_none() => "equal".to_owned(),
            level if level == self.swapped() => "entered in each other's field".to_owned(),
            level => self
                .near
                .get(usize::from(level) - 2)
                .map_or_else(String::new, |least| format!("Dice {least} or more")),
        }
    }
}

/// The comparisons of the agreement's field filters, in their order: as the agreement says, else as suits the kind.
#[must_use]
pub fn field_comparisons(agreement: &Agreement, rule: &Probability) -> Vec<FieldComparison> {
    let Some(filters) = agreement.field_filters() else {
        return Vec::new();
    };
    let kind = |name: &str| {
        let position = agreement.field_position(name)?;
        agreement.fields().get(position).map(|field| field.kind)
    };
    let position = |name: &str| filters.names().position(|other| other == name);
    filters
        .names()
        .map(|name| {
            let kind = kind(name).unwrap_or(FieldKind::Text);
            let neighbourhood = filters.neighbourhood(name);
            let instead = neighbourhood.and_then(|of| of.instead_of.as_ref());
            let said = rule.fields.iter().find(|said| said.field == name);
            let near = said.and_then(|said| said.near.clone());
            FieldComparison {
                name: name.to_owned(),
                near: near.unwrap_or_else(|| match neighbourhood {
                    Some(of) if instead.is_some() => {
                        near_by_distance(of, kind, filters.bits, &WITHIN_RADIUS)
                    }
                    Some(of) => near_by_distance(of, kind, filters.bits, &SIXTHS),
                    None => near_by_kind(kind).to_vec(),
                }),
                household: said
                    .and_then(|said| said.household)
                    .unwrap_or_else(|| neighbourhood.is_none() && shared_by_households(kind)),
                neighbourhood: neighbourhood.is_some(),
                instead_of: instead.and_then(|instead| position(&instead.field)),
            }
        })
        .collect()
}

/// Distances that end a level of a neighbourhood, in sixths of its radius, the furthest first. Up to twice the radius two
/// values have points in common; beyond half as far again as the radius they are too few to tell from chance.
const SIXTHS: [u32; 5] = [9, 6, 4, 2, 1];
/// The same of a time that is compared in the place of another: somewhere within the radius of what it stands for.
const WITHIN_RADIUS: [u32; 1] = [6];

/// The Dice coefficients that two values at those distances can be expected to have.
fn near_by_distance(
    of: &Neighbourhood,
    kind: FieldKind,
    filter_bits: u32,
    sixths: &[u32],
) -> Vec<f64> {
    let levels = sixths.iter().map(|sixths| {
        let (common, all) = of.points_in_common(kind, of.radius * sixths / 6);
        expected_dice(common, all, of.bits_per_point, filter_bits)
    });
    levels.collect()
}

/// What two filters of `bits` bits, of `all` points each of which `common` are the same, have in common on average: the bits of
/// the common points, and what chance adds. Products alone, which every machine rounds alike.
fn expected_dice(common: u32, all: u32, bits_per_point: u16, bits: u32) -> f64 {
    let set = |points: u32| {
        let draws = points.saturating_mul(bits_per_point.into());
        let left_by_one = 1.0 - 1.0 / f64::from(bits.max(2));
        1.0 - (0..draws).fold(1.0, |left, _| left * left_by_one)
    };
    let (shared, whole) = (set(common), set(all));
    let rest = whole - shared;
    let by_chance = rest * rest / (1.0 - shared).max(f64::MIN_POSITIVE);
    // To three decimals, so that an agreement could say the same.
    ((shared + by_chance) / whole * 1000.0).round() / 1000.0
}

/// Two letters of a name in five may differ (Dice 0.7), or one (0.85); of eight digits of a date two (0.75) or one.
/// Numbers that a person or a place has alone agree or do not: their near misses are other people's numbers.
const fn near_by_kind(kind: FieldKind) -> &'static [f64] {
    match kind {
        FieldKind::GivenName | FieldKind::Name | FieldKind::AddressLine | FieldKind::Text => {
            &[0.7, 0.85]
        }
        FieldKind::BirthDate => &[0.75, 0.85],
        FieldKind::UkPostcode | FieldKind::Email | FieldKind::Digits => &[0.8],
        FieldKind::Sex
        | FieldKind::NhsNumber
        | FieldKind::Uprn
        | FieldKind::Phone
        | FieldKind::Location
        | FieldKind::DateTime
        | FieldKind::Category => &[],
    }
}

const fn shared_by_households(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Name
            | FieldKind::AddressLine
            | FieldKind::UkPostcode
            | FieldKind::Uprn
            | FieldKind::Phone
            | FieldKind::Location
    )
}
