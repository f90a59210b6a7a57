//! Which tables there are of incidents, apart from which parties know of them: time, place and categories.
//!
//! Each is protected by itself, with the number of incidents held: see [`crate::disclosure`].

use std::collections::BTreeMap;

use super::incidents::{Incident, Incidents};
use super::tables::Counted;
use super::{ViewRow, ViewTable};
use crate::agreement::{Agreement, Attribute, AttributeKind, Disclosure};
use crate::disclosure::{AtomId, CountId, Published, Table};

/// What the head of a total says.
const ALL: &str = Counted::Incidents.all();
const NOT_KNOWN: &str = "not known";
/// Months that have a row each, up to the last with an incident; those before are one row together.
const MONTHS: u32 = 120;
const DAYS: u32 = 7;
const HOURS: u32 = 24;

/// What is certain of incidents that lack an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lacking {
    /// How many incidents are known to parties alone that do not contribute it.
    pub(super) untold: u64,
    /// Whether there are such.
    pub(super) rises: bool,
    /// Whether those are, or all others are, a small number, or their number is left open by one.
    pub(super) few: bool,
}

impl Incidents {
    /// How many incidents none of these parties knows of decides what may be done with those that lack what they contribute.
    pub(super) fn lacking(&self, attribute: usize, rule: Disclosure) -> Lacking {
        let contributors = self.contributors.get(attribute).copied().unwrap_or(0);
        let without = self
            .all
            .iter()
            .filter(|one| one.parties & contributors == 0)
            .count() as u64;
        let small = 1..=u64::from(rule.suppress_up_to);
        let others = self.all.len() as u64 - without;
        // Where nobody contributes it, those without it are all, whose number is held exactly: none can come to them. To ask for one
        // more that may lack it would withhold a table that says nothing of anybody. Where somebody contributes it who happens to
        // know of no incident, that may itself be what a count would give away.
        let may_rise = without > 0 && contributors != 0;
        Lacking {
            untold: without,
            rises: without > 0,
            few: may_rise && (self.is_loose || small.contains(&without) || small.contains(&others)),
        }
    }
}

/// Atoms and counts of one table, and how it is laid out once it is protected.
pub(super) struct Sheet {
    pub(super) table: Table,
    rule: Disclosure,
}

impl Sheet {
    pub(super) fn new(rule: Disclosure) -> Self {
        Self {
            table: Table::new(rule),
            rule,
        }
    }

    /// The atom and the count of incidents that lack what the table is of. `shared` says that other tables have them too.
    pub(super) fn lacking(
        &mut self,
        count: u64,
        lacking: Lacking,
        shared: bool,
    ) -> (AtomId, CountId) {
        let atom = self.table.atom(count);
        let node = self.table.count([atom]);
        if shared || lacking.rises {
            self.table.share(atom, lacking.rises);
        }
        if lacking.untold > 0 {
            self.table.know(atom, lacking.untold);
        }
        if lacking.few {
            self.table.let_rise(node);
        }
        (atom, node)
    }

    pub(super) fn view(
        &self,
        (name, title, rows_are): (String, String, &str),
        columns: Vec<String>,
        rows: impl IntoIterator<Item = (String, Vec<Published>)>,
    ) -> ViewTable {
        let rows = rows
            .into_iter()
            .map(|(label, counts)| ViewRow { label, counts });
        ViewTable {
            name,
            title,
            rows_are: rows_are.to_owned(),
            columns,
            rows: rows.collect(),
            rule: self.rule.in_words(),
        }
    }
}

/// The tables of time and of categories.
pub(super) fn tables(agreement: &Agreement, incidents: &Incidents) -> Vec<ViewTable> {
    let mut tables = Vec::new();
    let attributes = || agreement.attributes().iter().enumerate();
    let find = |kind| attributes().find(|(_, one)| one.kind == kind);
    let (hour, weekday) = (find(AttributeKind::Hour), find(AttributeKind::Weekday));
    // The table of whose time is known comes with the first of them.
    let mut of_time = 0;
    for (position, attribute) in attributes() {
        match attribute.kind {
            AttributeKind::Month => tables.push(months(agreement, incidents, position, attribute)),
            AttributeKind::Hour | AttributeKind::Weekday => {
                of_time += 1;
                match (hour, weekday) {
                    (Some((hour, one)), Some((weekday, _))) if of_time == 1 => {
                        tables.extend(week(agreement, incidents, (hour, weekday), one));
                    }
                    (Some(_), Some(_)) => {}
                    _ => tables.push(one_way(agreement, incidents, position, attribute, true)),
                }
            }
            AttributeKind::GridCell => {}
            AttributeKind::Flag | AttributeKind::Band | AttributeKind::Category => {
                tables.push(one_way(agreement, incidents, position, attribute, false));
            }
        }
    }
    tables
}

