use super::{ExtractError, ExtractHeader, ExtractRecipient};
use crate::{
    agreement::Role,
    encode::{AttributeLayout, EncodingLayout, FieldFilterLayout},
    units::Digest,
};

/// The one version of the format there is.
const VERSION: &str = "1";
const FORMAT: &str = "extract";
/// What the footer names as its writer. Parquet readers look for "NAME version NUMBER".
pub(super) const CREATED_BY: &str = "split-tally version 1";

const KEYS: [&str; 10] = [
    "split-tally.format",
    "split-tally.version",
    "split-tally.party",
    "split-tally.agreement_digest",
    "split-tally.key_commitment",
    "split-tally.encoding",
    "split-tally.match_keys",
    "split-tally.filter_bits",
    "split-tally.rows",
    "split-tally.rows_digest",
];

/// There together, or not at all.
const RECIPIENT_KEYS: [&str; 2] = ["split-tally.recipient", "split-tally.role"];
/// There exactly where there are field filters, so that extracts without them stay as they were.
const FIELD_FILTERS: &str = "split-tally.field_filters";
/// There exactly where there are attributes.
const ATTRIBUTES: &str = "split-tally.attributes";

/// A key and its value, as bytes of the footer.
pub(super) type Pair<'a> = (&'a [u8], &'a [u8]);

/// The key-value metadata of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) header: ExtractHeader,
    pub(super) rows: u64,
    pub(super) rows_digest: Digest,
}

impl Metadata {
    /// Keys and values in the order in which they are written.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        let values = [
            FORMAT.to_owned(),
            VERSION.to_owned(),
            self.header.party.clone(),
            self.header.agreement_digest.to_string(),
            self.header.key_commitment.to_string(),
            self.header.encoding.clone(),
            self.header.joined_match_keys(),
            self.header.filter_bits().to_string(),
            self.rows.to_string(),
            self.rows_digest.to_string(),
        ];
        let field_filters = self.header.joined_field_filters();
        let field_filters = (!field_filters.is_empty()).then_some((FIELD_FILTERS, field_filters));
        let attributes = self.header.joined_attributes();
        let attributes = (!attributes.is_empty()).then_some((ATTRIBUTES, attributes));
        let recipient = self.header.recipient.iter().flat_map(|recipient| {
            let values = [recipient.name.clone(), recipient.role.name().to_owned()];
            RECIPIENT_KEYS.into_iter().zip(values)
        });
        KEYS.into_iter()
            .zip(values)
            .chain(field_filters)
            .chain(recipient)
            .chain(attributes)
    }

    /// Reads the pairs of a footer, in any order.
    pub(super) fn from_pairs(pairs: &[Pair<'_>]) -> Result<Self, ExtractError> {
        let [format, version, ..] = KEYS;
        match find(pairs, format) {
            Some(value) if value == FORMAT.as_bytes() => {}
            _ => return Err(ExtractError::NotAnExtract),
        }
        match find(pairs, version) {
            Some(value) if value == VERSION.as_bytes() => {}
            found => {
                let found = found.and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
                return Err(ExtractError::WrongFormatVersion { found });
            }
        }
        let known = || {
            let optional = [&FIELD_FILTERS, &ATTRIBUTES];
            KEYS.iter().chain(optional).chain(&RECIPIENT_KEYS)
        };
        if pairs
            .iter()
            .any(|(key, _)| !known().any(|known| known.as_bytes() == *key))
        {
            return Err(ExtractError::UnknownMetadata);
        }
        let mut values = [""; KEYS.len()];
        for (key, value) in KEYS.iter().zip(&mut values) {
            *value = find_text(pairs, key)?.ok_or(MISSING)?;
        }
        let field_filters = find_text(pairs, FIELD_FILTERS)?;
        let [
            _,
            _,
            party,
            agreement,
            commitment,
            encoding,
            match_keys,
            filter_bits,
            rows,
            rows_digest,
        ] = values;
        let header = ExtractHeader {
            party: party.to_owned(),
            agreement_digest: digest(agreement)?,
            key_commitment: digest(commitment)?,
            encoding: encoding.to_owned(),
            recipient: recipient(pairs)?,
            layout: layout(match_keys, filter_bits, field_filters)?
                .with_attributes(attributes(find_text(pairs, ATTRIBUTES)?)?),
        };
        header.check().map_err(ExtractError::Malformed)?;
        Ok(Self {
            header,
            rows: number(rows)?,
            rows_digest: digest(rows_digest)?,
        })
    }
}

