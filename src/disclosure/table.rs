use super::moves::{Move, Moves};
use super::rests::rests;
use super::{Hiding, Published, tells_differences};
use crate::agreement::Disclosure;

/// Those counted that are alike in one table: each is in one atom, and every count of the table is a sum of atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AtomId(pub(super) u32);

/// A count or a statement of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountId(u32);

/// One table of a release of many: counts and statements that are protected against whoever knows the table's total exactly.
///
/// See the module's documentation for how, and for why tables that are protected so one by one can be published together.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) rule: Disclosure,
    pub(super) atoms: Vec<u64>,
    pub(super) nodes: Vec<Node>,
    /// Counts that partition another, or the total.
    partitions: Vec<(Option<u32>, Vec<u32>)>,
    /// Atoms that stand in other tables of the release too.
    pub(super) shared: Vec<(u32, i64)>,
    /// Counts that must be able to be one more.
    rising: Vec<u32>,
    /// An atom of which so many are known from other tables.
    elsewhere: Option<(u32, u64)>,
    /// Columns of the grid that the first atoms are laid out in, row by row, and rows.
    pub(super) grid: (usize, usize),
}

/// What is made of a set of atoms.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Ascending.
    pub(super) atoms: Vec<u32>,
    pub(super) count: u64,
    pub(super) shown: Shown,
    /// Whether another world is known in which it is another number.
    is_certified: bool,
}

/// What is said of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The count.
    Count(Published),
    /// Whether it is at least so many.
    AtLeast(u64),
    /// Nothing: a statement that is withdrawn, or what stands in no table.
    Nothing,
}

/// What of a table is fit to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectedTable {
    counts: Vec<Shown>,
    values: Vec<u64>,
}

impl ProtectedTable {
    /// What is shown of a count.
    #[must_use]
    pub fn count(&self, count: CountId) -> Published {
        match self.counts.get(count.0 as usize) {
            Some(Shown::Count(published)) => *published,
            _ => Published::Suppressed(Hiding::Any),
        }
    }

    /// Whether a statement is true; `None` where that cannot be said.
    #[must_use]
    pub fn statement(&self, statement: CountId) -> Option<bool> {
        let place = statement.0 as usize;
        match self.counts.get(place)? {
            Shown::AtLeast(least) => Some(self.values.get(place)? >= least),
            _ => None,
        }
    }
}

impl Table {
    /// A table without anybody.
    #[must_use]
    pub const fn new(rule: Disclosure) -> Self {
        Self {
            rule,
            atoms: Vec::new(),
            nodes: Vec::new(),
            partitions: Vec::new(),
            shared: Vec::new(),
            rising: Vec::new(),
            elsewhere: None,
            grid: (0, 0),
        }
    }

    /// So many that are alike.
    pub fn atom(&mut self, count: u64) -> AtomId {
        // There are some thousands of atoms.
        let id = u32::try_from(self.atoms.len()).unwrap_or(u32::MAX);
        self.atoms.push(count);
        AtomId(id)
    }

    /// Says that the first atoms are cells of a grid, row by row, whose rows and columns have counts of their own.
    pub fn lay_out(&mut self, rows: usize, columns: usize) {
        self.grid = (rows, columns);
    }

    /// A count that is shown, of these atoms together.
    pub fn count(&mut self, atoms: impl IntoIterator<Item = AtomId>) -> CountId {
        let (atoms, count) = self.sum(atoms);
        let shown = Shown::Count(Published::first(self.rule, count));
        self.node(atoms, count, shown)
    }

    /// A statement that is made: whether these atoms together are at least so many.
    pub fn statement(&mut self, atoms: impl IntoIterator<Item = AtomId>, least: u64) -> CountId {
        let (atoms, count) = self.sum(atoms);
        self.node(atoms, count, Shown::AtLeast(least))
    }

    /// Says that these counts add up to another; `None` stands for the table's total.
    pub fn partition(&mut self, whole: Option<CountId>, parts: impl IntoIterator<Item = CountId>) {
        let parts = parts.into_iter().map(|part| part.0).collect();
        self.partitions.push((whole.map(|whole| whole.0), parts));
    }

