//! What was done and found, in counts: the run record of `prepare` and the report of `match`.

mod assessment;
pub(crate) mod chart;
mod holders;
mod key_destruction;
mod markup;
mod match_page;
mod match_report;
mod model_report;
mod reveals;
mod review;
mod run_record;
pub(crate) mod spreadsheet;
mod subject;

pub use assessment::assessment_page;
pub use holders::{AlikeRows, ExtractCounts, FilterFill, Holder, ValueCounts};
pub use key_destruction::{DestructionMethod, KeyDestruction};
pub use markup::escaped;
pub(crate) use markup::{grouped, table};
pub use match_page::{MatchChart, match_charts, match_page};
pub use match_report::{
    EarlierReport, Histogram, HouseholdReport, MatchInput, MatchReport, Overlap, ReviewReport,
    RuleReport, SimilarityReport, match_report,
};
pub use model_report::{
    AssignmentReport, CandidateReport, ExampleReport, LineReport, LinkEstimate, ModelReport,
};
pub use reveals::{
    RevealedFilter, what_an_extract_reveals, what_attributes_reveal, what_derived_attributes_reveal,
};
pub use review::{AnsweredPair, AnswersFile, PairToReview, ReviewFile, ReviewedRecord, Score};
pub use run_record::{
    AgreementReference, Continued, Excluded, FilledKey, RunRecord, RunRecordAttribute,
    RunRecordEncrypted, RunRecordExtract, RunRecordInput, RunRecordRecipient,
};
pub use subject::Subject;

pub use crate::resolve::Verdict;

/// The name and version of this program, as reports carry it.
pub const SOFTWARE: &str = concat!("split-tally ", env!("CARGO_PKG_VERSION"));