/// How many incidents have each value of an attribute, and how many none.
pub(super) fn counted(incidents: &[Incident], attribute: usize) -> (BTreeMap<u32, u64>, u64) {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let mut lacking = 0;
    for incident in incidents {
        match incident.place(attribute) {
            Some(place) => *counts.entry(place).or_default() += 1,
            None => lacking += 1,
        }
    }
    (counts, lacking)
}

/// All incidents, as the table of which parties know of them shows them.
pub(super) fn total(incidents: &Incidents, rule: Disclosure) -> Published {
    Published::of_total(rule, incidents.all.len() as u64)
}

fn one_way(
    agreement: &Agreement,
    incidents: &Incidents,
    position: usize,
    attribute: &Attribute,
    is_shared: bool,
) -> ViewTable {
    let (counts, _) = counted(&incidents.all, position);
    let values = (0u32..).zip(attribute.listed());
    let values: Vec<(String, u64)> = values
        .map(|(place, value)| (value.to_owned(), counts.get(&place).copied().unwrap_or(0)))
        .collect();
    rows_of_one(
        agreement,
        incidents,
        (position, attribute),
        values,
        is_shared,
    )
}

fn months(
    agreement: &Agreement,
    incidents: &Incidents,
    position: usize,
    attribute: &Attribute,
) -> ViewTable {
    let (counts, _) = counted(&incidents.all, position);
    let last = counts.last_key_value().map(|(month, _)| *month);
    let first = counts.first_key_value().map(|(month, _)| *month);
    let mut values = Vec::new();
    if let (Some(first), Some(last)) = (first, last) {
        let from = first.max((last + 1).saturating_sub(MONTHS));
        let name = |month| attribute.value(month).unwrap_or_default().into_owned();
        if from > first {
            let before = counts.range(..from).map(|(_, count)| count).sum();
            values.push((format!("before {}", name(from)), before));
        }
        values.extend(
            (from..=last).map(|month| (name(month), counts.get(&month).copied().unwrap_or(0))),
        );
    }
    rows_of_one(agreement, incidents, (position, attribute), values, true)
}

/// A table of one column, with those that lack a value and all.
fn rows_of_one(
    agreement: &Agreement,
    incidents: &Incidents,
    (position, attribute): (usize, &Attribute),
    values: Vec<(String, u64)>,
    is_shared: bool,
) -> ViewTable {
    let rule = agreement.disclosure();
    let mut sheet = Sheet::new(rule);
    let known: u64 = values.iter().map(|(_, count)| count).sum();
    let counts: Vec<CountId> = values
        .iter()
        .map(|(_, count)| {
            let atom = sheet.table.atom(*count);
            sheet.table.count([atom])
        })
        .collect();
    let lacking = incidents.lacking(position, rule);
    let (_, none) = sheet.lacking(incidents.all.len() as u64 - known, lacking, is_shared);
    sheet
        .table
        .partition(None, counts.iter().copied().chain([none]));
    let shown = sheet.table.clone().protect();
    let mut rows: Vec<(String, Vec<Published>)> = values
        .into_iter()
        .zip(counts)
        .map(|((label, _), count)| (label, vec![shown.count(count)]))
        .collect();
    rows.push((NOT_KNOWN.to_owned(), vec![shown.count(none)]));
    rows.push((ALL.to_owned(), vec![total(incidents, rule)]));
    let title = format!("Incidents by {}", attribute.label);
    let name = format!("attribute_{}", attribute.name);
    sheet.view(
        (name, title, &attribute.label),
        vec![Counted::Incidents.head().to_owned()],
        rows,
    )
}

