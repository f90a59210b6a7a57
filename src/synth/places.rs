use super::{
    contact::push_digits,
    sampling::{Chance, Purpose, Weighted, length},
    scatter::Scatter,
};

/// The postcode districts of the made-up region: real areas round the Severn, with districts that do not exist, so
/// that no address is anyone's.
const DISTRICTS: [(&str, u32, u32); 4] = [
    ("CF", 50, 60),
    ("BS", 50, 75),
    ("NP", 50, 75),
    ("GL", 60, 85),
];

/// The letters of the last two places of a postcode: all but C, I, K, M, O and V.
const UNIT_LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

/// Ten sectors of 20 times 20 units.
const UNITS_PER_DISTRICT: u32 = 4000;

/// Even a few people live scattered over a region, as a hospital's patients do.
const FEWEST_ADDRESSES: u32 = 60_000;

/// Beyond this many addresses the postcodes grow larger rather than more.
const ADDRESSES_AT_USUAL_DENSITY: u32 = 4_000_000;

/// No authority that we know of numbers its properties from here on.
const UPRN_PREFIX: &str = "7770";
const UPRNS: u32 = 100_000_000;

const STREETS: &str = "
HIGH STATION CHURCH PARK MILL VICTORIA GREEN MANOR QUEENS KINGS GROVE SPRINGFIELD WINDSOR NORTH SOUTH WEST EAST ALBERT
ALEXANDRA YORK STANLEY CHESTNUT OAK ELM ASH BEECH WILLOW CEDAR MAPLE LIME HAWTHORN HOLLY ROWAN LAUREL BIRCH POPLAR
SYCAMORE ORCHARD MEADOW FIELD BROOK RIVER LAKESIDE HILLSIDE VALLEY BRIDGE CASTLE ABBEY PRIORY VICARAGE RECTORY CHAPEL
SCHOOL COLLEGE MARKET GEORGE WILLIAM EDWARD HENRY CHARLES JUBILEE CORONATION WATERLOO TRAFALGAR NELSON WELLINGTON
MARLBOROUGH CAMBRIDGE OXFORD BRISTOL CHESTER DERBY DURHAM LINCOLN KENT NORFOLK SUFFOLK ESSEX DEVONSHIRE SOMERSET CORNWALL
BUCKINGHAM BALMORAL SANDRINGHAM OSBORNE CLARENCE GLOUCESTER HEREFORD WORCESTER WARWICK STRATFORD SHAKESPEARE MILTON
TENNYSON BYRON KEATS WORDSWORTH CHAUCER DICKENS HARDY KIPLING FAIRFIELD GREENFIELD WHITEHALL BROADWAY LONG SHORT
UPPER LOWER MIDDLE OLD NEW BACK CROSS WELL QUARRY PIT COLLIERY FOUNDRY FURNACE FORGE CANAL WHARF DOCK HARBOUR QUAY
SWALLOW SWIFT KESTREL HERON KINGFISHER LAPWING LARK NIGHTINGALE ROBIN WREN PRIMROSE BLUEBELL FOXGLOVE HEATHER LAVENDER
";

const STREET_KINDS: &str = "
ROAD STREET CLOSE AVENUE LANE DRIVE WAY COURT CRESCENT GARDENS PLACE TERRACE GROVE HILL RISE WALK MEWS VIEW ROW GATE
";

/// An address of the region, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address(u32);

