//! Charts as SVG, drawn with classes. Every number of them stands in the table that follows, so for a screen reader a chart is
//! one picture with a name.

use crate::report::chart::{Scale, shortened_to};
use crate::report::escaped;
use crate::units::Interval;

const WIDTH: f64 = 720.0;
const FONT: f64 = 14.0;
/// Room for names on the left, and for what is said at the right end.
const NAMES: f64 = 190.0;
const RIGHT: f64 = 150.0;
/// The longest name drawn; the table has all of it.
const LONGEST_NAME: usize = 24;

/// A chart of [`crate::report::chart`] as a figure of the page.
pub(super) fn figure(title: &str, svg: &str) -> String {
    if svg.is_empty() {
        return String::new();
    }
    let title = escaped(title);
    format!("<figure>\n<figcaption>{title}</figcaption>\n{svg}\n</figure>\n")
}

/// One row of [`intervals`].
pub(super) struct IntervalRow {
    pub(super) name: String,
    pub(super) precision: Option<Interval>,
    pub(super) recall: Option<Interval>,
}

fn text(x: f64, y: f64, anchor: &str, content: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n",
        escaped(content)
    )
}

fn rule(class: &str, [x1, y1, x2, y2]: [f64; 4]) -> String {
    format!(
        "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>\n"
    )
}

fn framed(title: &str, height: f64, drawn: &str) -> String {
    let title = escaped(title);
    format!(
        "<figure>\n<figcaption>{title}</figcaption>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-size=\"{FONT}\" role=\"img\" aria-label=\"{title}. The table that follows has the numbers.\">\n{drawn}</svg>\n</figure>\n"
    )
}

/// A circle for precision, a diamond for recall: told apart without colour.
fn mark(class: &str, x: f64, y: f64) -> String {
    if class == "precision" {
        format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>\n")
    } else {
        format!(
            "<path class=\"{class}\" d=\"M{:.1} {y:.1}l6.5 -6.5l6.5 6.5l-6.5 6.5z\"/>\n",
            x - 6.5
        )
    }
}

/// Shares with their intervals, a row each: precision above recall.
pub(super) fn intervals(title: &str, rows: &[IntervalRow]) -> String {
    const TOP: f64 = 60.0;
    const ROW: f64 = 44.0;
    let shares = || {
        rows.iter()
            .flat_map(|row| [row.precision, row.recall])
            .flatten()
    };
    if shares().next().is_none() {
        return String::new();
    }
    let scale = Scale::from(shares().map(|share| share.low).fold(1.0, f64::min));
    let (start, end) = (NAMES, WIDTH - RIGHT);
    let at = |share: f64| start + scale.place(share) * (end - start);
    #[expect(clippy::cast_precision_loss)] // There are some hundred rows at most.
    let bottom = TOP + rows.len() as f64 * ROW;
    let mut drawn = String::new();
    let mut key = start;
    for class in ["precision", "recall"] {
        if rows.iter().any(|row| of(row, class).is_some()) {
            drawn.push_str(&mark(class, key, 14.0));
            drawn.push_str(&text(key + 12.0, 19.0, "start", class));
            key += 110.0;
        }
    }
    for tick in scale.ticks() {
        drawn.push_str(&rule("grid", [at(tick), TOP - 8.0, at(tick), bottom]));
        drawn.push_str(&text(at(tick), TOP - 14.0, "middle", &scale.label(tick)));
    }
    let mut middle = TOP + ROW / 2.0;
    for row in rows {
        drawn.push_str(&text(
            start - 12.0,
            middle + 5.0,
            "end",
            &shortened_to(&row.name, LONGEST_NAME),
        ));
        let mut said = Vec::new();
        for (class, offset) in [("precision", -8.0), ("recall", 8.0)] {
            let Some(share) = of(row, class) else {
                continue;
            };
            let y = middle + offset;
            drawn.push_str(&rule(class, [at(share.low), y, at(share.high), y]));
            drawn.push_str(&mark(class, at(share.value), y));
            said.push(format!("{:.4}", share.value));
        }
        drawn.push_str(&text(end + 14.0, middle + 5.0, "start", &said.join(" / ")));
        middle += ROW;
    }
    framed(title, bottom + 12.0, &drawn)
}

fn of(row: &IntervalRow, class: &str) -> Option<Interval> {
    if class == "precision" {
        row.precision
    } else {
        row.recall
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names from 190, values from 0.5 to 1 over 380 units: 0.75 stands at 380, its interval from 342 to 456.
    #[test]
    fn shares_stand_where_they_should() {
        let share = Interval {
            value: 0.75,
            low: 0.7,
            high: 0.85,
        };
        let least = Interval {
            value: 0.5,
            low: 0.5,
            high: 0.5,
        };
        let row = |precision, recall| IntervalRow {
            name: "x".to_owned(),
            precision,
            recall,
        };
        let drawn = intervals("t", &[row(Some(share), Some(least)), row(None, None)]);
        assert!(
            drawn.contains("<circle class=\"precision\" cx=\"380.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("x1=\"342.0\"") && drawn.contains("x2=\"456.0\""),
            "{drawn}"
        );
        assert!(drawn.contains("0.7500 / 0.5000"));
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(intervals("t", &[]).is_empty());
    }
}
