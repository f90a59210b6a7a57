//! Items as Markdown.

use std::fmt::Write as _;

use crate::units::Interval;

/// One item: what the run tells, and who tells the rest.
pub struct Item {
    title: &'static str,
    from_the_run: Vec<String>,
    to_be_completed_by: &'static str,
}

impl Item {
    pub const fn of(
        title: &'static str,
        from_the_run: Vec<String>,
        to_be_completed_by: &'static str,
    ) -> Self {
        Self {
            title,
            from_the_run,
            to_be_completed_by,
        }
    }
}

/// A step with its items, which are numbered within it.
pub fn step(text: &mut String, title: &str, items: &[Item]) {
    let number: String = title.chars().filter(char::is_ascii_digit).collect();
    let _ = write!(text, "\n## {title}\n");
    for (position, item) in (1..).zip(items) {
        let _ = write!(text, "\n### {number}.{position} {}\n\n", item.title);
        for line in &item.from_the_run {
            let _ = writeln!(text, "- {line}");
        }
        if !item.from_the_run.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "**To be completed by** {}.", item.to_be_completed_by);
    }
}

/// Text of a file as it can stand in Markdown: on one line, and with nothing that would mark it up.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            plain.push(' ');
            continue;
        }
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&'
        ) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}

/// A share in words, with its interval.
pub fn share(words: &str, share: Interval) -> String {
    let space = if words.is_empty() { "" } else { " " };
    format!(
        "{:.4}{space}{words} (95% interval {:.4} to {:.4})",
        share.value, share.low, share.high
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_file_marks_up_the_report() {
        assert_eq!(plain("a|b\nc <i> *d*"), "a\\|b c \\<i\\> \\*d\\*");
    }
}
