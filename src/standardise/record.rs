use std::borrow::Cow;
use std::sync::Arc;

use super::category::{self, Category};
use super::codes::Codes;
use super::finding::Standardised;
use super::gazetteer::Gazetteer;
use super::lookups::Lookups;
use super::{
    Day, Finding, address_line, date, digits, email, full_name, location, name, nhs_number,
    one_line_address, phone, postcode, sex, text, timestamp, uprn,
};
use crate::agreement::{Agreement, FieldKind};
use crate::read::{FieldSource, Mapping, Part, Row};
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
    fields: Vec<FieldReader>,
    latest: Day,
}

/// How the cells of one field become its value.
struct FieldReader {
    kind: FieldKind,
    source: Option<FieldSource>,
    /// Of a category, the values it lists.
    category: Option<Category>,
    codes: Option<Arc<Codes>>,
    gazetteer: Option<Arc<Gazetteer>>,
}

impl FieldReader {
    fn standardise(&self, raw: &str, latest: Day) -> Standardised {
        if let Some(codes) = &self.codes {
            return codes.standardise(raw);
        }
        if let Some(gazetteer) = &self.gazetteer {
            return gazetteer.standardise(raw);
        }
        match &self.category {
            Some(category) => category.standardise(raw),
            None => standardise_value(self.kind, raw, latest),
        }
    }
}

impl Standardiser {
    /// `latest` is the last day a birth date can be: today.
    #[must_use]
    pub fn new(agreement: &Agreement, mapping: &Mapping, latest: Day) -> Self {
        let fields = agreement
            .fields()
            .iter()
            .enumerate()
            .map(|(position, field)| FieldReader {
                kind: field.kind,
                source: mapping.source_of(position).cloned(),
                category: (field.kind == FieldKind::Category).then(|| Category::of(field)),
                codes: None,
                gazetteer: None,
            })
            .collect();
        Self { fields, latest }
    }

    /// The same, with cells looked up in these tables.
    #[must_use]
    pub fn with_lookups(mut self, lookups: &Lookups) -> Self {
        for (position, field) in self.fields.iter_mut().enumerate() {
            field.codes = lookups.codes_of(position).cloned();
            field.gazetteer = lookups.gazetteer_for(field.kind).cloned();
        }
        self
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
        let mut spare = String::new();
        for (position, field) in self.fields.iter().enumerate() {
            let Some(source) = &field.source else {
                record.values.push(None);
                continue;
            };
            let raw = part_of(source.part, source.raw(row.cells, &mut spare));
            let Standardised { value, finding } = field.standardise(&raw, self.latest);
            seen(position, row.number, value.is_some(), finding);
            record.values.push(value);
        }
    }
}

/// What of a cell's text is the field's. A whole name or address that cannot be split goes to the surname or the address
/// line as it is, whose standardiser then says what is wrong with it.
#[must_use]
pub fn part_of(part: Part, raw: &str) -> Cow<'_, str> {
    match part {
        Part::Whole | Part::DateParts | Part::Moment { .. } | Part::Coordinates { .. } => {
            Cow::Borrowed(raw)
        }
        Part::GivenName => match full_name::split(raw) {
            Some(name) => Cow::Owned(name.given),
            None => Cow::Borrowed(""),
        },
        Part::Surname => match full_name::split(raw) {
            Some(name) => Cow::Owned(name.surname),
            None => Cow::Borrowed(raw),
        },
        Part::AddressLine => {
            let parts = one_line_address::split(raw);
            match (parts.line, parts.postcode) {
                (Some(line), _) => Cow::Owned(line),
                (None, Some(_)) => Cow::Borrowed(""),
                (None, None) => Cow::Borrowed(raw),
            }
        }
        Part::Postcode => Cow::Owned(one_line_address::split(raw).postcode.unwrap_or_default()),
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
        FieldKind::Category => category::standardise(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;
    use crate::read::{ColumnMapping, MappingRequest, ReadOptions, Table};
    use proptest::prelude::*;

    #[test]
    fn split_and_joined_columns_fill_their_fields() {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        let text = "who,y,m,d,where\n\"VAN DYK, Ann\",1980,2,3,\"1 High Street, Anytown, AB1 2CD\"\nUNKNOWN,1980,,3,\n";
        let mut rows = Table::open(
            "f.csv",
            text.len() as u64,
            text.as_bytes(),
            &ReadOptions::default(),
        )
        .unwrap();
        let request = |columns: &[&str], fields: &[&str]| MappingRequest {
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            fields: fields.iter().map(|&name| name.to_owned()).collect(),
        };
        let asked = ColumnMapping {
            named: vec![
                request(&["who"], &["given_name", "surname"]),
                request(&["d", "m", "y"], &["birth_date"]),
                request(&["where"], &["address_line", "postcode"]),
            ],
            only_named: true,
            id_column: None,
        };
        let mapping = Mapping::new(&agreement, "f.csv", rows.header(), &asked).unwrap();
        let latest = Day::new(2026, 1, 1).unwrap();
        let standardiser = Standardiser::new(&agreement, &mapping, latest);
        let mut record = StandardRecord::default();
        let mut values = || {
            let row = rows.next_row().unwrap().unwrap();
            let mut findings = Vec::new();
            standardiser.standardise(&row, &mut record, |_, _, _, finding| {
                findings.extend(finding);
            });
            let value = |name: &str| {
                record
                    .value(agreement.field_position(name).unwrap())
                    .map(str::to_owned)
            };
            let names = [
                "given_name",
                "surname",
                "birth_date",
                "address_line",
                "postcode",
            ];
            (names.map(value), findings)
        };
        let (found, findings) = values();
        let wanted = ["ANN", "VANDYK", "19800203", "1 HIGH STREET", "AB12CD"];
        assert_eq!(found[0].as_deref(), Some(wanted[0]));
        assert_eq!(
            found[1]
                .as_deref()
                .map(|name| name.replace(' ', ""))
                .as_deref(),
            Some(wanted[1])
        );
        assert_eq!(found[2].as_deref(), Some(wanted[2]));
        assert!(
            found[3]
                .as_deref()
                .is_some_and(|line| line.starts_with("1 HIGH S")),
            "{found:?}"
        );
        assert_eq!(found[4].as_deref(), Some(wanted[4]));
        assert!(findings.is_empty(), "{findings:?}");
        let (found, findings) = values();
        assert_eq!(found, [const { None }; 5]);
        assert_eq!(findings, [Finding::NamePlaceholder, Finding::PartialDate]);
    }

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
