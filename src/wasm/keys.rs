//! Keys at the browser's edge: the project key, receiving keys, and what was encrypted to them.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::files::JsSource;
use super::{Answer, agreement, files, to_js};
use crate::report::DestructionMethod;
use crate::secret::{self, Identity, ProjectKey, Zeroizing};
use crate::simple::{self, Error};

pub(super) fn open_key(file: Vec<u8>, passphrase: Option<String>) -> Answer<ProjectKey> {
    let file = Zeroizing::new(file);
    let passphrase = passphrase.map(Zeroizing::new);
    let key = secret::open(&file, passphrase.as_ref().map(|text| text.as_str()));
    Ok(key.map_err(Error::from)?)
}

pub(super) fn open_identity(
    file: Option<Vec<u8>>,
    passphrase: Option<String>,
) -> Answer<Option<Identity>> {
    let passphrase = passphrase.map(Zeroizing::new);
    let passphrase = passphrase.as_ref().map(|text| text.as_str());
    let identity = file
        .map(Zeroizing::new)
        .map(|file| Identity::open(&file, passphrase));
    Ok(identity.transpose().map_err(Error::from)?)
}

pub(super) fn opened(name: &str, bytes: Vec<u8>, identity: Option<&Identity>) -> Answer<Vec<u8>> {
    if !secret::is_encrypted(&bytes) {
        return Ok(bytes);
    }
    let size = bytes.len() as u64;
    Ok(simple::open_received(name, size, &bytes[..], identity)?)
}

/// Names and contents of these files, decrypted where they were encrypted.
pub(super) fn received(
    files: &[JsSource],
    identity: Option<&Identity>,
) -> Answer<Vec<(String, Vec<u8>)>> {
    let all = files.iter().map(JsSource::bytes).sum();
    let mut contents = Vec::with_capacity(files.len());
    for file in files {
        let (name, bytes) = file.clone().whole(all)?;
        let bytes = opened(&name, bytes, identity)?;
        contents.push((name, bytes));
    }
    Ok(contents)
}

/// A new key file.
#[wasm_bindgen]
pub fn key_new(passphrase: Option<String>) -> Answer<Vec<u8>> {
    let passphrase = passphrase.map(Zeroizing::new);
    let key = simple::key_new()?;
    let file = secret::seal(&key, passphrase.as_ref().map(|text| text.as_str()));
    Ok(file.map_err(Error::from)?)
}

/// The key check code.
#[wasm_bindgen]
pub fn key_check(json: &str, key_file: Vec<u8>, passphrase: Option<String>) -> Answer<String> {
    let agreement = agreement(json)?;
    let key = open_key(key_file, passphrase)?;
    Ok(key.check_code(&agreement.digest()).to_string())
}

/// The receipt of a key that its holder undertakes to remove by hand; `at` is the time as ISO 8601 has it.
#[wasm_bindgen]
pub fn key_destruction(
    json: &str,
    key_file: Vec<u8>,
    passphrase: Option<String>,
    name: &str,
    at: &str,
    by: Option<String>,
) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    let key = open_key(key_file, passphrase)?;
    let method = DestructionMethod::ToBeRemovedByHand;
    to_js(&simple::key_destruction(
        &agreement,
        &key,
        name,
        method,
        at,
        by.as_deref(),
    ))
}

/// A new receiving key: `{ file, public_key }`.
#[wasm_bindgen]
pub fn identity_new(passphrase: Option<String>) -> Answer<JsValue> {
    let passphrase = passphrase.map(Zeroizing::new);
    let identity = simple::identity_new()?;
    let file = identity
        .seal(passphrase.as_ref().map(|text| text.as_str()))
        .map(Zeroizing::new)
        .map_err(Error::from)?;
    files::object(&[
        ("file", Uint8Array::from(&file[..]).into()),
        ("public_key", identity.public_keys().join("\n").into()),
    ])
}

/// The public key of a receiving key.
#[wasm_bindgen]
pub fn identity_check(file: Vec<u8>, passphrase: Option<String>) -> Answer<String> {
    let identity = open_identity(Some(file), passphrase)?;
    let public_keys = identity.map(|identity| identity.public_keys().join("\n"));
    Ok(public_keys.unwrap_or_default())
}
