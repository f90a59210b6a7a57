//! What is in an extract, counted.

use sha2::{Digest as _, Sha256};

use super::{Error, InspectColumn, InspectReport, detail, read};
use crate::encode::EncodingLayout;
use crate::exchange::Extract;
use crate::report::{
    AlikeRows, ExtractCounts, FilterFill, RevealedFilter, Subject, ValueCounts, grouped,
    what_an_extract_reveals, what_attributes_reveal,
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
    // Whether it is hardened stands in the agreement: a header can say anything.
    let filter = match layout.filter_bytes() {
        0 => RevealedFilter::None,
        _ => RevealedFilter::AsAgreed,
    };
    let attributes = layout.attributes().iter();
    let attributes: Vec<_> = attributes.map(|one| one.name.as_str()).collect();
    let holds = holds(layout, &attributes);
    let mut reveals = what_an_extract_reveals(
        counts.subject,
        counts.rows,
        layout.match_keys().len(),
        filter,
        layout.field_filters().len(),
    );
    reveals.extend(what_attributes_reveal(counts.subject, &attributes));
    Ok(InspectReport {
        kind: "extract",
        summary: format!(
            "An extract of {} records made by {}. It holds {holds}.",
            grouped(counts.rows),
            header.party
        ),
        details: vec![
            detail("Party", header.party.clone()),
            detail("Made for", whom),
            detail("Records", grouped(counts.rows)),
            detail("Size in bytes", grouped(size as u64)),
            detail("Agreement digest", header.agreement_digest.to_string()),
            detail("Key commitment", header.key_commitment.to_string()),
            detail("Encoding", header.encoding.clone()),
        ],
        columns: columns(&extract, &counts),
        reveals,
        holders: counts.holders(),
    })
}

/// What there is of a record beside its reference.
fn holds(layout: &EncodingLayout, attributes: &[&str]) -> String {
    let mut kinds = Vec::new();
    if !layout.match_keys().is_empty() {
        kinds.push("tokens".to_owned());
    }
    if layout.filter_bytes() > 0 {
        kinds.push("record filters".to_owned());
    }
    if !layout.field_filters().is_empty() {
        kinds.push("field filters".to_owned());
    }
    if !attributes.is_empty() {
        kinds.push(format!("coded attributes ({})", attributes.join(", ")));
    }
    let last = kinds.pop().unwrap_or_else(|| "references".to_owned());
    let only = if kinds.is_empty() { " only" } else { "" };
    let before = kinds.join(", ");
    let and = if kinds.is_empty() { "" } else { " and " };
    format!("{before}{and}{last}{only}: no names, dates, numbers or addresses as they were")
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
    for (position, attribute) in layout.attributes().iter().enumerate() {
        let places = (0..extract.len()).filter_map(|row| extract.attribute(position, row));
        let meaning = format!(
            "attribute: which of {} agreed values, and no other text",
            attribute.values
        );
        let values = count_values(&attribute.name, places);
        columns.push(column(
            format!("attribute_{}", attribute.name),
            meaning,
            &values,
        ));
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
        subject: Subject::with_attributes(layout.attributes().len()),
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

/// Counts by sorting: a file may have millions of rows, and a hash table of its values takes several times their room.
fn count_values<T: Ord>(name: &str, values: impl Iterator<Item = T>) -> ValueCounts {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let mut counts = ValueCounts {
        name: name.to_owned(),
        rows: values.len() as u64,
        repeated: 0,
        distinct: 0,
        once: 0,
        rarest: if values.is_empty() { 0 } else { u64::MAX },
        commonest: 0,
    };
    for equal in values.chunk_by(|one, other| one == other) {
        let rows = equal.len() as u64;
        counts.distinct += 1;
        counts.once += u64::from(rows == 1);
        counts.repeated += if rows > 1 { rows } else { 0 };
        counts.rarest = counts.rarest.min(rows);
        counts.commonest = counts.commonest.max(rows);
    }
    counts
}

/// Counts one match key after the other, so that no more than the tokens of one are in memory twice.
fn count_alike(extract: &Extract) -> AlikeRows {
    let keys = extract.header().layout.match_keys().len();
    let rows = extract.len();
    let mut shares_a_token = vec![false; rows];
    for key in 0..keys {
        let with_row = (0..rows).filter_map(|row| Some((extract.token(key, row)?, row)));
        let mut tokens: Vec<_> = with_row.collect();
        tokens.sort_unstable();
        for equal in tokens.chunk_by(|(one, _), (other, _)| one == other) {
            for &(_, row) in equal.iter().filter(|_| equal.len() > 1) {
                shares_a_token[row] = true;
            }
        }
    }
    // Which match keys a row has tokens of, and of rows that have any, all of them as one digest.
    let mut patterns = Vec::with_capacity(rows);
    let mut whole = Vec::new();
    for row in 0..rows {
        let mut pattern = Sha256::new();
        let mut tokens = Sha256::new();
        let mut any = false;
        for key in 0..keys {
            let token = extract.token(key, row);
            any |= token.is_some();
            pattern.update([u8::from(token.is_some())]);
            tokens.update([u8::from(token.is_some())]);
            tokens.update(token.unwrap_or(Token::new([0; 16])).as_bytes());
        }
        patterns.push(short(pattern));
        if any {
            whole.push(short(tokens));
        }
    }
    let with_token = whole.len() as u64;
    let whole = count_values("", whole.into_iter());
    let patterns = count_values("", patterns.into_iter());
    AlikeRows {
        with_token,
        share_a_token: shares_a_token.iter().filter(|shared| **shared).count() as u64,
        share_every_token: whole.repeated,
        patterns: patterns.distinct,
        alone_in_pattern: patterns.once,
    }
}

/// Half a digest: two rows that differ have the same with a probability of 2^-128.
fn short(digest: Sha256) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&digest.finalize()[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Role;
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
