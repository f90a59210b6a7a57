//! Match keys that can stand in a constant table.

use crate::agreement::{Exception, MatchKey, Part, Take, Uniqueness};

/// A [`MatchKey`] that can stand in a table.
#[derive(Clone, Copy)]
pub struct KeyOf {
    name: &'static str,
    parts: &'static [PartOf],
    links: bool,
    unique: Uniqueness,
    except: &'static [ExceptionOf],
    contradicted_by: &'static [&'static str],
}

/// A [`Part`] that can stand in a table.
#[derive(Clone, Copy)]
pub struct PartOf {
    field: &'static str,
    take: Take,
    first: Option<u8>,
    without_last: Option<u8>,
    swaps_with: Option<&'static str>,
    together_with: Option<&'static str>,
}

/// An [`Exception`] that can stand in a table.
#[derive(Clone, Copy)]
pub struct ExceptionOf {
    pub field: &'static str,
    pub take: Take,
    pub values: &'static [&'static str],
}

pub const fn key(name: &'static str, parts: &'static [PartOf]) -> KeyOf {
    KeyOf {
        name,
        parts,
        links: true,
        unique: Uniqueness::Required,
        except: &[],
        contradicted_by: &[],
    }
}

pub const fn taking(field: &'static str, take: Take) -> PartOf {
    PartOf {
        field,
        take,
        first: None,
        without_last: None,
        swaps_with: None,
        together_with: None,
    }
}

pub const fn whole(field: &'static str) -> PartOf {
    taking(field, Take::Whole)
}

pub const fn leading(field: &'static str, first: u8) -> PartOf {
    PartOf {
        first: Some(first),
        ..whole(field)
    }
}

impl PartOf {
    pub const fn without_last(self, last: u8) -> Self {
        Self {
            without_last: Some(last),
            ..self
        }
    }

    pub const fn swaps_with(self, field: &'static str) -> Self {
        Self {
            swaps_with: Some(field),
            ..self
        }
    }

    pub const fn together_with(self, field: &'static str) -> Self {
        Self {
            together_with: Some(field),
            ..self
        }
    }

    fn to_part(self) -> Part {
        Part {
            field: self.field.to_owned(),
            take: self.take,
            first: self.first,
            without_last: self.without_last,
            swaps_with: self.swaps_with.map(str::to_owned),
            together_with: self.together_with.map(str::to_owned),
            step: None,
        }
    }
}

impl KeyOf {
    /// Two valid, different NHS numbers are two people, whatever else agrees.
    pub const fn unless_nhs_numbers_differ(self) -> Self {
        Self {
            contradicted_by: &["nhs"],
            ..self
        }
    }

    /// It makes no links, and serves to contradict others or to tell candidates apart.
    pub const fn without_links(self) -> Self {
        Self {
            links: false,
            ..self
        }
    }

    /// Of several candidates, the one that shares most else.
    pub const fn preferring(self) -> Self {
        Self {
            unique: Uniqueness::Preferred,
            ..self
        }
    }

    pub const fn except(self, except: &'static [ExceptionOf]) -> Self {
        Self { except, ..self }
    }

    pub fn to_match_key(self) -> MatchKey {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let parts = self.parts.iter().map(|&part| part.to_part()).collect();
        MatchKey {
            links: self.links,
            unique: self.unique,
            except: self
                .except
                .iter()
                .map(|exception| Exception {
                    field: exception.field.to_owned(),
                    take: exception.take,
                    values: owned(exception.values),
                })
                .collect(),
            contradicted_by: owned(self.contradicted_by),
            ..MatchKey::new(self.name, parts)
        }
    }
}
