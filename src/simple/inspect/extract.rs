//! What is in an extract, counted.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Error, InspectColumn, InspectReport, detail, read};
use crate::agreement::Role;
use crate::exchange::Extract;
use crate::report::{
    AlikeRows, ExtractCounts, FilterFill, RevealedFilter, ValueCounts, what_an_extract_reveals,
};
use crate::units::Token;

pub(super) fn inspect(file: &str, bytes: Vec<u8>) -> Result<InspectReport, Error> {
    let size = bytes.len();
    let extract = read(file, bytes)?;
    let header = extract.header();
    let layout = &header.layout;
    let counts = count(&extract);
    let whom = header.recipient.as_ref().map_or_else(
        || "the parties themselves (the agreement names no recipients)".to_owned(),
        |recipient| format!("{} ({})", recipient.name, recipient.role),
    );
    let is_for_matcher = header
        .recipient
        .as_ref()
        .is_some_and(|recipient| recipient.role == Role::Matcher);
    let filter = match (layout.filter_bytes(), is_for_matcher) {
        (0, _) => RevealedFilter::None,
        // No agreement lets a matcher have plain ones.
        (_, true) => RevealedFilter::Hardened,
        (_, false) => RevealedFilter::AsAgreed,
    };
    Ok(InspectReport {
        kind: "extract",
        summary: format!(
            "An extract of {} records made by {}. It holds tokens only: no names, dates, numbers or addresses.",
            counts.rows, header.party
        ),
        details: vec![
            detail("Party", header.party.clone()),
            detail("Made for", whom),
            detail("Records", counts.rows.to_string()),
            detail("Size in bytes", size.to_string()),
            detail("Agreement digest", header.agreement_digest.to_string()),
            detail("Key commitment", header.key_commitment.to_string()),
            detail("Encoding", header.encoding.clone()),
        ],
        columns: columns(&extract, &counts),
        reveals: what_an_extract_reveals(
            counts.rows,
            layout.match_keys().len(),
            filter,
            layout.field_filters().len(),
        ),
        holders: counts.holders(),
    })
}

fn columns(extract: &Extract, counts: &ExtractCounts) -> Vec<InspectColumn> {
    let layout = &extract.header().layout;
    let column = |name: String, meaning: String, values: &ValueCounts| InspectColumn {
        name,
        meaning,
        filled: values.rows,
        repeated: values.repeated,
        distinct: values.distinct,
        rarest: values.rarest,
        commonest: values.commonest,
    };
    let mut columns = vec![InspectColumn {
        name: "record".to_owned(),
        meaning: "random record reference; the owner's crosswalk says which record it is"
            .to_owned(),
        filled: counts.rows,
        repeated: 0,
        distinct: counts.rows,
        rarest: u64::from(counts.rows > 0),
        commonest: u64::from(counts.rows > 0),
    }];
    for values in &counts.match_keys {
        columns.push(column(
            format!("key_{}", values.name),
            "match-key token (128 bits)".to_owned(),
            values,
        ));
    }
    if let (Some(values), Some(fill)) = (&counts.filter, &counts.fill) {
        let meaning = format!(
            "record filter of {} bits, {:.0}% of them set on average",
            fill.bits,
            fill.average_percent()
        );
        columns.push(column("filter".to_owned(), meaning, values));
    }
    for (filter, values) in layout.field_filters().iter().zip(&counts.field_filters) {
        let meaning = format!(
            "field filter of {} bits: equal values have equal filters",
            filter.bytes * 8
        );
        columns.push(column(format!("field_{}", filter.name), meaning, values));
    }
    columns
}

