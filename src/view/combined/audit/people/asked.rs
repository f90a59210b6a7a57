//! What is asked for of people that stands in no table.

use super::{Told, of_people, of_value};
use crate::view::combined::audit::Audit;

/// Adds it to what the auditor asks.
pub(super) fn ask(audit: &mut Audit, told: &Told<'_>) {
    audit.dimensions.push(audit.all.clone());
    let regions = told.sets.iter();
    let regions = regions.map(|&set| of_people(audit, |known, _| known == set));
    let regions = regions.collect();
    audit.rows.push(("regions".to_owned(), regions));
    let needs =
        (0u32..1 << told.domains.len()).map(|all| of_people(audit, |_, needs| needs == all));
    let needs = needs.collect();
    audit.rows.push(("sets of domains".to_owned(), needs));
    for (number, domain) in told.domains.iter().enumerate() {
        let attributes = told.of_domain(domain);
        let mut by_any = Vec::new();
        for &(at, attribute) in &attributes {
            let name = &attribute.name;
            let is_told = |known: u32| known & told.from[at] != 0;
            let in_need = |needs: u32| needs >> number & 1 == 1;
            let everybody = of_people(audit, |known, _| is_told(known));
            let mut rows = Vec::new();
            let (mut by_it, mut otherwise) = (Vec::new(), Vec::new());
            for (place, value) in (0u32..).zip(attribute.listed()) {
                let of = of_value(audit, name, value);
                let reach = of_people(audit, |known, needs| {
                    is_told(known)
                        && match (attribute.is_need(place), attributes.len()) {
                            (true, _) => in_need(needs),
                            // There is nothing else by which they could be in need.
                            (false, 1) => !in_need(needs),
                            (false, _) => true,
                        }
                });
                audit
                    .parts
                    .push((format!("{name}: {value}"), of.clone(), reach));
                if attribute.is_need(place) {
                    by_it.extend(of.iter().copied());
                } else {
                    otherwise.extend(of.iter().copied());
                }
                rows.push(of);
            }
            let lacking = of_value(audit, name, "not known");
            let part = (
                format!("{name}: told without a value"),
                lacking.clone(),
                everybody.clone(),
            );
            audit.parts.push(part);
            let any = by_it.iter().chain(&otherwise).copied().collect();
            audit
                .parts
                .push((format!("{name}: any value"), any, everybody));
            let reach = of_people(audit, |known, needs| is_told(known) && in_need(needs));
            audit
                .parts
                .push((format!("{name}: need"), by_it.clone(), reach));
            audit.beside.push((
                format!("{name}: told without a value"),
                lacking.clone(),
                Vec::new(),
            ));
            let untold = of_people(audit, |known, _| !is_told(known));
            rows.push(lacking.into_iter().chain(untold).collect());
            audit.rows.push((name.clone(), rows));
            by_any.push(by_it);
        }
        // More than one attribute says so of them: where two do, both; where more do, so many times more than once.
        let in_need = of_people(audit, |_, needs| needs >> number & 1 == 1);
        if by_any.len() > 1 {
            let name = format!("{domain}: needs by more than one attribute");
            audit.beside.push((name, by_any.concat(), in_need));
        }
    }
}
