use super::finding::Standardised;
use super::{
    Day, Finding, address_line, date, digits, email, location, name, nhs_number, phone, postcode,
    sex, text, timestamp, uprn,
};
use crate::agreement::{Agreement, FieldKind};
use crate::read::{Mapping, Row};
use crate::units::RowNumber;

/// The standard values of one record, in the order of the agreement's fields.
#[derive(Clone, Default)]
pub struct StandardRecord {
    values: Vec<Option<String>>,
}

impl StandardRecord {
    /// The standard value of the field at this position, if there is one.
    #[must_use]
    pub fn value(&self, field: usize) -> Option<&str> {
        self.values.get(field)?.as_deref()
    }

    /// Makes a record of values that are standard already.
    #[must_use]
    pub const fn from_values(values: Vec<Option<String>>) -> Self {
        Self { values }
    }
}

/// Standardises rows of one file under one agreement.
pub struct Standardiser {
    fields: Vec<(FieldKind, Option<usize>)>,
    latest: Day,
}

impl Standardiser {
    /// `latest` is the last day a birth date can be: today.
    #[must_use]
    pub fn new(agreement: &Agreement, mapping: &Mapping, latest: Day) -> Self {
        let fields = agreement
            .fields()
            .iter()
            .enumerate()
            .map(|(position, field)| (field.kind, mapping.cell_of(position)))
            .collect();
        Self { fields, latest }
    }

    /// Standardises one row into `record`. For each field with a column, `seen` is told the field's position, the
    /// row's number, whether a value came of it, and the finding if there is one.
    pub fn standardise(
        &self,
        row: &Row<'_>,
        record: &mut StandardRecord,
        mut seen: impl FnMut(usize, RowNumber, bool, Option<Finding>),
    ) {
        record.values.clear();
        for (position, &(kind, cell)) in self.fields.iter().enumerate() {
            let Some(cell) = cell else {
                record.values.push(None);
                continue;
            };
            let raw = row.cells.get(cell).unwrap_or_default();
            let Standardised { value, finding } = standardise_value(kind, raw, self.latest);
            seen(position, row.number, value.is_some(), finding);
            record.values.push(value);
        }
    }
}

/// Standardises one raw cell as a value of this kind. `latest` is the last day a date can be: today.
#[must_use]
pub fn standardise_value(kind: FieldKind, raw: &str, latest: Day) -> Standardised {
    match kind {
        FieldKind::GivenName => name::standardise_given(raw),
        FieldKind::Name => name::standardise(raw),
        FieldKind::BirthDate => date::standardise(raw, latest),
        FieldKind::Sex => sex::standardise(raw),
        FieldKind::UkPostcode => postcode::standardise(raw),
        FieldKind::NhsNumber => nhs_number::standardise(raw),
        FieldKind::AddressLine => address_line::standardise(raw),
        FieldKind::Uprn => uprn::standardise(raw),
        FieldKind::Phone => phone::standardise(raw),
        FieldKind::Email => email::standardise(raw),
        FieldKind::Location => location::standardise(raw),
        FieldKind::DateTime => timestamp::standardise(raw, latest),
        FieldKind::Digits => digits::standardise(raw),
        FieldKind::Text => text::standardise(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Of every kind: nothing panics on any text, what has a standard form keeps it, and a value that cannot be used
        /// comes with the reason.
        #[test]
        fn standard_forms_are_final(raw in any::<String>(), cell in "[-0-9A-Za-zÀ-ÿ'\u{2019}\"().,:;/+@ ]{0,40}") {
            let latest = Day::new(2026, 1, 1).unwrap();
            for (raw, &kind) in [&raw, &cell].into_iter().flat_map(|raw| FieldKind::ALL.iter().map(move |kind| (raw, kind))) {
                let found = standardise_value(kind, raw, latest);
                if let Some(once) = &found.value {
                    prop_assert!(!once.is_empty(), "{kind:?}");
                    let again = standardise_value(kind, once, latest).value;
                    prop_assert_eq!(again.as_ref(), Some(once), "{:?}", kind);
                }
                if let Some(finding) = found.finding {
                    let is_note = finding.severity() == crate::standardise::Severity::Note;
                    prop_assert_eq!(is_note, found.value.is_some(), "{:?}", finding);
                }
            }
        }
    }
}
