//! The statistic against known answers and by what it finds: hotspots that were planted, and none where there are none.

#![allow(clippy::cast_precision_loss)] // Counts of made-up incidents are far below 2^52.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::scan::*;
use super::*;
use crate::units::GridCell;
use crate::view::ViewError;

const METRES: u32 = 500;
const SIDE: u32 = 20;

/// Tells a figure to whoever runs the tests; the library itself never prints.
fn say(figure: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{figure}");
}

/// Small random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A square of cells, in order of their numbers.
fn square() -> Vec<GridCell> {
    let cell = |east: u32, north: u32| {
        GridCell::of_point(
            f64::from(400_250 + east * METRES),
            f64::from(400_250 + north * METRES),
            METRES,
        )
        .unwrap()
    };
    (0..SIDE)
        .flat_map(|north| (0..SIDE).map(move |east| cell(east, north)))
        .collect()
}

fn scan(kind: BaselineKind, baseline: &[f64]) -> Scan {
    let cells: BTreeMap<u32, f64> = square()
        .iter()
        .map(|cell| cell.number())
        .zip(baseline.iter().copied())
        .collect();
    Scan::new(kind, &cells, METRES)
}

/// So many incidents, each in a cell by these weights.
fn incidents(weights: &[f64], many: u32, random: &mut Random) -> Vec<u64> {
    let total: f64 = weights.iter().sum();
    let mut counts = vec![0; weights.len()];
    for _ in 0..many {
        let mut left = random.share() * total;
        let at = weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        });
        counts[at.unwrap_or(weights.len() - 1)] += 1;
    }
    counts
}

/// Three towns and the country around them: some cells expect a hundred times what others do.
fn towns() -> Vec<f64> {
    let centres = [
        (5.0, 5.0, 2.0, 60.0),
        (14.0, 8.0, 1.5, 40.0),
        (9.0, 16.0, 2.5, 30.0),
    ];
    let cells =
        (0..SIDE).flat_map(|north| (0..SIDE).map(move |east| (f64::from(east), f64::from(north))));
    cells
        .map(|(x, y)| {
            let town = |&(cx, cy, wide, high): &(f64, f64, f64, f64)| {
                high * (-((x - cx).powi(2) + (y - cy).powi(2)) / (2.0 * wide * wide)).exp()
            };
            0.5 + centres.iter().map(town).sum::<f64>()
        })
        .collect()
}

/// The regions found, as cells, by counts rounded to 5.
fn found(scan: &Scan, counts: &[u64]) -> Vec<Vec<u32>> {
    let total = counts.iter().sum();
    let windows = scan.windows(total, scan.critical_value(counts));
    let count = |window: &Window| {
        scan.members(window.centre, window.radius)
            .map(|place| counts[place as usize])
            .sum::<u64>()
    };
    let hot: Vec<(&Window, u64)> = windows
        .iter()
        .filter(|window| count(window) >= window.critical)
        .map(|window| (window, (count(window) + 2) / 5 * 5))
        .collect();
    let found = regions(scan, &hot, total).into_iter();
    found
        .map(|at| scan.members(hot[at].0.centre, hot[at].0.radius).collect())
        .collect()
}

/// In how many of 100 maps something is found, and in how many something that holds most of the five planted cells.
fn rates(
    kind: BaselineKind,
    truth: &[f64],
    baseline: impl Fn(&mut Random) -> Vec<f64>,
    planted: f64,
) -> (usize, usize) {
    let middle = 10 * SIDE + 12;
    let plus = [middle, middle - 1, middle + 1, middle - SIDE, middle + SIDE];
    let (mut any, mut right) = (0, 0);
    for seed in 0..100 {
        let mut random = Random(seed);
        let baseline = baseline(&mut random);
        let mut weights = truth.to_vec();
        for &cell in &plus {
            weights[cell as usize] *= planted;
        }
        let found = found(
            &scan(kind, &baseline),
            &incidents(&weights, 1_000, &mut random),
        );
        any += usize::from(!found.is_empty());
        let holds =
            |region: &Vec<u32>| plus.iter().filter(|cell| region.contains(cell)).count() >= 3;
        right += usize::from(found.iter().any(holds));
    }
    (any, right)
}

