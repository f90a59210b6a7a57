//! A mapping of columns saved to be used again on the next export.

use serde::{Deserialize, Serialize};

use super::{ColumnMapping, MappingRequest, ReadError};

/// The largest mapping file read, in bytes.
const MAX_BYTES: usize = 1 << 20;
const FORMAT: &str = "split-tally/mapping";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    format: String,
    version: u32,
    columns: Vec<MappingRequest>,
    id_column: Option<String>,
}

impl ColumnMapping {
    /// The mapping as the text of a file: JSON with headers and fields' names, and no value of any row.
    #[must_use]
    pub fn to_json(&self) -> String {
        let file = MappingFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            columns: self.named.clone(),
            id_column: self.id_column.clone(),
        };
        // Serialising plain structs of strings to memory has no way to fail.
        let mut json = serde_json::to_string_pretty(&file).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads a saved mapping. Only the columns it names are used.
    ///
    /// # Errors
    /// [`ReadError::NotAMapping`].
    pub fn from_json(name: &str, json: &str) -> Result<Self, ReadError> {
        let refuse = |reason: String| ReadError::NotAMapping {
            file: name.to_owned(),
            reason,
        };
        if json.len() > MAX_BYTES {
            return Err(refuse(format!("it has more than {MAX_BYTES} bytes")));
        }
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let file: MappingFile =
            serde_json::from_str(json).map_err(|error| refuse(format!("line {}", error.line())))?;
        if file.format != FORMAT || file.version != VERSION {
            return Err(refuse("its format or version is another".to_owned()));
        }
        Ok(Self {
            named: file.columns,
            only_named: true,
            id_column: file.id_column,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read_again() {
        let mapping = ColumnMapping {
            named: vec![
                MappingRequest::one("Forename", "given_name"),
                MappingRequest {
                    columns: vec!["House".to_owned(), "Street".to_owned()],
                    fields: vec!["address_line".to_owned()],
                },
            ],
            only_named: true,
            id_column: Some("Ref".to_owned()),
        };
        assert_eq!(
            ColumnMapping::from_json("m.json", &mapping.to_json()),
            Ok(mapping)
        );
    }

    #[test]
    fn other_files_are_refused() {
        let refused = |json: &str| {
            ColumnMapping::from_json("m.json", json)
                .unwrap_err()
                .to_string()
        };
        assert!(refused("").contains("m.json"));
        assert!(refused("{\"format\":\"split-tally/agreement\",\"version\":1,\"columns\":[],\"id_column\":null}").contains("another"));
        assert!(refused("{\"format\":\"split-tally/mapping\",\"version\":1,\"columns\":[],\"id_column\":null,\"x\":1}").contains("line 1"));
        assert!(refused(&" ".repeat(MAX_BYTES + 1)).contains("bytes"));
    }
}
