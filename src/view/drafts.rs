//! Tables in the making: what is counted in each of their cells, until all are protected together.

use std::collections::BTreeMap;

use super::people::Profile;
use super::tables::{Counted, ViewRow, ViewTable};
use crate::agreement::Agreement;
use crate::disclosure::{CellId, Published, Release};

type Test<'a> = Box<dyn Fn(&Profile) -> bool + 'a>;

/// A table before anything is counted.
struct Draft {
    name: String,
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<CellId>)>,
}

/// Tables in the making: their cells, and who is counted in each.
pub(super) struct Drafts<'a> {
    pub(super) counted: Counted,
    pub(super) release: Release,
    tests: Vec<(CellId, Test<'a>)>,
    tables: Vec<Draft>,
}

impl<'a> Drafts<'a> {
    /// A count that is shown, of those that this is true of.
    pub(super) fn cell(&mut self, test: impl Fn(&Profile) -> bool + 'a) -> CellId {
        let id = self.release.cell();
        self.tests.push((id, Box::new(test)));
        id
    }

    /// A count that stands in no table, and can be worked out of two that do: it is protected with them.
    pub(super) fn difference(&mut self, test: impl Fn(&Profile) -> bool + 'a) -> CellId {
        let id = self.release.unseen_cell();
        self.tests.push((id, Box::new(test)));
        id
    }

    /// A count that stands in no table, and is the sum of some that do.
    pub(super) fn sum(&mut self, test: impl Fn(&Profile) -> bool + 'a) {
        let id = self.release.sum_cell();
        self.tests.push((id, Box::new(test)));
    }

    /// A table of one column of which everybody is in one row; its last row is all people.
    pub(super) fn parts(
        &mut self,
        name: &str,
        title: &str,
        all: CellId,
        rows: Vec<(String, CellId)>,
    ) {
        self.release.partition(rows.iter().map(|(_, cell)| *cell));
        self.one_way(name, title, all, rows);
    }

    /// A table of one column; its last row is all people.
    pub(super) fn one_way(
        &mut self,
        name: &str,
        title: &str,
        all: CellId,
        rows: Vec<(String, CellId)>,
    ) {
        let mut rows: Vec<_> = rows
            .into_iter()
            .map(|(label, cell)| (label, vec![cell]))
            .collect();
        rows.push((self.counted.all().to_owned(), vec![all]));
        self.table(name, title, vec![self.counted.head().to_owned()], rows);
    }

    /// A table of any number of columns.
    pub(super) fn table(
        &mut self,
        name: &str,
        title: &str,
        columns: Vec<String>,
        rows: Vec<(String, Vec<CellId>)>,
    ) {
        self.tables.push(Draft {
            name: name.to_owned(),
            title: title.to_owned(),
            columns,
            rows,
        });
    }
}

/// What other tables of a release rely on.
#[derive(Clone, Copy, Default)]
pub(super) struct Hold<'a> {
    /// All, and the classes that none of a set of parties knows of.
    pub(super) cells: &'a [CellId],
    /// Whether those are held within one in any case.
    pub(super) is_loose: bool,
}

impl Drafts<'_> {
    /// No table yet.
    pub(super) fn new(agreement: &Agreement, counted: Counted) -> Self {
        Self {
            counted,
            release: Release::new(agreement.disclosure()),
            tests: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// The tables as they are published.
    pub(super) fn publish(
        self,
        agreement: &Agreement,
        counted: &BTreeMap<Profile, u64>,
        hold: &Hold<'_>,
    ) -> Vec<ViewTable> {
        let (release, tables) = self.count(agreement, counted, hold);
        laid_out(agreement, tables, &release.protect())
    }

    /// The same; `None` where what is held leaves a small count without protection.
    pub(super) fn publish_all(
        self,
        agreement: &Agreement,
        counted: &BTreeMap<Profile, u64>,
        hold: &Hold<'_>,
    ) -> Option<Vec<ViewTable>> {
        let (release, tables) = self.count(agreement, counted, hold);
        Some(laid_out(agreement, tables, &release.protect_all()?))
    }

    /// Counts. What is held is held exactly, or within one where it, or what the first of the held has beside it, is a small
    /// count that must itself be protected; not at all where the first is.
    fn count(
        self,
        agreement: &Agreement,
        counted: &BTreeMap<Profile, u64>,
        hold: &Hold<'_>,
    ) -> (Release, Vec<Draft>) {
        let Self {
            mut release,
            tests,
            tables,
            counted: _,
        } = self;
        for (profile, &count) in counted {
            let cells = tests.iter().filter(|(_, test)| test(profile));
            release.add(cells.map(|(cell, _)| *cell), count);
        }
        let rule = agreement.disclosure();
        let is_small = |count: u64| (1..=u64::from(rule.suppress_up_to)).contains(&count);
        if let Some((&all, classes)) = hold.cells.split_first()
            && !is_small(release.count(all))
        {
            let total = release.count(all);
            release.hold(all, 0);
            for &cell in classes {
                let count = release.count(cell);
                let is_loose = hold.is_loose && count > 0;
                let within = is_loose || is_small(count) || is_small(total.saturating_sub(count));
                release.hold(cell, within.into());
            }
        }
        (release, tables)
    }
}

/// Tables with what is shown in them.
fn laid_out(agreement: &Agreement, tables: Vec<Draft>, published: &[Published]) -> Vec<ViewTable> {
    let shown = |cells: Vec<CellId>| {
        let counts = cells.into_iter();
        counts
            .filter_map(|cell| published.get(cell.place()).copied())
            .collect()
    };
    let tables = tables.into_iter().map(|draft| ViewTable {
        name: draft.name,
        title: draft.title,
        rows_are: String::new(),
        columns: draft.columns,
        rows: draft
            .rows
            .into_iter()
            .map(|(label, cells)| ViewRow {
                label,
                counts: shown(cells),
            })
            .collect(),
        rule: agreement.disclosure().in_words(),
    });
    tables.collect()
}
