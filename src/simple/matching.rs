use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::learnt_levels::{expect_current_levels, expect_levels_of_saved};
use super::memory::{self, ExtractSize, MatchPlan, WorkerPool, workers_worth};
use super::prepare::iso;
use super::{Error, Progress, encoding_version};
use crate::agreement::{Agreement, Probability};
use crate::encode::{self, Contents};
use crate::exchange::{
    Expected, Extract, ExtractHeader, ExtractRecipient, Limits, check_against, check_together,
};
use crate::matching::{Comparison, SimilarPairs, SimilarityMethod};
use crate::rejoin::LinkedRecords;
use crate::report::{AnswersFile, MatchInput, MatchReport, ReviewFile, Score, match_report};
use crate::resolve::{
    Answers, Earlier, EarlierLink, Homes, Links, Resolution, ResolveOptions, Resolver,
    SavedParameters, Settled, StrangeLinks, resolve_by_probability,
};
use crate::standardise::Day;
use crate::units::{Arrange, Digest};

/// How to match, where that changes neither the agreement nor what it means.
#[derive(Clone, Debug, Default)]
pub struct MatchOptions {
    /// Threads to use; 0 counts as 1.
    pub threads: usize,
    /// How similar pairs are found; by their number when absent.
    pub similarity: Option<SimilarityMethod>,
    /// The most bytes to use; in WebAssembly never more than its 4 GiB.
    pub memory_limit: Option<u64>,
    /// Workers that share no memory, for [`MatchJob::workers_for`]; none by default.
    pub pool: WorkerPool,
    /// What a probability model learnt before, to be used as it is.
    pub parameters: Option<SavedParameters>,
    /// What people have answered to earlier questions about the same extracts, with the names of the files.
    pub answers: Vec<(String, AnswersFile)>,
    /// The links of an earlier run, with the name of their file: groups that are still there keep their numbers, and are not
    /// looked for again.
    pub earlier: Option<(String, Arc<LinkedRecords>)>,
    /// The pairs to put to people are wanted: without an agreement that has it done there is nothing to begin for.
    pub want_review: bool,
    /// People who share a home are wanted: without an agreement that puts them together there is nothing to begin for.
    pub want_households: bool,
    /// What a probability model learns is wanted: without a model there is nothing to begin for.
    pub learn_parameters: bool,
    /// What links are made for.
    pub purpose: LinksFor,
    /// Today: an agreement that has expired is refused. Not checked when absent.
    pub today: Option<Day>,
}

/// What links are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinksFor {
    /// To be written, and carried back to own rows.
    #[default]
    Writing,
    /// To be counted, and not written: what an agreement may allow where it does not allow links.
    Counting,
}

/// What matching gives.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Which records belong together.
    pub links: Links,
    /// What was found, in counts.
    pub report: MatchReport,
    /// People who share a home, if the agreement has them put together.
    pub homes: Option<Homes>,
    /// The pairs to put to people, if the agreement has that done.
    pub review: Option<ReviewFile>,
    /// What the probability model has learnt, if it decided: for another time with the same parties.
    pub parameters: Option<SavedParameters>,
}

/// What one extract says of itself, once it has passed every check against the agreement.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractCheck {
    /// Who made it.
    pub party: String,
    /// For whom; `None` where the agreement names no recipients.
    pub recipient: Option<String>,
    /// Its rows.
    pub rows: u64,
    /// Digest of the agreement it was made under.
    pub agreement_digest: String,
    /// Commitment to the key it was made with.
    pub key_commitment: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How large it is, for [`super::match_plan`].
    pub size: ExtractSize,
}

/// Checks what an extract says of itself against the agreement, before any row of it is read.
pub(super) fn read_header(
    agreement: &Agreement,
    file: &str,
    bytes: &[u8],
) -> Result<ExtractHeader, Error> {
    let failure = |error| Error::Extract {
        file: file.to_owned(),
        error,
    };
    let header = Extract::read_header(bytes, &Limits::default())
        .map_err(failure)?
        .header;
    let recipient = expected_recipient(agreement, &header)?;
    let role = recipient.as_ref().map(|recipient| recipient.role);
    let named = agreement.text().recipients.iter().find(|one| {
        let name = recipient.as_ref().map(|recipient| recipient.name.as_str());
        name == Some(one.name.as_str())
    });
    let layout = encode::layout(agreement, Contents::held_by(role))
        .with_attributes(encode::attributes(agreement, &header.party, named));
    let expected = Expected {
        agreement_digest: agreement.digest(),
        encoding: &encoding_version(),
        recipient: recipient.as_ref(),
        layout: &layout,
    };
    check_against(&header, &expected).map_err(failure)?;
    agreement.expect_party(&header.party)?;
    Ok(header)
}

