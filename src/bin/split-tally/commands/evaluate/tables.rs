//! What `evaluate` prints.

use split_tally::evaluate::{
    CandidateQuality, Estimates, Evaluation, GroupQuality, Interval, Known, LinkQuality,
    SubgroupTable,
};

pub fn print(evaluation: &Evaluation) {
    print_pairs(&evaluation.pairs);
    if evaluation.by_parties.len() > 1 {
        println!("\nBy pair of parties      precision (95% interval)     recall (95% interval)");
        for two in &evaluation.by_parties {
            println!(
                "{:<22}  {}  {}",
                two.parties.join(", "),
                cell(Some(two.quality.precision)),
                cell(Some(two.quality.recall))
            );
        }
    }
    groups(&evaluation.groups);
    if let Some(found) = &evaluation.candidates {
        candidates(found);
    }
    if let Some(found) = &evaluation.estimates {
        estimates(&evaluation.pairs, found);
    }
    for table in &evaluation.subgroups {
        subgroups(table);
    }
    for note in &evaluation.notes {
        println!("\nNote: {note}");
    }
}

pub fn print_pairs(quality: &LinkQuality) {
    println!(
        "true links {}, false links {}, missed {}",
        quality.true_positives, quality.false_positives, quality.false_negatives
    );
    share("precision", quality.precision);
    share("recall", quality.recall);
    share("F1", quality.f1_interval);
    share("F*", quality.f_star_interval);
}

fn share(name: &str, interval: Interval) {
    println!("{name:<9} {}", in_words(interval));
}

fn in_words(interval: Interval) -> String {
    format!(
        "{:.4} (95% interval {:.4} to {:.4})",
        interval.value, interval.low, interval.high
    )
}

/// A share in a table.
fn cell(interval: Option<Interval>) -> String {
    interval.map_or_else(
        || format!("{:<25}", "-"),
        |found| format!("{:.4} ({:.4} to {:.4})", found.value, found.low, found.high),
    )
}

fn groups(groups: &GroupQuality) {
    println!(
        "\ngroups found {}: {} exactly one person's records, {} with a wrong member, {} incomplete",
        groups.found, groups.exact, groups.with_a_wrong_member, groups.incomplete
    );
    println!(
        "people to find {}: {} found exactly, {} together but with others, {} split, of whom {} not found at all",
        groups.people, groups.exact, groups.with_others, groups.split, groups.not_found
    );
    println!("group precision {}", in_words(groups.precision));
    println!("group recall    {}", in_words(groups.recall));
    if groups.by_size.len() > 1 {
        for of_size in &groups.by_size {
            println!(
                "  of {} records: {} of {} people found exactly, {}",
                of_size.records,
                of_size.exact,
                of_size.people,
                in_words(of_size.recall)
            );
        }
    }
    let b_cubed = &groups.b_cubed;
    println!(
        "B-cubed precision {:.4}, recall {:.4}, F1 {:.4}, over the {} records that are linked or should be",
        b_cubed.precision, b_cubed.recall, b_cubed.f1, b_cubed.records
    );
}

fn candidates(found: &CandidateQuality) {
    let known = |known: Known| match known {
        Known::Exactly => "",
        Known::AtLeast => "at least ",
        Known::AtMost => "at most ",
    };
    println!(
        "\ncandidates: {}{} of {} pairs; reduction ratio {}{:.6} (a count of all pairs, so without interval)",
        known(found.candidates_known),
        found.candidates,
        found.all_pairs,
        known(found.reduction_ratio_known),
        found.reduction_ratio
    );
    println!(
        "pairs completeness {}{}",
        known(found.pairs_completeness_known),
        in_words(found.pairs_completeness)
    );
    for basis in &found.basis {
        println!("  {basis}");
    }
}

/// What the model expected without truth, over all pairs of parties together.
fn estimates(quality: &LinkQuality, estimates: &Estimates) {
    println!("\n          truth   the model's estimate without truth");
    let row = |name: &str, truth: f64, estimate: f64| {
        println!(
            "{name:<9} {truth:.4}  {estimate:.4} ({:+.4})",
            estimate - truth
        );
    };
    row("precision", quality.precision.value, estimates.precision);
    row("recall", quality.recall.value, estimates.recall);
    if estimates.thresholds.is_empty() {
        return;
    }
    println!("by threshold   links   precision, estimated    recall, estimated");
    for at in &estimates.thresholds {
        println!(
            "        {:.2}  {:>6}      {:.4}     {:.4}      {:.4}     {:.4}",
            at.threshold,
            at.links,
            at.precision.value,
            at.estimated_precision,
            at.recall.value,
            at.estimated_recall
        );
    }
}

fn subgroups(table: &SubgroupTable) {
    let bands = table.bands.as_ref();
    let bands = bands.map_or_else(String::new, |bands| format!(": {bands}"));
    println!("\nBy {} of the records of {}{bands}", table.by, table.party);
    let width = table.groups.iter().map(|group| group.name.chars().count());
    let width = width.max().unwrap_or_default().max(8);
    println!(
        "{:<width$}  {:>8}  {:>10}  {:<25}  {:>8}  {:<25}",
        "", "people", "true pairs", "recall (95% interval)", "links", "precision (95% interval)"
    );
    for group in &table.groups {
        println!(
            "{:<width$}  {:>8}  {:>10}  {}  {:>8}  {}",
            group.name,
            group.people,
            group.true_pairs,
            cell(group.recall),
            group.linked_pairs,
            cell(group.precision)
        );
    }
    for said in &table.says {
        println!("{said}");
    }
}