/// Counts what anybody who has the file can count.
fn count(extract: &Extract) -> ExtractCounts {
    let header = extract.header();
    let layout = &header.layout;
    let rows = extract.len();
    let names = layout.match_keys().iter().enumerate();
    let match_keys = names.map(|(key, name)| {
        let tokens = (0..rows).filter_map(|row| extract.token(key, row));
        count_values(name, tokens)
    });
    let has_filter = layout.filter_bytes() > 0;
    let filters = || (0..rows).filter_map(|row| extract.filter(row));
    let fields = layout.field_filters().iter().enumerate();
    let field_filters = fields.map(|(field, filter)| {
        let filters = (0..rows).filter_map(|row| extract.field_filter(field, row));
        count_values(&filter.name, filters)
    });
    let set = filters().map(|words| words.iter().map(|word| u64::from(word.count_ones())).sum());
    ExtractCounts {
        rows: rows as u64,
        recipient: header
            .recipient
            .as_ref()
            .map(|recipient| (recipient.name.clone(), recipient.role)),
        match_keys: match_keys.collect(),
        filter: has_filter.then(|| count_values("filter", filters())),
        fill: has_filter.then(|| FilterFill::new(layout.filter_bytes() * 8, set)),
        field_filters: field_filters.collect(),
        alike: count_alike(extract),
    }
}

fn count_values<T: Eq + Hash>(name: &str, values: impl Iterator<Item = T>) -> ValueCounts {
    let mut counts: HashMap<T, u64> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    ValueCounts {
        name: name.to_owned(),
        rows: counts.values().sum(),
        repeated: counts.values().filter(|&&count| count > 1).sum(),
        distinct: counts.len() as u64,
        once: counts.values().filter(|&&count| count == 1).count() as u64,
        rarest: counts.values().min().copied().unwrap_or(0),
        commonest: counts.values().max().copied().unwrap_or(0),
    }
}