#[test]
fn maps_without_hotspots_show_one_in_a_twentieth_of_cases_at_most() {
    let even = vec![1.0; (SIDE * SIDE) as usize];
    let (any, _) = rates(BaselineKind::Expected, &even, |_| even.clone(), 1.0);
    say(&format!("even country, all cells alike: {any} of 100"));
    // 5 are expected; 11 or more of 100 would be chance once in a hundred times.
    assert!(any <= 10, "{any}");
    let (any, _) = rates(BaselineKind::Expected, &towns(), |_| towns(), 1.0);
    say(&format!(
        "towns, compared with what is expected there: {any} of 100"
    ));
    assert!(any <= 10, "{any}");
    let earlier = |random: &mut Random| {
        incidents(&towns(), 1_000, random)
            .into_iter()
            .map(|count| count as f64)
            .collect()
    };
    let (any, _) = rates(BaselineKind::Earlier, &towns(), earlier, 1.0);
    say(&format!(
        "towns, compared with an earlier period: {any} of 100"
    ));
    assert!(any <= 10, "{any}");
}

#[test]
fn planted_hotspots_are_found() {
    let even = vec![1.0; (SIDE * SIDE) as usize];
    for (times, least) in [(2.0, 20), (3.0, 90)] {
        let (any, right) = rates(BaselineKind::Expected, &even, |_| even.clone(), times);
        say(&format!(
            "even country, five cells with {times} times as many: found in {any} of 100, there in {right}"
        ));
        assert!(right >= least, "{right}");
    }
    let (any, right) = rates(BaselineKind::Expected, &towns(), |_| towns(), 4.0);
    say(&format!(
        "towns, five cells with 4 times as many, compared with what is expected: found in {any} of 100, there in {right}"
    ));
    assert!(right >= 80, "{right}");
    let earlier = |random: &mut Random| {
        incidents(&towns(), 1_000, random)
            .into_iter()
            .map(|count| count as f64)
            .collect()
    };
    let (any, right) = rates(BaselineKind::Earlier, &towns(), earlier, 4.0);
    say(&format!(
        "towns, five cells with 4 times as many, compared with an earlier period: found in {any} of 100, there in {right}"
    ));
    assert!(right >= 50, "{right}");
}

/// What the statistic must not be used for, and the documents say so.
#[test]
fn towns_are_hotspots_where_all_cells_are_taken_as_alike() {
    let even = vec![1.0; (SIDE * SIDE) as usize];
    let (any, _) = rates(BaselineKind::Expected, &towns(), |_| even.clone(), 1.0);
    say(&format!(
        "towns without any hotspot, all cells alike: found in {any} of 100"
    ));
    assert_eq!(any, 100);
    // And an earlier period is not to be taken as if it were known what it says.
    let earlier = |random: &mut Random| {
        incidents(&towns(), 1_000, random)
            .into_iter()
            .map(|count| count as f64 + 0.01)
            .collect()
    };
    let (any, _) = rates(BaselineKind::Expected, &towns(), earlier, 1.0);
    say(&format!(
        "towns without any hotspot, an earlier period taken as known: found in {any} of 100"
    ));
    assert!(any > 20);
}

/// Ten where five of a hundred are expected; and ten of 16 where a hundred of 300 are of this period: by the binomial likelihood.
#[test]
fn likelihood_ratios_by_hand() {
    let known = scan(BaselineKind::Expected, &[1.0; 20]);
    assert!(
        (known.ratio(10, 1.0, 100) - 2.065_421_89).abs() < 1e-6,
        "{}",
        known.ratio(10, 1.0, 100)
    );
    assert!(known.ratio(5, 1.0, 100).abs() < 1e-12);
    let earlier = scan(BaselineKind::Earlier, &[10.0; 20]);
    assert!(
        (earlier.ratio(10, 6.0, 100) - 3.007_908_23).abs() < 1e-6,
        "{}",
        earlier.ratio(10, 6.0, 100)
    );
}

