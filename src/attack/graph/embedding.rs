//! Embedding both graphs and rotating one onto the other.
//!
//! As Schäfer, Armknecht and Heng (ACSAC 2024) do, with the leading eigenvectors in place of node2vec: filters that
//! resemble each other as the plain records do are, up to a rotation, the same points.

use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::matrix::{by_columns, product};

/// Nodes (rows) at the leading eigenvectors of a centred similarity matrix, each scaled by the root of its eigenvalue.
pub(super) struct Embedding {
    points: DMatrix<f32>,
}

impl Embedding {
    pub(super) fn of(matrix: &DMatrix<f32>, dimensions: usize, threads: usize) -> Self {
        let nodes = matrix.nrows();
        let dimensions = dimensions.min(nodes);
        let mut chance = ChaCha8Rng::seed_from_u64(7);
        let mut basis = DMatrix::from_fn(
            nodes,
            (dimensions + dimensions / 4 + 4).min(nodes),
            |_, _| chance.next_u32() as f32 / u32::MAX as f32 - 0.5,
        );
        for _ in 0..12 {
            centre(&mut basis);
            basis = orthonormal(&basis, threads);
            basis = product(matrix, &basis, threads);
        }
        centre(&mut basis);
        let basis = orthonormal(&basis, threads);
        let small = product(
            &basis.transpose(),
            &product(matrix, &basis, threads),
            threads,
        );
        let eigen = small.symmetric_eigen();
        let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let mut points = DMatrix::zeros(nodes, dimensions);
        for (place, &index) in order.iter().take(dimensions).enumerate() {
            let vector: DVector<f32> = &basis * eigen.eigenvectors.column(index);
            let skew: f32 = vector.iter().map(|entry| entry.powi(3)).sum();
            let scale = eigen.eigenvalues[index].max(0.0).sqrt() * skew.signum();
            points.set_column(place, &(vector * scale));
        }
        Self { points }
    }

    /// The first so many dimensions, a column a node.
    fn leading(&self, dimensions: usize) -> DMatrix<f32> {
        self.points
            .columns(0, dimensions.min(self.points.ncols()))
            .transpose()
    }

    /// One dimension of all nodes.
    pub(super) fn dimension(&self, index: usize) -> Vec<f32> {
        self.points.column(index).iter().copied().collect()
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.points.nrows()
    }

    /// How many dimensions they have.
    pub(super) fn dimensions(&self) -> usize {
        self.points.ncols()
    }

    /// The mean square of an entry of the first so many dimensions.
    pub(super) fn mean_square(&self, dimensions: usize) -> f32 {
        let leading = self.points.columns(0, dimensions.min(self.dimensions()));
        leading.norm_squared() / leading.len().max(1) as f32
    }

    /// The first so many nodes: their order says nothing.
    pub(super) fn sample(&self, nodes: usize) -> Self {
        Self {
            points: self.points.rows(0, nodes.min(self.nodes())).into_owned(),
        }
    }

    /// Gives each dimension the spread that it has in the other embedding: noise has made the encoded ones wider.
    pub(super) fn scaled_as(&mut self, other: &Self) {
        for (mut own, other) in self
            .points
            .column_iter_mut()
            .zip(other.points.column_iter())
        {
            let scale = other.norm() / own.norm().max(1e-9);
            own *= scale;
        }
    }
}
/// Gram-Schmidt by way of the Cholesky factor, twice: as good as QR here and far faster.
fn orthonormal(basis: &DMatrix<f32>, threads: usize) -> DMatrix<f32> {
    let mut out = basis.clone();
    for mut column in out.column_iter_mut() {
        let norm = column.norm().max(1e-20);
        column /= norm;
    }
    for _ in 0..2 {
        let mut gram = product(&out.transpose(), &out, threads);
        for index in 0..gram.nrows() {
            gram[(index, index)] += 1e-5;
        }
        let Some(factor) = gram.cholesky() else {
            return out.qr().q();
        };
        let Some(inverse) = factor
            .l()
            .solve_lower_triangular(&DMatrix::identity(out.ncols(), out.ncols()))
        else {
            return out.qr().q();
        };
        out = product(&out, &inverse.transpose(), threads);
    }
    out
}

fn centre(basis: &mut DMatrix<f32>) {
    for mut column in basis.column_iter_mut() {
        let mean = column.mean();
        column.add_scalar_mut(-mean);
    }
}

/// Pairs of an encoded and a known node.
pub(super) type Pairs = Vec<(usize, usize)>;

/// The rotation that brings encoded points nearest to the known ones they are paired with (Schönemann 1966).
pub(super) fn rotation(
    encoded: &Embedding,
    known: &Embedding,
    pairs: &Pairs,
    dimensions: usize,
    threads: usize,
) -> DMatrix<f32> {
    let (from, to) = (encoded.leading(dimensions), known.leading(dimensions));
    let size = from.nrows();
    let mut left = DMatrix::zeros(size, pairs.len());
    let mut right = DMatrix::zeros(size, pairs.len());
    for (place, &(one, other)) in pairs.iter().enumerate() {
        left.set_column(place, &from.column(one));
        right.set_column(place, &to.column(other));
    }
    nearest_rotation(&product(&right, &left.transpose(), threads))
}

