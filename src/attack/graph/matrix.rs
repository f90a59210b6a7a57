//! Square matrices of single-precision numbers, and the products that matching graphs lives on, on several threads.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

/// Runs `work` on pieces of `items`, each `width` numbers a column, on several threads. `work` gets the first column's number.
pub(super) fn by_columns(
    items: &mut [f32],
    width: usize,
    threads: usize,
    work: impl Fn(usize, &mut [f32]) + Sync,
) {
    let columns = items.len() / width.max(1);
    let each = columns.div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        for (piece, slice) in items.chunks_mut(each * width.max(1)).enumerate() {
            let work = &work;
            scope.spawn(move || work(piece * each, slice));
        }
    });
}

/// `left * right`, in single precision.
pub(super) fn product(left: &DMatrix<f32>, right: &DMatrix<f32>, threads: usize) -> DMatrix<f32> {
    let (rows, inner, columns) = (left.nrows(), left.ncols(), right.ncols());
    let mut out = DMatrix::zeros(rows, columns);
    by_columns(out.as_mut_slice(), rows, threads, |first, slice| {
        let count = slice.len() / rows.max(1);
        let from = &right.as_slice()[first * inner..(first + count) * inner];
        let from = DMatrixView::from_slice(from, inner, count);
        DMatrixViewMut::from_slice(slice, rows, count).gemm(1.0, left, &from, 0.0);
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_by_hand_on_any_number_of_threads() {
        let left = DMatrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let right = DMatrix::from_row_slice(3, 2, &[7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
        let expected = DMatrix::from_row_slice(2, 2, &[58.0, 64.0, 139.0, 154.0]);
        for threads in [1, 2, 3, 8] {
            assert_eq!(product(&left, &right, threads), expected);
        }
    }
}
