use split_tally::report::ModelReport;

/// Shows what the probability model learnt and expects.
pub fn print(model: &ModelReport) {
    let [one, other] = &model.parties;
    eprintln!("  {:>9}  probability ({one} and {other})", model.links);
    let candidates = &model.candidates;
    let compared = if candidates.all_pairs {
        format!("all {} pairs compared", candidates.compared)
    } else {
        format!("{} candidate pairs compared", candidates.compared)
    };
    let rounds = if model.rounds.is_empty() {
        "parameters as given".to_owned()
    } else {
        format!("fitted in {} rounds", model.rounds.len())
    };
    eprintln!(
        "             {compared}, {} weighed; {rounds}",
        candidates.weighed
    );
    eprintln!(
        "             field, level                             same person   unrelated   bits"
    );
    for field in &model.parameters.fields {
        for level in &field.levels {
            eprintln!(
                "             {:<40} {:>11.4} {:>11.2e} {:>6.1}",
                format!("{}: {}", field.field, level.level),
                level.m,
                level.u,
                (level.m / level.u).log2()
            );
        }
    }
    eprintln!(
        "             passed over: {} for a better rival, {} for an equal one, {} contradicted",
        model.rivals, model.ties, candidates.contradicted
    );
    if model.beyond_target > 0 {
        eprintln!(
            "             left unlinked to keep false links within the agreement's target: {} (it took a threshold of {:.4})",
            model.beyond_target, model.threshold
        );
    }
    eprintln!(
        "             estimated without truth: {:.0} matches, precision {:.4}, recall {:.4}",
        model.expected_matches, model.estimate.precision, model.estimate.recall
    );
    eprintln!("             threshold  precision  recall, as estimated");
    let shown = [10, 30, 50, 70, 90, 95, 99];
    for at in shown {
        if let Some(estimate) = model.thresholds.get(at - 1) {
            eprintln!(
                "             {:>9.2}  {:>9.4}  {:.4}",
                estimate.threshold, estimate.precision, estimate.recall
            );
        }
    }
    for warning in &model.warnings {
        eprintln!("  note: {warning}");
    }
}
