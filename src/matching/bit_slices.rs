//! Counting the common bits of one filter with 256 others at once.
//!
//! 256 filters are transposed: slice *p* holds bit *p* of each, one filter a lane. The bits that a filter has in common
//! with every lane are the sum of the slices at its set bits, lane by lane. The sum is kept in binary, digit *d* of all
//! lanes in one row of words, and 16 slices are added at a time by a tree of carry-save adders (Harley and Seal; Warren,
//! "Hacker's Delight", 2nd edition, section 5-1; Muła, Kurz and Lemire 2018): five bitwise operations a slice for 256
//! filters, against one population count a word and filter.

use super::lane_words::{ACROSS, LaneWord, LaneWords, and, and_not, or, pack, unpack, xor};

/// Filters in a tile.
pub(super) const LANES: usize = 256;
/// Slices added at a time.
pub(super) const BLOCK: usize = 16;

/// A bit for each lane.
type Row = [LaneWord; ACROSS];

/// Up to [`LANES`] filters, transposed.
pub(super) struct BitSlices {
    /// By bit position, and one more row that is all zeros.
    slices: Vec<Row>,
    /// Which lanes hold a filter.
    used: LaneWords,
}

impl BitSlices {
    /// Transposes filters of `bits` bits, whose set bits `positions` lists.
    pub(super) fn new<'a>(bits: usize, filters: impl Iterator<Item = &'a [u16]>) -> Self {
        let mut slices = vec![LaneWords::default(); bits + 1];
        let mut used = LaneWords::default();
        for (lane, positions) in filters.take(LANES).enumerate() {
            let (across, bit) = (lane / 64, 1u64 << (lane % 64));
            used[across] |= bit;
            for &position in positions {
                slices[usize::from(position)][across] |= bit;
            }
        }
        Self {
            slices: slices.into_iter().map(pack).collect(),
            used,
        }
    }

    /// The lanes whose start value and common bits with the filter that has bits at `positions` come to `least` or more.
    /// A position that stands for no bit is the number of bits a filter has.
    #[expect(clippy::many_single_char_names)] // One for each slice of a block.
    pub(super) fn at_least<const DIGITS: usize>(
        &self,
        start: &Sums<DIGITS>,
        positions: &[[u16; BLOCK]],
        least: u32,
    ) -> LaneWords {
        let mut sums = *start;
        for block in positions {
            // Written out as in `add`, and for the same reason.
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *block;
            let at = |position: u16| &self.slices[usize::from(position)];
            sums.add([
                at(a),
                at(b),
                at(c),
                at(d),
                at(e),
                at(f),
                at(g),
                at(h),
                at(i),
                at(j),
                at(k),
                at(l),
                at(m),
                at(n),
                at(o),
                at(p),
            ]);
        }
        let mut lanes = unpack(sums.at_least(least));
        for (lanes, used) in lanes.iter_mut().zip(self.used) {
            *lanes &= used;
        }
        lanes
    }
}

/// The numbers of the lanes that are set.
pub(super) fn lanes(row: LaneWords) -> impl Iterator<Item = usize> {
    row.into_iter().enumerate().flat_map(|(across, mut word)| {
        std::iter::from_fn(move || {
            let lane = word.trailing_zeros() as usize;
            (word != 0).then(|| {
                word &= word - 1;
                across * 64 + lane
            })
        })
    })
}

/// A number for each lane, in binary.
#[derive(Clone, Copy)]
pub(super) struct Sums<const DIGITS: usize> {
    digits: [Row; DIGITS],
}

impl<const DIGITS: usize> Sums<DIGITS> {
    /// These numbers, of which each is below 2 to the power of `DIGITS`.
    pub(super) fn new(values: impl Iterator<Item = u32>) -> Self {
        let mut digits = [LaneWords::default(); DIGITS];
        for (lane, value) in values.take(LANES).enumerate() {
            for (place, row) in digits.iter_mut().enumerate() {
                row[lane / 64] |= u64::from(value >> place & 1) << (lane % 64);
            }
        }
        Self {
            digits: digits.map(pack),
        }
    }

    // Letters as in the drawings of such trees.
    #[expect(clippy::many_single_char_names)]
    #[inline]
    fn add(&mut self, s: [&Row; BLOCK]) {
        let digits = &mut self.digits;
        // Written out, without closures or iterators: twice as fast where the compiler has to find the vectors, and where it
        // is asked for small code.
        #[expect(clippy::needless_range_loop)]
        for w in 0..ACROSS {
            let (ones, twos, fours, eights) =
                (digits[0][w], digits[1][w], digits[2][w], digits[3][w]);
            let (ones, a) = carry_save(ones, s[0][w], s[1][w]);
            let (ones, b) = carry_save(ones, s[2][w], s[3][w]);
            let (twos, c) = carry_save(twos, a, b);
            let (ones, a) = carry_save(ones, s[4][w], s[5][w]);
            let (ones, b) = carry_save(ones, s[6][w], s[7][w]);
            let (twos, d) = carry_save(twos, a, b);
            let (fours, e) = carry_save(fours, c, d);
            let (ones, a) = carry_save(ones, s[8][w], s[9][w]);
            let (ones, b) = carry_save(ones, s[10][w], s[11][w]);
            let (twos, c) = carry_save(twos, a, b);
            let (ones, a) = carry_save(ones, s[12][w], s[13][w]);
            let (ones, b) = carry_save(ones, s[14][w], s[15][w]);
            let (twos, d) = carry_save(twos, a, b);
            let (fours, f) = carry_save(fours, c, d);
            let (eights, mut carry) = carry_save(eights, e, f);
            digits[0][w] = ones;
            digits[1][w] = twos;
            digits[2][w] = fours;
            digits[3][w] = eights;
            for place in 4..DIGITS {
                let sum = xor(digits[place][w], carry);
                carry = and(carry, digits[place][w]);
                digits[place][w] = sum;
            }
        }
    }

    /// The lanes whose number is `least` or more, found digit by digit from the highest.
    #[inline]
    fn at_least(&self, least: u32) -> Row {
        let mut result = pack([0; 4]);
        if least >> DIGITS > 0 {
            return result;
        }
        for (w, result) in result.iter_mut().enumerate() {
            let (mut above, mut equal) = (pack([0; 4])[0], pack([u64::MAX; 4])[0]);
            for (place, row) in self.digits.iter().enumerate().rev() {
                if least >> place & 1 == 1 {
                    equal = and(equal, row[w]);
                } else {
                    above = or(above, and(equal, row[w]));
                    equal = and_not(equal, row[w]);
                }
            }
            *result = or(above, equal);
        }
        result
    }
}

/// Adds three bits in every place: their sum modulo 2, and the carry.
#[inline]
fn carry_save(a: LaneWord, b: LaneWord, c: LaneWord) -> (LaneWord, LaneWord) {
    let either = xor(a, b);
    (xor(either, c), or(and(a, b), and(either, c)))
}
