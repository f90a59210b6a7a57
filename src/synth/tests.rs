use std::collections::{BTreeMap, BTreeSet};

use super::{nhs_number::tests::is_valid, *};

/// One party's rows by id, each a map from column to value.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

fn made(people: u32, change: impl FnOnce(&mut Options)) -> Synthetic {
    let mut options = Options {
        people,
        ..Options::default()
    };
    change(&mut options);
    synthesise(&options).expect("sound options")
}

fn read(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("as many values as columns"))
        .collect()
}

fn rows(file: &PartyFile) -> Rows {
    let rows = read(&file.csv).into_iter();
    let rows: Vec<_> = rows.map(|row| (row["id"].clone(), row)).collect();
    let count = rows.len();
    let rows = Rows::from_iter(rows);
    assert_eq!(rows.len(), count, "no id is given twice");
    rows
}

/// A value without what only the layout of a file or an untidy hand puts there.
fn plain(column: &str, value: &str) -> String {
    let value = value.trim().to_uppercase();
    match column {
        "postcode" | "phone" | "nhs_number" => value.replace(' ', ""),
        "sex" => value.chars().take(1).collect(),
        "birth_date" => match value.split('/').collect::<Vec<_>>()[..] {
            [day, month, year] => format!("{year}-{month}-{day}"),
            _ => value,
        },
        _ => value,
    }
}

/// The two rows of each true pair.
fn pairs(made: &Synthetic) -> Vec<[BTreeMap<String, String>; 2]> {
    let [one, other] = [rows(&made.files[0]), rows(&made.files[1])];
    let pairs = read(&made.truth).into_iter();
    pairs
        .map(|pair| {
            [
                one[&pair["hospital"]].clone(),
                other[&pair["council"]].clone(),
            ]
        })
        .collect()
}

/// For each pair, whether its values agree; `None` if one is missing.
fn agreements(pairs: &[[BTreeMap<String, String>; 2]], column: &str) -> Vec<Option<bool>> {
    let pairs = pairs.iter();
    pairs
        .map(|pair| {
            let [one, other] = pair.each_ref().map(|row| plain(column, &row[column]));
            (!one.is_empty() && !other.is_empty()).then_some(one == other)
        })
        .collect()
}

