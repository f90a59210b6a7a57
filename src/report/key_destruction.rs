use serde::{Deserialize, Serialize};

use super::{AgreementReference, SOFTWARE};

/// The receipt of a project key that was destroyed, for the information-governance file. It holds nothing of the key but
/// its check code and commitment, which tell keys apart and help nobody to guess one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDestruction {
    /// Always `split-tally/key-destruction`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement that the key was for.
    pub agreement: AgreementReference,
    /// The key check code under that agreement.
    pub key_check_code: String,
    /// The commitment that every extract made with the key carries.
    pub key_commitment: String,
    /// The key file's name, without folders.
    pub file: String,
    /// When, in universal time, by this computer's clock.
    pub destroyed_at: String,
    /// Who, as they said; absent when they did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What was done.
    pub method: DestructionMethod,
    /// What this receipt does and does not show, in plain words.
    pub statement: Vec<String>,
}

/// How a key file was destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestructionMethod {
    /// The program wrote random bytes over the file and removed it.
    OverwrittenAndRemoved,
    /// A browser cannot remove files: whoever made the receipt undertook to remove it by hand.
    ToBeRemovedByHand,
}

impl KeyDestruction {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/key-destruction";

    /// Writes a receipt.
    #[must_use]
    pub fn new(
        agreement: AgreementReference,
        key_check_code: String,
        key_commitment: String,
        file: &str,
        method: DestructionMethod,
        destroyed_at: &str,
        by: Option<&str>,
    ) -> Self {
        Self {
            format: Self::FORMAT.to_owned(),
            version: 1,
            software: SOFTWARE.to_owned(),
            agreement,
            key_check_code,
            key_commitment,
            file: file.to_owned(),
            destroyed_at: destroyed_at.to_owned(),
            by: by.map(str::to_owned),
            statement: statement(method),
            method,
        }
    }
}

fn statement(method: DestructionMethod) -> Vec<String> {
    let done = match method {
        DestructionMethod::OverwrittenAndRemoved => [
            "The file was overwritten once with random bytes and removed. That is no proof that nothing can be recovered: solid-state drives, and file systems that keep snapshots or journals, may hold the old bytes elsewhere.",
            "Copies are not touched: backups, synchronised folders, e-mail, downloads and the copies of other parties. Each party destroys its own and writes a receipt.",
        ],
        DestructionMethod::ToBeRemovedByHand => [
            "A browser cannot remove files. Whoever made this receipt undertakes to delete the key file and every copy (downloads folder, recycle bin, backups, synchronised folders, e-mail); the receipt alone shows none of it.",
            "Deleting is no proof that nothing can be recovered: solid-state drives, backups and snapshots may keep the old bytes. Each party destroys its own copies and writes a receipt.",
        ],
    };
    let mut statement: Vec<String> = done.map(str::to_owned).to_vec();
    statement.push("If the file was protected by a passphrase, what may be recovered of it cannot be opened without the passphrase: destroy that too.".to_owned());
    statement.push("Extracts made with the key stay as they are. Without the key nobody can make tokens to test guesses against them.".to_owned());
    statement
}
