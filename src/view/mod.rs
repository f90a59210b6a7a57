//! The combined view: how many people the parties know together, and how many have needs in how many domains, in counts
//! that are fit to be published.
//!
//! People are the groups of a links file, and the records that are in none. Of each person the view takes which parties know
//! them and their attributes; from there on there are only counts, and only [`crate::disclosure`] says which of them are
//! shown. Nothing else that is counted is in a view: not even how many rows an extract has.

mod combined;
mod csv;
mod error;
mod html;
mod pairs;
mod people;
mod svg;
mod tables;
mod upset;

pub use combined::{CombinedView, Region, ViewSource, combined_view};
pub use error::ViewError;
pub use tables::{ViewRow, ViewTable};
