//! Text and tables as HTML.

/// Text that stands for itself between tags and in quoted attributes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no others of them, and a picture with one would not open.
            other if other.is_control() && !matches!(other, '\t' | '\n' | '\r') => {}
            other => safe.push(other),
        }
    }
    safe
}

/// A table with a caption; the first cell of each row is its heading. It scrolls in itself where it is too wide, and can be
/// reached by keyboard for that.
pub(crate) fn table(caption: &str, headings: &[&str], rows: &[Vec<String>]) -> String {
    let caption = escaped(caption);
    let head = headings
        .iter()
        .map(|heading| format!("<th scope=\"col\">{}</th>", escaped(heading)));
    let head: String = head.collect();
    let body: String = rows.iter().map(|cells| row(cells)).collect();
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )
}

fn row(cells: &[String]) -> String {
    let cells = cells.iter().enumerate().map(|(at, cell)| {
        let cell = escaped(cell);
        if at == 0 {
            format!("<th scope=\"row\">{cell}</th>")
        } else {
            format!("<td>{cell}</td>")
        }
    });
    format!("<tr>{}</tr>\n", cells.collect::<String>())
}

/// With a comma after each three digits.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