fn find<'a>(pairs: &[Pair<'a>], key: &str) -> Option<&'a [u8]> {
    pairs
        .iter()
        .find_map(|(name, value)| (*name == key.as_bytes()).then_some(*value))
}

const MISSING: ExtractError = ExtractError::Malformed("a part of its metadata is missing");

/// The text of a key that may be there once.
fn find_text<'a>(pairs: &[Pair<'a>], key: &str) -> Result<Option<&'a str>, ExtractError> {
    let mut found = pairs.iter().filter(|(name, _)| *name == key.as_bytes());
    let Some((_, text)) = found.next() else {
        return Ok(None);
    };
    if found.next().is_some() {
        return Err(ExtractError::Malformed(
            "a part of its metadata is there twice",
        ));
    }
    std::str::from_utf8(text)
        .map(Some)
        .map_err(|_| ExtractError::Malformed("its metadata is not text"))
}

fn recipient(pairs: &[Pair<'_>]) -> Result<Option<ExtractRecipient>, ExtractError> {
    let [name, role] = RECIPIENT_KEYS;
    match (find_text(pairs, name)?, find_text(pairs, role)?) {
        (None, None) => Ok(None),
        (Some(name), Some(role)) => Ok(Some(ExtractRecipient {
            name: name.to_owned(),
            role: Role::from_name(role).ok_or(ExtractError::Malformed(
                "the role of its recipient is not a valid one",
            ))?,
        })),
        _ => Err(MISSING),
    }
}

fn digest(text: &str) -> Result<Digest, ExtractError> {
    Digest::from_hex(text).ok_or(ExtractError::Malformed(
        "a digest in its metadata is not one",
    ))
}

/// A number in the one spelling it has: no sign, no leading zero.
fn number(text: &str) -> Result<u64, ExtractError> {
    text.parse()
        .ok()
        .filter(|number: &u64| number.to_string() == text)
        .ok_or(ExtractError::Malformed(
            "a number in its metadata is not one",
        ))
}

fn layout(
    match_keys: &str,
    filter_bits: &str,
    field_filters: Option<&str>,
) -> Result<EncodingLayout, ExtractError> {
    let names: Vec<String> = match match_keys {
        "" => Vec::new(),
        names => names.split(',').map(str::to_owned).collect(),
    };
    if names.len() > EncodingLayout::MAX_MATCH_KEYS {
        return Err(ExtractError::Malformed("it has too many match keys"));
    }
    let filter_bytes = bytes(
        filter_bits,
        "the length of its record filter is not a valid one",
    )?;
    let field_filters = match field_filters {
        Some(filters) => filters
            .split(',')
            .map(field_filter)
            .collect::<Result<Vec<_>, _>>()?,
        None => Vec::new(),
    };
    if field_filters.len() > EncodingLayout::MAX_FIELD_FILTERS
        || names.len() + field_filters.len() > EncodingLayout::MAX_COLUMNS
    {
        return Err(ExtractError::Malformed("it has too many field filters"));
    }
    Ok(EncodingLayout::new(names, filter_bytes).with_field_filters(field_filters))
}

/// A name and a length in bits, such as `surname:256`.
fn field_filter(text: &str) -> Result<FieldFilterLayout, ExtractError> {
    let (name, bits) = text.split_once(':').ok_or(ExtractError::Malformed(
        "its field filters are not described as they should be",
    ))?;
    Ok(FieldFilterLayout {
        name: name.to_owned(),
        bytes: bytes(bits, "the length of a field filter is not a valid one")?,
    })
}

/// Names and numbers of values, such as `rent_arrears:2,frailty:4`.
fn attributes(text: Option<&str>) -> Result<Vec<AttributeLayout>, ExtractError> {
    const DEFECT: ExtractError =
        ExtractError::Malformed("its attributes are not described as they should be");
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let attributes = text.split(',').map(|attribute| {
        let (name, values) = attribute.split_once(':').ok_or(DEFECT)?;
        Ok(AttributeLayout {
            name: name.to_owned(),
            values: u32::try_from(number(values)?).map_err(|_| DEFECT)?,
        })
    });
    let attributes = attributes.collect::<Result<Vec<_>, ExtractError>>()?;
    if attributes.len() > EncodingLayout::MAX_ATTRIBUTES {
        return Err(ExtractError::Malformed("it has too many attributes"));
    }
    Ok(attributes)
}

/// A length in bits as one in bytes.
fn bytes(bits: &str, defect: &'static str) -> Result<usize, ExtractError> {
    usize::try_from(number(bits)?)
        .ok()
        .filter(|bits| bits.is_multiple_of(8))
        .map(|bits| bits / 8)
        .ok_or(ExtractError::Malformed(defect))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Contents;

    fn metadata() -> Metadata {
        Metadata {
            header: ExtractHeader {
                party: "Ambulance".to_owned(),
                agreement_digest: Digest::new([1; 32]),
                key_commitment: Digest::new([2; 32]),
                encoding: "1".to_owned(),
                recipient: None,
                layout: EncodingLayout::new(vec!["a".to_owned(), "b".to_owned()], 16)
                    .with_field_filters(vec![FieldFilterLayout {
                        name: "surname".to_owned(),
                        bytes: 32,
                    }])
                    .with_attributes(vec![AttributeLayout {
                        name: "frailty".to_owned(),
                        values: 4,
                    }]),
            },
            rows: 7,
            rows_digest: Digest::new([3; 32]),
        }
    }

    /// Reads the pairs after one of them is replaced.
    fn read_with(key: &str, value: &str) -> Result<Metadata, ExtractError> {
        let metadata = metadata();
        let pairs: Vec<_> = metadata
            .pairs()
            .map(|(name, text)| (name, if name == key { value.to_owned() } else { text }))
            .collect();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, text)| (name.as_bytes(), text.as_bytes()))
            .collect();
        Metadata::from_pairs(&pairs)
    }

    #[test]
    fn comes_back_as_it_was_written() {
        assert_eq!(read_with("", "").unwrap(), metadata());
    }

    #[test]
    fn a_recipient_has_a_name_and_a_role() {
        let mut metadata = metadata();
        metadata.header.recipient = Some(ExtractRecipient {
            name: "Data Trust".to_owned(),
            role: Role::Matcher,
        });
        let pairs: Vec<_> = metadata.pairs().collect();
        assert_eq!(pairs[11].1, "Data Trust");
        assert_eq!(pairs[12], ("split-tally.role", "matcher".to_owned()));
        let read = |pairs: &[(&str, String)]| {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, text)| (name.as_bytes(), text.as_bytes()))
                .collect();
            Metadata::from_pairs(&pairs).map_err(|error| error.code())
        };
        assert_eq!(read(&pairs), Ok(metadata));
        let role_missing: Vec<_> = pairs[..12].iter().chain(&pairs[13..]).cloned().collect();
        assert_eq!(read(&role_missing), Err("exchange.malformed"));
        let mut other = pairs.clone();
        other[12].1 = "Matcher".to_owned();
        assert_eq!(read(&other), Err("exchange.malformed"));
        let mut twice = pairs.clone();
        twice.push(pairs[11].clone());
        assert_eq!(read(&twice), Err("exchange.malformed"));
        let mut shown = pairs;
        shown[11].1 = "<b>".to_owned();
        assert_eq!(read(&shown), Err("exchange.malformed"));
    }

    #[test]
    fn each_value_has_one_spelling() {
        let hex = "AB".repeat(32);
        for (key, value) in [
            ("split-tally.party", "<script>"),
            ("split-tally.agreement_digest", hex.as_str()),
            ("split-tally.key_commitment", "00"),
            ("split-tally.encoding", ""),
            ("split-tally.match_keys", "a,,b"),
            ("split-tally.match_keys", "a,a"),
            ("split-tally.filter_bits", "012"),
            ("split-tally.filter_bits", "12"),
            ("split-tally.filter_bits", "18446744073709551608"),
            ("split-tally.field_filters", ""),
            ("split-tally.field_filters", "surname"),
            ("split-tally.field_filters", "surname:"),
            ("split-tally.field_filters", ":256"),
            ("split-tally.field_filters", "surname:0256"),
            ("split-tally.field_filters", "surname:0"),
            ("split-tally.field_filters", "surname:32"),
            ("split-tally.field_filters", "surname:257"),
            ("split-tally.field_filters", "surname:192"),
            ("split-tally.field_filters", "surname:1024"),
            ("split-tally.field_filters", "surname:18446744073709551608"),
            ("split-tally.field_filters", "Surname:256"),
            ("split-tally.field_filters", "surname:256,"),
            ("split-tally.field_filters", "surname:256,surname:256"),
            ("split-tally.field_filters", "surname:256:256"),
            ("split-tally.attributes", ""),
            ("split-tally.attributes", "frailty"),
            ("split-tally.attributes", "frailty:"),
            ("split-tally.attributes", "frailty:1"),
            ("split-tally.attributes", "frailty:04"),
            ("split-tally.attributes", "frailty:65"),
            ("split-tally.attributes", "frailty:260"),
            ("split-tally.attributes", "frailty:1535"),
            ("split-tally.attributes", "frailty:3640001"),
            ("split-tally.attributes", "frailty:91000000"),
            ("split-tally.attributes", "frailty:4294967298"),
            ("split-tally.attributes", "Frailty:4"),
            ("split-tally.attributes", "frailty:4,"),
            ("split-tally.attributes", "frailty:4,frailty:4"),
            ("split-tally.rows", "+7"),
            ("split-tally.rows", "-7"),
            ("split-tally.rows_digest", ""),
        ] {
            let error = read_with(key, value).unwrap_err();
            assert_eq!(error.code(), "exchange.malformed", "{key}={value}");
            assert!(value.is_empty() || !error.to_string().contains(value));
        }
        let many = vec!["a"; 64].join(",");
        assert!(read_with("split-tally.match_keys", &many).is_err());
    }

    #[test]
    fn there_is_room_for_63_match_keys_and_field_filters_and_16_of_these() {
        let keys = |count: usize| {
            let names: Vec<_> = (0..count).map(|key| format!("k{key}")).collect();
            names.join(",")
        };
        let fields = |count: usize| {
            let names: Vec<_> = (0..count).map(|field| format!("f{field}:64")).collect();
            names.join(",")
        };
        for (key_count, field_count, accepted) in [
            (47, 16, true),
            (48, 16, false),
            (62, 1, true),
            (63, 1, false),
            (2, 17, false),
        ] {
            let found = layout(&keys(key_count), "0", Some(&fields(field_count)));
            assert_eq!(found.is_ok(), accepted, "{key_count} and {field_count}");
        }
    }

    #[test]
    fn without_field_filters_nothing_is_said_of_them() {
        let mut metadata = metadata();
        metadata.header.layout = metadata.header.layout.restricted_to(Contents::NONE);
        assert!(metadata.pairs().all(|(name, _)| name != FIELD_FILTERS));
    }
}
