//! The charts of a match report.

use super::figure::Figure;
use super::{Words, in_percent};
use crate::report::chart::{Columns, Line, NEVER, Region, Span, columns, lines, spans, upset};
use crate::report::{ExampleReport, MatchReport, ModelReport, SimilarityReport, grouped};
use crate::units::Arrange;

/// Colours that are told apart in every common colour blindness, and by lightness in print.
const PRECISION: &str = "#1d5e85";
const RECALL: &str = "#b3500b";

/// All that an app does not draw for itself, in the order in which they are read.
pub(super) fn figures(report: &MatchReport, words: &Words<'_>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = overlap(report, words).into_iter().collect();
    for (at, model) in report.model.iter().enumerate() {
        figures.extend(of_model(model, at, words));
    }
    figures
}

/// Which parties hold the same, as an `UpSet` plot.
pub(super) fn overlap(report: &MatchReport, words: &Words<'_>) -> Option<Figure> {
    let regions = report.overlap.iter().map(|overlap| Region {
        parties: &overlap.parties,
        count: Some(overlap.groups),
        said: grouped(overlap.groups),
    });
    let title = format!("{} known to several parties", words.many_capital);
    let svg = upset(
        &format!("{title}. A row of dots says which parties, and its bar how many."),
        "Exact counts, for those who match: not to be published",
        regions.collect(),
    );
    let mut rows: Vec<Vec<String>> = report
        .overlap
        .iter()
        .map(|overlap| vec![overlap.parties.join(" and "), overlap.groups.to_string()])
        .collect();
    rows.arrange_by_key(|row| std::cmp::Reverse(row[1].parse::<u64>().unwrap_or(0)));
    (!svg.is_empty()).then(|| Figure {
        name: "overlap".to_owned(),
        help: format!(
            "Each row of dots is a combination of parties, and its bar how many {} they hold together, and no other party does. What only one party holds is in none of them.",
            words.many
        ),
        title,
        svg,
        headings: vec!["Parties", words.groups],
        rows,
    })
}

/// How alike the pairs are that match keys left.
pub(super) fn histogram(of: &SimilarityReport) -> Option<Figure> {
    let bins = &of.histogram;
    let title = "How alike pairs of records are".to_owned();
    let line = format!("links from {:.2}", of.threshold);
    let svg = columns(&Columns {
        title: &format!(
            "{title}: pairs and links by likeness, with the line at {:.2}.",
            of.threshold
        ),
        below: "Likeness of a pair; height: number of pairs",
        from: bins.from,
        width: bins.width,
        kinds: [("Pairs this alike", &bins.pairs), ("Linked", &bins.links)],
        marked: (of.threshold, &line),
    });
    #[expect(clippy::cast_precision_loss)] // Some hundred bins.
    let edge = |bin: usize| bins.from + bin as f64 * bins.width;
    let rows = bins.pairs.iter().enumerate().map(|(bin, pairs)| {
        let links = bins.links.get(bin).copied().unwrap_or(0);
        vec![
            format!("{:.3}", edge(bin)),
            format!("{:.3}", edge(bin + 1)),
            pairs.to_string(),
            links.to_string(),
        ]
    });
    (!svg.is_empty()).then(|| Figure {
        name: "likeness".to_owned(),
        title,
        help: "Records without an exact match, compared as a whole: 0 is nothing in common, 1 is identical. Two separate humps, with the line in the gap, are a good sign; one smooth slope means that links near the line are doubtful.".to_owned(),
        svg,
        headings: vec!["Likeness from", "to", "Pairs", "Linked"],
        rows: rows.collect(),
    })
}

/// What the model of two parties expects, weighs, and made of the pairs nearest the line. `at` tells models apart in file names.
pub(super) fn of_model(model: &ModelReport, at: usize, words: &Words<'_>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = expected(model, at, words).into_iter().collect();
    figures.extend(weights(model, at, words));
    let accounts = model.examples.iter().enumerate();
    figures
        .extend(accounts.filter_map(|(pair, example)| account(model, example, (at, pair), words)));
    figures
}

fn between(model: &ModelReport) -> String {
    model.parties.join(" and ")
}

/// Expected precision and recall by threshold, without truth.
fn expected(model: &ModelReport, at: usize, words: &Words<'_>) -> Option<Figure> {
    let points = |value: fn(&crate::resolve::Estimate) -> f64| {
        // Where no pair reaches the threshold, no share of them is right.
        let reached = model.thresholds.iter().filter(|one| one.pairs > 0);
        reached.map(|one| (one.threshold, value(one))).collect()
    };
    let drawn = [
        Line {
            name: "links that are right",
            class: "precision",
            colour: PRECISION,
            is_dashed: false,
            points: points(|one| one.precision),
        },
        Line {
            name: "matches found",
            class: "recall",
            colour: RECALL,
            is_dashed: true,
            points: points(|one| one.recall),
        },
    ];
    let title = format!("What each line would give: {}", between(model));
    let used = format!("line used: {}", share(model.threshold));
    let svg = lines(
        &format!("{title}: shares that the model expects to be right, and to be found."),
        "links from a probability of",
        &drawn,
        Some((model.threshold, &used)),
    );
    let rows = model.thresholds.iter().map(|one| {
        vec![
            format!("{:.2}", one.threshold),
            one.pairs.to_string(),
            if one.pairs > 0 {
                share(one.precision)
            } else {
                "–".to_owned()
            },
            share(one.recall),
        ]
    });
    (!svg.is_empty()).then(|| Figure {
        name: numbered("expected", at),
        title,
        help: format!(
            "If pairs linked from another probability: what share of the links would be right, and what share of all pairs of one {} would be found. The model expects this without knowing the truth.",
            words.one
        ),
        svg,
        headings: vec!["Links from a probability of", "Pairs", "Of them right", "Of all matches found"],
        rows: rows.collect(),
    })
}

