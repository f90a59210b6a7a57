//! The owner's side of a match: links and questions come back as references, and the crosswalk, which never left, says
//! which of the owner's rows they are about.

mod answering;
mod crosswalk;
mod error;
mod joined;
mod linked_records;
mod own_rows;
mod owner;
mod questions;
mod shared;
mod tables;
mod worklist;

pub use answering::{Answering, answers_from_worklist};
pub use crosswalk::Crosswalk;
pub use error::RejoinError;
pub use joined::{JoinCount, JoinOptions, RowsWritten, join};
pub use linked_records::{LinkedRecord, LinkedRecords};
pub use questions::{Question, Questions, questions};
pub use shared::{CarriedAttribute, SharedAttributes};
pub(crate) use tables::each_row;
pub use worklist::worklist;
