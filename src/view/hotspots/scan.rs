use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::BaselineKind;
use crate::units::GridCell;

/// The radii of windows, in cells: the cell itself, then all whose middle is so near.
pub(in crate::view) const RADII: [u32; 4] = [0, 1, 2, 3];
/// Made-up maps that the critical value is of, and how many of them may have a more extreme window.
const MAPS: usize = 999;
const MORE_EXTREME: usize = 49;

/// The windows of a map, and the baseline of each of its cells.
pub(in crate::view) struct Scan {
    kind: BaselineKind,
    /// Cells of the study by number, with their place among the study's cells.
    places: BTreeMap<u32, u32>,
    /// By place.
    baseline: Vec<f64>,
    /// For each place, rings of places around it: those that each radius adds.
    rings: Vec<[Vec<u32>; RADII.len()]>,
    total: f64,
}

/// A window whose count is compared.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::view) struct Window {
    /// The cell in its middle, by its place.
    pub(in crate::view) centre: u32,
    /// Which of [`RADII`].
    pub(in crate::view) radius: usize,
    /// From how many incidents on it is a hotspot.
    pub(in crate::view) critical: u64,
    /// The least and the most that this would be, with one incident fewer or more in all.
    pub(in crate::view) critical_range: (u64, u64),
}

impl Scan {
    /// The study's cells with their baseline. Cells without one take no part, save that a place may have had nothing before.
    /// Counts of an earlier period become whole, their sum as near as can be.
    pub(in crate::view) fn new(
        kind: BaselineKind,
        cells: &BTreeMap<u32, f64>,
        metres: u32,
    ) -> Self {
        let takes_part = |number: f64| number > 0.0 || kind == BaselineKind::Earlier;
        let study = cells.iter().filter(|(_, number)| takes_part(**number));
        let (numbers, mut baseline): (Vec<u32>, Vec<f64>) =
            study.map(|(cell, number)| (*cell, *number)).unzip();
        if kind == BaselineKind::Earlier {
            let (mut sum, mut before) = (0.0, 0.0);
            for number in &mut baseline {
                sum += *number;
                *number = f64::round(sum) - before;
                before += *number;
            }
        }
        let places: BTreeMap<u32, u32> = numbers.iter().copied().zip(0..).collect();
        let rings = numbers.iter().map(|&number| {
            let cell = GridCell::of_number(number, metres);
            let mut rings: [Vec<u32>; RADII.len()] = Default::default();
            for (east, north) in OFFSETS {
                let other = cell.and_then(|cell| cell.moved(east, north));
                let ring = RADII.iter().position(|&radius| {
                    let far = east * east + north * north;
                    i64::from(far) <= i64::from(radius) * i64::from(radius)
                });
                if let (Some(place), Some(ring)) =
                    (other.and_then(|other| places.get(&other.number())), ring)
                    && let Some(ring) = rings.get_mut(ring)
                {
                    ring.push(*place);
                }
            }
            rings
        });
        Self {
            kind,
            total: baseline.iter().sum(),
            rings: rings.collect(),
            places,
            baseline,
        }
    }

    /// How many cells take part.
    pub(in crate::view) fn len(&self) -> usize {
        self.baseline.len()
    }

