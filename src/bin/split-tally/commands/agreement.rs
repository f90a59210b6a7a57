use std::path::{Path, PathBuf};

use split_tally::agreement::{
    Agreement, Disclosure, Hardening, IncidentChoices, JSON_SCHEMA, PRESETS, Recipient,
    RenewalChoices, Results, Role, TemplateChoices,
};
use split_tally::report::assessment_page;
use split_tally::simple;

use super::{read_agreement, read_text};
use crate::args::{self, AgreementCommand};
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};
use crate::places::Places;

pub fn run(command: &AgreementCommand) -> Result<(), Failure> {
    match command {
        AgreementCommand::New {
            template,
            match_keys,
            no_similarity,
            review,
            households,
            repeats,
            parties,
            recipients,
            parameters,
            results,
            expires,
            attributes,
            seen_by,
            incidents,
            suppress_up_to,
            round_to,
            out,
        } => {
            Places::default()
                .reads("--parameters", parameters)
                .writes("--out", [out])
                .expect_apart()?;
            let choices = TemplateChoices {
                match_keys,
                similarity: !no_similarity,
                review: *review,
                repeats,
                households: *households,
                results: match results {
                    args::Results::Records => Results::Records,
                    args::Results::Counts => Results::Counts,
                },
                expires: expires.as_deref(),
                attributes,
                seen_by,
                disclosure: disclosure(*suppress_up_to, *round_to),
                incident: incidents.choices(),
            };
            let recipients = recipients.iter().map(|text| recipient(text));
            let recipients = recipients.collect::<Result<Vec<_>, _>>()?;
            let made = simple::agreement_for(template, &choices, parties, recipients)?;
            let agreement = with_parameters(made, parameters.as_deref())?;
            write_whole(out, Readers::Usual, agreement.text().to_json().as_bytes())?;
            eprintln!(
                "Wrote {}: give it to every party. Digest {}",
                out.display(),
                agreement.digest()
            );
        }
        AgreementCommand::Renew {
            agreement: path,
            parameters,
            expires,
            similarity_threshold,
            probability_threshold,
            out,
        } => {
            let choices = RenewalChoices {
                expires: expires.as_deref(),
                similarity_threshold: *similarity_threshold,
                probability_threshold: *probability_threshold,
            };
            renew(path, parameters.as_ref(), &choices, out)?;
        }
        AgreementCommand::Check { agreement: path } => {
            let agreement = read_agreement(path)?;
            show(&agreement);
            simple::expect_current_levels(&agreement)?;
        }
        AgreementCommand::Assessment {
            agreement: path,
            out,
        } => {
            Places::default()
                .reads("the agreement", [path])
                .writes("--out", [out])
                .expect_apart()?;
            let page = assessment_page(&read_agreement(path)?);
            write_whole(out, Readers::Usual, page.as_bytes())?;
            eprintln!(
                "Wrote {}: begun, and not done. Complete what is marked, and have it assessed and signed",
                out.display()
            );
        }
        AgreementCommand::MatchKeys => show_match_keys(),
        AgreementCommand::Schema => print!("{JSON_SCHEMA}"),
    }
    Ok(())
}

fn renew(
    path: &PathBuf,
    parameters: Option<&PathBuf>,
    choices: &RenewalChoices<'_>,
    out: &PathBuf,
) -> Result<(), Failure> {
    // The edition before is needed for as long as there are extracts made under it.
    Places::default()
        .reads("the agreement to renew", [path])
        .reads("--parameters", parameters)
        .writes("--out", [out])
        .expect_apart()?;
    let renewed = simple::agreement_renew(&read_agreement(path)?, choices)?;
    let agreement = with_parameters(renewed, parameters.map(PathBuf::as_path))?;
    write_whole(out, Readers::Usual, agreement.text().to_json().as_bytes())?;
    eprintln!(
        "Wrote {}: edition {}. Give it to every party. Digest {}",
        out.display(),
        agreement.edition(),
        agreement.digest()
    );
    eprintln!(
        "Tokens made under it have nothing in common with earlier ones: every party prepares again. A new project key (key new) shuts out whoever holds the old one"
    );
    Ok(())
}

/// The rule for published counts, where any of it is said.
fn disclosure(suppress_up_to: Option<u32>, round_to: Option<u32>) -> Option<Disclosure> {
    let usual = Disclosure::default();
    (suppress_up_to.is_some() || round_to.is_some()).then(|| Disclosure {
        suppress_up_to: suppress_up_to.unwrap_or(usual.suppress_up_to),
        round_to: round_to.unwrap_or(usual.round_to),
    })
}

impl args::OfIncidents {
    fn choices(&self) -> IncidentChoices<'_> {
        IncidentChoices {
            within_metres: self.within_metres,
            within_minutes: self.within_minutes,
            cell_metres: self.cell_metres,
            values: &self.values,
        }
    }
}

/// The agreement with what a model has learnt in it, if there is a file of that.
fn with_parameters(agreement: Agreement, path: Option<&Path>) -> Result<Agreement, Failure> {
    let Some(path) = path else {
        return Ok(agreement);
    };
    let saved = simple::read_parameters(&path.display().to_string(), &read_text(path)?)?;
    Ok(agreement
        .with_learnt(saved.models)
        .map_err(simple::Error::from)?)
}

