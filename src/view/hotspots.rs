//! Hotspots: places with more incidents than a stated baseline leads one to expect.
//!
//! The statistic is the spatial scan statistic (Kulldorff 1997, "A spatial scan statistic", Communications in Statistics: Theory
//! and Methods 26, 1481-1496), over windows of cells within a radius of each cell, conditional on the number of incidents. Its
//! critical value, by Monte Carlo, is that of the most extreme window of the whole map, so that a map without hotspots shows one
//! in at most a twentieth of cases, however many windows there are.
//!
//! # Why this one
//!
//! The statistic of Getis and Ord compares a neighbourhood with the mean and the variance of all cells. Incidents are where
//! people are, their counts are skewed, and it finds the towns. This one compares with a baseline that is stated. And what it
//! says of a window is whether its count is above a number that follows from the baseline and the total alone: so it can be
//! published under the same disclosure control as the counts, as a statement about a sum of cells.

mod baseline;
mod regions;
mod scan;

pub use baseline::{Baseline, BaselineKind};
pub(super) use regions::regions;
pub(super) use scan::{RADII, Scan, Window};

#[cfg(test)]
mod tests;
