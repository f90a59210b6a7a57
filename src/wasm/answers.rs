//! Answers that only the page needs, in the shape of `www/src/core.ts`.

use serde::Serialize;

use crate::agreement::{
    Agreement, AgreementText, Attribute, FieldFilters, Preset, Recipient, Results, Template,
};
use crate::simple::{self, Progress};
use crate::standardise::Day;

#[derive(Serialize)]
pub(super) struct TemplateAnswer {
    name: &'static str,
    title: &'static str,
    summary: &'static str,
}

pub(super) fn template(template: &Template) -> TemplateAnswer {
    TemplateAnswer {
        name: template.name,
        title: template.title,
        summary: template.summary,
    }
}

#[derive(Serialize)]
pub(super) struct PresetAnswer {
    name: &'static str,
    title: &'static str,
    summary: &'static str,
    source: &'static str,
    left_out: &'static [&'static str],
}

pub(super) const fn preset(preset: &Preset) -> PresetAnswer {
    PresetAnswer {
        name: preset.name,
        title: preset.title,
        summary: preset.summary,
        source: preset.source,
        left_out: preset.left_out,
    }
}

#[derive(Serialize)]
pub(super) struct ProgressAnswer {
    phase: &'static str,
    done: u64,
    total: u64,
}

pub(super) fn progress(progress: Progress) -> ProgressAnswer {
    ProgressAnswer {
        phase: progress.phase,
        done: progress.done,
        total: progress.total,
    }
}

#[derive(Serialize)]
pub(super) struct AgreementAnswer<'a> {
    title: &'a str,
    template: &'a str,
    purpose: &'a str,
    digest: String,
    parties: &'a [String],
    repeats: &'a [String],
    asks: bool,
    recipients: &'a [Recipient],
    edition: u32,
    fields: Vec<FieldAnswer<'a>>,
    match_keys: Vec<MatchKeyAnswer<'a>>,
    record_filter: Option<FilterAnswer<'a>>,
    field_filters: Vec<&'a str>,
    similarity_threshold: Option<f64>,
    probability_threshold: Option<f64>,
    /// The largest expected share of false links, which moves the threshold of each run.
    false_links: Option<f64>,
    attributes: Vec<AttributeAnswer<'a>>,
    results: Results,
    /// Which counts may be published, in words; `None` where nothing says so.
    disclosure: Option<String>,
    expires: Option<&'a str>,
    /// Why no file can be made or used under it any more; `None` while it is in force.
    expired: Option<String>,
    /// Why links cannot be written; `None` where they can.
    counts_only: Option<String>,
    /// Whether it is about incidents, and not people.
    is_about_incidents: bool,
    /// How far apart two records can be and still be alike, where the agreement links by nearness.
    near: Vec<NearAnswer<'a>>,
    /// Fields that are compared in the place of another field of the other record.
    in_place: Vec<InPlaceAnswer<'a>>,
}

#[derive(Serialize)]
struct InPlaceAnswer<'a> {
    field: &'a str,
    of: &'a str,
}

#[derive(Serialize)]
struct NearAnswer<'a> {
    field: &'a str,
    /// Metres of a location, minutes of a time.
    radius: u32,
}

#[derive(Serialize)]
struct AttributeAnswer<'a> {
    name: &'a str,
    label: &'a str,
    domain: &'a str,
    kind: &'static str,
    values: Vec<&'a str>,
    /// Whether it is taken of a field, and has no column of its own.
    is_derived: bool,
    /// The size of a cell.
    metres: Option<u32>,
    need: Vec<&'a str>,
    from: &'a [String],
    seen_by: &'a [String],
    travels: Vec<JourneyAnswer<'a>>,
}

/// Whose extracts an attribute is in, and for whom; `None` stands for all the other parties.
#[derive(Serialize)]
struct JourneyAnswer<'a> {
    party: &'a str,
    recipient: Option<&'a str>,
}

