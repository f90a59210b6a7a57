//! Counts of two kinds by bins of a scale, as columns side by side.

use std::fmt::Write as _;

use super::open;
use crate::report::{escaped, grouped};

const WIDTH: usize = 720;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 44.0;
const BASE: f64 = 284.0;
const HEIGHT: usize = 330;
/// Beyond this ratio of the tallest to the shortest column, short ones would vanish on an even scale.
const EVEN_SCALE_RATIO: u64 = 60;
/// One pair is a column a little above the line, not nothing.
const ONE: f64 = 0.15;

/// What is drawn.
pub(crate) struct Columns<'a> {
    /// The chart in words.
    pub(crate) title: &'a str,
    /// What the scale below is of.
    pub(crate) below: &'a str,
    /// Where the first bin begins.
    pub(crate) from: f64,
    /// The width of a bin.
    pub(crate) width: f64,
    /// The two kinds: name and counts by bin.
    pub(crate) kinds: [(&'a str, &'a [u64]); 2],
    /// A value that a line stands at, and what it is called.
    pub(crate) marked: (f64, &'a str),
}

enum Heights {
    Even {
        top: f64,
        step: f64,
    },
    /// Each grid line is ten times the one below.
    Logarithmic {
        decades: f64,
    },
}

impl Heights {
    #[expect(clippy::cast_precision_loss)] // Heights are drawn to a pixel.
    fn of(counts: impl Iterator<Item = u64> + Clone) -> Self {
        let most = counts.clone().max().unwrap_or(0).max(1);
        let least = counts.filter(|&count| count > 0).min().unwrap_or(1);
        if most / least >= EVEN_SCALE_RATIO {
            return Self::Logarithmic {
                decades: (most as f64).log10().ceil(),
            };
        }
        let about = most as f64 / 4.0;
        let power = 10_f64.powf(about.max(1.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
        let step = steps.into_iter().find(|step| *step >= about);
        let step = step.unwrap_or(power * 10.0);
        Self::Even {
            top: (most as f64 / step).ceil() * step,
            step,
        }
    }

    fn y(&self, count: f64) -> f64 {
        let share = match self {
            _ if count <= 0.0 => 0.0,
            Self::Even { top, .. } => count / top,
            Self::Logarithmic { decades } => (count.log10() + ONE) / (decades + ONE),
        };
        BASE - share * (BASE - TOP)
    }

    fn ticks(&self) -> Vec<f64> {
        match *self {
            Self::Even { top, step } => (0..=4)
                .map(|at| f64::from(at) * step)
                .take_while(|tick| *tick <= top + 1e-9)
                .collect(),
            Self::Logarithmic { decades } => (0..=20)
                .map(f64::from)
                .take_while(|power| *power <= decades)
                .map(|power| 10_f64.powf(power))
                .collect(),
        }
    }
}

/// Without bins it is empty.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // Heights and places are drawn to a tenth of a pixel, and ticks are whole counts.
pub(crate) fn columns(of: &Columns<'_>) -> String {
    // The pale one has an edge, as it stands out from white too little by itself.
    const FILLS: [(&str, &str); 2] = [
        ("pairs", "#7fb2d0\" stroke=\"#3d7ea3"),
        ("links", "#b3500b"),
    ];
    let bins = of.kinds[0].1.len();
    if bins == 0 {
        return String::new();
    }
    let heights = Heights::of(
        of.kinds
            .iter()
            .flat_map(|(_, counts)| counts.iter().copied()),
    );
    let mut svg = open(WIDTH, HEIGHT, of.title, "");
    for tick in heights.ticks() {
        let y = heights.y(tick);
        let _ = write!(
            svg,
            "<line class=\"grid\" stroke=\"#c9d2d6\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            y + 5.0,
            grouped(tick as u64)
        );
    }
    let wide = (RIGHT - LEFT) / bins as f64;
    let gap = (wide / 6.0).min(2.0);
    let each = wide / 2.0 - gap;
    let every = bins.div_ceil(8);
    for bin in 0..=bins {
        let x = LEFT + bin as f64 * wide;
        for (kind, (class, fill)) in FILLS.into_iter().enumerate() {
            let count = of.kinds[kind].1.get(bin).copied().unwrap_or(0);
            if count > 0 {
                let y = heights.y(count as f64);
                let _ = write!(
                    svg,
                    "<rect class=\"{class}\" fill=\"{fill}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{each:.1}\" height=\"{:.1}\"/>",
                    x + gap + kind as f64 * each,
                    BASE - y
                );
            }
        }
        if bin % every == 0 {
            let at = of.from + bin as f64 * of.width;
            under(&mut svg, x, BASE + 20.0, &format!("{at:.2}"));
        }
    }
    let x = |value: f64| LEFT + (value - of.from) / (of.width * bins as f64) * (RIGHT - LEFT);
    let (at, said) = (x(of.marked.0), escaped(of.marked.1));
    let (anchor, beside) = if at > RIGHT - 200.0 {
        ("end", at - 6.0)
    } else {
        ("start", at + 6.0)
    };
    let _ = write!(
        svg,
        "<line class=\"mark\" stroke=\"#0b0c0c\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{BASE}\" y2=\"{BASE}\"/><line class=\"mark\" stroke=\"#0b0c0c\" stroke-width=\"2\" stroke-dasharray=\"6 4\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{BASE}\"/><text x=\"{beside:.1}\" y=\"{TOP}\" text-anchor=\"{anchor}\" font-weight=\"bold\">{said}</text>",
        TOP - 8.0
    );
    let below = match heights {
        Heights::Even { .. } => of.below.to_owned(),
        Heights::Logarithmic { .. } => {
            format!("{}; each line across is ten times the one below", of.below)
        }
    };
    under(&mut svg, f64::midpoint(LEFT, RIGHT), BASE + 42.0, &below);
    for (kind, (class, fill)) in FILLS.into_iter().enumerate() {
        let x = LEFT + kind as f64 * 190.0;
        let _ = write!(
            svg,
            "<rect class=\"{class}\" fill=\"{fill}\" x=\"{x}\" y=\"4\" width=\"14\" height=\"14\"/><text x=\"{}\" y=\"16\">{}</text>",
            x + 20.0,
            escaped(of.kinds[kind].0)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn under(svg: &mut String, x: f64, y: f64, said: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
        escaped(said)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(pairs: &[u64], links: &[u64]) -> String {
        columns(&Columns {
            title: "t",
            below: "likeness",
            from: 0.6,
            width: 0.1,
            kinds: [("pairs", pairs), ("links", links)],
            marked: (0.8, "links from 0.80"),
        })
    }

    /// Four bins over 600 pixels from 104; the tallest of 40 reaches the top, at 44, over a base at 284, and one of 10 a quarter of
    /// the way: 224. The line at 0.8 stands in the middle, at 404.
    #[test]
    fn columns_stand_where_they_should() {
        let svg = drawn(&[40, 10, 0, 20], &[0, 0, 0, 20]);
        assert!(svg.contains("class=\"pairs\" fill=\"#7fb2d0\" stroke=\"#3d7ea3\" x=\"106.0\" y=\"44.0\" width=\"73.0\" height=\"240.0\""), "{svg}");
        assert!(
            svg.contains("y=\"224.0\" width=\"73.0\" height=\"60.0\""),
            "{svg}"
        );
        assert!(svg.contains("x1=\"404.0\" x2=\"404.0\""), "{svg}");
        assert_eq!(
            svg.matches("class=\"links\"").count(),
            2,
            "a column and the legend"
        );
    }

    /// 1,000 beside 1: three decades and 0.15 over 240 pixels, so that 1 is 11.4 high.
    #[test]
    fn one_pair_is_seen_beside_a_thousand() {
        let svg = drawn(&[1000, 1], &[0, 0]);
        assert!(svg.contains("height=\"11.4\""), "{svg}");
        assert!(svg.contains("ten times the one below"));
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(drawn(&[], &[]).is_empty());
    }
}
