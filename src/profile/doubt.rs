//! What speaks against a column's being what its header says.

use super::content;
use super::suggestion::{Candidate, Sample};
use crate::agreement::{Field, FieldKind};
use crate::standardise::Day;

/// Lowers a candidate whose values speak against it.
pub(super) fn doubt(candidate: &mut Candidate, fields: &[Field], sample: &Sample, today: Day) {
    let [position] = candidate.fields[..] else {
        return;
    };
    let field = &fields[position];
    let cells = sample.cells(candidate.column);
    let evidence = content::evidence(field.kind, &cells, today);
    if evidence.filled < content::FEWEST {
        if !cells.is_empty() && evidence.filled == 0 {
            candidate.score *= 0.8;
            "its first values are all empty".clone_into(&mut candidate.doubt);
        }
        return;
    }
    if evidence.share() < 0.5 && !candidate.together {
        // Words are no coordinates, and still say where it was to whoever has a gazetteer.
        if field.kind == FieldKind::Location && content::are_words(&cells) {
            candidate.score *= 0.7;
            "its values are places in words, which need a table of places (a gazetteer)"
                .clone_into(&mut candidate.doubt);
            return;
        }
        candidate.score *= 0.5;
        candidate.doubt = format!(
            "only {} of the first {} values can be {}",
            evidence.fit,
            evidence.filled,
            one_of(field)
        );
    }
}

/// One value of the field, in words.
pub(super) fn one_of(field: &Field) -> String {
    match field.kind {
        // Their labels are questions: when it happened, where it happened.
        FieldKind::Location => "a place".to_owned(),
        FieldKind::DateTime => "a date and time".to_owned(),
        _ => format!("{} {}", article(&field.label), field.label),
    }
}

fn article(label: &str) -> &'static str {
    match label.chars().next() {
        // "an NHS number", "an email address"; "a UPRN" is said "you pee are en".
        Some('a' | 'e' | 'i' | 'o' | 'A' | 'E' | 'I' | 'O') => "an",
        Some('N') if label.starts_with("NHS") => "an",
        _ => "a",
    }
}