fn attribute<'a>(text: &'a AgreementText, attribute: &'a Attribute) -> AttributeAnswer<'a> {
    let recipients: Vec<Option<&Recipient>> = match &text.recipients[..] {
        [] => vec![None],
        recipients => recipients.iter().map(Some).collect(),
    };
    let parties = text.parties.iter();
    let journeys = parties.flat_map(|party| recipients.iter().map(move |&to| (party, to)));
    AttributeAnswer {
        name: &attribute.name,
        label: &attribute.label,
        domain: &attribute.domain,
        kind: attribute.kind.label(),
        values: attribute.listed().collect(),
        is_derived: attribute.is_derived(),
        metres: attribute.metres,
        need: (0u8..)
            .zip(attribute.listed())
            .filter_map(|(place, value)| attribute.is_need(place.into()).then_some(value))
            .collect(),
        from: &attribute.from,
        seen_by: &attribute.seen_by,
        travels: journeys
            .filter(|&(party, to)| text.lets_travel(attribute, party, to))
            .map(|(party, to)| JourneyAnswer {
                party,
                recipient: to.map(|recipient| recipient.name.as_str()),
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct FieldAnswer<'a> {
    name: &'a str,
    label: &'a str,
    kind: &'static str,
    required: bool,
    /// Of a category.
    values: &'a [String],
}

#[derive(Serialize)]
struct MatchKeyAnswer<'a> {
    name: &'a str,
    description: String,
}

#[derive(Serialize)]
struct FilterAnswer<'a> {
    bits: u32,
    fields: Vec<&'a str>,
    hardened: bool,
}

pub(super) fn agreement(agreement: &Agreement, today: Day) -> AgreementAnswer<'_> {
    let text = agreement.text();
    AgreementAnswer {
        title: &text.title,
        template: &text.template,
        purpose: &text.purpose,
        digest: agreement.digest().to_string(),
        parties: &text.parties,
        repeats: &text.decision.repeats,
        asks: text.decision.asks_people(),
        recipients: &text.recipients,
        edition: agreement.edition(),
        fields: text
            .fields
            .iter()
            .map(|field| FieldAnswer {
                name: &field.name,
                label: &field.label,
                kind: field.kind.label(),
                required: field.required,
                values: &field.values,
            })
            .collect(),
        // Tokens that stand for a home link nobody.
        match_keys: text
            .match_keys
            .iter()
            .filter(|key| {
                let homes = text.decision.households.as_ref();
                !homes.is_some_and(|homes| homes.by.contains(&key.name))
            })
            .map(|key| MatchKeyAnswer {
                name: &key.name,
                description: key.description(&text.fields),
            })
            .collect(),
        record_filter: text.record_filter.as_ref().map(|filter| FilterAnswer {
            bits: filter.bits,
            fields: filter.fields.iter().map(|f| f.field.as_str()).collect(),
            hardened: filter.hardening.is_some(),
        }),
        field_filters: text
            .field_filters
            .iter()
            .flat_map(FieldFilters::names)
            .collect(),
        similarity_threshold: text.decision.similarity.as_ref().map(|s| s.threshold),
        probability_threshold: text.decision.probability.as_ref().map(|p| p.threshold),
        false_links: text
            .decision
            .probability
            .as_ref()
            .and_then(|p| p.false_links),
        attributes: text
            .attributes
            .iter()
            .map(|one| attribute(text, one))
            .collect(),
        results: text.results,
        disclosure: text.disclosure.map(|rule| rule.in_words()),
        expires: text.expires.as_deref(),
        expired: simple::expect_in_force(agreement, today)
            .err()
            .map(|error| error.to_string()),
        counts_only: agreement
            .expect_records()
            .err()
            .map(|error| error.to_string()),
        is_about_incidents: agreement.is_about_incidents(),
        near: text
            .field_filters
            .iter()
            .flat_map(|filters| &filters.neighbourhoods)
            .filter(|of| of.instead_of.is_none())
            .map(|of| NearAnswer {
                field: &of.field,
                radius: of.radius,
            })
            .collect(),
        in_place: text
            .field_filters
            .iter()
            .flat_map(|filters| &filters.neighbourhoods)
            .filter_map(|of| {
                let instead = of.instead_of.as_ref()?;
                Some(InPlaceAnswer {
                    field: &of.field,
                    of: &instead.field,
                })
            })
            .collect(),
    }
}