/// The same where the assignment is soft: `assigned` has a column for each encoded node and a row for each known one.
pub(super) fn soft_rotation(
    encoded: &Embedding,
    known: &Embedding,
    assigned: &DMatrix<f32>,
    dimensions: usize,
    threads: usize,
) -> DMatrix<f32> {
    let (from, to) = (encoded.leading(dimensions), known.leading(dimensions));
    let carried = product(assigned, &from.transpose(), threads);
    nearest_rotation(&product(&to, &carried, threads))
}

/// In double precision and with an end to it: in single precision the decomposition may never settle.
fn nearest_rotation(products: &DMatrix<f32>) -> DMatrix<f32> {
    let size = products.nrows();
    let scale = f64::from(products.amax().max(f32::MIN_POSITIVE));
    let svd = products
        .map(|value| f64::from(value) / scale)
        .try_svd(true, true, 1e-12, 10_000);
    match svd.map(|svd| (svd.u, svd.v_t)) {
        #[expect(clippy::cast_possible_truncation)] // Entries of a rotation.
        Some((Some(u), Some(v))) => (u * v).map(|value| value as f32),
        _ => DMatrix::identity(size, size),
    }
}

/// Scores every two nodes after a rotation, by distance: a column for each encoded node, a row for each known one.
pub(super) fn scores(
    encoded: &Embedding,
    known: &Embedding,
    rotation: &DMatrix<f32>,
    threads: usize,
) -> DMatrix<f32> {
    let dimensions = rotation.nrows();
    let (from, to) = (encoded.leading(dimensions), known.leading(dimensions));
    let moved = product(rotation, &from, threads);
    let mut scores = product(&to.transpose(), &moved, threads);
    let norms: Vec<f32> = to
        .column_iter()
        .map(|point| point.norm_squared() / 2.0)
        .collect();
    let rows = scores.nrows();
    by_columns(scores.as_mut_slice(), rows, threads, |first, slice| {
        for (offset, column) in slice.chunks_mut(rows).enumerate() {
            let own = from.column(first + offset).norm_squared() / 2.0;
            for (value, norm) in column.iter_mut().zip(&norms) {
                *value -= norm + own;
            }
        }
    });
    scores
}

/// Takes from each score half of what the ten best of its row and of its column have (Conneau et al., "Word translation
/// without parallel data", 2018), so that no node is everybody's neighbour.
pub(super) fn without_hubs(scores: &mut DMatrix<f32>, threads: usize) {
    let of_columns = tops(scores, threads);
    let of_rows = tops(&scores.transpose(), threads);
    let rows = scores.nrows();
    by_columns(scores.as_mut_slice(), rows, threads, |first, slice| {
        for (offset, column) in slice.chunks_mut(rows).enumerate() {
            for (value, of_row) in column.iter_mut().zip(&of_rows) {
                *value -= (of_columns[first + offset] + of_row) / 2.0;
            }
        }
    });
}

/// The mean of the ten greatest of each column.
fn tops(scores: &DMatrix<f32>, threads: usize) -> Vec<f32> {
    let mut out = vec![0.0; scores.ncols()];
    by_columns(&mut out, 1, threads, |first, slice| {
        for (offset, place) in slice.iter_mut().enumerate() {
            // Ascending: nearly every value stops at the first comparison.
            let mut top = [f32::NEG_INFINITY; 10];
            for &value in scores.column(first + offset).iter() {
                if value > top[0] {
                    let end = top.partition_point(|&other| other < value);
                    top.copy_within(1..end, 0);
                    top[end - 1] = value;
                }
            }
            let count = scores.nrows().clamp(1, top.len());
            *place = top[top.len() - count..].iter().sum::<f32>() / count as f32;
        }
    });
    out
}

/// For each column of scores the best row, and for each row the best column.
pub(super) struct Best {
    pub of_columns: Vec<usize>,
    of_rows: Vec<usize>,
}

impl Best {
    pub(super) fn of(scores: &DMatrix<f32>) -> Self {
        let mut of_rows = vec![(0, f32::NEG_INFINITY); scores.nrows()];
        let mut of_columns = Vec::with_capacity(scores.ncols());
        for (index, column) in scores.column_iter().enumerate() {
            let mut best = (0, f32::NEG_INFINITY);
            for (row, (&value, place)) in column.iter().zip(&mut of_rows).enumerate() {
                if value > best.1 {
                    best = (row, value);
                }
                if value > place.1 {
                    *place = (index, value);
                }
            }
            of_columns.push(best.0);
        }
        Self {
            of_columns,
            of_rows: of_rows.into_iter().map(|(column, _)| column).collect(),
        }
    }

    /// Pairs that are each other's best.
    pub(super) fn mutual(&self) -> Pairs {
        self.of_columns
            .iter()
            .enumerate()
            .filter(|&(column, &row)| self.of_rows.get(row) == Some(&column))
            .map(|(column, &row)| (column, row))
            .collect()
    }
}
