use super::scan::{Scan, Window};
use crate::units::Arrange;

/// Hotspots of these windows and their counts, of so many incidents in all: the one with the greatest likelihood ratio first, then
/// those that have no cell in common with one before. By position.
///
/// The counts are those that are shown, rounded, and so is the total. What is published of the choice follows from them, and so
/// it says no more than they do.
pub(in crate::view) fn regions(
    scan: &Scan,
    windows: &[(&Window, u64)],
    incidents: u64,
) -> Vec<usize> {
    let mut ranked: Vec<(f64, usize)> = windows
        .iter()
        .enumerate()
        .map(|(at, (window, count))| (scan.ratio_of(window, *count, incidents), at))
        .collect();
    // Of equal ones the smaller: windows come by middle, then by radius.
    let size = |at: usize| {
        windows
            .get(at)
            .map(|(window, _)| (window.radius, window.centre))
    };
    ranked.arrange_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then_with(|| size(one.1).cmp(&size(other.1)))
    });
    let mut taken = vec![false; scan.len()];
    let mut found = Vec::new();
    for (_, at) in ranked {
        let Some((window, _)) = windows.get(at) else {
            continue;
        };
        let members = || scan.members(window.centre, window.radius);
        if members().any(|place| taken.get(place as usize).copied().unwrap_or(true)) {
            continue;
        }
        for place in members() {
            if let Some(taken) = taken.get_mut(place as usize) {
                *taken = true;
            }
        }
        found.push(at);
    }
    found
}