/// The week by hours, and how many incidents it is of.
fn week(
    agreement: &Agreement,
    incidents: &Incidents,
    (hour, weekday): (usize, usize),
    attribute: &Attribute,
) -> [ViewTable; 2] {
    let rule = agreement.disclosure();
    let mut cells: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut lacking = 0;
    for incident in &incidents.all {
        match (incident.place(hour), incident.place(weekday)) {
            (Some(hour), Some(day)) => *cells.entry((hour, day)).or_default() += 1,
            _ => lacking += 1,
        }
    }
    let mut sheet = Sheet::new(rule);
    let atoms: Vec<Vec<AtomId>> = (0..HOURS)
        .map(|hour| {
            let of_day = |day| {
                sheet
                    .table
                    .atom(cells.get(&(hour, day)).copied().unwrap_or(0))
            };
            (0..DAYS).map(of_day).collect()
        })
        .collect();
    sheet.table.lay_out(HOURS as usize, DAYS as usize);
    let (_, none) = sheet.lacking(lacking, incidents.lacking(hour, rule), true);
    let counts = WeekCounts::new(&mut sheet.table, &atoms, none);
    let shown = sheet.table.clone().protect();
    let of = |count: &CountId| shown.count(*count);
    let hours = agreement.attributes().get(hour);
    let label = |at: usize| {
        let value = hours.and_then(|one| one.value(u32::try_from(at).ok()?));
        format!("{}:00 to {0}:59", value.unwrap_or_default())
    };
    let mut rows: Vec<(String, Vec<Published>)> = counts
        .cells
        .iter()
        .zip(&counts.hours)
        .enumerate()
        .map(|(at, (cells, hour))| (label(at), cells.iter().chain([hour]).map(of).collect()))
        .collect();
    let days = counts.days.iter().chain([&counts.known]);
    rows.push(("All hours".to_owned(), days.map(of).collect()));
    let days = agreement.attributes().get(weekday);
    let columns = days
        .into_iter()
        .flat_map(|days| days.listed().map(str::to_owned));
    let columns = columns.chain(["All days".to_owned()]).collect();
    let field = attribute.of.as_deref().unwrap_or_default();
    let grid = sheet.view(
        (
            format!("week_{field}"),
            "Incidents by hour and day of the week".to_owned(),
            "Hour",
        ),
        columns,
        rows,
    );
    let known = [
        ("known".to_owned(), vec![of(&counts.known)]),
        (NOT_KNOWN.to_owned(), vec![of(&none)]),
        (ALL.to_owned(), vec![total(incidents, rule)]),
    ];
    let known = sheet.view(
        (
            format!("known_{field}"),
            "Incidents whose hour and day of the week are known".to_owned(),
            "Hour and day",
        ),
        vec![Counted::Incidents.head().to_owned()],
        known,
    );
    [known, grid]
}

/// The counts of a week by hours.
struct WeekCounts {
    cells: Vec<Vec<CountId>>,
    hours: Vec<CountId>,
    days: Vec<CountId>,
    known: CountId,
}

impl WeekCounts {
    fn new(table: &mut Table, atoms: &[Vec<AtomId>], none: CountId) -> Self {
        let cells: Vec<Vec<CountId>> = atoms
            .iter()
            .map(|row| row.iter().map(|&atom| table.count([atom])).collect())
            .collect();
        let hours: Vec<CountId> = atoms
            .iter()
            .map(|row| table.count(row.iter().copied()))
            .collect();
        let column = |day: usize| atoms.iter().filter_map(move |row| row.get(day).copied());
        let days: Vec<CountId> = (0..DAYS as usize)
            .map(|day| table.count(column(day)))
            .collect();
        let known = table.count(atoms.iter().flatten().copied());
        for (row, &hour) in cells.iter().zip(&hours) {
            table.partition(Some(hour), row.iter().copied());
        }
        for (at, &day) in days.iter().enumerate() {
            table.partition(
                Some(day),
                cells.iter().filter_map(|row| row.get(at).copied()),
            );
        }
        // An hour of a day may be nearly all there is.
        let all_cells = || cells.iter().flatten().copied();
        table.partition(Some(known), all_cells());
        table.partition(None, all_cells().chain([none]));
        for margin in [&hours, &days] {
            table.partition(Some(known), margin.iter().copied());
            table.partition(None, margin.iter().copied().chain([none]));
        }
        table.partition(None, [known, none]);
        Self {
            cells,
            hours,
            days,
            known,
        }
    }
}
