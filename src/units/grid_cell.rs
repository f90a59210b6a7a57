use super::national_grid::{MAX_EASTING, MAX_NORTHING, Square};

/// A square cell of the National Grid, of one of a few sizes. Cells of a size cover the grid without gap or overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCell {
    metres: u32,
    /// Cells to the north of the grid's origin, and to its east.
    north: u32,
    east: u32,
}

impl GridCell {
    /// The sizes in metres. A cell of 250 metres holds, at the 4,000 residents to the square kilometre of an ordinary English
    /// town, as many people (250) and homes (100) as a census output area, which has at least 100 and 40. One of 100 metres
    /// would hold 16 homes, and a cell and an hour would be somebody's front door; so there is none. In open country a cell of
    /// 1,000 metres may be one farm.
    pub const SIZES: [u32; 5] = [250, 500, 1_000, 2_000, 5_000];

    /// How many cells of this size there are; `None` of other sizes than [`Self::SIZES`].
    #[must_use]
    pub fn count(metres: u32) -> Option<u32> {
        Self::SIZES
            .contains(&metres)
            .then(|| (MAX_EASTING / metres) * (MAX_NORTHING / metres))
    }

    /// The cell of this size that holds a point in metres; `None` off the grid.
    #[must_use]
    pub fn of_point(easting: f64, northing: f64, metres: u32) -> Option<Self> {
        Self::count(metres)?;
        let inside = |value: f64, end: u32| (0.0..f64::from(end)).contains(&value);
        if !inside(easting, MAX_EASTING) || !inside(northing, MAX_NORTHING) {
            return None;
        }
        // Neither is negative, and both are below the grid's extent.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = |value: f64| value as u32 / metres;
        Some(Self {
            metres,
            north: whole(northing),
            east: whole(easting),
        })
    }

    /// The cell of this size with this number: row by row from the south-west, eastwards.
    #[must_use]
    pub fn of_number(number: u32, metres: u32) -> Option<Self> {
        (number < Self::count(metres)?).then(|| {
            let columns = MAX_EASTING / metres;
            Self {
                metres,
                north: number / columns,
                east: number % columns,
            }
        })
    }

    /// Its number among the cells of its size.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.north * (MAX_EASTING / self.metres) + self.east
    }

    /// Cells to the east of the grid's origin, and to its north.
    #[must_use]
    pub const fn place(self) -> (u32, u32) {
        (self.east, self.north)
    }

    /// The cell so many cells to the east and to the north; `None` off the grid.
    #[must_use]
    pub fn moved(self, east: i32, north: i32) -> Option<Self> {
        let moved = Self {
            east: self.east.checked_add_signed(east)?,
            north: self.north.checked_add_signed(north)?,
            ..self
        };
        let inside =
            moved.east < MAX_EASTING / self.metres && moved.north < MAX_NORTHING / self.metres;
        inside.then_some(moved)
    }

    /// Its size in metres.
    #[must_use]
    pub const fn metres(self) -> u32 {
        self.metres
    }

    /// Its middle: easting and northing in metres.
    #[must_use]
    pub fn centre(self) -> (f64, f64) {
        let middle = |place: u32| (f64::from(place) + 0.5) * f64::from(self.metres);
        (middle(self.east), middle(self.north))
    }

    /// What people call it: the National Grid reference of its south-west corner, with as many digits as the cells of its size
    /// need, such as `TQ300805` of 500 metres.
    #[must_use]
    pub fn name(self) -> String {
        let corner = Square::of_metres(self.east * self.metres, self.north * self.metres);
        corner.map_or_else(String::new, |corner| {
            let digits = Self::digits(self.metres);
            Square { digits, ..corner }.reference()
        })
    }

    /// The cell of this size that [`Self::name`] calls so, spaces aside; `None` where there is none.
    #[must_use]
    pub fn of_name(name: &str, metres: u32) -> Option<Self> {
        Self::count(metres)?;
        let name: Vec<u8> = name.bytes().filter(|byte| *byte != b' ').collect();
        let (letters, digits) = name.split_at_checked(2)?;
        let letters: [u8; 2] = letters.try_into().ok()?;
        if digits.len() != 2 * Self::digits(metres) || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let (east, north) = digits.split_at_checked(digits.len() / 2)?;
        let corner = Square::of_reference(
            letters.map(|letter| letter.to_ascii_uppercase()),
            east,
            north,
        )?;
        let whole = corner.easting.is_multiple_of(metres) && corner.northing.is_multiple_of(metres);
        whole.then_some(Self {
            metres,
            north: corner.northing / metres,
            east: corner.easting / metres,
        })
    }

    /// Digits of each half of a name: down to kilometres, hundreds or tens of metres.
    const fn digits(metres: u32) -> usize {
        if metres.is_multiple_of(1_000) {
            2
        } else if metres.is_multiple_of(100) {
            3
        } else {
            4
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_called_by_their_south_west_corner() {
        // Ordnance Survey's worked example is at 651409, 313177.
        for (metres, name) in [
            (250, "TG51251300"),
            (500, "TG510130"),
            (1_000, "TG5113"),
            (2_000, "TG5012"),
            (5_000, "TG5010"),
        ] {
            let cell = GridCell::of_point(651_409.9, 313_177.3, metres).unwrap();
            assert_eq!(cell.name(), name);
            assert_eq!(GridCell::of_name(name, metres), Some(cell));
        }
        for name in [
            "", "TG", "TG51", "TG5113", "TG510131", "AA510130", "TGx10130", "é510130",
        ] {
            assert_eq!(GridCell::of_name(name, 500), None, "{name}");
        }
        assert_eq!(
            GridCell::of_name("tg 510 130", 500),
            GridCell::of_name("TG510130", 500)
        );
    }

    #[test]
    fn there_are_no_small_cells_and_none_off_the_grid() {
        assert_eq!(GridCell::count(100), None);
        assert_eq!(GridCell::of_point(1.0, 1.0, 100), None);
        for (easting, northing) in [
            (-0.1, 5.0),
            (5.0, -0.1),
            (700_000.0, 5.0),
            (5.0, 1_300_000.0),
            (f64::NAN, 5.0),
            (5.0, f64::INFINITY),
        ] {
            assert_eq!(GridCell::of_point(easting, northing, 500), None);
        }
        assert_eq!(
            GridCell::of_number(GridCell::count(500).unwrap(), 500),
            None
        );
    }

    proptest! {
        #[test]
        fn numbers_names_and_centres_agree(easting in 0.0..699_999.0, northing in 0.0..1_299_999.0, size in 0..5_usize) {
            let metres = GridCell::SIZES[size];
            let cell = GridCell::of_point(easting, northing, metres).unwrap();
            prop_assert!(cell.number() < GridCell::count(metres).unwrap());
            prop_assert_eq!(GridCell::of_number(cell.number(), metres), Some(cell));
            prop_assert_eq!(GridCell::of_name(&cell.name(), metres), Some(cell));
            let (east, north) = cell.centre();
            prop_assert_eq!(GridCell::of_point(east, north, metres), Some(cell));
            let half = f64::from(metres) / 2.0;
            prop_assert!((east - easting).abs() <= half && (north - northing).abs() <= half);
        }
    }
}