/// The addresses of a made-up region.
pub(super) struct Places {
    postcodes: Vec<Postcode>,
    /// The first address of each postcode, ascending.
    firsts: Vec<u32>,
    addresses: u32,
    order: Scatter,
    uprns: Scatter,
    districts: Vec<(&'static str, u32)>,
    streets: Vec<&'static str>,
    kinds: Vec<&'static str>,
}

struct Postcode {
    district: u16,
    unit: u16,
    street: u16,
    kind: u8,
    first_number: u8,
    layout: Layout,
}

#[derive(Clone, Copy, Default)]
enum Layout {
    /// Every number.
    #[default]
    BothSides,
    /// Every other number.
    OneSide,
    /// Six flats to a number.
    Flats,
}

impl Places {
    /// A region with room for the households of that many people, and for others that they move from.
    pub(super) fn new(seed: u64, people: u32) -> Self {
        let mut chance = Chance::new(seed, Purpose::Places);
        let chance = &mut chance;
        let wanted = (people / 2).max(FEWEST_ADDRESSES);
        let density = 1 + wanted / ADDRESSES_AT_USUAL_DENSITY;
        let districts: Vec<_> = DISTRICTS
            .iter()
            .flat_map(|&(area, first, end)| (first..end).map(move |number| (area, number)))
            .collect();
        let mut towns = Towns::new(chance, length(&districts));
        let streets: Vec<_> = STREETS.split_whitespace().collect();
        let kinds: Vec<_> = STREET_KINDS.split_whitespace().collect();
        let street = Weighted::by_rank(length(&streets), 12, 0);
        let kind = Weighted::by_rank(length(&kinds), 3, 0);
        let mut postcodes = Vec::new();
        let mut firsts = Vec::new();
        let mut addresses = 0;
        while addresses < wanted {
            let (district, unit) = towns.next_postcode(chance);
            postcodes.push(Postcode {
                district: narrow(district),
                unit: narrow(unit),
                street: narrow(street.draw(chance)),
                kind: u8::try_from(kind.draw(chance)).unwrap_or_default(),
                first_number: u8::try_from(1 + chance.below(120)).unwrap_or(1),
                layout: chance.pick(&[
                    Layout::BothSides,
                    Layout::OneSide,
                    Layout::OneSide,
                    Layout::OneSide,
                    Layout::Flats,
                ]),
            });
            firsts.push(addresses);
            addresses += density * (4 + chance.below(24));
        }
        Self {
            postcodes,
            firsts,
            addresses,
            order: Scatter::new(chance, addresses),
            uprns: Scatter::new(chance, UPRNS),
            districts,
            streets,
            kinds,
        }
    }

    /// Where the household of that number lives: no two at one address while addresses last.
    pub(super) fn home(&self, household: u32) -> Address {
        Address(self.order.nth(household))
    }

    /// Any address, lived in or not.
    pub(super) fn anywhere(&self, chance: &mut Chance) -> Address {
        Address(chance.below(self.addresses))
    }

    pub(super) fn write_line(&self, address: Address, out: &mut String) {
        let Some((postcode, position)) = self.locate(address) else {
            return;
        };
        let number = u32::from(postcode.first_number);
        match postcode.layout {
            Layout::BothSides => push_digits(number + position, 1, out),
            Layout::OneSide => push_digits(number + 2 * position, 1, out),
            Layout::Flats => {
                out.push_str("FLAT ");
                push_digits(1 + position % 6, 1, out);
                out.push_str(", ");
                push_digits(number + 2 * (position / 6), 1, out);
            }
        }
        out.push(' ');
        let street = self.streets.get(usize::from(postcode.street));
        out.push_str(street.copied().unwrap_or_default());
        out.push(' ');
        let kind = self.kinds.get(usize::from(postcode.kind));
        out.push_str(kind.copied().unwrap_or_default());
    }

    pub(super) fn write_postcode(&self, address: Address, out: &mut String) {
        let Some((postcode, _)) = self.locate(address) else {
            return;
        };
        let district = self.districts.get(usize::from(postcode.district));
        let (area, number) = district.copied().unwrap_or_default();
        out.push_str(area);
        push_digits(number, 1, out);
        out.push(' ');
        let unit = u32::from(postcode.unit);
        push_digits(unit / 400, 1, out);
        for letter in [unit / 20 % 20, unit % 20] {
            let letter = UNIT_LETTERS.get(letter as usize);
            out.extend(letter.map(|&letter| char::from(letter)));
        }
    }

    pub(super) fn write_uprn(&self, address: Address, out: &mut String) {
        out.push_str(UPRN_PREFIX);
        push_digits(self.uprns.nth(address.0), 8, out);
    }