    /// The study's cells by number, in the order of their places.
    pub(in crate::view) fn cells(&self) -> impl Iterator<Item = u32> + '_ {
        self.places.keys().copied()
    }

    /// The likelihood ratio of a window with this count, of so many incidents; a rounded count can be more than all.
    pub(in crate::view) fn ratio_of(&self, window: &Window, count: u64, incidents: u64) -> f64 {
        let members = self.members(window.centre, window.radius);
        let baseline = members.filter_map(|place| self.baseline.get(place as usize));
        self.ratio(count, baseline.sum(), incidents.max(count))
    }

    /// How many of so many incidents are expected in a window, to one decimal; `None` where that is not known.
    pub(in crate::view) fn expected(
        &self,
        centre: u32,
        radius: usize,
        incidents: u64,
    ) -> Option<f64> {
        let expected = self.share(centre, radius) * float(incidents);
        let rounded = (expected * 10.0).round() / 10.0;
        rounded.is_finite().then_some(rounded)
    }

    /// The places of a window's cells.
    pub(in crate::view) fn members(
        &self,
        centre: u32,
        radius: usize,
    ) -> impl Iterator<Item = u32> + '_ {
        let rings = self.rings.get(centre as usize);
        rings
            .into_iter()
            .flat_map(move |rings| rings.iter().take(radius + 1).flatten().copied())
    }

    /// The share of the whole baseline that a window has.
    fn share(&self, centre: u32, radius: usize) -> f64 {
        let members = self.members(centre, radius);
        let baseline = members.filter_map(|place| self.baseline.get(place as usize));
        baseline.sum::<f64>() / self.total
    }

    /// From how many of so many incidents on a window of this much of the baseline is one of a hotspot, given the critical value.
    /// One more than all where no number is.
    fn critical_count(&self, baseline: f64, incidents: u64, critical: f64) -> u64 {
        let is = |count: u64| self.ratio(count, baseline, incidents) > critical;
        if !is(incidents) {
            return incidents + 1;
        }
        let (mut low, mut high) = (0, incidents);
        // The ratio grows with the count, and is 0 where the count is no more than expected.
        while low < high {
            let middle = low + (high - low) / 2;
            if is(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The windows that are compared, each with its critical count; those of more than half the baseline are not.
    pub(in crate::view) fn windows(&self, incidents: u64, critical: f64) -> Vec<Window> {
        let mut windows = Vec::new();
        for (centre, rings) in (0u32..).zip(&self.rings) {
            let mut baseline = 0.0;
            for (radius, ring) in rings.iter().enumerate() {
                baseline += self.of_ring(ring);
                if (radius > 0 && ring.is_empty()) || baseline > self.total / 2.0 {
                    continue;
                }
                let of = |incidents| self.critical_count(baseline, incidents, critical);
                let all = [
                    of(incidents.saturating_sub(1)),
                    of(incidents),
                    of(incidents + 1),
                ];
                windows.push(Window {
                    centre,
                    radius,
                    critical: all[1],
                    critical_range: (
                        all.into_iter().min().unwrap_or(all[1]),
                        all.into_iter().max().unwrap_or(all[1]),
                    ),
                });
            }
        }
        windows
    }

    fn of_ring(&self, ring: &[u32]) -> f64 {
        let baseline = ring
            .iter()
            .filter_map(|&place| self.baseline.get(place as usize));
        baseline.sum()
    }

    /// The logarithm of the likelihood ratio of a window: 0 where it has no more than is expected.
    ///
    /// Against a known baseline that of the Poisson model, conditional on the total (Kulldorff 1997, section 3); against the counts
    /// of an earlier period that of the Bernoulli model, in which every incident of both periods is as likely to be of this one.
    pub(super) fn ratio(&self, count: u64, baseline: f64, incidents: u64) -> f64 {
        let (c, n) = (float(count), float(incidents));
        match self.kind {
            BaselineKind::Expected => {
                let expected = n * baseline / self.total;
                if c <= expected {
                    return 0.0;
                }
                x_log(c, c / expected) + x_log(n - c, (n - c) / (n - expected))
            }
            BaselineKind::Earlier => {
                let (inside, all) = (c + baseline, n + self.total);
                let (outside, rest) = (all - inside, n - c);
                if c * outside <= rest * inside {
                    return 0.0;
                }
                let earlier = self.total - baseline;
                x_log(c, c / inside)
                    + x_log(baseline, baseline / inside)
                    + x_log(rest, rest / outside)
                    + x_log(earlier, earlier / outside)
                    - x_log(n, n / all)
                    - x_log(self.total, self.total / all)
            }
        }
    }

    /// The critical value: that which the most extreme window of a map without hotspots exceeds in at most a twentieth of cases.
    /// Of the true counts only their sum matters against a known baseline; against an earlier period also where incidents are in
    /// both together. Repeatable: the made-up maps are the same each time.
    pub(in crate::view) fn critical_value(&self, counts: &[u64]) -> f64 {
        let incidents: u64 = counts.iter().sum();
        let mut rng = ChaCha8Rng::seed_from_u64(incidents);
        let alias = Alias::new(&self.baseline);
        let map = |_| self.made_up_maximum(counts, incidents, &alias, &mut rng);
        let mut maxima: Vec<f64> = (0..MAPS).map(map).collect();
        maxima.sort_by(f64::total_cmp);
        maxima
            .iter()
            .rev()
            .nth(MORE_EXTREME)
            .copied()
            .unwrap_or(f64::INFINITY)
    }

    fn made_up_maximum(
        &self,
        counts: &[u64],
        incidents: u64,
        alias: &Alias,
        rng: &mut ChaCha8Rng,
    ) -> f64 {
        let made_up = match self.kind {
            BaselineKind::Expected => alias.scattered(incidents, rng),
            BaselineKind::Earlier => self.relabelled(counts, incidents, rng),
        };
        let baseline = |place: usize| match self.kind {
            BaselineKind::Expected => self.baseline.get(place).copied().unwrap_or(0.0),
            // Who is not of this period is of the earlier one.
            BaselineKind::Earlier => {
                let both = float(counts.get(place).copied().unwrap_or(0))
                    + self.baseline.get(place).copied().unwrap_or(0.0);
                (both - float(made_up.get(place).copied().unwrap_or(0))).max(0.0)
            }
        };
        let mut most: f64 = 0.0;
        for rings in &self.rings {
            let (mut count, mut expected) = (0, 0.0);
            for ring in rings {
                for &place in ring {
                    count += made_up.get(place as usize).copied().unwrap_or(0);
                    expected += baseline(place as usize);
                }
                if expected <= self.total / 2.0 {
                    most = most.max(self.ratio(count, expected, incidents));
                }
            }
        }
        most
    }

    /// This period's incidents drawn, without putting back, of those of both.
    fn relabelled(&self, counts: &[u64], incidents: u64, rng: &mut ChaCha8Rng) -> Vec<u64> {
        let earlier = self.baseline.iter().map(|&number| whole(number));
        let both: Vec<u64> = counts
            .iter()
            .zip(earlier)
            .map(|(count, earlier)| count + earlier)
            .collect();
        let mut left: u64 = both.iter().sum();
        let mut wanted = incidents;
        let mut drawn = Vec::with_capacity(both.len());
        for of_cell in both {
            let mut count = 0;
            for _ in 0..of_cell {
                // Each of those left is as likely to be among those still wanted.
                if below(left, rng) < wanted {
                    count += 1;
                    wanted -= 1;
                }
                left -= 1;
            }
            drawn.push(count);
        }
        drawn
    }
}

/// Cells within three of a cell.
const OFFSETS: [(i32, i32); 29] = [
    (0, 0),
    (-1, 0),
    (1, 0),
    (0, -1),
    (0, 1),
    (-1, -1),
    (-1, 1),
    (1, -1),
    (1, 1),
    (-2, 0),
    (2, 0),
    (0, -2),
    (0, 2),
    (-2, -1),
    (-2, 1),
    (2, -1),
    (2, 1),
    (-1, -2),
    (-1, 2),
    (1, -2),
    (1, 2),
    (-2, -2),
    (-2, 2),
    (2, -2),
    (2, 2),
    (-3, 0),
    (3, 0),
    (0, -3),
    (0, 3),
];

/// Counts are far below 2^52.
#[allow(clippy::cast_precision_loss)]
fn float(count: u64) -> f64 {
    count as f64
}

/// Numbers of a baseline are from 0 to 10^9.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u64 {
    number.round().max(0.0) as u64
}

/// `x` times the logarithm of a ratio, which is 0 where `x` is.
fn x_log(x: f64, ratio: f64) -> f64 {
    if x > 0.0 { x * ratio.ln() } else { 0.0 }
}

/// A whole number from 0, below a bound: at most 2^40 of 2^64, so that what its remainder favours is nothing that shows.
fn below(bound: u64, rng: &mut ChaCha8Rng) -> u64 {
    rng.next_u64() % bound.max(1)
}

/// Draws cells in proportion to their weights (alias method: Walker 1977, as set up by Vose 1991).
struct Alias {
    keep: Vec<f64>,
    other: Vec<usize>,
}

impl Alias {
    fn new(weights: &[f64]) -> Self {
        let cells = float(weights.len() as u64);
        let total: f64 = weights.iter().sum();
        let mut keep: Vec<f64> = weights
            .iter()
            .map(|weight| weight / total * cells)
            .collect();
        let mut other: Vec<usize> = (0..weights.len()).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..weights.len()).partition(|&at| keep[at] < 1.0);
        while let (Some(one), Some(&from)) = (small.pop(), large.last()) {
            other[one] = from;
            keep[from] -= 1.0 - keep[one];
            if keep[from] < 1.0 {
                large.pop();
                small.push(from);
            }
        }
        // What is left over is so by rounding alone.
        for at in small.into_iter().chain(large) {
            keep[at] = 1.0;
        }
        Self { keep, other }
    }

    /// So many scattered over the cells.
    fn scattered(&self, count: u64, rng: &mut ChaCha8Rng) -> Vec<u64> {
        let mut counts = vec![0; self.keep.len()];
        for _ in 0..count {
            if let Some(count) = counts.get_mut(self.draw(rng)) {
                *count += 1;
            }
        }
        counts
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> usize {
        let random = rng.next_u64();
        let cells = self.keep.len().max(1) as u64;
        // The upper half chooses the cell, the lower whether it keeps it.
        let at = usize::try_from(((random >> 32) * cells) >> 32).unwrap_or(0);
        #[allow(clippy::cast_precision_loss)]
        let share = (random & 0xffff_ffff) as f64 / 4_294_967_296.0;
        match (self.keep.get(at), self.other.get(at)) {
            (Some(&keep), Some(&other)) if share >= keep => other,
            _ => at,
        }
    }
}