fn show_field_filters(agreement: &Agreement) {
    if let Some(filters) = agreement.field_filters() {
        let said = |name: &str| {
            let of = filters.neighbourhood(name);
            let instead = of.and_then(|of| of.instead_of.as_ref());
            instead.map_or_else(
                || name.to_owned(),
                |it| {
                    format!(
                        "{name} (in the place of {}, {} minutes earlier)",
                        it.field, it.earlier
                    )
                },
            )
        };
        let fields: Vec<_> = filters.names().map(said).collect();
        println!(
            "Field filters, for one trusted linker only: {} bits each of {}",
            filters.bits,
            fields.join(", ")
        );
    }
}

/// Prints what an agreement settles.
fn show(agreement: &Agreement) {
    let text = agreement.text();
    println!("{}", text.title);
    println!("Purpose: {}", text.purpose);
    println!("Parties: {}", text.parties.join(", "));
    show_people(agreement);
    println!("Digest:  {}", agreement.digest());
    if let Some(renewal) = &text.renewal {
        println!(
            "Edition: {}, which replaces {}",
            renewal.edition, renewal.replaces
        );
    }
    for recipient in agreement.recipients() {
        let how = match &recipient.public_key {
            Some(public_key) => format!("encrypted to {public_key}"),
            None => "not encrypted".to_owned(),
        };
        println!(
            "Extracts for: {} ({}), {how}",
            recipient.name, recipient.role
        );
    }
    show_use(agreement);
    println!("Fields:");
    for field in agreement.fields() {
        let required = if field.required { ", required" } else { "" };
        println!("  {} ({}{required})", field.label, field.kind.label());
    }
    println!("Match keys, in order:");
    for key in agreement.match_keys() {
        println!("  {}: {}", key.name, key.description(agreement.fields()));
        if !key.links {
            println!("      makes no links by itself");
        }
        if !key.contradicted_by.is_empty() {
            println!(
                "      not where both have these and they differ: {}",
                key.contradicted_by.join(", ")
            );
        }
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
    show_field_filters(agreement);
    if let Some(similarity) = &agreement.decision().similarity {
        println!(
            "Similarity: from {} with a margin of {}",
            similarity.threshold, similarity.margin
        );
        if let Some(review) = similarity.review_from {
            println!("  put to the people who hold the records: from {review}");
        }
    }
    if let Some(probability) = &agreement.decision().probability {
        println!(
            "Decision by probability, where extracts have field filters: from {}",
            probability.threshold
        );
        for learnt in &probability.learnt {
            println!(
                "  weighed by what was learnt before of {}",
                learnt.parties.join(" and ")
            );
        }
        if let Some(share) = probability.false_links {
            println!(
                "  and from as high as keeps the expected share of false links within {share}"
            );
        }
        if let Some(review) = probability.review_from {
            println!("  put to the people who hold the records: from {review}");
        }
        if let Some(share) = probability.missed_links {
            println!(
                "  put to the people who hold the records: from as low as keeps the expected share of missed links within {share}"
            );
        }
    }
}

/// Prints what travels beside tokens, and how results may be used.
fn show_use(agreement: &Agreement) {
    let text = agreement.text();
    if !agreement.attributes().is_empty() {
        println!("Attributes that travel beside tokens:");
    }
    for attribute in agreement.attributes() {
        let values: Vec<_> = attribute.listed().collect();
        let seen = match attribute.seen_by.as_slice() {
            [] => "nobody: for counts alone".to_owned(),
            seers => seers.join(", "),
        };
        println!(
            "  {} ({}, {}): {}",
            attribute.label,
            attribute.domain,
            attribute.kind.label(),
            values.join(", ")
        );
        println!(
            "      from {}; seen record by record by {seen}",
            attribute.from.join(", ")
        );
    }
    println!("Published counts: {}", agreement.disclosure().in_words());
    println!(
        "Results: {}",
        match text.results {
            Results::Records => "links, which go back to the parties' own records",
            Results::Counts => "counts only: links are never written",
        }
    );
    if let Some(expires) = &text.expires {
        println!("In force until the end of {expires}");
    }
}

/// Prints how many records a person may have, and who makes a household.
fn show_people(agreement: &Agreement) {
    let text = agreement.text();
    if let Some(households) = &text.decision.households {
        println!(
            "Households of up to {} people, by: {}",
            households.largest,
            households.by.join(", ")
        );
    }
    if !text.decision.repeats.is_empty() {
        println!(
            "May hold a person several times: {}",
            text.decision.repeats.join(", ")
        );
    }
}

/// Prints the presets of match keys.
fn show_match_keys() {
    for preset in PRESETS {
        println!("{}: {}", preset.name, preset.title);
        println!("  {}", preset.summary);
        println!("  Source: {}", preset.source);
        for left_out in preset.left_out {
            println!("  Not as in the source: {left_out}");
        }
    }
}

/// Reads `NAME=ROLE` or `NAME=ROLE=PUBLIC_KEY`.
fn recipient(text: &str) -> Result<Recipient, Failure> {
    let mut parts = text.split('=');
    let mut read = || {
        let name = parts.next()?.to_owned();
        let role = Role::from_name(parts.next()?)?;
        let public_key = parts.next().map(str::to_owned);
        parts.next().is_none().then_some(Recipient {
            name,
            role,
            public_key,
        })
    };
    read().ok_or_else(|| {
        Failure::Usage(
            "--recipient: write it as --recipient NAME=ROLE or NAME=ROLE=PUBLIC_KEY, where the role is partner, matcher or linker".to_owned(),
        )
    })
}
