use split_tally::secret;
use split_tally::simple;

use super::{read_agreement, read_key, read_passphrase};
use crate::args::KeyCommand;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};

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
            write_whole(out, Readers::OwnerOnly, &secret::Zeroizing::new(file))?;
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
    }
    Ok(())
}
