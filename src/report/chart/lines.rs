//! Shares that change with a threshold, as lines.

use std::fmt::Write as _;

use super::open;
use crate::report::escaped;
use crate::units::Arrange;

const WIDTH: usize = 720;
const FONT: f64 = 14.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 316.0;
const LEFT: f64 = 64.0;
/// Room at the right end for the names of lines.
const NAMED: f64 = 170.0;
/// Under the chart: the numbers of its scale, and what they are of.
const BELOW: usize = 54;

/// A line of [`lines`], its points in the order of x.
pub(crate) struct Line<'a> {
    /// What it is called at its right end.
    pub(crate) name: &'a str,
    /// Classes by which a page's own style may colour it.
    pub(crate) class: &'a str,
    /// Its colour where there is no style sheet.
    pub(crate) colour: &'a str,
    /// Drawn in dashes.
    pub(crate) is_dashed: bool,
    /// Where it goes: from 0 to 1 both ways.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A scale of shares: from the nearest tick below the least of them to 1.
pub(crate) struct Scale {
    least: f64,
    step: f64,
}

impl Scale {
    /// With at most six ticks, at steps of 0.1, 0.05, 0.02, 0.01 and so on, the finest 0.0001.
    pub(crate) fn from(least: f64) -> Self {
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

    /// From 1 down.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        (0..)
            .map(|at| 1.0 - f64::from(at) * self.step)
            .take_while(|tick| *tick >= self.least - 1e-9)
    }

    /// The place of a share, 0 to 1.
    pub(crate) fn place(&self, share: f64) -> f64 {
        ((share - self.least) / (1.0 - self.least)).clamp(0.0, 1.0)
    }

    /// A tick in as many digits as tell it from the next.
    pub(crate) fn label(&self, tick: f64) -> String {
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

/// Lines up to 1 over what `below` names, each named at its right end. `marked` is a value of x that a line across stands at, and
/// what it is called. Without points it is empty.
pub(crate) fn lines(
    title: &str,
    below: &str,
    drawn_lines: &[Line<'_>],
    marked: Option<(f64, &str)>,
) -> String {
    let points = || drawn_lines.iter().flat_map(|line| &line.points);
    let Some(first) = points().map(|point| point.0).reduce(f64::min) else {
        return String::new();
    };
    let scale = Scale::from(points().map(|point| point.1).fold(1.0, f64::min));
    #[expect(clippy::cast_precision_loss)] // Some hundred pixels.
    let end = WIDTH as f64 - NAMED;
    let x = |value: f64| LEFT + (value - first) / (1.0 - first).max(1e-9) * (end - LEFT);
    let y = |share: f64| BOTTOM - scale.place(share) * (BOTTOM - TOP);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A whole number of pixels.
    let mut svg = open(WIDTH, BOTTOM as usize + BELOW, title, "");
    for tick in scale.ticks() {
        rule(&mut svg, [LEFT, y(tick), end, y(tick)], GRID);
        text(
            &mut svg,
            [LEFT - 8.0, y(tick) + 5.0],
            "end",
            &scale.label(tick),
        );
    }
    for tick in 0..=10 {
        let tick = f64::from(tick) / 10.0;
        if tick >= first - 1e-9 {
            text(
                &mut svg,
                [x(tick), BOTTOM + 20.0],
                "middle",
                &format!("{tick:.1}"),
            );
        }
    }
    let middle = f64::midpoint(LEFT, end);
    text(&mut svg, [middle, BOTTOM + 42.0], "middle", below);
    if let Some((at, said)) = marked.filter(|(at, _)| (first..=1.0).contains(at)) {
        rule(&mut svg, [x(at), TOP, x(at), BOTTOM], MARK);
        // On the side that has room, at the bottom, where lines seldom go.
        let (anchor, place) = if at > f64::midpoint(first, 1.0) {
            ("end", x(at) - 6.0)
        } else {
            ("start", x(at) + 6.0)
        };
        text(&mut svg, [place, BOTTOM - 8.0], anchor, said);
    }
    let mut names: Vec<(f64, &Line<'_>)> = Vec::new();
    for line in drawn_lines {
        curve(&mut svg, line, &x, &y);
        if let Some(&(_, share)) = line.points.last() {
            names.push((y(share), line));
        }
    }
    // From the top down, and none over another.
    names.arrange_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = f64::NEG_INFINITY;
    for (place, line) in names {
        let place = place.max(free);
        let style = stroke(line);
        rule(&mut svg, [end + 8.0, place, end + 32.0, place], &style);
        text(&mut svg, [end + 38.0, place + 5.0], "start", line.name);
        free = place + FONT + 4.0;
    }
    svg.push_str("</svg>");
    svg
}

const GRID: &str = "class=\"grid\" stroke=\"#c9d2d6\"";
const MARK: &str = "class=\"mark\" stroke=\"#0b0c0c\" stroke-dasharray=\"2 3\"";

fn stroke(line: &Line<'_>) -> String {
    let dashes = if line.is_dashed {
        " stroke-dasharray=\"7 5\""
    } else {
        ""
    };
    format!(
        "class=\"line {}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.5\"{dashes}",
        line.class, line.colour
    )
}

fn curve(svg: &mut String, line: &Line<'_>, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) {
    let point = |(number, &(at, share)): (usize, &(f64, f64))| {
        let command = if number == 0 { 'M' } else { 'L' };
        format!("{command}{:.1} {:.1}", x(at), y(share))
    };
    let path: String = line.points.iter().enumerate().map(point).collect();
    let _ = write!(svg, "<path {} d=\"{path}\"/>", stroke(line));
}

fn rule(svg: &mut String, [x1, y1, x2, y2]: [f64; 4], style: &str) {
    let _ = write!(
        svg,
        "<line {style} x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
    );
}

fn text(svg: &mut String, [x, y]: [f64; 2], anchor: &str, content: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
        escaped(content)
    );
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

    fn line(name: &str, points: Vec<(f64, f64)>) -> Line<'_> {
        Line {
            name,
            class: "recall",
            colour: "#b3500b",
            is_dashed: false,
            points,
        }
    }

    /// Thresholds from 0.5 to 1 over 64 to 550, shares from 0.5 to 1 over 316 to 16: 0.75 and 0.75 stand at 307 and 166.
    #[test]
    fn points_and_the_mark_stand_where_they_should() {
        let drawn = lines(
            "t",
            "threshold",
            &[line("one", vec![(0.5, 0.5), (0.75, 0.75), (1.0, 1.0)])],
            Some((0.75, "here")),
        );
        assert!(
            drawn.contains("d=\"M64.0 316.0L307.0 166.0L550.0 16.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("x1=\"307.0\" y1=\"16.0\" x2=\"307.0\" y2=\"316.0\""),
            "{drawn}"
        );
        assert!(
            !lines(
                "t",
                "x",
                &[line("one", vec![(0.5, 1.0)])],
                Some((0.2, "out"))
            )
            .contains("out")
        );
    }

    #[test]
    fn names_of_lines_do_not_cover_each_other() {
        let level = |name, share| line(name, vec![(0.5, share), (0.9, share)]);
        let drawn = lines(
            "t",
            "threshold",
            &[level("one", 0.9), level("two", 0.9001)],
            None,
        );
        let place = |name: &str| -> f64 {
            let end = drawn.find(&format!(">{name}</text>")).unwrap();
            let start = drawn[..end].rfind(" y=\"").unwrap() + 4;
            drawn[start..].split('"').next().unwrap().parse().unwrap()
        };
        assert!(place("one") - place("two") >= FONT);
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(lines("t", "threshold", &[], None).is_empty());
    }
}