#[test]
fn the_first_lines_for_seed_1_are_known() {
    let made = made(5, |_| {});
    let first = |csv: &[u8]| {
        let text = String::from_utf8(csv.to_vec()).expect("UTF-8");
        text.lines().take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(first(&made.files[0].csv), GOLDEN_HOSPITAL);
    assert_eq!(first(&made.files[1].csv), GOLDEN_COUNCIL);
    assert_eq!(first(&made.truth), GOLDEN_TRUTH);
}

const GOLDEN_HOSPITAL: [&str; 3] = [
    "id,nhs_number,given_name,surname,birth_date,sex,address_line,postcode,uprn,phone,email",
    "hospital-000001,5209626938,CHERYL,STEAD,1949-08-29,F,\"FLAT 3, 26 WILLOW COURT\",GL82 0ZG,777000683701,,",
    "hospital-000002,5464258302,MOHAMED,ALI,1955-07-30,M,\"FLAT 2, 108 HIGH CLOSE\",GL71 1ZB,,07700900623,",
];

const GOLDEN_COUNCIL: [&str; 3] = [
    "id,given_name,surname,birth_date,sex,address_line,postcode,uprn,phone,email,nhs_number",
    "council-000001,Svetlana,Kovacs,27/01/1957,Female,125 Middle Walk,BS52 3TZ,777046353230,0117 496 0841,svetlana.kovacs454@example.org,",
    "council-000002,Bence,Kovacs,15/08/1952,Male,125 Midde Walk,BS52 3TZ,777046353230,,bkovacs1538@example.org,",
];

const GOLDEN_TRUTH: [&str; 3] = [
    "hospital,council",
    "hospital-000001,council-000005",
    "hospital-000003,council-000003",
];

#[test]
fn equal_seeds_give_equal_bytes_and_others_do_not() {
    let one = made(500, |options| options.seed = 7);
    assert_eq!(one, made(500, |options| options.seed = 7));
    let other = made(500, |options| options.seed = 8);
    assert_ne!(one.files[0].csv, other.files[0].csv);
    assert_ne!(one.truth, other.truth);
}

#[test]
fn corruption_leaves_the_people_and_the_truth_alone() {
    let clean = made(500, |options| options.corruption = Corruption::NONE);
    assert_eq!(clean.truth, made(500, |_| {}).truth);
    let pairs = pairs(&clean);
    for column in pairs[0][0].keys().filter(|&column| column != "id") {
        assert!(
            !agreements(&pairs, column).contains(&Some(false)),
            "{column}"
        );
    }
}

#[test]
fn the_truth_names_existing_rows_once_and_as_many_as_asked_for() {
    for (overlap, expected) in [(0.0, 0), (0.3, 150), (1.0, 501)] {
        let made = made(501, |options| options.overlap = overlap);
        let pairs = read(&made.truth);
        assert_eq!(pairs.len(), expected);
        for file in &made.files {
            let rows = rows(file);
            assert_eq!(rows.len(), 501);
            let ids: BTreeSet<_> = pairs.iter().map(|pair| &pair[&file.party]).collect();
            assert_eq!(ids.len(), pairs.len());
            assert!(ids.into_iter().all(|id| rows.contains_key(id)));
        }
    }
}

#[test]
fn of_three_parties_some_share_people_with_one_and_some_with_both() {
    let made = made(400, |options| {
        options.parties = ["hospital", "council", "police"].map(String::from).into();
        options.corruption = Corruption::NONE;
    });
    let truth = read(&made.truth);
    let mut by_holders = BTreeMap::<usize, usize>::new();
    let files: Vec<_> = made
        .files
        .iter()
        .map(|file| (&file.party, rows(file)))
        .collect();
    for person in &truth {
        let held = files.iter().filter(|(party, _)| !person[*party].is_empty());
        let names: BTreeSet<_> = held
            .clone()
            .map(|(party, rows)| plain("nhs_number", &rows[&person[*party]]["nhs_number"]))
            .collect();
        assert_eq!(names.len(), 1, "all rows are of one person");
        *by_holders.entry(held.count()).or_default() += 1;
    }
    // 200 of each party's 400 rows are shared: 100 by all, 50 with either neighbour.
    assert_eq!(by_holders, BTreeMap::from([(2, 150), (3, 100)]));
    for (party, _) in &files {
        let held = truth.iter().filter(|person| !person[*party].is_empty());
        assert_eq!(held.count(), 200);
    }
}

#[test]
fn by_shares_parties_overlap_by_chance() {
    let made = made(4_000, |options| {
        options.parties = ["hospital", "council", "police"].map(String::from).into();
        options.holds = vec![0.8, 0.5, 0.1];
    });
    let sizes: Vec<usize> = made.files.iter().map(|file| rows(file).len()).collect();
    assert_eq!(sizes, [3_200, 2_000, 400]);
    let truth = read(&made.truth);
    let both = |one: &str, other: &str| {
        let both = truth
            .iter()
            .filter(|person| !person[one].is_empty() && !person[other].is_empty());
        both.count()
    };
    // 0.8 x 0.5, 0.8 x 0.1 and 0.5 x 0.1 of 4,000; a hypergeometric count is within four standard deviations.
    assert!((1_540..=1_660).contains(&both("hospital", "council")));
    assert!((288..=352).contains(&both("hospital", "police")));
    assert!((160..=240).contains(&both("council", "police")));
    assert!(truth.iter().all(|person| {
        let held = person.values().filter(|id| !id.is_empty());
        held.count() > 1
    }));
}

#[test]
fn attributes_are_what_people_truly_are() {
    let clean = made(300, |options| {
        options.corruption = Corruption::NONE;
        options.attributes = true;
    });
    for (file, attributes) in clean.files.iter().zip(&clean.attributes) {
        let (rows, attributes) = (rows(file), self::rows(attributes));
        assert_eq!(rows.len(), attributes.len());
        for (id, row) in rows {
            for column in ["sex", "birth_date"] {
                let values = [&row, &attributes[&id]].map(|row| plain(column, &row[column]));
                assert_eq!(values[0], values[1], "{id}");
            }
            assert!(!attributes[&id]["surname_origin"].is_empty());
        }
    }
    // Whether they are asked for changes nothing else.
    let without = made(300, |options| options.corruption = Corruption::NONE);
    assert_eq!((without.files, without.truth), (clean.files, clean.truth));
    assert!(without.attributes.is_empty());
}

#[test]
fn nobody_is_held_twice_and_nhs_numbers_are_valid() {
    let made = made(2_000, |options| options.corruption = Corruption::NONE);
    let mut distinct = BTreeSet::new();
    for file in &made.files {
        let numbers: BTreeSet<_> = rows(file)
            .values()
            .map(|row| plain("nhs_number", &row["nhs_number"]))
            .collect();
        assert_eq!(numbers.len(), 2_000);
        assert!(numbers.iter().all(|number| is_valid(number)));
        distinct.extend(numbers);
    }
    assert_eq!(distinct.len(), 3_000);
}

#[test]
fn names_are_skewed_as_in_life() {
    let made = made(20_000, |options| options.corruption = Corruption::NONE);
    let rows = read(&made.files[0].csv);
    let seen = |column: &str| {
        let mut seen = BTreeMap::<&str, usize>::new();
        for row in &rows {
            *seen.entry(&row[column]).or_default() += 1;
        }
        seen
    };
    let surnames = seen("surname");
    assert_eq!(surnames.values().max(), Some(&surnames["SMITH"]));
    assert!(
        (190..300).contains(&surnames["SMITH"]),
        "{}",
        surnames["SMITH"]
    );
    assert!(surnames.len() > 4_000, "{}", surnames.len());
    let given_names = seen("given_name");
    let top = given_names.values().max().copied().unwrap_or_default();
    assert!((100..300).contains(&top), "{top}");
    assert!(given_names.len() > 900, "{}", given_names.len());
}

#[test]
fn true_pairs_agree_as_often_as_the_documentation_says() {
    let pairs = pairs(&made(10_000, |_| {}));
    for (column, equal, different) in [
        ("given_name", 83..=86, 12..=16),
        ("surname", 83..=87, 12..=16),
        ("birth_date", 92..=96, 4..=6),
        ("sex", 94..=98, 0..=2),
        ("postcode", 79..=84, 13..=17),
        ("nhs_number", 70..=75, 2..=4),
    ] {
        let agreements = agreements(&pairs, column);
        let share = |of| {
            let count = agreements
                .iter()
                .filter(|&&agreement| agreement == of)
                .count();
            count * 100 / agreements.len()
        };
        assert!(
            equal.contains(&share(Some(true))),
            "{column} {}",
            share(Some(true))
        );
        assert!(
            different.contains(&share(Some(false))),
            "{column} {}",
            share(Some(false))
        );
    }
}

#[test]
fn an_nhs_number_that_was_mistyped_seldom_stays_valid() {
    let made = made(5_000, |options| {
        options.corruption.clinical.nhs_number_typo = 1.0;
    });
    let rows = rows(&made.files[0]);
    let numbers = rows.values().map(|row| row["nhs_number"].as_str());
    let numbers: Vec<_> = numbers.filter(|number| !number.is_empty()).collect();
    let valid = numbers.iter().filter(|number| is_valid(number)).count();
    assert!((5..=15).contains(&(valid * 100 / numbers.len())), "{valid}");
}

#[test]
fn errors_name_what_was_wrong() {
    let refused = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        synthesise(&options)
            .expect_err("unsound options")
            .to_string()
    };
    assert!(refused(|options| options.overlap = 1.5).contains("1.5"));
    assert!(refused(|options| options.people = 0).contains('0'));
    assert!(refused(|options| options.parties = vec!["a b".into(), "c".into()]).contains("a b"));
}
