//! What match keys take of a record.

use std::fmt::Write as _;

use crate::agreement::{Step, Take};
use crate::standardise::{self, StandardRecord};

/// What is taken, and of which fields.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct What {
    pub(super) field: usize,
    pub(super) together_with: Option<usize>,
    pub(super) take: Take,
    pub(super) first: Option<usize>,
    pub(super) without_last: Option<usize>,
    pub(super) step: Option<Step>,
}

pub(super) struct Taking {
    what: What,
    /// Of the record being encoded, and whether there is anything.
    taken: String,
    is_there: bool,
}

impl Taking {
    /// The position of this taking among them, where it is put if it is a new one.
    pub(super) fn position(takings: &mut Vec<Self>, what: What) -> usize {
        let same = takings.iter().position(|taking| taking.what == what);
        same.unwrap_or_else(|| {
            takings.push(Self {
                what,
                taken: String::with_capacity(32),
                is_there: false,
            });
            takings.len() - 1
        })
    }

    /// What was taken of the record last shown, if there was anything.
    pub(super) fn value(&self) -> Option<&str> {
        self.is_there.then_some(&self.taken)
    }

    /// Takes it of this record.
    pub(super) fn take_of(&mut self, record: &StandardRecord) {
        self.taken.clear();
        self.is_there = self.fill(record).is_some();
    }

    /// Writes what is taken of the record; `None` when there is nothing to take, so that nothing is ever encoded as empty.
    fn fill(&mut self, record: &StandardRecord) -> Option<()> {
        let What {
            field,
            together_with,
            take,
            first,
            without_last,
            step,
        } = self.what;
        let value = record.value(field)?;
        let behind = match together_with {
            Some(other) => record.value(other)?,
            None => "",
        };
        let out = &mut self.taken;
        match take {
            Take::Whole => {
                let words = value.split(' ').chain(behind.split(' '));
                words.for_each(|word| out.push_str(word));
            }
            Take::Alphaname => {
                let letters = value.chars().chain(behind.chars());
                let mut letters: Vec<char> = letters.filter(|c| c.is_alphabetic()).collect();
                letters.sort_unstable();
                out.extend(letters);
            }
            Take::FirstWord => out.push_str(first_word(value)),
            Take::Initial => out.extend(value.chars().next()),
            Take::Soundex => out.push_str(&standardise::soundex(first_word(value))?),
            Take::DoubleMetaphone => out.push_str(&standardise::double_metaphone(value)?),
            Take::Nysiis => out.push_str(&standardise::nysiis(first_word(value))?),
            Take::Nickname => out.push_str(standardise::nickname_group(first_word(value))),
            Take::Outcode => out.push_str(standardise::outcode(value)?),
            Take::Sector => out.push_str(standardise::sector(value)?),
            Take::Year => out.push_str(value.get(..4)?),
            Take::YearMonth => out.push_str(value.get(..6)?),
            Take::MonthDay => out.push_str(value.get(4..8)?),
            Take::YearDay => {
                out.push_str(value.get(..4)?);
                out.push_str(value.get(6..8)?);
            }
            Take::Easting | Take::Northing | Take::Minutes => {
                let measure = match take {
                    Take::Easting => standardise::metres_of(value)?.0,
                    Take::Northing => standardise::metres_of(value)?.1,
                    _ => standardise::seconds_of(value)?.div_euclid(60),
                };
                // Writing to a string has no way to fail.
                let _ = write!(out, "{}", step?.number(measure));
            }
            Take::HouseNumber => out.push_str(standardise::house_number(value)?),
            Take::DayMonthEitherWay => {
                let (year, month, day) = (value.get(..4)?, value.get(4..6)?, value.get(6..8)?);
                out.push_str(year);
                out.push_str(month.min(day));
                out.push_str(month.max(day));
            }
        }
        if let Some(first) = first
            && let Some((end, _)) = out.char_indices().nth(first)
        {
            out.truncate(end);
        }
        if let Some(last) = without_last {
            let (end, _) = out.char_indices().nth_back(last.checked_sub(1)?)?;
            out.truncate(end);
        }
        (!out.is_empty()).then_some(())
    }
}

fn first_word(value: &str) -> &str {
    let end = value.bytes().position(|byte| byte == b' ');
    &value[..end.unwrap_or(value.len())]
}