/// What each level of agreement of each field weighs.
fn weights(model: &ModelReport, at: usize, words: &Words<'_>) -> Option<Figure> {
    let levels = || {
        let fields = model.parameters.fields.iter();
        fields.flat_map(|field| {
            field
                .levels
                .iter()
                .map(move |level| (words.field(&field.field), level))
        })
    };
    let rows: Vec<Span> = levels()
        .map(|(field, level)| Span {
            name: format!("{field}: {}", level.level),
            from: 0.0,
            to: bits(level.m, level.u),
            is_sum: false,
        })
        .collect();
    let title = format!("What each field weighs: {}", between(model));
    let svg = spans(
        &format!("{title}, in bits for and against."),
        "In bits: one more doubles the odds that two records belong together, one less halves them",
        &rows,
    );
    let rows = levels().map(|(field, level)| {
        vec![
            field,
            level.level.clone(),
            in_percent(level.m),
            rare(level.u),
            weight(bits(level.m, level.u)),
        ]
    });
    (!svg.is_empty()).then(|| Figure {
        name: numbered("weights", at),
        title,
        help: format!(
            "How far each agreement or difference moves a pair towards one {} (right) or away from it (left). A rare value weighs more than is shown, and a common one less.",
            words.one
        ),
        svg,
        headings: vec!["Field", "Agreement", "Share of matches", "Share of others", "Weight in bits"],
        rows: rows.collect(),
    })
}

/// How the weight of one pair comes about.
fn account(
    model: &ModelReport,
    example: &ExampleReport,
    (at, pair): (usize, usize),
    words: &Words<'_>,
) -> Option<Figure> {
    let matches = model.parameters.match_share;
    let mut steps = vec![(
        "before anything is compared".to_owned(),
        bits(matches, 1.0 - matches),
    )];
    // What a line adds that is not seen in a tenth of a bit is not a step.
    let said = example
        .lines
        .iter()
        .filter(|line| line.field != "household" || line.bits.abs() >= 0.05);
    steps.extend(said.map(|line| {
        (
            format!("{}: {}", words.field(&line.field), line.level),
            line.bits,
        )
    }));
    let mut sum = 0.0;
    let mut rows: Vec<Span> = Vec::new();
    for (name, bits) in &steps {
        rows.push(Span {
            name: name.clone(),
            from: sum,
            to: sum + bits,
            is_sum: false,
        });
        sum += bits;
    }
    rows.push(Span {
        name: "all together".to_owned(),
        from: 0.0,
        to: sum,
        is_sum: true,
    });
    let title = format!(
        "A pair near the line, {} of {}: {}",
        pair + 1,
        model.examples.len(),
        between(model)
    );
    let svg = spans(
        &format!(
            "{title}. Step by step, what speaks for one {} and what against.",
            words.one
        ),
        &format!(
            "By its own fields a probability of {}; given what else its records could be linked to, {}",
            share(example.pairwise),
            share(example.probability)
        ),
        &rows,
    );
    let mut cells: Vec<Vec<String>> = steps
        .iter()
        .map(|(name, bits)| vec![name.clone(), weight(*bits)])
        .collect();
    cells.push(vec!["all together".to_owned(), weight(sum)]);
    (!svg.is_empty()).then(|| Figure {
        name: format!("{}-{}", numbered("pair", at), pair + 1),
        title,
        help: format!(
            "Records {} and {}, by their random references. To the right speaks for one {}, to the left against; each step begins where the one above ends. It is one of the pairs nearest the line.",
            example.records[0], example.records[1], words.one
        ),
        svg,
        headings: vec!["Step", "Bits"],
        rows: cells,
    })
}

/// The weight of something that is so often the case among matches, and so often elsewhere.
fn bits(matches: f64, others: f64) -> f64 {
    (matches / others).log2()
}

/// A share in four digits, and one that is not all never as all.
fn share(of: f64) -> String {
    let of = if of < 1.0 { of.min(0.9999) } else { of };
    format!("{of:.4}")
}

/// A share that may be of one in millions.
fn rare(of: f64) -> String {
    if of >= 0.001 {
        in_percent(of)
    } else if of > 0.0 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // No less than 1e-20, and cut off there.
        let one_in = (1.0 / of).round() as u64;
        format!("1 in {}", grouped(one_in))
    } else {
        "none".to_owned()
    }
}

fn weight(bits: f64) -> String {
    if bits.is_finite() {
        format!("{bits:.2}")
    } else {
        NEVER.to_owned()
    }
}

fn numbered(name: &str, at: usize) -> String {
    if at == 0 {
        name.to_owned()
    } else {
        format!("{name}-{}", at + 1)
    }
}
