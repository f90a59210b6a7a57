//! Which of a template's attributes travel, who contributes them and who may see them, as people choose it.

use super::{AgreementError, Attribute};

/// Those that are chosen, each as a name alone or as `NAME=PARTY+PARTY` with the parties that contribute it; all where none is.
pub(super) fn chosen(
    all: Vec<Attribute>,
    choices: &[String],
) -> Result<Vec<Attribute>, AgreementError> {
    if choices.is_empty() {
        return Ok(all);
    }
    let chosen = choices.iter().map(|choice| {
        let (name, from) = match choice.split_once('=') {
            Some((name, from)) => (name, Some(parties_in(from))),
            None => (choice.as_str(), None),
        };
        let found = all.iter().find(|attribute| attribute.name == name);
        let mut attribute = found.ok_or_else(|| unknown(name, &all))?.clone();
        if let Some(from) = from {
            attribute.from = from;
        }
        Ok(attribute)
    });
    chosen.collect()
}

/// Has those parties see an attribute record by record who are chosen, as `NAME=PARTY+PARTY`.
pub(super) fn let_see(
    attributes: &mut [Attribute],
    choices: &[String],
) -> Result<(), AgreementError> {
    for choice in choices {
        let (name, seers) = choice
            .split_once('=')
            .ok_or_else(|| unknown(choice, attributes))?;
        let position = attributes.iter().position(|one| one.name == name);
        let position = position.ok_or_else(|| unknown(name, attributes))?;
        if let Some(attribute) = attributes.get_mut(position) {
            attribute.seen_by = parties_in(seers);
        }
    }
    Ok(())
}

/// Parties written as `PARTY+PARTY`; none where nothing is written.
fn parties_in(text: &str) -> Vec<String> {
    let names = text.split('+').filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn unknown(name: &str, known: &[Attribute]) -> AgreementError {
    let known: Vec<_> = known.iter().map(|one| one.name.as_str()).collect();
    AgreementError::NoSuchAttribute {
        name: name.chars().take(40).collect(),
        known: known.join(", "),
    }
}
