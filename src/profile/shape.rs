//! The shape of a value: what kinds of characters it has, and never which.

/// The longest shape; what is longer ends in an ellipsis.
const LONGEST: usize = 24;

/// The shape of a value: `A` stands for capital letters, `a` for small ones, `9` for digits. Runs of letters are shown
/// by one letter, as their number says something about a person; digits are shown one by one, since a format of dates or
/// numbers is told by them. Marks and spaces stand as they
/// are, unusual signs as `·`.
pub(super) fn shape(value: &str, out: &mut String) {
    out.clear();
    let mut last = None;
    let mut length = 0;
    for c in value.trim().chars() {
        let kind = if c.is_numeric() {
            '9'
        } else if c.is_uppercase() {
            'A'
        } else if c.is_alphabetic() {
            'a'
        } else if c.is_control() || c.is_whitespace() {
            ' '
        } else if c.is_ascii() || "\u{2018}\u{2019}\u{201c}\u{201d}\u{2013}\u{2014}£€".contains(c)
        {
            c
        } else {
            '·'
        };
        if kind != '9' && last == Some(kind) {
            continue;
        }
        last = Some(kind);
        if length == LONGEST {
            out.push('…');
            return;
        }
        out.push(kind);
        length += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_formats_and_not_values() {
        let shape = |value: &str| {
            let mut out = String::new();
            super::shape(value, &mut out);
            out
        };
        assert_eq!(shape("03/04/1980"), "99/99/9999");
        assert_eq!(shape("3-Apr-80"), "9-Aa-99");
        assert_eq!(shape(" AB1 2CD "), "A9 9A");
        assert_eq!(shape("O'Brien-Smith"), "A'Aa-Aa");
        assert_eq!(shape("Zoë"), "Aa");
        assert_eq!(shape("\u{ff10}\u{ff17}\u{ff17}"), "999");
        assert_eq!(shape("\u{30c4}\u{1f600}\u{1f601}"), "a·");
        assert_eq!(shape("943 476 5919"), "999 999 9999");
        assert_eq!(shape(&"9".repeat(40)).chars().count(), LONGEST + 1);
    }
}
