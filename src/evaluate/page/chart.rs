//! Charts as SVG, drawn with classes. Every number of them stands in the table that follows, so for a screen reader a chart is
//! one picture with a name.

use crate::report::escaped;
use crate::units::Interval;

const WIDTH: f64 = 720.0;
const FONT: f64 = 14.0;
/// Room for names on the left, and for what is said at the right end.
const NAMES: f64 = 190.0;
const RIGHT: f64 = 150.0;
/// The longest name drawn; the table has all of it.
const LONGEST_NAME: usize = 24;

/// One row of [`intervals`].
pub(super) struct IntervalRow {
    pub(super) name: String,
    pub(super) precision: Option<Interval>,
    pub(super) recall: Option<Interval>,
}

/// One line of [`lines`], its points in the order of x.
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) class: &'static str,
    pub(super) points: Vec<(f64, f64)>,
}

/// A scale of shares: from the nearest tick below the least of them to 1.
struct Scale {
    least: f64,
    step: f64,
}

impl Scale {
    /// With at most six ticks, at steps of 0.1, 0.05, 0.02, 0.01 and so on, the finest 0.0001.
    fn from(least: f64) -> Self {
        let least = least.clamp(0.0, 1.0);
        let steps = [
            0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
        ];
        let step = steps.into_iter().find(|step| (1.0 - least) / step <= 5.0);
        let step = step.unwrap_or(0.2);
        let below = ((1.0 - least) / step).ceil().max(1.0);
        Self {
            least: (1.0 - below * step).max(0.0),
            step,
        }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        (0..)
            .map(|at| 1.0 - f64::from(at) * self.step)
            .take_while(|tick| *tick >= self.least - 1e-9)
    }

    /// The place of a share, 0 to 1.
    fn place(&self, share: f64) -> f64 {
        ((share - self.least) / (1.0 - self.least)).clamp(0.0, 1.0)
    }

    fn label(&self, tick: f64) -> String {
        let digits = if self.step < 0.001 {
            4
        } else if self.step < 0.01 {
            3
        } else {
            2
        };
        format!("{tick:.digits$}")
    }
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
            &shortened(&row.name),
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

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{start}…")
}

/// Lines over 0 to 1 of what `below` names, each named at its right end.
pub(super) fn lines(title: &str, below: &str, drawn_lines: &[Line]) -> String {
    const TOP: f64 = 16.0;
    const BOTTOM: f64 = 316.0;
    const LEFT: f64 = 64.0;
    const NAMED: f64 = 170.0;
    let points = || drawn_lines.iter().flat_map(|line| &line.points);
    let Some(first) = points().map(|point| point.0).reduce(f64::min) else {
        return String::new();
    };
    let scale = Scale::from(points().map(|point| point.1).fold(1.0, f64::min));
    let end = WIDTH - NAMED;
    let x = |value: f64| LEFT + (value - first) / (1.0 - first).max(1e-9) * (end - LEFT);
    let y = |share: f64| BOTTOM - scale.place(share) * (BOTTOM - TOP);
    let mut drawn = String::new();
    for tick in scale.ticks() {
        drawn.push_str(&rule("grid", [LEFT, y(tick), end, y(tick)]));
        drawn.push_str(&text(LEFT - 8.0, y(tick) + 5.0, "end", &scale.label(tick)));
    }
    for tick in 0..=10 {
        let tick = f64::from(tick) / 10.0;
        if tick >= first - 1e-9 {
            drawn.push_str(&text(
                x(tick),
                BOTTOM + 20.0,
                "middle",
                &format!("{tick:.1}"),
            ));
        }
    }
    let middle = f64::midpoint(LEFT, end);
    drawn.push_str(&text(middle, BOTTOM + 42.0, "middle", below));
    let mut names: Vec<(f64, &Line)> = Vec::new();
    for line in drawn_lines {
        drawn.push_str(&curve(line, &x, &y));
        if let Some(&(_, share)) = line.points.last() {
            names.push((y(share), line));
        }
    }
    // From the top down, and none over another.
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = f64::NEG_INFINITY;
    for (place, line) in names {
        let place = place.max(free);
        let sample = [end + 8.0, place, end + 32.0, place];
        drawn.push_str(&rule(&format!("line {}", line.class), sample));
        drawn.push_str(&text(end + 38.0, place + 5.0, "start", line.name));
        free = place + FONT + 4.0;
    }
    framed(title, BOTTOM + 54.0, &drawn)
}

fn curve(line: &Line, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) -> String {
    let point = |(number, &(at, share)): (usize, &(f64, f64))| {
        let command = if number == 0 { 'M' } else { 'L' };
        format!("{command}{:.1} {:.1}", x(at), y(share))
    };
    let path: String = line.points.iter().enumerate().map(point).collect();
    format!("<path class=\"line {}\" d=\"{path}\"/>\n", line.class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_one_and_begin_at_the_tick_below() {
        // Least share, then by hand: where the scale begins, and its step.
        for (least, begins, step) in [
            (0.952, 0.95, 0.01),
            (0.5, 0.5, 0.1),
            (0.0, 0.0, 0.2),
            (0.9999, 0.9999, 0.0001),
            (1.0, 0.9999, 0.0001),
            (0.89, 0.85, 0.05),
        ] {
            let scale = Scale::from(least);
            assert!(
                (scale.least - begins).abs() < 1e-9,
                "{least}: {}",
                scale.least
            );
            assert!((scale.step - step).abs() < 1e-9, "{least}: {}", scale.step);
            let ticks: Vec<f64> = scale.ticks().collect();
            assert!(ticks.len() <= 6, "{least}: {ticks:?}");
            assert!((ticks[0] - 1.0).abs() < 1e-9);
        }
        let scale = Scale::from(0.952);
        assert!((scale.place(0.975) - 0.5).abs() < 1e-9);
        assert!(scale.place(0.2) < 1e-9 && scale.place(1.0) > 1.0 - 1e-9);
    }

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
    fn names_of_lines_do_not_cover_each_other() {
        let line = |name, share| Line {
            name,
            class: "recall",
            points: vec![(0.5, share), (0.9, share)],
        };
        let drawn = lines("t", "threshold", &[line("one", 0.9), line("two", 0.9001)]);
        let place = |name: &str| -> f64 {
            let end = drawn.find(&format!(">{name}</text>")).unwrap();
            let start = drawn[..end].rfind(" y=\"").unwrap() + 4;
            drawn[start..].split('"').next().unwrap().parse().unwrap()
        };
        assert!(place("one") - place("two") >= FONT);
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(intervals("t", &[]).is_empty());
        assert!(lines("t", "threshold", &[]).is_empty());
    }
}
