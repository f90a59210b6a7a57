//! Needs in two domains at once as a grid of squares: what the tables of two domains say, side by side.

use std::fmt::Write as _;

use super::{CombinedView, ViewTable};
use crate::disclosure::Published;
use crate::report::chart::{open, shortened};
use crate::report::escaped;

const SQUARE: usize = 72;
const SIDE: usize = 150;
const HEAD: usize = 34;

/// The grid of all domains, with those who need something in one domain on the diagonal. Without two domains it is empty.
pub(super) fn pairs(view: &CombinedView, domains: &ViewTable) -> String {
    let count = domains.rows.len();
    if count < 2 {
        return String::new();
    }
    let in_both = |one: usize, other: usize| -> Option<Published> {
        let (first, second) = (one.min(other), one.max(other));
        if first == second {
            return domains.rows.get(first)?.counts.first().copied();
        }
        let name = format!("domains_{}_{}", first + 1, second + 1);
        let table = view.tables.iter().find(|table| table.name == name)?;
        table.rows.first()?.counts.first().copied()
    };
    let most = (0..count).filter_map(|domain| in_both(domain, domain)?.count());
    let most = most.max().unwrap_or(0).max(1);
    let mut svg = open(
        SIDE + count * SQUARE + 8,
        HEAD + count * SQUARE + 8,
        "How many people have needs in both of two domains. On the diagonal, those with a need in one",
        &view.rule,
    );
    for (place, row) in domains.rows.iter().enumerate() {
        let name = escaped(&shortened(&row.label));
        let _ = write!(
            svg,
            "<text class=\"small\" font-size=\"13\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{name}</text><text text-anchor=\"end\" x=\"{}\" y=\"{}\">{name}</text>",
            SIDE + place * SQUARE + SQUARE / 2,
            HEAD - 12,
            SIDE - 10,
            HEAD + place * SQUARE + SQUARE / 2 + 5
        );
        for other in 0..=place {
            let Some(people) = in_both(place, other) else {
                continue;
            };
            square(
                &mut svg,
                SIDE + other * SQUARE,
                HEAD + place * SQUARE,
                people,
                most,
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Darker for more people. A suppressed count is an open square, whatever it is.
fn square(svg: &mut String, x: usize, y: usize, people: Published, most: u64) {
    // Tints of one blue; numbers are white where they stand out on it by more than 4.5 to 1.
    const TINTS: [(&str, &str); 5] = [
        ("#e8f1f8", "#0b0c0c"),
        ("#c0d9ec", "#0b0c0c"),
        ("#8ebcdd", "#0b0c0c"),
        ("#1d70b8", "#ffffff"),
        ("#144e81", "#ffffff"),
    ];
    let size = SQUARE - 4;
    let (class, fill, ink) = match people {
        Published::Suppressed(_) => ("hidden", "none", "#0b0c0c"),
        Published::Count(0) => ("none", "#ffffff", "#0b0c0c"),
        Published::Count(people) => {
            let step = usize::try_from(u128::from(people) * 5 / u128::from(most)).unwrap_or(4);
            let (fill, ink) = TINTS[step.min(4)];
            ("tint", fill, ink)
        }
    };
    let dashes = if class == "hidden" {
        " stroke-dasharray=\"3 2\""
    } else {
        ""
    };
    let _ = write!(
        svg,
        "<rect class=\"{class}\" fill=\"{fill}\" stroke=\"#505a5f\"{dashes} x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\"/><text class=\"{class}-text\" fill=\"{ink}\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
        x + size / 2,
        y + size / 2 + 5,
        people.text()
    );
}