/// The recipient that the agreement names where the extract names one; extracts of another agreement are told apart
/// later, by its digest.
fn expected_recipient(
    agreement: &Agreement,
    header: &ExtractHeader,
) -> Result<Option<ExtractRecipient>, Error> {
    if header.agreement_digest != agreement.digest() {
        return Ok(None);
    }
    let name = header.recipient.as_ref().map(|named| named.name.as_str());
    let recipient = agreement.text().expect_recipient(name)?;
    Ok(recipient.map(ExtractRecipient::from))
}

/// The rule of the probability model, where the agreement has one and all extracts have field filters.
fn decides_by_probability<'a>(
    agreement: &'a Agreement,
    headers: &[ExtractHeader],
) -> Option<&'a Probability> {
    let rule = agreement.decision().probability.as_ref()?;
    let have = |header: &ExtractHeader| header.layout.contents().field_filters;
    headers.iter().all(have).then_some(rule)
}

/// Whether the agreement has pairs put to people, by the rule that decides.
fn asks_people(agreement: &Agreement, by_probability: Option<&Probability>) -> bool {
    if let Some(rule) = by_probability {
        return rule.asks_people();
    }
    let similarity = agreement.decision().similarity.as_ref();
    similarity.is_some_and(|rule| rule.review_from.is_some())
}

pub(super) fn read_rows(file: &str, bytes: Vec<u8>) -> Result<Extract, Error> {
    Extract::read(bytes, &Limits::default()).map_err(|error| Error::Extract {
        file: file.to_owned(),
        error,
    })
}

/// Reads one extract and checks it against the agreement.
///
/// # Errors
/// [`Error::Extract`] with the reason.
pub fn check_extract(
    agreement: &Agreement,
    file: &str,
    bytes: Vec<u8>,
) -> Result<ExtractCheck, Error> {
    let sha256 = sha256(&bytes);
    read_header(agreement, file, &bytes)?;
    let length = bytes.len() as u64;
    let extract = read_rows(file, bytes)?;
    let header = extract.header();
    let size = ExtractSize::new(extract.len() as u64, length, &header.layout);
    Ok(ExtractCheck {
        party: header.party.clone(),
        recipient: header.recipient.as_ref().map(|named| named.name.clone()),
        rows: size.rows,
        agreement_digest: header.agreement_digest.to_string(),
        key_commitment: header.key_commitment.to_string(),
        sha256,
        size,
    })
}

