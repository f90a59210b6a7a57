use std::io::Write as _;
use std::path::PathBuf;

use split_tally::report::DestructionMethod;
use split_tally::secret;
use split_tally::simple;

use super::{file_name, now, read_agreement, read_identity, read_key, read_passphrase, to_json};
use crate::args::{IdentityCommand, Key, KeyCommand};
use crate::failure::Failure;
use crate::outputs::{Output, Readers, overwrite_and_remove, write_new};
use crate::places::Places;

pub fn run(command: &KeyCommand) -> Result<(), Failure> {
    match command {
        KeyCommand::New {
            out,
            passphrase_file,
        } => {
            let passphrase = read_passphrase(passphrase_file.as_deref())?;
            let key = simple::key_new()?;
            let file = secret::seal(&key, passphrase.as_ref().map(|text| text.as_str()))
                .map_err(simple::Error::from)?;
            write_new(out, Readers::OwnerOnly, &secret::Zeroizing::new(file))?;
            eprintln!(
                "Wrote {}: keep it secret, and never send it by the same way as an extract",
                out.display()
            );
            if passphrase.is_none() {
                eprintln!("It is not protected by a passphrase; --passphrase-file protects it");
            }
        }
        KeyCommand::Check { agreement, key } => {
            let agreement = read_agreement(agreement)?;
            let key = read_key(key)?;
            println!("{}", key.check_code(&agreement.digest()));
        }
        KeyCommand::Identity { command } => identity(command)?,
        KeyCommand::Destroy {
            key,
            agreement,
            by,
            out,
        } => destroy(key, agreement, by.as_deref(), out)?,
    }
    Ok(())
}

fn identity(command: &IdentityCommand) -> Result<(), Failure> {
    match command {
        IdentityCommand::New {
            out,
            passphrase_file,
        } => {
            let passphrase = read_passphrase(passphrase_file.as_deref())?;
            let identity = simple::identity_new()?;
            let file = identity
                .seal(passphrase.as_ref().map(|text| text.as_str()))
                .map_err(simple::Error::from)?;
            write_new(out, Readers::OwnerOnly, &secret::Zeroizing::new(file))?;
            eprintln!(
                "Wrote {}: your receiving key. Keep it secret; give others only the public key below, for the agreement",
                out.display()
            );
            if passphrase.is_none() {
                eprintln!("It is not protected by a passphrase; --passphrase-file protects it");
            }
            println!("{}", identity.public_keys().join("\n"));
        }
        IdentityCommand::Show {
            identity,
            passphrase_file,
        } => {
            let identity = read_identity(identity, passphrase_file.as_deref())?;
            println!("{}", identity.public_keys().join("\n"));
        }
    }
    Ok(())
}

/// Destroys a key file. The receipt is whole on the disk before the key is touched, and takes its place after it is gone.
fn destroy(key: &Key, agreement: &PathBuf, by: Option<&str>, out: &PathBuf) -> Result<(), Failure> {
    Places::default()
        .reads("--key", [&key.key])
        .reads("--passphrase-file", &key.passphrase_file)
        .reads("--agreement", [agreement])
        .writes("--out", [out])
        .expect_apart()?;
    let agreement = read_agreement(agreement)?;
    let opened = read_key(key)?;
    let receipt = simple::key_destruction(
        &agreement,
        &opened,
        &file_name(&key.key),
        DestructionMethod::OverwrittenAndRemoved,
        &now(),
        by,
    );
    if out.exists() {
        return Err(Failure::Usage(format!(
            "{}: there is a file of that name, and a receipt is kept, so it is left as it is and the key too. Give --out another name",
            out.display()
        )));
    }
    let mut output = Output::new(out, Readers::Usual)?;
    output
        .write_all(&to_json(&receipt))
        .map_err(|e| Failure::writing(out, &e))?;
    output.sync()?;
    overwrite_and_remove(&key.key).map_err(|e| Failure::writing(&key.key, &e))?;
    output.finish_new_or_keep()?;
    eprintln!(
        "Destroyed {}, key check code {}. Wrote {}",
        key.key.display(),
        receipt.key_check_code,
        out.display()
    );
    for line in &receipt.statement {
        eprintln!("  - {line}");
    }
    Ok(())
}
