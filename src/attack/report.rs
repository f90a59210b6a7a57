use std::fmt::Write as _;

use serde::Serialize;

/// One attack on one encoding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// The attack.
    pub attack: &'static str,
    /// What was attacked.
    pub encoding: String,
    /// What the attacker was given.
    pub given: String,
    /// The share of what was attacked that was rightly identified.
    pub success: f64,
    /// What guessing at random, or always naming the commonest value, would give.
    pub chance: f64,
    /// Of what the attacker was confident about (nodes that are each other's best), the share that was right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// The best one-to-one F1 of linking on the same encoding, two made-up files with a fifth of their people in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkage_f1: Option<f64>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Seconds it took.
    pub seconds: f64,
}

/// All attacks that were run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// People in the encoded file of graph attacks.
    pub people: u32,
    /// The seed of people and keys.
    pub seed: u64,
    /// The figures, in the order they were measured.
    pub figures: Vec<Figure>,
}

/// What each attack is, for people who read the table.
const ATTACKS: [(&str, &str); 4] = [
    (
        DICTIONARY,
        "Every NHS number is tried. Whoever holds the key can do so, and no encoding prevents it.",
    ),
    (
        FREQUENCY,
        "The commonest token is taken for the commonest value of other people, and so on down the ranks.",
    ),
    (
        PATTERNS,
        "Bits set together as often as a gram occurs among other people are taken for that gram's; then values are named.",
    ),
    (
        GRAPH,
        "Which record is which follows from how similar records are to each other. The attacker has plain records and knows the construction, not the key.",
    ),
];

/// The dictionary attack's name in reports.
pub const DICTIONARY: &str = "dictionary";
/// The frequency attack's.
pub const FREQUENCY: &str = "frequency";
/// Pattern mining's.
pub const PATTERNS: &str = "patterns";
/// The similarity-graph attack's.
pub const GRAPH: &str = "graph";

impl Report {
    /// The report as a table for people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (attack, about) in ATTACKS {
            let figures = self.figures.iter().filter(|figure| figure.attack == attack);
            let mut figures = figures.peekable();
            if figures.peek().is_none() {
                continue;
            }
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n{}: {about}", attack.to_uppercase());
            let _ = writeln!(text, "  success   chance  precision  linkage F1");
            for figure in figures {
                let optional = |value: Option<f64>| {
                    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
                };
                let _ = writeln!(
                    text,
                    "  {:>7.4}  {:>7.4}  {:>9}  {:>10}  {} | given: {}{}{}",
                    figure.success,
                    figure.chance,
                    optional(figure.precision),
                    optional(figure.linkage_f1),
                    figure.encoding,
                    figure.given,
                    if figure.note.is_empty() { "" } else { " | " },
                    figure.note,
                );
            }
        }
        text
    }
}
