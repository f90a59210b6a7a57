//! Lines of CSV that a spreadsheet opens as they are.

/// What a file begins with, as Excel wants it.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Adds a line.
pub(crate) fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let cells: Vec<String> = cells.map(quoted).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// RFC 4180; what a spreadsheet would take for a formula becomes text, unless it is a number.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && !cell.parse::<f64>().is_ok_and(f64::is_finite);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_numbers() {
        let mut text = String::new();
        line(
            &mut text,
            ["=1+1", "-2.5", "@x", "a,b", "say \"no\"", "-x", "-inf"].into_iter(),
        );
        assert_eq!(
            text,
            "'=1+1,-2.5,'@x,\"a,b\",\"say \"\"no\"\"\",'-x,'-inf\r\n"
        );
    }
}