fn count_alike(extract: &Extract) -> AlikeRows {
    let keys = extract.header().layout.match_keys().len();
    let mut holders: Vec<HashMap<Token, u64>> = vec![HashMap::new(); keys];
    for (key, holders) in holders.iter_mut().enumerate() {
        for token in (0..extract.len()).filter_map(|row| extract.token(key, row)) {
            *holders.entry(token).or_default() += 1;
        }
    }
    let is_shared = |(token, holders): (&Option<Token>, &HashMap<Token, u64>)| {
        token.is_some_and(|token| holders.get(&token).is_some_and(|&count| count > 1))
    };
    let mut share_a_token = 0;
    let mut whole: HashMap<Vec<Option<Token>>, u64> = HashMap::new();
    let mut patterns: HashMap<u64, u64> = HashMap::new();
    let mut with_token = 0;
    for row in 0..extract.len() {
        let tokens: Vec<_> = (0..keys).map(|key| extract.token(key, row)).collect();
        let pattern = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.is_some())
            .fold(0u64, |pattern, (key, _)| pattern | 1 << key);
        *patterns.entry(pattern).or_default() += 1;
        if pattern != 0 {
            with_token += 1;
            share_a_token += u64::from(tokens.iter().zip(&holders).any(is_shared));
            *whole.entry(tokens).or_default() += 1;
        }
    }
    AlikeRows {
        with_token,
        share_a_token,
        share_every_token: whole.values().filter(|&&count| count > 1).sum(),
        patterns: patterns.len() as u64,
        alone_in_pattern: patterns.values().filter(|&&count| count == 1).count() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::{EncodingBatch, EncodingLayout, FieldFilterLayout};
    use crate::exchange::{ExtractHeader, ExtractRecipient, ExtractWriter};
    use crate::units::{Digest, RecordReference};

    /// Six rows, written out. Tokens by their first byte, 0 for none; a filter by how many of its 64 bits are set.
    ///
    /// | row | nhs | name | filter | surname filter |
    /// |---|---|---|---|---|
    /// | 1 | 1 | 7 | 8 | a |
    /// | 2 | 1 | 7 | 8 | a |
    /// | 3 | 2 | 7 | 16 | a |
    /// | 4 | - | 8 | 24 | b |
    /// | 5 | 3 | - | - | - |
    /// | 6 | - | - | 32 | - |
    fn extract() -> Vec<u8> {
        let surname = FieldFilterLayout {
            name: "surname".to_owned(),
            bytes: 8,
        };
        let layout = EncodingLayout::new(vec!["nhs".to_owned(), "name".to_owned()], 8)
            .with_field_filters(vec![surname]);
        let header = ExtractHeader {
            party: "A".to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([2; 32]),
            encoding: "test".to_owned(),
            recipient: Some(ExtractRecipient {
                name: "Data Trust".to_owned(),
                role: Role::Linker,
            }),
            layout: layout.clone(),
        };
        let mut batch = EncodingBatch::new(&layout);
        for (row, nhs, name, bits, surname) in [
            (1u8, 1u8, 7u8, 8u32, 1u8),
            (2, 1, 7, 8, 1),
            (3, 2, 7, 16, 1),
            (4, 0, 8, 24, 2),
            (5, 3, 0, 0, 0),
            (6, 0, 0, 32, 0),
        ] {
            let token = |byte: u8| (byte != 0).then(|| Token::new([byte; 16]));
            let filter = ((1u64 << bits) - 1).to_le_bytes();
            let surname_filter = [surname; 8];
            batch.push_with_field_filters(
                RecordReference::new([row; 16]),
                &[token(nhs), token(name)],
                (bits != 0).then_some(&filter[..]),
                std::iter::once((surname != 0).then_some(&surname_filter[..])),
            );
        }
        let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
        writer.write_row_group(&batch.sorted()).unwrap();
        writer.finish().unwrap().0
    }

    #[test]
    fn columns_are_counted() {
        let report = inspect("a.parquet", extract()).unwrap();
        let counted: Vec<_> = report
            .columns
            .iter()
            .map(|column| {
                (
                    column.name.as_str(),
                    [
                        column.filled,
                        column.repeated,
                        column.distinct,
                        column.rarest,
                        column.commonest,
                    ],
                )
            })
            .collect();
        assert_eq!(
            counted,
            [
                ("record", [6, 0, 6, 1, 1]),
                ("key_nhs", [4, 2, 3, 1, 2]),
                ("key_name", [4, 3, 2, 1, 3]),
                ("filter", [5, 2, 4, 1, 2]),
                ("field_surname", [4, 3, 2, 1, 3]),
            ]
        );
        // (8 + 8 + 16 + 24 + 32) / (5 * 64) = 27.5%
        assert!(
            report.columns[3]
                .meaning
                .contains("64 bits, 28% of them set")
        );
    }

    #[test]
    fn each_holder_is_told_what_this_file_shows() {
        let report = inspect("a.parquet", extract()).unwrap();
        assert!(
            report
                .details
                .iter()
                .any(|detail| detail.label == "Made for" && detail.value == "Data Trust (linker)")
        );
        let [without, with] = &report.holders[..] else {
            panic!("two holders: {:?}", report.holders);
        };
        let said = without.learns.join("\n");
        for words in [
            "6 records",
            // Tokens: nhs 1 1 2 3, name 7 7 7 8; rows 1, 2 and 3 hold one that another row has.
            "8 tokens",
            "3 of them stand in one row only",
            "3 rows hold at least one token that another row has too",
            "The commonest token is one of \"name\" and stands in 3 rows",
            "2 rows share every token with another row",
            // Patterns: both (1, 2, 3), name alone, nhs alone, none.
            "4 different patterns of missing tokens, and 3 rows have a pattern that no other row has",
            "8 to 32 of 64 bits",
            "10% to 20%: 2; 20% to 30%: 1; 30% to 40%: 1; 50% to 60%: 1",
            "2 rows have a record filter that another row has too",
            "The commonest value of \"surname\" stands in 3 rows",
        ] {
            assert!(said.contains(words), "{words}:\n{said}");
        }
        let said = with.learns.join("\n");
        assert!(said.contains("5 of the 6 rows"), "{said}");
    }

    #[test]
    fn an_extract_without_rows_has_nothing_to_count() {
        let layout = EncodingLayout::new(vec!["nhs".to_owned()], 8);
        let header = ExtractHeader {
            party: "A".to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([2; 32]),
            encoding: "test".to_owned(),
            recipient: None,
            layout,
        };
        let writer = ExtractWriter::new(header, Vec::new()).unwrap();
        let report = inspect("a.parquet", writer.finish().unwrap().0).unwrap();
        assert_eq!(report.columns[1].commonest, 0);
        assert_eq!(report.holders.len(), 2);
    }
}