#[test]
fn a_window_is_hot_from_its_critical_count_on() {
    let scan = scan(BaselineKind::Expected, &towns());
    for window in scan.windows(1_000, 5.0) {
        let baseline: f64 = scan
            .members(window.centre, window.radius)
            .map(|place| towns()[place as usize])
            .sum();
        assert!(scan.ratio(window.critical, baseline, 1_000) > 5.0);
        assert!(scan.ratio(window.critical - 1, baseline, 1_000) <= 5.0);
        let (least, most) = window.critical_range;
        assert!((least..=most).contains(&window.critical) && most - least <= 1);
    }
}

/// Windows as they are said to be: the cells whose middle is so near.
#[test]
fn windows_hold_the_cells_within_their_radius() {
    let scan = scan(BaselineKind::Expected, &[1.0; 400]);
    for centre in [0, 7, 210, 399] {
        for (radius, &cells) in RADII.iter().enumerate() {
            let (x, y) = (i64::from(centre % SIDE), i64::from(centre / SIDE));
            let is_near = |&place: &u32| {
                let (dx, dy) = (i64::from(place % SIDE) - x, i64::from(place / SIDE) - y);
                dx * dx + dy * dy <= i64::from(cells * cells)
            };
            let near: Vec<u32> = (0..400).filter(is_near).collect();
            let mut members: Vec<u32> = scan.members(centre, radius).collect();
            members.sort_unstable();
            assert_eq!(members, near, "{centre} {cells}");
        }
    }
}

#[test]
fn baselines_are_read_and_refused() {
    let read = |text: &str, kind| Baseline::read("b.csv", text.as_bytes(), kind);
    let text = "\u{feff}Incidents by cell,Incidents\r\nTQ300805,10\r\nTQ305805,*\r\nplace not known,15\r\nAll incidents,30\r\nthe rule\r\n";
    let cells = read(text, BaselineKind::Earlier)
        .unwrap()
        .cells(500)
        .unwrap();
    assert_eq!(cells.values().copied().collect::<Vec<_>>(), [10.0, 5.0]);
    let refused = |text: &str, kind, metres| {
        let error = read(text, kind)
            .and_then(|baseline| baseline.cells(metres))
            .unwrap_err();
        match error {
            ViewError::Baseline { line, .. } => line,
            other => panic!("{other}"),
        }
    };
    assert_eq!(
        refused(
            "cell,n\nTQ300805,3\nTQ305805,*\n",
            BaselineKind::Expected,
            500
        ),
        3
    );
    assert_eq!(
        refused("cell,n\nTQ300805,-3\n", BaselineKind::Expected, 500),
        2
    );
    assert_eq!(
        refused("cell,n\nTQ300805,NaN\n", BaselineKind::Expected, 500),
        2
    );
    assert_eq!(
        refused("cell,n\nTQ300805,1e300\n", BaselineKind::Expected, 500),
        2
    );
    assert_eq!(
        refused("cell,n\nTQ3080,3\n", BaselineKind::Expected, 500),
        2
    );
    assert_eq!(
        refused(
            "cell,n\nTQ300805,3\nTQ300805,3\n",
            BaselineKind::Expected,
            500
        ),
        3
    );
    assert_eq!(
        refused("cell,n\nTQ300805,0\n", BaselineKind::Expected, 500),
        1
    );
    assert_eq!(refused("cell,n\nward,3\n", BaselineKind::Expected, 500), 1);
    let large = format!("cell,n\n{}", "x,1\n".repeat(5_000_000));
    assert_eq!(refused(&large, BaselineKind::Expected, 500), 1);
}

proptest! {
    #[test]
    fn no_file_makes_a_baseline_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(baseline) = Baseline::read("b", &bytes, BaselineKind::Earlier) {
            let _ = baseline.cells(500);
        }
    }
}