/// Matches as [`match_extracts_with`] does, on this many threads.
///
/// # Errors
/// As [`match_extracts_with`].
pub fn match_extracts(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Matched, Error> {
    let options = MatchOptions {
        threads,
        ..MatchOptions::default()
    };
    match_extracts_with(agreement, files, &options, progress)
}

/// Matches the extracts of two or more parties, given with their names and whole contents. Needs no key.
///
/// # Errors
/// [`Error`] with the file and the reason when any extract cannot be matched with the agreement or the others.
pub fn match_extracts_with(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    options: &MatchOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Matched, Error> {
    let mut job = MatchJob::begin(agreement, files, options, progress)?;
    while let Some(comparison) = job.next_comparison() {
        let total = comparison.parts() as u64;
        let mut report = |done| {
            progress(Progress {
                phase: "similarity",
                done,
                total,
            });
        };
        report(0);
        let found = comparison.run(options.threads, &mut report)?;
        report(total);
        job.accept(found);
    }
    Ok(job.finish())
}

/// Matching in steps, so that a page can have its workers do the comparisons between.
///
/// While [`Self::next_comparison`] gives a comparison, its parts are done, here or by anyone who has
/// [`Comparison::write_to`]; what they found is put together and goes to [`Self::accept`].
pub struct MatchJob {
    agreement: Agreement,
    inputs: Vec<MatchInput>,
    work: Work,
    plan: MatchPlan,
}

enum Work {
    /// Match keys first, then similarity, in steps.
    Cascade(Box<Resolver>),
    /// The probability model has decided.
    Decided(Box<Resolution>),
}

impl MatchJob {
    /// Reads and checks the extracts, and links what match keys link.
    ///
    /// # Errors
    /// [`Error`] with the file and the reason when any extract cannot be matched with the agreement or the others, or
    /// when the work would not fit in the memory there is.
    pub fn begin(
        agreement: &Agreement,
        files: Vec<(String, Vec<u8>)>,
        options: &MatchOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Error> {
        if let Some(today) = options.today {
            agreement.expect_in_force(&iso(today))?;
        }
        if options.purpose == LinksFor::Writing {
            agreement.expect_records()?;
        }
        if files.len() < 2 {
            return Err(Error::TooFewExtracts { found: files.len() });
        }
        let plan = memory::plan_files(agreement, &files, options)?;
        // A wrong key, agreement or recipient is refused before any row is read.
        let headers = files
            .iter()
            .map(|(file, bytes)| read_header(agreement, file, bytes))
            .collect::<Result<Vec<_>, _>>()?;
        check_together(&headers.iter().collect::<Vec<_>>()).map_err(Error::Together)?;
        let rule = decides_by_probability(agreement, &headers);
        match rule {
            None if options.parameters.is_some() || options.learn_parameters => {
                return Err(Error::NoModel);
            }
            Some(rule) if options.parameters.is_some() && !rule.learnt.is_empty() => {
                return Err(Error::ParametersAgreed);
            }
            Some(_) if options.similarity.is_some() => return Err(Error::ModelDecides),
            _ => {}
        }
        if let Some(rule) = rule {
            expect_current_levels(agreement)?;
            if let Some(saved) = &options.parameters {
                expect_levels_of_saved(agreement, rule, saved)?;
            }
        }
        if options.want_review && !asks_people(agreement, rule) {
            return Err(Error::NoReview);
        }
        if options.want_households && agreement.decision().households.is_none() {
            return Err(Error::NoHouseholds);
        }
        let total = files.len() as u64;
        let mut read = Vec::with_capacity(files.len());
        for (done, (file, bytes)) in (0u64..).zip(files) {
            progress(Progress {
                phase: "checking",
                done,
                total,
            });
            let sha256 = sha256(&bytes);
            let extract = read_rows(&file, bytes)?;
            read.push((file, sha256, extract));
        }
        // The agreement's order of parties, so that the order in which files are given changes nothing.
        let order = |party: &str| {
            let parties = &agreement.text().parties;
            parties.iter().position(|name| name == party)
        };
        read.arrange_by_key(|(_, _, extract)| order(&extract.header().party));
        let mut inputs = Vec::with_capacity(read.len());
        let mut extracts = Vec::with_capacity(read.len());
        for (file, sha256, extract) in read {
            inputs.push(MatchInput {
                party: extract.header().party.clone(),
                file,
                rows: extract.len() as u64,
                sha256,
                linked: 0,
            });
            extracts.push(extract);
        }
        let settled = Settled {
            answers: find_answers(agreement, &extracts, &options.answers)?,
            earlier: find_earlier(agreement, &extracts, options.earlier.as_ref())?,
        };
        let mut tell = |phase, done, total| progress(Progress { phase, done, total });
        let work = if let Some(rule) = rule {
            Work::Decided(Box::new(resolve_by_probability(
                agreement,
                rule,
                &extracts,
                options.parameters.as_ref(),
                &settled,
                options.threads,
                &mut tell,
            )?))
        } else {
            let resolve = ResolveOptions {
                threads: options.threads,
                similarity: options.similarity,
            };
            let mut resolver = Resolver::new(agreement.clone(), extracts, settled, resolve);
            resolver.link_by_match_keys(&mut tell);
            Work::Cascade(Box::new(resolver))
        };
        Ok(Self {
            agreement: agreement.clone(),
            inputs,
            work,
            plan,
        })
    }

    /// The next comparison of filters to make; `None` when there are no more.
    pub fn next_comparison(&mut self) -> Option<Comparison> {
        match &mut self.work {
            Work::Cascade(resolver) => resolver.next_comparison(),
            Work::Decided(_) => None,
        }
    }

    /// How many workers of [`MatchOptions::pool`] should do the parts of a comparison, this one among them: no more than
    /// [`super::match_plan`] said, and no more than are worth starting.
    #[must_use]
    pub fn workers_for(&self, comparison: &Comparison) -> usize {
        let others = workers_worth(comparison.pairs()).min(comparison.parts().saturating_sub(1));
        self.plan.workers.min(1 + others)
    }

    /// Links what a comparison found and the agreement's rule lets stand.
    pub fn accept(&mut self, found: SimilarPairs) {
        if let Work::Cascade(resolver) = &mut self.work {
            resolver.accept(found);
        }
    }

    /// The links and the report.
    #[must_use]
    pub fn finish(self) -> Matched {
        let resolution = match self.work {
            Work::Cascade(resolver) => resolver.finish(),
            Work::Decided(resolution) => *resolution,
        };
        let report = match_report(&self.agreement, self.inputs, &resolution);
        let models = &resolution.probability;
        let score = if models.is_empty() {
            Score::Similarity
        } else {
            Score::Probability
        };
        let review = resolution.review.as_ref();
        Matched {
            review: review.map(|review| ReviewFile::new(&self.agreement, review, score)),
            parameters: (!models.is_empty()).then(|| SavedParameters::of(models)),
            homes: resolution.homes,
            links: resolution.links,
            report,
        }
    }
}

/// Finds the records that people have answered about.
fn find_answers(
    agreement: &Agreement,
    extracts: &[Extract],
    files: &[(String, AnswersFile)],
) -> Result<Answers, Error> {
    let digest = agreement.digest().to_string();
    let mut all = Vec::new();
    for (file, answers) in files {
        let other = |problem: &str| Error::Answers {
            file: file.clone(),
            problem: problem.to_owned(),
        };
        if answers.agreement.digest != digest {
            return Err(other("they were given under another agreement"));
        }
        let found = Answers::find(extracts, answers.answers());
        let found = found.map_err(|_| other("two records of one party are said to be a pair"))?;
        if found.is_empty() && !answers.answers.is_empty() {
            return Err(other("they are about records of other extracts"));
        }
        all.extend(answers.answers());
    }
    Answers::find(extracts, all).map_err(|_| Error::Answers {
        file: "answers".to_owned(),
        problem: "they are about records of other extracts".to_owned(),
    })
}

/// Whether this is the name of a match key, or of what else makes links.
fn is_a_rule(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.len() <= 40 && name.chars().all(allowed)
}

/// Finds the records of an earlier run's links.
fn find_earlier(
    agreement: &Agreement,
    extracts: &[Extract],
    links: Option<&(String, Arc<LinkedRecords>)>,
) -> Result<Earlier, Error> {
    let Some((file, links)) = links else {
        return Ok(Earlier::default());
    };
    let failure = |problem: &str| Error::EarlierLinks {
        file: file.clone(),
        problem: problem.to_owned(),
    };
    let mut found = Vec::new();
    // As many new groups as there are records must find numbers above the earlier ones.
    let rows: usize = extracts.iter().map(Extract::len).sum();
    let numbers = u64::from(u32::MAX).saturating_sub(rows as u64);
    for (group, members) in links.groups() {
        for member in members {
            let number = u32::try_from(group).ok().filter(|_| group <= numbers);
            let score = member.score.parse().ok();
            let score = score.filter(|score| (0.0..=1.0).contains(score));
            let (Some(group), Some(score)) = (number, score) else {
                return Err(failure("a group's number or a score cannot be"));
            };
            // It is written again as it is.
            if !is_a_rule(&member.rule) {
                return Err(failure("what made a link is no name of a rule"));
            }
            found.push(EarlierLink {
                group,
                party: member.party.clone(),
                record: member.record,
                score,
                rule: member.rule.clone(),
            });
        }
    }
    Earlier::find(agreement, extracts, found).map_err(|problem| {
        failure(match problem {
            StrangeLinks::NoneFound => {
                "none of their records is in these extracts. Records keep their references where each party prepares with its earlier crosswalk"
            }
            StrangeLinks::NotGroups => {
                "a record is in two groups, or a group has two records of one party"
            }
        })
    })
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    Digest::new(Sha256::digest(bytes).into()).to_string()
}

/// Reads parameters that `match --save-parameters` wrote.
///
/// # Errors
/// [`Error::Parameters`] with the place.
pub fn read_parameters(file: &str, json: &str) -> Result<SavedParameters, Error> {
    let failure = |problem: String| Error::Parameters {
        file: file.to_owned(),
        problem,
    };
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    // The place only: serde's reasons repeat what the file holds, and it may be any file.
    let saved: SavedParameters = serde_json::from_str(json)
        .map_err(|error| failure(format!("line {}, column {}", error.line(), error.column())))?;
    if saved.format != SavedParameters::FORMAT || saved.version != SavedParameters::VERSION {
        return Err(failure(
            "its \"format\" or \"version\" is another".to_owned(),
        ));
    }
    Ok(saved)
}
