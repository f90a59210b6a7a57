//! The combined view: how many people the parties know together, and how many have needs in how many domains, or how many
//! incidents there were, when and where, in counts that are fit to be published.
//!
//! People (or incidents) are the groups of a links file, and the records that are in none. Of each person the view takes which parties know
//! them and their attributes; from there on there are only counts, and only [`crate::disclosure`] says which of them are
//! shown. Nothing else that is counted is in a view: not even how many rows an extract has.

mod area_names;
mod areas;
mod combined;
mod csv;
mod drafts;
mod error;
mod heat;
mod hotspots;
mod html;
mod incident_tables;
mod incidents;
mod map;
mod pairs;
mod people;
mod places;
mod svg;
mod tables;
mod upset;

pub use area_names::AreaNaming;
pub use areas::{Area, Areas, MAX_AREA_BYTES, Ring};
pub use combined::{CombinedView, Region, ViewSource, combined_view, combined_view_with};
pub use error::ViewError;
pub use hotspots::{Baseline, BaselineKind};
pub use places::{Hotspot, Hotspots, PlaceArea, PlaceCell, Places, ViewOptions};
pub use tables::{ViewRow, ViewTable};