    /// Says that this atom stands in other tables too. It is another number for its own sake alone, and in all tables by the
    /// same step: one more where `rises`, or where it is one; else one less.
    pub fn share(&mut self, atom: AtomId, rises: bool) {
        let count = self.atoms.get(atom.0 as usize).copied().unwrap_or(0);
        let step = if rises || count <= 1 { 1 } else { -1 };
        self.shared.push((atom.0, step));
    }

    /// Says that this count must be able to be one more than it is.
    pub fn let_rise(&mut self, count: CountId) {
        self.rising.push(count.0);
    }

    /// Says that other tables tell of so many that they are in this atom: what is left of it, and of what it is part of, must not be
    /// told where it is a small count.
    pub fn know(&mut self, atom: AtomId, count: u64) {
        self.elsewhere = Some((atom.0, count));
    }

    fn sum(&self, atoms: impl IntoIterator<Item = AtomId>) -> (Vec<u32>, u64) {
        let mut atoms: Vec<u32> = atoms.into_iter().map(|atom| atom.0).collect();
        atoms.sort_unstable();
        atoms.dedup();
        let counts = atoms
            .iter()
            .filter_map(|&atom| self.atoms.get(atom as usize));
        let count = counts.sum();
        (atoms, count)
    }

    fn node(&mut self, atoms: Vec<u32>, count: u64, shown: Shown) -> CountId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node {
            atoms,
            count,
            shown,
            is_certified: false,
        });
        CountId(id)
    }

    fn is_small(&self, count: u64) -> bool {
        (1..=u64::from(self.rule.suppress_up_to)).contains(&count)
    }

    /// Whether these atoms together are a small count, or are one without those that other tables tell of.
    pub(super) fn is_sensitive(&self, atoms: &[u32]) -> bool {
        let counts = atoms
            .iter()
            .filter_map(|&atom| self.atoms.get(atom as usize));
        let count: u64 = counts.sum();
        let is_small_beside = |(atom, known): (u32, u64)| {
            atoms.binary_search(&atom).is_ok() && self.is_small(count.saturating_sub(known))
        };
        self.is_small(count)
            || tells_differences(self.rule) && self.elsewhere.is_some_and(is_small_beside)
    }

    /// What is fit to be published. Of a table whose total is itself a small count, nothing is.
    #[must_use]
    pub fn protect(mut self) -> ProtectedTable {
        let published = self.nodes.len();
        let total: u64 = self.atoms.iter().sum();
        if self.is_small(total) || !self.run() {
            for node in &mut self.nodes {
                node.shown = match node.shown {
                    Shown::Count(_) => Shown::Count(Published::Suppressed(Hiding::Any)),
                    _ => Shown::Nothing,
                };
            }
        }
        self.nodes.truncate(published);
        ProtectedTable {
            values: self.nodes.iter().map(|node| node.count).collect(),
            counts: self.nodes.into_iter().map(|node| node.shown).collect(),
        }
    }

    /// Whether everything that must be protected could be.
    fn run(&mut self) -> bool {
        self.add_differences();
        let mut moves = Moves::new(self);
        for node in self.rising.clone() {
            match moves.cheapest(self, node, Some(1)) {
                Some(found) => self.allow(&moves, &found),
                None => return false,
            }
        }
        // Each round suppresses more, or looks at what no round before it did, or is the last; of neither is there an end that is not
        // reached. Until then the table is not protected.
        loop {
            for node in 0..self.nodes.len() {
                if !self.must_move(node) {
                    continue;
                }
                let node = u32::try_from(node).unwrap_or(u32::MAX);
                match moves.cheapest(self, node, None) {
                    Some(found) => self.allow(&moves, &found),
                    None => return false,
                }
            }
            if !self.add_rests() {
                return true;
            }
            moves = Moves::new(self);
        }
    }

    /// Whether a node must have another world, and none is known.
    fn must_move(&self, node: usize) -> bool {
        let Some(node) = self.nodes.get(node) else {
            return false;
        };
        let is_sensitive = match node.shown {
            Shown::Count(Published::Suppressed(_)) => true,
            Shown::Nothing => self.is_sensitive(&node.atoms),
            Shown::Count(Published::Count(_)) | Shown::AtLeast(_) => false,
        };
        is_sensitive && !node.is_certified
    }

    /// Publishes so that this world is possible.
    fn allow(&mut self, moves: &Moves, world: &[Move]) {
        for (place, more) in moves.changes(world) {
            let rule = self.rule;
            if let Some(node) = self.nodes.get_mut(place as usize) {
                node.shown = node.allowing(rule, more);
                node.is_certified |= !matches!(
                    node.shown,
                    Shown::Count(Published::Count(_)) | Shown::AtLeast(_)
                );
            }
        }
    }

    /// Small counts that stand in no table, and are one subtraction away: a whole without one of its parts.
    fn add_differences(&mut self) {
        if let Some((atom, _)) = self.elsewhere
            && self.is_sensitive(&[atom])
        {
            let (atoms, count) = self.sum([AtomId(atom)]);
            self.node(atoms, count, Shown::Nothing);
        }
        let all = || 0u32..;
        for (whole, parts) in self.partitions.clone() {
            let (whole, count): (Vec<u32>, u64) =
                match whole.and_then(|whole| self.nodes.get(whole as usize)) {
                    Some(node) => (node.atoms.clone(), node.count),
                    None => (
                        all().take(self.atoms.len()).collect(),
                        self.atoms.iter().sum(),
                    ),
                };
            for part in parts {
                let Some(part) = self.nodes.get(part as usize) else {
                    continue;
                };
                let rest = count.saturating_sub(part.count);
                if part.count > 0 && self.is_small(rest) {
                    let without = |atom: &u32| part.atoms.binary_search(atom).is_err();
                    let atoms = whole.iter().copied().filter(without).collect();
                    self.node(atoms, rest, Shown::Nothing);
                }
            }
        }
    }

    /// Small counts that are one subtraction away of all that is shown: what the suppressed parts of a whole are together.
    /// Whether there are any that are not looked at yet.
    fn add_rests(&mut self) -> bool {
        let before = self.nodes.len();
        for (_, parts) in self.partitions.clone() {
            let hidden = parts
                .iter()
                .filter_map(|&part| self.nodes.get(part as usize));
            let hidden =
                hidden.filter(|part| matches!(part.shown, Shown::Count(Published::Suppressed(_))));
            let hidden: Vec<&Node> = hidden.collect();
            let count = hidden.iter().map(|part| part.count).sum();
            if hidden.len() < 2 || !self.is_small(count) {
                continue;
            }
            let mut atoms: Vec<u32> = hidden
                .iter()
                .flat_map(|part| part.atoms.iter().copied())
                .collect();
            atoms.sort_unstable();
            atoms.dedup();
            if !self.nodes.iter().any(|node| node.atoms == atoms) {
                self.node(atoms, count, Shown::Nothing);
            }
        }
        if tells_differences(self.rule) {
            for atoms in rests(self) {
                // A count that is shown as it is may be one without what other tables tell of.
                let is_known = |node: &Node| {
                    node.atoms == atoms && !matches!(node.shown, Shown::Count(Published::Count(_)))
                };
                if !self.nodes.iter().any(is_known) {
                    let (atoms, count) = self.sum(atoms.into_iter().map(AtomId));
                    self.node(atoms, count, Shown::Nothing);
                }
            }
        }
        self.nodes.len() > before
    }
}

impl Node {
    /// What is to be said so that it might as well be so many more.
    pub(super) fn allowing(&self, rule: Disclosure, more: i64) -> Shown {
        let other = self.count.checked_add_signed(more);
        match self.shown {
            Shown::Count(published) => Shown::Count(published.widened(rule, self.count, other)),
            Shown::AtLeast(least) => {
                let same = other.is_some_and(|other| (other >= least) == (self.count >= least));
                if same { self.shown } else { Shown::Nothing }
            }
            Shown::Nothing => Shown::Nothing,
        }
    }
}
