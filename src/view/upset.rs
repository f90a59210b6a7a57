//! The overlaps of a view as an `UpSet` plot.

use super::CombinedView;
use crate::report::chart::{Region, upset};

/// The combinations that have people. Without any it is empty.
pub(super) fn overlaps(view: &CombinedView) -> String {
    let title = if view.incidents.is_some() {
        "How many incidents each combination of parties knows of. A row of dots says which parties, and its bar of how many incidents exactly they know"
    } else {
        "How many people each combination of parties knows. A row of dots says which parties, and its bar how many people exactly they know"
    };
    let regions = view.regions.iter().map(|region| Region {
        parties: &region.parties,
        count: region.people.count(),
        said: region.people.text(),
    });
    upset(title, &view.rule, regions.collect())
}
