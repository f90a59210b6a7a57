//! Filters of places and times: the keyed bits of the points around a value.
//!
//! Two values whose points overlap share those points' bits, so that the Dice coefficient of their filters falls with their
//! distance, to what chance gives at twice the radius. For numbers that is Vatsalan and Christen (2016), for places Schnell,
//! Klingwort and Farrow (2021); [`crate::agreement::Neighbourhood`] names both. Filters of one file say by themselves, without
//! a key, which of its values are near each other and how near: whoever holds them can lay out a map and a calendar of
//! everything in them, which lack only north and a date. They are for one trusted linker.

use std::collections::HashMap;

use super::clk::{BitPositions, KeyedBlake2b, MAX_REMEMBERED, POSITIONS_A_BLOCK, set_bits};
use crate::agreement::{FieldKind, Neighbourhood};
use crate::secret::{DerivedKey, Zeroizing};
use crate::standardise;

/// A point: its place on the lattice, or the number of its tick and 0.
type Point = (i64, i64);

/// Makes the filters of one field.
pub(super) struct NeighbourhoodHasher {
    kind: FieldKind,
    /// Metres, or seconds.
    spacing: i64,
    radius: i64,
    /// By how much earlier than the value the middle of the points is.
    earlier: i64,
    bits_per_point: usize,
    positions: KeyedBlake2b,
    /// The bits of points seen before; as many as are remembered of grams.
    remembered: HashMap<Point, Vec<u16>>,
}

impl NeighbourhoodHasher {
    /// `filter_bits` is a power of two.
    pub(super) fn new(
        of: &Neighbourhood,
        kind: FieldKind,
        filter_bits: u32,
        key: &DerivedKey<64>,
    ) -> Self {
        let unit = if kind == FieldKind::DateTime { 60 } else { 1 };
        Self {
            kind,
            spacing: i64::from(of.spacing.max(1)) * unit,
            radius: i64::from(of.radius) * unit,
            earlier: of
                .instead_of
                .as_ref()
                .map_or(0, |instead| i64::from(instead.earlier) * unit),
            bits_per_point: usize::from(of.bits_per_point),
            positions: KeyedBlake2b::new(Zeroizing::new(key.to_vec()), filter_bits),
            remembered: HashMap::new(),
        }
    }

    /// Sets the bits of a standard value's points; `false` when it has no measure, as three words for a place.
    pub(super) fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> bool {
        let (spacing, radius) = (self.spacing, self.radius);
        if self.kind == FieldKind::DateTime {
            let Some(at) = standardise::seconds_of(value) else {
                return false;
            };
            for tick in within(at - self.earlier, radius, spacing) {
                self.set_point((tick, 0), filter);
            }
            return true;
        }
        let Some((easting, northing)) = standardise::metres_of(value) else {
            return false;
        };
        for column in within(easting, radius, spacing) {
            let across = column * spacing - easting;
            for row in within(northing, radius, spacing) {
                let up = row * spacing - northing;
                if across * across + up * up <= radius * radius {
                    self.set_point((column, row), filter);
                }
            }
        }
        true
    }

    fn set_point(&mut self, point: Point, filter: &mut [u8]) {
        if self.remembered.len() >= MAX_REMEMBERED && !self.remembered.contains_key(&point) {
            self.remembered.clear();
        }
        let (positions, bits) = (&self.positions, self.bits_per_point);
        let drawn = self.remembered.entry(point).or_insert_with(|| {
            let token = [point.0.to_le_bytes(), point.1.to_le_bytes()];
            let blocks = 0..bits.div_ceil(POSITIONS_A_BLOCK);
            let mut drawn: Vec<u16> = blocks
                .flat_map(|number| positions.block(token.as_flattened(), number))
                .collect();
            drawn.truncate(bits);
            drawn
        });
        set_bits(drawn, filter);
    }
}

