//! Overlaps as an `UpSet` plot: a row for each combination of parties, with dots for those that are in it and a bar for its people.
//!
//! After Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, "`UpSet`: visualization of intersecting sets", IEEE TVCG 20(12), 2014; turned
//! on its side, so that names and numbers are read without turning the head.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::{BAR, LONGEST, NUMBER, ROW, bar, open, shortened};
use crate::report::escaped;
use crate::units::Arrange;

/// A combination of parties.
pub(crate) struct Region<'a> {
    /// The parties.
    pub(crate) parties: &'a [String],
    /// How many exactly they have together; none where that is suppressed.
    pub(crate) count: Option<u64>,
    /// The same as it is written.
    pub(crate) said: String,
}

/// Pixels between two columns of dots.
const COLUMN: usize = 26;
const DOT: usize = 7;

/// The combinations that have anybody, largest first and those whose count is suppressed last, under the parties in the order
/// in which they come up. Without any it is empty.
pub(crate) fn upset(title: &str, rule: &str, mut regions: Vec<Region<'_>>) -> String {
    let mut parties: Vec<&str> = Vec::new();
    for party in regions.iter().flat_map(|region| region.parties) {
        if !parties.contains(&party.as_str()) {
            parties.push(party);
        }
    }
    regions.retain(|region| region.count != Some(0));
    regions.arrange_by_key(|region| Reverse(region.count));
    if regions.is_empty() {
        return String::new();
    }
    let names: Vec<String> = parties.iter().map(|party| shortened(party)).collect();
    let longest = names.iter().map(|name| name.chars().count()).max();
    // Names stand at 60 degrees, some seven pixels a letter.
    let head = longest.unwrap_or(0) * 6 + 30;
    let dots = parties.len() * COLUMN + 12;
    let mut svg = open(
        dots + LONGEST + NUMBER,
        head + regions.len() * ROW + 8,
        title,
        rule,
    );
    for (place, name) in names.iter().enumerate() {
        let x = place * COLUMN + 18;
        let _ = write!(
            svg,
            "<text class=\"small\" font-size=\"13\" transform=\"translate({x},{}) rotate(-60)\">{}</text>",
            head - 10,
            escaped(name)
        );
    }
    let most = regions.iter().filter_map(|region| region.count);
    let most = most.max();
    for (number, region) in regions.iter().enumerate() {
        let y = head + number * ROW;
        let is_in = |party: &str| region.parties.iter().any(|one| one == party);
        let middle = y + BAR / 2;
        let places = (0..parties.len()).filter(|&place| is_in(parties[place]));
        let places: Vec<usize> = places.map(|place| place * COLUMN + 14).collect();
        for place in 0..parties.len() {
            let x = place * COLUMN + 14;
            if !places.contains(&x) {
                dot(&mut svg, ("off", "#dee0e2"), x, middle);
            }
        }
        if let [first, .., last] = &places[..] {
            let _ = write!(
                svg,
                "<line class=\"on\" stroke=\"#0b0c0c\" stroke-width=\"3\" x1=\"{first}\" x2=\"{last}\" y1=\"{middle}\" y2=\"{middle}\"/>"
            );
        }
        for &x in &places {
            dot(&mut svg, ("on", "#0b0c0c"), x, middle);
        }
        bar(&mut svg, [dots, y], region.count, &region.said, most);
    }
    svg.push_str("</svg>");
    svg
}

fn dot(svg: &mut String, (class, fill): (&str, &str), x: usize, y: usize) {
    let _ = write!(
        svg,
        "<circle class=\"{class}\" fill=\"{fill}\" cx=\"{x}\" cy=\"{y}\" r=\"{DOT}\"/>"
    );
}
