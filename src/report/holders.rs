//! What whoever holds an extract could learn from it: the counts of this very file, in plain words.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Subject, grouped};
use crate::agreement::Role;

/// Somebody who holds the file, and what they could learn from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Who, in words.
    pub who: &'static str,
    /// What they could learn, a sentence or two each.
    pub learns: Vec<String>,
}

/// What anybody who has an extract can count in it.
#[derive(Clone, Debug)]
pub struct ExtractCounts {
    /// What its records are about.
    pub subject: Subject,
    /// Rows.
    pub rows: u64,
    /// For whom it was made.
    pub recipient: Option<(String, Role)>,
    /// By match key.
    pub match_keys: Vec<ValueCounts>,
    /// Of record filters, if there are any.
    pub filter: Option<ValueCounts>,
    /// How full the record filters are, if there are any.
    pub fill: Option<FilterFill>,
    /// By field filter.
    pub field_filters: Vec<ValueCounts>,
    /// Rows that look the same.
    pub alike: AlikeRows,
}

/// How often the values of one column stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCounts {
    /// The match key's or field's name.
    pub name: String,
    /// Rows with a value.
    pub rows: u64,
    /// Rows whose value another row has too.
    pub repeated: u64,
    /// Different values.
    pub distinct: u64,
    /// Values that one row alone has.
    pub once: u64,
    /// Rows that have the rarest value; 0 when there is none.
    pub rarest: u64,
    /// Rows that have the commonest value; 0 when there is none.
    pub commonest: u64,
}

/// Rows that look the same to anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlikeRows {
    /// Rows with at least one token.
    pub with_token: u64,
    /// Rows with a token that another row has too.
    pub share_a_token: u64,
    /// Rows with tokens all of which another row has, and no others.
    pub share_every_token: u64,
    /// Different sets of match keys that rows have tokens of.
    pub patterns: u64,
    /// Rows whose set no other row has.
    pub alone_in_pattern: u64,
}

/// How many bits of the record filters are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterFill {
    /// Length of a filter in bits.
    pub bits: usize,
    /// Filters.
    pub filters: u64,
    /// Bits set over all filters.
    pub set: u64,
    /// The least and the most bits set in one filter.
    pub range: Option<(u64, u64)>,
    /// Filters by the tenth of their bits that is set; the last counts full ones too.
    pub tenths: [u64; 10],
}

impl FilterFill {
    /// Counts filters of `bits` bits by how many are set in each.
    #[must_use]
    pub fn new(bits: usize, set_in_each: impl Iterator<Item = u64>) -> Self {
        let mut fill = Self {
            bits,
            filters: 0,
            set: 0,
            range: None,
            tenths: [0; 10],
        };
        for set in set_in_each {
            fill.filters += 1;
            fill.set += set;
            fill.range = Some(match fill.range {
                Some((least, most)) => (least.min(set), most.max(set)),
                None => (set, set),
            });
            let tenth = usize::try_from(10 * set / (bits as u64).max(1)).unwrap_or(9);
            fill.tenths[tenth.min(9)] += 1;
        }
        fill
    }

    /// The share of bits that is set, in a hundred.
    #[must_use]
    #[expect(clippy::cast_precision_loss)] // Counts of bits are far below 2^53.
    pub fn average_percent(&self) -> f64 {
        100.0 * self.set as f64 / (self.filters.max(1) as f64 * self.bits as f64)
    }

    fn in_words(&self) -> Option<String> {
        let (least, most) = self.range?;
        let mut text = format!(
            "The record filters have {least} to {most} of {} bits set: longer values set more, and an unusual number singles a record out. Filters by share of bits set: ",
            self.bits
        );
        let filled = self
            .tenths
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0);
        for (position, (tenth, count)) in filled.enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            let _ = write!(
                text,
                "{separator}{}% to {}%: {}",
                10 * tenth,
                10 * tenth + 10,
                grouped(*count)
            );
        }
        text.push('.');
        Some(text)
    }
}