/// The multiples of `spacing`, by number, that lie within `radius` of a value.
fn within(value: i64, radius: i64, spacing: i64) -> std::ops::RangeInclusive<i64> {
    let first = (value - radius).div_euclid(spacing);
    let first = if first * spacing < value - radius {
        first + 1
    } else {
        first
    };
    first..=(value + radius).div_euclid(spacing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::InsteadOf;
    use crate::matching::dice;
    use blake2::Blake2bMac512;
    use blake2::digest::Mac;
    use proptest::prelude::*;

    fn hasher(
        kind: FieldKind,
        spacing: u32,
        radius: u32,
        bits_per_point: u16,
    ) -> NeighbourhoodHasher {
        let of = Neighbourhood {
            field: "f".to_owned(),
            spacing,
            radius,
            bits_per_point,
            instead_of: None,
        };
        NeighbourhoodHasher::new(&of, kind, 512, &Zeroizing::new([7; 64]))
    }

    fn filter(hasher: &mut NeighbourhoodHasher, value: &str) -> Option<[u8; 64]> {
        let mut filter = [0; 64];
        hasher.set_bits(value, &mut filter).then_some(filter)
    }

    fn dice_of(one: &[u8], other: &[u8]) -> f64 {
        let ones = |filter: &[u8]| filter.iter().map(|byte| byte.count_ones()).sum();
        let common = one.iter().zip(other).map(|(a, b)| (a & b).count_ones());
        dice(common.sum(), ones(one), ones(other))
    }

    /// Spelt out: 22:33 with ticks of ten minutes up to twenty away has the ticks from 22:20 to 22:50.
    #[test]
    fn a_filter_is_blake2b_of_the_ticks_around_a_time() {
        let minutes = 1_719_959_400 / 60;
        let mut expected = [0; 64];
        for tick in [
            minutes / 10 - 1,
            minutes / 10,
            minutes / 10 + 1,
            minutes / 10 + 2,
        ] {
            let salt = *b"0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
            let mut mac =
                Blake2bMac512::new_with_salt_and_personal(Some([7; 64].as_slice()), &salt, &[])
                    .unwrap();
            let tick: i64 = tick;
            mac.update(&tick.to_le_bytes());
            mac.update(&0i64.to_le_bytes());
            for pair in mac.finalize().into_bytes().chunks(2).take(3) {
                let bit = usize::from(u16::from_le_bytes([pair[0], pair[1]]) % 512);
                expected[bit / 8] |= 0x80 >> (bit % 8);
            }
        }
        let mut hasher = hasher(FieldKind::DateTime, 10, 20, 3);
        assert_eq!(filter(&mut hasher, "20240702T223300Z"), Some(expected));
    }

    /// What was reported at 22:33 stands for 19:33, three hours earlier.
    #[test]
    fn the_points_of_a_report_are_those_of_an_earlier_time() {
        let of = Neighbourhood {
            field: "reported".to_owned(),
            spacing: 10,
            radius: 180,
            bits_per_point: 4,
            instead_of: Some(InsteadOf {
                field: "f".to_owned(),
                earlier: 180,
            }),
        };
        let key = Zeroizing::new([7; 64]);
        let mut reported = NeighbourhoodHasher::new(&of, FieldKind::DateTime, 512, &key);
        let mut happened = hasher(FieldKind::DateTime, 10, 180, 4);
        let earlier = filter(&mut happened, "20240702T193300Z");
        assert!(earlier.is_some());
        assert_eq!(filter(&mut reported, "20240702T223300Z"), earlier);
    }

    #[test]
    fn what_has_no_measure_has_no_filter() {
        let mut places = hasher(FieldKind::Location, 100, 600, 1);
        for nowhere in ["///filled.count.soap", "TQ38"] {
            assert_eq!(filter(&mut places, nowhere), None, "{nowhere}");
        }
        let mut times = hasher(FieldKind::DateTime, 10, 180, 4);
        assert_eq!(filter(&mut times, "20240702"), None);
    }

    /// One place by grid and by latitude and longitude is within some metres of itself.
    #[test]
    fn a_place_is_near_itself_whatever_its_form() {
        let mut places = hasher(FieldKind::Location, 100, 700, 1);
        let grid = filter(&mut places, "TG5140913177").unwrap();
        let degrees = filter(&mut places, "+52.65798+001.71605/").unwrap();
        let near = dice_of(&grid, &degrees);
        assert!(near > 0.95, "{near}");
    }

    /// The area that two circles of one radius share, as a share of one (a known formula), and what chance adds to it.
    fn expected(distance: f64, radius: f64, fill: f64) -> f64 {
        let half = (distance / (2.0 * radius)).min(1.0);
        let overlap =
            2.0 / std::f64::consts::PI * (half.acos() - half * (1.0 - half * half).sqrt());
        overlap + (1.0 - overlap) * fill
    }

    proptest! {
        #[test]
        fn dice_falls_with_the_distance_of_places(east in 300_000u32..600_000, north in 100_000u32..400_000, distance in 0.0..2_000.0f64, angle in 0.0..std::f64::consts::TAU) {
            let mut places = hasher(FieldKind::Location, 100, 700, 1);
            let at = |e: f64, n: f64| standardise::standardise_value(FieldKind::Location, &format!("{e:.0}, {n:.0}"), standardise::Day::new(2026, 1, 1).unwrap()).value.unwrap();
            let (e, n) = (f64::from(east), f64::from(north));
            let one = filter(&mut places, &at(e, n)).unwrap();
            let other = filter(&mut places, &at(e + distance * angle.cos(), n + distance * angle.sin())).unwrap();
            let found = dice_of(&one, &other);
            // 154 points of one bit fill a quarter of 512 bits; a few points more or less, and chance, are a tenth at most.
            let expected = expected(distance, 700.0, 0.26);
            prop_assert!((found - expected).abs() < 0.15, "{distance}: {found} {expected}");
        }

        #[test]
        fn dice_falls_with_the_distance_of_times(start in 0i64..1_000_000, apart in 0i64..500) {
            let mut times = hasher(FieldKind::DateTime, 10, 180, 4);
            let at = |minutes: i64| {
                let day = time::OffsetDateTime::from_unix_timestamp(1_600_000_000 + minutes * 60).unwrap();
                format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", day.year(), u8::from(day.month()), day.day(), day.hour(), day.minute(), day.second())
            };
            let one = filter(&mut times, &at(start)).unwrap();
            let other = filter(&mut times, &at(start + apart)).unwrap();
            let found = dice_of(&one, &other);
            // By hand: the share of ticks in common, and the quarter of all bits that is set.
            #[expect(clippy::cast_precision_loss)]
            let overlap = (1.0 - apart as f64 / 360.0).max(0.0);
            let expected = overlap + (1.0 - overlap) * 0.25;
            prop_assert!((found - expected).abs() < 0.15, "{apart}: {found} {expected}");
        }

        /// What is remembered of earlier values never changes the filter of a later one.
        #[test]
        fn remembering_points_changes_nothing(values in prop::collection::vec((300_000u32..301_000, 100_000u32..101_000), 1..6)) {
            let mut remembering = hasher(FieldKind::Location, 50, 200, 3);
            for (east, north) in values {
                let value = standardise::standardise_value(FieldKind::Location, &format!("{east}, {north}"), standardise::Day::new(2026, 1, 1).unwrap()).value.unwrap();
                prop_assert_eq!(filter(&mut remembering, &value), filter(&mut hasher(FieldKind::Location, 50, 200, 3), &value));
            }
        }
    }
}
