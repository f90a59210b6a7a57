use split_tally::agreement::{Hardening, JSON_SCHEMA};
use split_tally::simple;

use super::read_agreement;
use crate::args::AgreementCommand;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};

pub fn run(command: &AgreementCommand) -> Result<(), Failure> {
    match command {
        AgreementCommand::New {
            template,
            parties,
            out,
        } => {
            let agreement = simple::agreement_new(template, parties)?;
            write_whole(out, Readers::Usual, agreement.text().to_json().as_bytes())?;
            eprintln!(
                "Wrote {}: give it to every party. Digest {}",
                out.display(),
                agreement.digest()
            );
        }
        AgreementCommand::Check { agreement: path } => {
            let agreement = read_agreement(path)?;
            let text = agreement.text();
            println!("{}", text.title);
            println!("Purpose: {}", text.purpose);
            println!("Parties: {}", text.parties.join(", "));
            println!("Digest:  {}", agreement.digest());
            println!("Fields:");
            for field in agreement.fields() {
                let required = if field.required { ", required" } else { "" };
                println!("  {} ({}{required})", field.label, field.kind.label());
            }
            println!("Match keys, in order:");
            for key in agreement.match_keys() {
                println!("  {}: {}", key.name, key.description(agreement.fields()));
            }
            if let Some(filter) = agreement.record_filter() {
                let fields: Vec<_> = filter.fields.iter().map(|f| f.field.as_str()).collect();
                println!(
                    "Record filter: {} bits of {}",
                    filter.bits,
                    fields.join(", ")
                );
                if let Some(field) = &filter.salt_field {
                    println!("  salted by {field}: records that differ in it cannot be compared");
                }
                if let Some(Hardening::Diffusion { bits, mixed }) = filter.hardening {
                    println!("  hardened by diffusion to {bits} bits, each of {mixed} bits mixed");
                }
            }
            if let Some(filters) = agreement.field_filters() {
                let fields: Vec<_> = filters.fields.iter().map(|f| f.field.as_str()).collect();
                println!(
                    "Field filters, for one trusted linker only: {} bits each of {}",
                    filters.bits,
                    fields.join(", ")
                );
            }
            if let Some(similarity) = &agreement.decision().similarity {
                println!(
                    "Similarity: from {} with a margin of {}",
                    similarity.threshold, similarity.margin
                );
            }
            if let Some(probability) = &agreement.decision().probability {
                println!(
                    "Decision by probability, where extracts have field filters: from {}",
                    probability.threshold
                );
            }
        }
        AgreementCommand::Schema => print!("{JSON_SCHEMA}"),
    }
    Ok(())
}
