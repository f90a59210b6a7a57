use super::RecordId;
use crate::exchange::Extract;
use crate::units::Token;

/// Finds the records that share a token of the match key at `match_key`, and calls `visit` once per token that two or
/// more parties hold, with the records in order of party and row. Tokens come in ascending order, so the result does
/// not depend on the order of rows.
///
/// Sort-based: O(n log n) time, 24 bytes a token.
pub fn for_each_shared_token(
    extracts: &[Extract],
    match_key: usize,
    mut visit: impl FnMut(&[RecordId]),
) {
    let mut tokens: Vec<(Token, RecordId)> = Vec::new();
    for (party, extract) in (0u16..).zip(extracts) {
        tokens.extend((0u32..).take(extract.len()).filter_map(|row| {
            extract
                .token(match_key, row as usize)
                .map(|token| (token, RecordId { party, row }))
        }));
    }
    tokens.sort_unstable();
    let mut records = Vec::new();
    for group in tokens.chunk_by(|one, other| one.0 == other.0) {
        let [(_, first), .., (_, last)] = group else {
            continue;
        };
        if first.party != last.party {
            records.clear();
            records.extend(group.iter().map(|&(_, record)| record));
            visit(&records);
        }
    }
}
