use std::collections::BTreeMap;

/// People counted alike: in the same cells.
pub(super) struct Kinds {
    /// The cells of each kind, ascending.
    pub(super) cells: Vec<Vec<u32>>,
    /// How many people each kind has.
    pub(super) people: Vec<u64>,
    /// For each cell some kinds that are counted in it, spread over all of them.
    members: Vec<Vec<u32>>,
}

/// Kinds kept for each cell, and drawn of all kinds. More find dearer sets of people seldom, and take time always.
const MEMBERS: usize = 24;
const OTHERS: usize = 160;
/// Neighbours in order of cells are alike in what comes first.
const NEIGHBOURS: usize = 12;

impl Kinds {
    pub(super) fn new(kinds: BTreeMap<Vec<u32>, u64>, cell_count: usize) -> Self {
        let mut all: Vec<Vec<u32>> = vec![Vec::new(); cell_count];
        let (cells, people): (Vec<_>, Vec<_>) = kinds.into_iter().unzip();
        for (kind, cells) in (0u32..).zip(&cells) {
            for &cell in cells {
                if let Some(kinds) = all.get_mut(cell as usize) {
                    kinds.push(kind);
                }
            }
        }
        let members = all.iter().map(|kinds| spread(kinds, MEMBERS)).collect();
        Self {
            cells,
            people,
            members,
        }
    }

    /// Some kinds that are counted in this cell.
    pub(super) fn members(&self, cell: u32) -> &[u32] {
        self.members
            .get(cell as usize)
            .map_or(&[], |kinds| kinds.as_slice())
    }

    /// Some of all kinds.
    pub(super) fn some(&self, most: usize) -> Vec<u32> {
        let all: Vec<u32> = (0u32..).take(self.cells.len()).collect();
        spread(&all, most)
    }

    /// Some kinds that are not counted in this cell: those nearest to `kind`, and some of all.
    pub(super) fn others(&self, kind: u32, cell: u32) -> Vec<u32> {
        let mut others = self.near(kind);
        others.retain(|&other| {
            let cells = self.cells.get(other as usize);
            cells.is_some_and(|cells| cells.binary_search(&cell).is_err())
        });
        others
    }

    /// The same that are none of these, which are ascending.
    pub(super) fn others_than(&self, kind: u32, kinds: &[u32]) -> Vec<u32> {
        let mut others = self.near(kind);
        others.retain(|other| kinds.binary_search(other).is_err());
        others
    }

    /// The kinds nearest to this one, and some of all.
    fn near(&self, kind: u32) -> Vec<u32> {
        let place = kind as usize;
        let near = place.saturating_sub(NEIGHBOURS)..(place + NEIGHBOURS + 1).min(self.cells.len());
        let mut others: Vec<u32> = near.filter_map(|place| u32::try_from(place).ok()).collect();
        others.extend(self.some(OTHERS));
        others.sort_unstable();
        others.dedup();
        others
    }
}

/// At most so many, evenly spread.
fn spread(all: &[u32], most: usize) -> Vec<u32> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most)
        .filter_map(|place| all.get(place * all.len() / most).copied())
        .collect()
}
