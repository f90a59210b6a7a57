use super::kinds::Kinds;

/// A set of people that is not the true one: so many more or fewer of some kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct World {
    /// Kinds and how many people more they have, with none twice.
    pub(super) kinds: Vec<(u32, i64)>,
    /// Cells and how many people more are counted in them, ascending, without those that stay.
    pub(super) cells: Vec<(u32, i64)>,
}

/// The changes of each count or cell as one, ascending, without those that come to nothing.
pub(super) fn summed(mut changes: Vec<(u32, i64)>) -> Vec<(u32, i64)> {
    changes.sort_unstable_by_key(|&(of, _)| of);
    changes.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    changes.retain(|&(_, more)| more != 0);
    changes
}

impl World {
    /// The true set with these changes; `None` when a kind would have fewer people than none, or nothing changes.
    pub(super) fn new(kinds: &Kinds, changes: &[(u32, i64)]) -> Option<Self> {
        let mut world = Self::default();
        for &(kind, more) in changes {
            match world.kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, sum)) => *sum += more,
                None => world.kinds.push((kind, more)),
            }
        }
        world.kinds.retain(|&(_, more)| more != 0);
        for &(kind, more) in &world.kinds {
            let people = *kinds.people.get(kind as usize)?;
            people.checked_add_signed(more)?;
            for &cell in kinds.cells.get(kind as usize)? {
                world.cells.push((cell, more));
            }
        }
        world.cells = summed(std::mem::take(&mut world.cells));
        (!world.cells.is_empty()).then_some(world)
    }

    /// How many people more are counted in this cell.
    pub(super) fn change(&self, cell: u32) -> i64 {
        self.cells
            .binary_search_by_key(&cell, |&(known, _)| known)
            .ok()
            .and_then(|place| self.cells.get(place))
            .map_or(0, |&(_, more)| more)
    }
}
