//! Columns of attributes: one column for one attribute.

use super::headers::{find_column, plain};
use super::{Mapping, MappingRequest, ReadError};
use crate::agreement::{Agreement, Attribute};

impl Mapping {
    /// Has a column hold an attribute, where that is what is asked for; whether it is.
    pub(super) fn add_named_attribute(
        &mut self,
        agreement: &Agreement,
        file: &str,
        header: &[String],
        named: &MappingRequest,
    ) -> Result<bool, ReadError> {
        let ([column], [field]) = (&named.columns[..], &named.fields[..]) else {
            return Ok(false);
        };
        let attributes = agreement.attributes();
        let mut own = attributes.iter();
        // What is derived of a field has no column.
        let position = own.position(|one| &one.name == field && !one.is_derived());
        let Some((position, attribute)) = position.and_then(|at| Some((at, attributes.get(at)?)))
        else {
            return Ok(false);
        };
        let cell = find_column(agreement, file, header, column)?;
        if let Some(before) = self.attributes.get(position).copied().flatten()
            && before != cell
        {
            return Err(ReadError::FieldTwice {
                field: attribute.label.clone(),
                first: header[before].clone(),
                second: header[cell].clone(),
            });
        }
        self.use_for_attribute(position, cell, attribute, "you chose it");
        Ok(true)
    }

    /// The attribute's own name first, then its label, then the other headers it is known by.
    pub(super) fn map_attributes_by_name(&mut self, attributes: &[Attribute], header: &[String]) {
        for (position, attribute) in attributes.iter().enumerate() {
            if self.attributes[position].is_some() || attribute.is_derived() {
                continue;
            }
            let names = [&attribute.name, &attribute.label];
            let found = names
                .into_iter()
                .chain(&attribute.headers)
                .find_map(|name| {
                    let name = plain(name);
                    header.iter().enumerate().position(|(cell, column)| {
                        self.columns[cell].fields.is_empty() && plain(column) == name
                    })
                });
            if let Some(cell) = found {
                let reason = format!(
                    "the header \"{}\" is a usual name for {}",
                    header[cell], attribute.label
                );
                self.use_for_attribute(position, cell, attribute, &reason);
            }
        }
    }

    fn use_for_attribute(
        &mut self,
        position: usize,
        cell: usize,
        attribute: &Attribute,
        reason: &str,
    ) {
        let column = &mut self.columns[cell];
        if !column.fields.contains(&attribute.name) {
            column.fields.push(attribute.name.clone());
        }
        reason.clone_into(&mut column.reason);
        self.attributes[position] = Some(cell);
    }

    /// The position of the cell with the attribute at this position in the agreement.
    #[must_use]
    pub fn attribute_cell(&self, attribute: usize) -> Option<usize> {
        self.attributes.get(attribute).copied().flatten()
    }
}
