use serde::{Deserialize, Serialize};

/// Which agreement a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementReference {
    /// Its title.
    pub title: String,
    /// Its digest in hexadecimal.
    pub digest: String,
}

/// The record of one `prepare`, for the information-governance file. Holds counts, names of columns and digests; never
/// a cell value of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord<Q, M, R> {
    /// Always `split-tally/run-record`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The versions of encoding and standardisation.
    pub encoding: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// The key check code.
    pub key_check_code: String,
    /// Who prepared.
    pub party: String,
    /// For whom; absent where the agreement names no recipients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RunRecordRecipient>,
    /// The file that was read.
    pub input: RunRecordInput,
    /// How each column was used.
    pub mapping: Vec<M>,
    /// The column of the owner's own ids; row numbers stand in for it when absent.
    pub id_column: Option<String>,
    /// What was done with values that cannot be what they should be: `refuse` or `blank`.
    pub invalid_values: String,
    /// How the file was read.
    pub reading: R,
    /// What was chosen about which rows take part, in words.
    pub choices: Vec<String>,
    /// Where records keep the references of an earlier extract: how many do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continued: Option<Continued>,
    /// Rows left out, and why.
    pub excluded: Vec<Excluded>,
    /// What was found wrong with the data.
    pub quality: Q,
    /// The file that was made.
    pub extract: RunRecordExtract,
    /// By match key, how many rows have a token.
    pub match_keys: Vec<FilledKey>,
    /// The attributes that travel beside tokens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<RunRecordAttribute>,
    /// What the extract reveals, and to whom.
    pub reveals: Vec<String>,
}

/// The file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecordInput {
    /// Its name, without folders.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Records in it.
    pub rows: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecordExtract {
    /// Rows in it.
    pub rows: u64,
    /// Its size, before it was encrypted where it was.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal, before it was encrypted where it was: what the match report says of it.
    pub sha256: String,
    /// The file that is sent in its place, where the recipient has a public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<RunRecordEncrypted>,
}

/// For whom an extract was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecordRecipient {
    /// Who.
    pub name: String,
    /// What they may hold: `partner`, `matcher` or `linker`.
    pub role: String,
}

/// An extract as it was encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecordEncrypted {
    /// The age public key that it was encrypted to.
    pub public_key: String,
    /// The encrypted file's size.
    pub bytes: u64,
    /// The encrypted file's SHA-256 in hexadecimal: what whoever receives it can compare.
    pub sha256: String,
}

/// References of an earlier extract, in records of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continued {
    /// Records that keep theirs: whoever has both extracts sees which they are.
    pub kept: u64,
    /// Records that were not in it.
    pub new: u64,
    /// Records of it that are not in this one.
    pub gone: u64,
}

/// Rows left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Why.
    pub reason: String,
    /// How many.
    pub rows: u64,
}

/// An attribute that travels beside tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecordAttribute {
    /// Its name.
    pub name: String,
    /// What people see.
    pub label: String,
    /// The column it was read from; absent where the file has none, so that it is missing for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The parties that may see it record by record.
    pub seen_by: Vec<String>,
    /// Rows that have a value.
    pub filled: u64,
    /// Rows that have none.
    pub missing: u64,
    /// Cells that were none of the agreed values, and were left blank.
    pub invalid: u64,
}

/// How many rows have a token of one match key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledKey {
    /// The match key's name.
    pub name: String,
    /// Rows with a token.
    pub filled: u64,
}
