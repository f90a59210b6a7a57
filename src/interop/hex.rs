/// The digits of bytes in base 16.
pub(super) fn lower(bytes: &[u8]) -> String {
    write(bytes, b"0123456789abcdef")
}

/// The same in capital letters.
pub(super) fn upper(bytes: &[u8]) -> String {
    write(bytes, b"0123456789ABCDEF")
}

fn write(bytes: &[u8], digits: &[u8; 16]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles
        .map(|nibble| char::from(digits[usize::from(nibble)]))
        .collect()
}