impl ExtractCounts {
    /// What each holder of the file could learn, those without the project key first.
    #[must_use]
    pub fn holders(&self) -> Vec<Holder> {
        vec![
            Holder {
                who: "Whoever has this file, without the project key",
                learns: self.without_key(),
            },
            Holder {
                who: "Whoever has this file and the project key",
                learns: self.with_key(),
            },
        ]
    }

    fn without_key(&self) -> Vec<String> {
        let alike = &self.alike;
        let mut learns = vec![
            self.for_whom(),
            format!(
                "That it holds {} records, with {} different patterns of missing tokens, and {} have a pattern that no other row has.",
                grouped(self.rows),
                grouped(alike.patterns),
                rows(alike.alone_in_pattern)
            ),
        ];
        let tokens: u64 = self.match_keys.iter().map(|key| key.rows).sum();
        let once: u64 = self.match_keys.iter().map(|key| key.once).sum();
        if tokens > 0 {
            learns.push(format!(
                "It holds {} tokens, and {} of them stand in one row only. {} hold at least one token that another row has too.",
                grouped(tokens),
                grouped(once),
                rows(alike.share_a_token)
            ));
        }
        let commonest = self.match_keys.iter().max_by_key(|key| key.commonest);
        if let Some(key) = commonest
            && key.commonest > 1
        {
            learns.push(format!(
                "The commonest token is one of \"{}\" and stands in {}. A token that is far commoner than the rest hints at what it was made from, if it is known how common values are.",
                key.name,
                rows(key.commonest)
            ));
        }
        if alike.share_every_token > 0 {
            learns.push(format!(
                "{} share every token with another row: they seem to be of {}.",
                rows(alike.share_every_token),
                self.subject.shared()
            ));
        }
        learns.extend(self.fill.as_ref().and_then(FilterFill::in_words));
        if let Some(filter) = &self.filter {
            learns.push(format!(
                "{} have a record filter that another row has too, and every two filters show how alike their records are.",
                rows(filter.repeated)
            ));
        }
        for field in self.field_filters.iter().filter(|field| field.rows > 0) {
            learns.push(format!(
                "The commonest value of \"{}\" stands in {}, of {} different values: beside a public list of how common such values are, the commonest can be guessed.",
                field.name,
                rows(field.commonest),
                grouped(field.distinct)
            ));
        }
        learns
    }

    fn for_whom(&self) -> String {
        match &self.recipient {
            None => "By which parties' agreement it was made (its digest); it names no recipient, so it is for the parties themselves, who hold the key.".to_owned(),
            Some((name, Role::Partner)) => format!("That it was made for {name}, a partner, who holds the project key: the next part is what {name} can do."),
            Some((name, Role::Matcher)) => format!("That it was made for {name}, a matcher, who needs no key and must not be given it. This part counts what the file by itself shows {name}; beside the other parties' files, or anything else {name} knows, it may show more."),
            Some((name, Role::Linker)) => format!("That it was made for {name}, the linker whom the parties trust as with the data."),
        }
    }

    fn with_key(&self) -> Vec<String> {
        let mut learns = vec![format!(
            "Whether {} is in it: they make the tokens and look. {} of the {} rows have a token that a guess can be tested against, and lists of millions of guesses take minutes. No encoding prevents that.",
            self.subject.guessed(),
            grouped(self.alike.with_token),
            grouped(self.rows)
        )];
        if self.filter.is_some() {
            learns.push("With record filters a guess need not be exact: one with a misspelt name comes close, and shows.".to_owned());
        }
        learns.push("What else is known of the record: nothing, as nothing else is in the file. The crosswalk, which leads back to the owner's records, is not needed for a guess.".to_owned());
        learns
    }
}

fn rows(count: u64) -> String {
    match count {
        1 => "1 row".to_owned(),
        count => format!("{} rows", grouped(count)),
    }
}
