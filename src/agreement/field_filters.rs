use serde::{Deserialize, Serialize};

use super::{FieldKind, FilterField};

/// One small Bloom filter for each of some fields, for a probability model that weighs each field by itself.
///
/// Equal values have equal filters: whoever holds an extract with them sees which values are frequent. They are for one
/// trusted linker only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFilters {
    /// Length of each in bits: a power of two from 64 to 512.
    pub bits: u32,
    /// The fields that have one made of their value's characters. With the neighbourhoods, at most 16.
    pub fields: Vec<FilterField>,
    /// The places and times that have one made of what is around them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub neighbourhoods: Vec<Neighbourhood>,
}

/// The filter of a place or time, made of the points around it: the nearer two values are, the more points they share.
///
/// For numbers this is the method of Vatsalan and Christen ("Privacy-preserving matching of similar patients", Journal of
/// Biomedical Informatics 59, 2016); for places, that of Schnell, Klingwort and Farrow ("Locational privacy-preserving distance
/// computations with intersecting sets of randomly labeled grid points", International Journal of Health Geographics 20,
/// article 14, 2021), whose labels are keyed bits of a Bloom filter here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbourhood {
    /// A field that is a location, or a date and time.
    pub field: String,
    /// Distance between two points: metres on a square lattice, or minutes.
    pub spacing: u32,
    /// Points up to this far from the value go in: metres or minutes. Values twice as far apart share none.
    pub radius: u32,
    /// How many bits each point sets.
    pub bits_per_point: u16,
    /// The field in whose place this one is compared, if it is none to be compared by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<InsteadOf>,
}

/// A time that says when something happened only roughly, such as when it came to be reported. Where what two records say of `field`
/// is not near, or one of them says nothing of it, this time of the one is compared with `field` of the other: a patient who does not
/// know when it was, or says it wrongly, still arrived within some hours of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsteadOf {
    /// A date and time with a neighbourhood of the same spacing, radius and bits, whose points this one shares.
    pub field: String,
    /// How many minutes earlier than this time the other may be expected: the middle of the points.
    pub earlier: u32,
}

impl Neighbourhood {
    /// The most points of a filter of 512 bits that leave bits to tell values apart.
    pub const MAX_POINTS: u32 = 1024;

    /// The most minutes that a time stands for an earlier one.
    pub(super) const MOST_EARLIER: u32 = 1440;

    /// Least and most of a spacing.
    pub(super) const SPACINGS: std::ops::RangeInclusive<u32> = 1..=50_000;
    /// Least and most of a radius, in spacings.
    pub(super) const RADII: std::ops::RangeInclusive<u32> = 2..=200;

    /// The field under whose key the points get their bits: its own, or that in whose place it is compared.
    #[must_use]
    pub fn points_of(&self) -> &str {
        let instead = self.instead_of.as_ref();
        instead.map_or(&self.field, |instead| &instead.field)
    }

    /// How many points two values have in common that lie this far apart along one axis, and how many each has: counted for
    /// values that are points themselves. Metres, or minutes.
    #[must_use]
    pub fn points_in_common(&self, kind: FieldKind, apart: u32) -> (u32, u32) {
        let (spacing, radius) = (i64::from(self.spacing.max(1)), i64::from(self.radius));
        let most = radius / spacing;
        let rows = if kind == FieldKind::Location { most } else { 0 };
        let (mut common, mut all) = (0, 0);
        for column in -most..=most {
            for row in -rows..=rows {
                let (across, up) = (column * spacing, row * spacing);
                let within = |across: i64| across * across + up * up <= radius * radius;
                all += u32::from(within(across));
                common += u32::from(within(across) && within(across - i64::from(apart)));
            }
        }
        (common, all)
    }

    /// How many points there are within the radius, give or take a few.
    #[must_use]
    pub fn points(&self, kind: FieldKind) -> u32 {
        let spacings = self.radius / self.spacing.max(1);
        match kind {
            // The area of the circle in squares of the lattice; 355 / 113 is pi to six decimals.
            FieldKind::Location => spacings.saturating_mul(spacings).saturating_mul(355) / 113,
            _ => 2 * spacings + 1,
        }
    }
}

impl FieldFilters {
    /// Length of one in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bits as usize / 8
    }

    /// The fields that have a filter, in the order of the filters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().map(|filter| filter.field.as_str());
        fields.chain(self.neighbourhoods.iter().map(|of| of.field.as_str()))
    }

    /// The neighbourhood of this field, if its filter is made of one.
    #[must_use]
    pub fn neighbourhood(&self, field: &str) -> Option<&Neighbourhood> {
        self.neighbourhoods.iter().find(|of| of.field == field)
    }
}
