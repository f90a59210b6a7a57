//! The simplex method in whole numbers, exact: every entry of the tableau is over one common denominator (Edmonds 1967,
//! as in Avis's lrs), and a number that does not fit stops the test.

/// Maximises over `x >= 0` with `a x <= b`, one objective after the other.
pub struct Simplex {
    /// Rows `q * basic + sum(entries * others) = last entry`.
    rows: Vec<Vec<i128>>,
    q: i128,
    basic: Vec<usize>,
    others: Vec<usize>,
}

impl Simplex {
    /// Finds a first corner; `None` when nothing fulfils the constraints.
    pub fn new(variables: usize, constraints: &[(Vec<i128>, i128)]) -> Option<Self> {
        // A further variable makes every constraint easier, and must then become 0.
        let easing = variables + constraints.len();
        let mut rows: Vec<Vec<i128>> = Vec::new();
        for (entries, most) in constraints {
            let mut row = entries.clone();
            row.extend([-1, *most]);
            rows.push(row);
        }
        let mut simplex = Self {
            basic: (variables..easing).collect(),
            others: (0..variables).chain([easing]).collect(),
            rows,
            q: 1,
        };
        let hardest = (0..constraints.len()).min_by_key(|&row| constraints[row].1)?;
        if constraints[hardest].1 < 0 {
            simplex.pivot(hardest, variables, &mut []);
            let mut goal = simplex.row_of(&[(easing, -1)]);
            simplex.climb(&mut goal);
            if simplex.value_of(easing) != (0, 1) {
                return None;
            }
        }
        // Out with it: first out of the basis, where it stands with 0.
        if let Some(row) = simplex.basic.iter().position(|&one| one == easing) {
            let mut columns = 0..simplex.others.len();
            let Some(column) = columns.find(|&column| simplex.rows[row][column] != 0) else {
                // One constraint follows of others, and the row says that nothing is nothing.
                simplex.rows.remove(row);
                simplex.basic.remove(row);
                return Some(simplex);
            };
            simplex.pivot(row, column, &mut []);
        }
        let column = simplex.others.iter().position(|&one| one == easing)?;
        simplex.others.remove(column);
        for row in &mut simplex.rows {
            row.remove(column);
        }
        Some(simplex)
    }

    /// The largest value of the sum of these variables times these factors, as numerator and denominator; `None` when it
    /// has no bound.
    pub fn maximum(&mut self, objective: &[(usize, i128)]) -> Option<(i128, i128)> {
        let mut goal = self.row_of(objective);
        self.climb(&mut goal)
            .then(|| (*goal.last().unwrap(), self.q))
    }

    /// The corner that it is at, where all of these variables are whole numbers there.
    #[allow(dead_code)] // Not every auditor looks at corners.
    pub fn corner(&self, variables: usize) -> Option<Vec<i128>> {
        let mut corner = vec![0; variables];
        for (row, &variable) in self.rows.iter().zip(&self.basic) {
            let value = *row.last()?;
            if variable < variables {
                if value % self.q != 0 {
                    return None;
                }
                corner[variable] = value / self.q;
            }
        }
        Some(corner)
    }

    fn value_of(&self, variable: usize) -> (i128, i128) {
        match self.basic.iter().position(|&one| one == variable) {
            Some(row) => {
                let value = *self.rows[row].last().unwrap();
                if value == 0 { (0, 1) } else { (value, self.q) }
            }
            None => (0, 1),
        }
    }

    /// The objective in terms of what is not in the basis: `q z + sum(entries * others) = last entry`.
    fn row_of(&self, objective: &[(usize, i128)]) -> Vec<i128> {
        let mut goal = vec![0; self.others.len() + 1];
        for &(variable, factor) in objective {
            if let Some(row) = self.basic.iter().position(|&one| one == variable) {
                for (entry, more) in goal.iter_mut().zip(&self.rows[row]) {
                    *entry += factor * more;
                }
            } else {
                let column = self.others.iter().position(|&one| one == variable).unwrap();
                goal[column] -= factor * self.q;
            }
        }
        goal
    }

    /// Goes from corner to corner until no step leads higher; whether there is a highest.
    fn climb(&mut self, goal: &mut [i128]) -> bool {
        let mut steps = 0;
        loop {
            let open = (0..self.others.len()).filter(|&column| goal[column] < 0);
            // Steepest first; after many steps by Bland's rule, which never goes round in circles.
            let entering = if steps < 50 {
                open.min_by_key(|&column| goal[column])
            } else {
                open.min_by_key(|&column| self.others[column])
            };
            let Some(column) = entering else {
                return true;
            };
            let mut leaving: Option<usize> = None;
            for row in 0..self.rows.len() {
                let slope = self.rows[row][column];
                if slope <= 0 {
                    continue;
                }
                let better = leaving.is_none_or(|best| {
                    let here = self.rows[row].last().unwrap() * self.rows[best][column];
                    let there = self.rows[best].last().unwrap() * slope;
                    here < there || here == there && self.basic[row] < self.basic[best]
                });
                if better {
                    leaving = Some(row);
                }
            }
            let Some(row) = leaving else {
                return false;
            };
            self.pivot(row, column, goal);
            steps += 1;
        }
    }

    fn pivot(&mut self, row: usize, column: usize, goal: &mut [i128]) {
        let pivot_row = self.rows[row].clone();
        let p = pivot_row[column];
        let q = self.q;
        let eliminate = |entries: &mut [i128]| {
            let factor = entries[column];
            if factor == 0 && p == q {
                return;
            }
            for (place, entry) in entries.iter_mut().enumerate() {
                *entry = if place == column {
                    -factor
                } else {
                    let product = p.checked_mul(*entry).unwrap();
                    let less = factor.checked_mul(pivot_row[place]).unwrap();
                    product.checked_sub(less).unwrap() / q
                };
            }
        };
        for (place, entries) in self.rows.iter_mut().enumerate() {
            if place != row {
                eliminate(entries);
            }
        }
        if !goal.is_empty() {
            eliminate(goal);
        }
        self.rows[row][column] = q;
        self.q = p;
        if p < 0 {
            self.q = -p;
            let all = self.rows.iter_mut().map(Vec::as_mut_slice).chain([goal]);
            for entry in all.flatten() {
                *entry = -*entry;
            }
        }
        std::mem::swap(&mut self.basic[row], &mut self.others[column]);
    }
}
