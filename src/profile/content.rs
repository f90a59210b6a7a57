//! What a column's values seem to be, whatever its header says.

use std::collections::HashSet;

use crate::agreement::FieldKind;
use crate::standardise::{self, Day, Finding, Severity};

/// Fewer filled cells than this say nothing about a column.
pub(super) const FEWEST: usize = 5;

/// What the filled cells of a sample say of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Cells that can be this kind of value, those that stand for "not known" included.
    pub(super) fit: usize,
    /// Filled cells.
    pub(super) filled: usize,
    /// How much a fit says.
    pub(super) weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nearly everything fits: a name can be any word.
    Nothing,
    /// A fit is a hint.
    Little,
    /// Hardly anything else fits: one number in eleven has a right NHS check digit by chance.
    Much,
}

impl Evidence {
    /// Share of filled cells that fit, 0 to 1; 0 when too few are filled to tell.
    pub(super) fn share(self) -> f64 {
        if self.filled < FEWEST {
            return 0.0;
        }
        // A sample is some hundreds of cells.
        #[expect(clippy::cast_precision_loss)]
        let share = self.fit as f64 / self.filled as f64;
        share
    }
}

/// Judges a sample of a column's cells as values of `kind`.
pub(super) fn evidence(kind: FieldKind, cells: &[&str], today: Day) -> Evidence {
    let filled = filled(cells);
    let fits = |raw: &&&str| {
        let standard = standardise::standardise_value(kind, raw, today);
        standard.value.is_some()
            || standard
                .finding
                .is_some_and(|finding| finding.severity() == Severity::Blanked)
    };
    Evidence {
        fit: filled.iter().filter(fits).count(),
        filled: filled.len(),
        weight: weight(kind, &filled, today),
    }
}

fn weight(kind: FieldKind, filled: &[&str], today: Day) -> Weight {
    let all = |test: &dyn Fn(&str) -> bool| filled.iter().all(|cell| test(cell));
    match kind {
        FieldKind::NhsNumber | FieldKind::UkPostcode | FieldKind::Email => Weight::Much,
        // An account number may fit too, but not one that starts as a telephone number does.
        FieldKind::Phone
            if all(&|cell| cell.starts_with(['0', '+', '(', '7', '1', '2']))
                && distinct(filled) > 2 =>
        {
            Weight::Little
        }
        FieldKind::BirthDate if spread_as_births(filled, today) => Weight::Little,
        FieldKind::Sex if distinct(filled) <= 6 && !all(&is_digits) => Weight::Little,
        FieldKind::AddressLine if most(filled, begins_as_an_address) => Weight::Little,
        _ => Weight::Nothing,
    }
}

fn filled<'a>(cells: &[&'a str]) -> Vec<&'a str> {
    cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// Whether most of the cells have a word: three letters or more together.
pub(super) fn are_words(cells: &[&str]) -> bool {
    let has_word = |cell: &str| {
        let mut letters = cell.split(|c: char| !c.is_alphabetic());
        letters.any(|word| word.chars().count() > 2)
    };
    most(&filled(cells), has_word)
}

fn is_digits(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn distinct(filled: &[&str]) -> usize {
    filled.iter().collect::<HashSet<_>>().len()
}

fn most(filled: &[&str], test: impl Fn(&str) -> bool) -> bool {
    filled.iter().filter(|cell| test(cell)).count() * 10 >= filled.len() * 8
}

fn begins_as_an_address(cell: &str) -> bool {
    let mut words = cell.split_whitespace();
    let first = words.next().unwrap_or_default();
    let numbered = first.starts_with(|c: char| c.is_ascii_digit()) && first.len() <= 6
        || first.eq_ignore_ascii_case("flat");
    numbered
        && words.any(|word| {
            word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b',')
        })
}

/// Dates of birth spread over decades; dates of visits over a few years at most.
fn spread_as_births(filled: &[&str], today: Day) -> bool {
    let years: Vec<u32> = filled
        .iter()
        .filter_map(|raw| {
            let standard = standardise::standardise_value(FieldKind::BirthDate, raw, today);
            if matches!(standard.finding, Some(Finding::DefaultDate)) {
                return None;
            }
            standard.value?.get(..4)?.parse().ok()
        })
        .collect();
    let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else {
        return false;
    };
    last - first >= 20 && first + 30 <= today.year()
}

/// Whether most filled cells are two to six words of letters, as whole names are.
pub(super) fn looks_like_whole_names(cells: &[&str]) -> bool {
    let filled = filled(cells);
    filled.len() >= FEWEST
        && most(&filled, |cell| {
            (2..=6).contains(&cell.split_whitespace().count())
                && !cell.bytes().any(|byte| byte.is_ascii_digit())
        })
}

/// Whether most filled cells hold a postcode at their end and more before it, as whole addresses do.
pub(super) fn looks_like_whole_addresses(cells: &[&str], today: Day) -> bool {
    let filled = filled(cells);
    filled.len() >= FEWEST
        && most(&filled, |cell| {
            let words: Vec<&str> = cell
                .split(|c: char| c.is_whitespace() || c == ',')
                .filter(|word| !word.is_empty())
                .collect();
            let [before @ .., one, two] = &words[..] else {
                return false;
            };
            let postcode = format!("{one} {two}");
            before.len() >= 2
                && standardise::standardise_value(FieldKind::UkPostcode, &postcode, today)
                    .value
                    .is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::new(2026, 1, 1).unwrap()
    }

    #[test]
    fn nhs_numbers_are_told_by_their_check_digit() {
        // 943 476 5919 is the NHS data dictionary's example; the others were made by hand with the modulus 11 rule.
        let cells = [
            "943 476 5919",
            "4010232137",
            "9434765919",
            "401 023 2137",
            "4010232137",
        ];
        let told = evidence(FieldKind::NhsNumber, &cells, today());
        assert_eq!((told.fit, told.filled, told.weight), (5, 5, Weight::Much));
        let wrong = [
            "9434765918",
            "4010232138",
            "1234567891",
            "9434765910",
            "4010232130",
        ];
        assert_eq!(evidence(FieldKind::NhsNumber, &wrong, today()).fit, 0);
    }

    #[test]
    fn dates_of_visits_are_not_dates_of_birth() {
        let visits = [
            "2025-01-03",
            "2025-02-04",
            "2025-03-04",
            "2025-04-01",
            "2025-05-06",
        ];
        assert_eq!(
            evidence(FieldKind::BirthDate, &visits, today()).weight,
            Weight::Nothing
        );
        let births = [
            "1941-01-03",
            "1972-02-04",
            "2001-03-04",
            "1988-04-01",
            "2015-05-06",
        ];
        assert_eq!(
            evidence(FieldKind::BirthDate, &births, today()).weight,
            Weight::Little
        );
    }

    #[test]
    fn whole_names_and_addresses() {
        assert!(looks_like_whole_names(&[
            "Ann Lee",
            "Bo van Dyk",
            "Mr C D Ash",
            "Eva Moss",
            "Al Roe"
        ]));
        assert!(!looks_like_whole_names(&[
            "Ann", "Bo", "Cy", "Di", "Eva Moss"
        ]));
        let addresses = ["1 High St, Town, AB1 2CD"; 5];
        assert!(looks_like_whole_addresses(&addresses, today()));
        assert!(!looks_like_whole_addresses(&["AB1 2CD"; 5], today()));
    }
}
