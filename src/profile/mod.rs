//! What a file holds, before anything is made of it: which column seems to be which field, and what is wrong with the
//! data. Everything here stays on the owner's screen but for counts and row numbers.

mod attributes;
mod content;
mod distinct;
mod doubt;
mod duplicates;
mod examples;
mod file_profile;
mod header_likeness;
mod quality;
mod repeated_values;
mod shape;
mod suggestion;

pub use distinct::Distinct;
pub use duplicates::{DuplicateRows, Duplicates, RowPair};
pub use examples::Example;
pub use file_profile::{FieldProfile, FileProfile, Profiler, ShapeCount};
pub use quality::{FieldQuality, FindingCount, QualityReport, QualityTally};
pub use suggestion::{ColumnSuggestion, Confidence, Sample, suggest};
