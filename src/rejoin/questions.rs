//! What an owner is asked about their own rows.

use std::collections::HashMap;
use std::io::Read;

use serde::Serialize;

use super::own_rows::OwnRows;
use super::owner::owner;
use super::{Crosswalk, JoinOptions, RejoinError};
use crate::report::{PairToReview, ReviewFile, Score};
use crate::resolve::Evidence;
use crate::units::{Arrange, RecordReference};

/// One pair that an owner is asked about. It holds a person's values, so it is for the owner's screen, or for a file that
/// stays with the owner.
#[derive(Clone, Serialize)]
pub struct Question {
    /// The pair's number in the review.
    pub pair: u32,
    /// Dice coefficient, or the probability where the model decides.
    pub score: f64,
    /// Who holds the other record.
    pub other_party: String,
    /// What agrees and what does not.
    pub evidence: Vec<Evidence>,
    /// Reference of the owner's record.
    pub record: String,
    /// The owner's row, as many cells as [`Questions::columns`].
    pub cells: Vec<String>,
}

/// All that an owner is asked.
#[derive(Clone, Default, Serialize)]
pub struct Questions {
    /// Who is asked.
    pub party: String,
    /// Whether the records are reports of incidents, and not of people.
    pub about_incidents: bool,
    /// What the pairs' scores are.
    pub score: Score,
    /// The owner's columns.
    pub columns: Vec<String>,
    /// The pairs, the likeliest first.
    pub questions: Vec<Question>,
    /// Pairs left out, as the id of the owner's record is empty, or in no row of the file.
    pub not_found: u64,
}

/// Puts the pairs of a review beside the owner's rows.
///
/// # Errors
/// [`RejoinError`].
pub fn questions(
    (review_file, review): (&str, &ReviewFile),
    crosswalk: &Crosswalk,
    options: &JoinOptions,
    source: (&str, u64, impl Read),
    progress: &mut dyn FnMut(u64),
) -> Result<Questions, RejoinError> {
    let records = review.pairs.iter().flat_map(|pair| &pair.records);
    let records = records.map(|one| (one.party.as_str(), one.reference()));
    let party = owner(review_file, records, crosswalk, options.party.as_deref())?;
    let wanted = wanted(review, crosswalk, &party);
    let (file, size, bytes) = source;
    let id_column = options.id_column.as_deref();
    let mut rows = OwnRows::open(file, size, bytes, &options.read, id_column)?;
    let columns = rows.header().to_vec();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut count = 0u64;
    while let Some((id, row)) = rows.next()? {
        if wanted.contains_key(id.as_str()) && !found.contains_key(&id) {
            found.insert(id, row.cells.iter().map(str::to_owned).collect());
        }
        count += 1;
        if count.is_multiple_of(2_000) {
            progress(rows.bytes_read());
        }
    }
    if found.is_empty() {
        return Err(rows.other_ids(crosswalk.len()));
    }
    let mut questions = Questions {
        party,
        about_incidents: review.about_incidents,
        score: review.score,
        columns,
        ..Questions::default()
    };
    let mut asked: Vec<(&str, Asked<'_>)> = wanted
        .into_iter()
        .flat_map(|(id, pairs)| pairs.into_iter().map(move |pair| (id, pair)))
        .collect();
    asked.arrange_by_key(|(_, asked)| asked.pair.pair);
    for (id, Asked { pair, side, record }) in asked {
        // Rows without an id cannot be told from each other.
        let Some(cells) = found.get(id).filter(|_| !id.is_empty()) else {
            questions.not_found += 1;
            continue;
        };
        questions.questions.push(Question {
            pair: pair.pair,
            score: pair.score,
            other_party: pair.records[1 - side].party.clone(),
            evidence: pair.evidence.clone(),
            record: record.to_string(),
            cells: cells.clone(),
        });
    }
    Ok(questions)
}

struct Asked<'a> {
    pair: &'a PairToReview,
    /// Which of the two records is the owner's.
    side: usize,
    record: RecordReference,
}

fn wanted<'a>(
    review: &'a ReviewFile,
    crosswalk: &'a Crosswalk,
    party: &str,
) -> HashMap<&'a str, Vec<Asked<'a>>> {
    let mut wanted: HashMap<&str, Vec<Asked<'_>>> = HashMap::new();
    for pair in &review.pairs {
        let side = pair.records.iter().position(|one| one.party == party);
        let Some((side, record)) =
            side.and_then(|side| Some((side, pair.records[side].reference()?)))
        else {
            continue;
        };
        if let Some(id) = crosswalk.id(&record) {
            let asked = Asked { pair, side, record };
            wanted.entry(id).or_default().push(asked);
        }
    }
    wanted
}