    /// The postcode of an address, and the address's position in it.
    fn locate(&self, address: Address) -> Option<(&Postcode, u32)> {
        let after = self.firsts.partition_point(|&first| first <= address.0);
        let index = after.checked_sub(1)?;
        let first = self.firsts.get(index)?;
        Some((self.postcodes.get(index)?, address.0 - first))
    }
}

/// Hands out postcodes, more of them in the larger districts.
struct Towns {
    weights: Weighted,
    /// Which district has which rank.
    ranking: Vec<u32>,
    used: Vec<u32>,
    order: Scatter,
}

impl Towns {
    fn new(chance: &mut Chance, districts: u32) -> Self {
        let mut ranking: Vec<u32> = (0..districts).collect();
        chance.shuffle(&mut ranking);
        Self {
            weights: Weighted::by_rank(districts, 15, 0),
            used: vec![0; ranking.len()],
            ranking,
            order: Scatter::new(chance, UNITS_PER_DISTRICT),
        }
    }

    fn next_postcode(&mut self, chance: &mut Chance) -> (u32, u32) {
        let districts = length(&self.ranking);
        let rank = self.weights.draw(chance);
        // A full district spills over into the next.
        for rank in rank..rank + districts {
            let rank = (rank % districts) as usize;
            let (Some(&district), Some(used)) = (self.ranking.get(rank), self.used.get_mut(rank))
            else {
                continue;
            };
            if *used < UNITS_PER_DISTRICT {
                *used += 1;
                return (district, self.order.nth(*used + 7 * district));
            }
        }
        (0, 0)
    }
}

fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    fn has_shape(postcode: &str) -> bool {
        let letter = |byte: u8| UNIT_LETTERS.contains(&byte);
        match postcode.as_bytes() {
            [one, two, ten, unit, b' ', sector, first, second] => {
                DISTRICTS
                    .iter()
                    .any(|(area, ..)| area.as_bytes() == [*one, *two])
                    && (b'5'..=b'8').contains(ten)
                    && [unit, sector].iter().all(|digit| digit.is_ascii_digit())
                    && letter(*first)
                    && letter(*second)
            }
            _ => false,
        }
    }

    #[test]
    fn addresses_differ_and_postcodes_have_the_shape_and_size_of_real_ones() {
        let places = Places::new(1, 100);
        let mut lines = BTreeSet::new();
        let mut uprns = BTreeSet::new();
        let mut postcodes = BTreeSet::new();
        for household in 0..places.addresses {
            let home = places.home(household);
            let line = written(|out| places.write_line(home, out));
            let postcode = written(|out| places.write_postcode(home, out));
            assert!(has_shape(&postcode), "{postcode}");
            let uprn = written(|out| places.write_uprn(home, out));
            assert_eq!(uprn.len(), 12);
            assert!(uprns.insert(uprn));
            assert!(lines.insert((line, postcode.clone())));
            postcodes.insert(postcode);
        }
        assert_eq!(
            postcodes.len(),
            places.postcodes.len(),
            "no postcode is given twice"
        );
        let mean = places.addresses / length(&places.postcodes);
        assert!((14..=16).contains(&mean), "{mean}");
    }

    #[test]
    fn districts_do_not_run_out_of_postcodes() {
        for people in [2 * ADDRESSES_AT_USUAL_DENSITY - 2, 160_000_000] {
            let places = Places::new(1, people);
            let distinct = places.postcodes.iter().map(|of| (of.district, of.unit));
            let distinct = distinct.collect::<BTreeSet<_>>().len();
            assert_eq!(distinct, places.postcodes.len());
        }
    }

    #[test]
    fn the_district_sizes_are_skewed() {
        let places = Places::new(1, 100);
        let mut sizes = vec![0_u32; places.districts.len()];
        for postcode in &places.postcodes {
            sizes[usize::from(postcode.district)] += 1;
        }
        sizes.sort_unstable();
        assert!(
            sizes.last() > sizes.first().map(|least| 3 * least).as_ref(),
            "{sizes:?}"
        );
    }
}
