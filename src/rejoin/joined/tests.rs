//! Links carried back, by hand.

use super::*;

fn reference(digit: char) -> String {
    std::iter::repeat_n(digit, 32).collect()
}

fn links(rows: &[(u32, &str, char, &str)]) -> LinkedRecords {
    let mut text = String::from("group,party,record,score,rule\n");
    for (group, party, digit, rule) in rows {
        text = format!(
            "{text}{group},{party},{},0.9000,{rule}\n",
            reference(*digit)
        );
    }
    LinkedRecords::read("links.csv", text.as_bytes()).unwrap()
}

fn crosswalk(rows: &[(char, &str)]) -> Crosswalk {
    let mut text = String::from("record,id\n");
    for (digit, id) in rows {
        text = format!("{text}{},{id}\n", reference(*digit));
    }
    Crosswalk::read("crosswalk.csv", text.as_bytes()).unwrap()
}

fn joined(
    links: &LinkedRecords,
    crosswalk: &Crosswalk,
    options: &JoinOptions,
    csv: &str,
) -> Result<(String, JoinCount), RejoinError> {
    let mut out = Vec::new();
    let source = ("own.csv", csv.len() as u64, csv.as_bytes());
    let count = join(
        ("links.csv", links),
        crosswalk,
        options,
        source,
        &mut out,
        &mut |_| {},
    )?;
    let text = String::from_utf8(out).unwrap();
    Ok((text.trim_start_matches('\u{feff}').to_owned(), count))
}

const OWN: &str = "id,name\n7,Ann\n8,\"O, B\"\n9,Cy\n";

fn three() -> LinkedRecords {
    links(&[
        (1, "hospital", '1', "nhs"),
        (1, "council", '4', "nhs"),
        (1, "police", '6', "nhs"),
        (2, "council", '5', "similarity"),
        (2, "hospital", '3', "similarity"),
    ])
}

#[test]
fn each_own_row_gets_its_group_and_the_others_in_it() {
    let crosswalk = crosswalk(&[('1', "7"), ('2', "8"), ('3', "9")]);
    let (text, count) = joined(&three(), &crosswalk, &JoinOptions::default(), OWN).unwrap();
    assert_eq!(
        text,
        "id,name,match_group,matched_with,match_score,match_rule\n\
         7,Ann,1,council; police,0.9000,nhs\n\
         8,\"O, B\",,,,\n\
         9,Cy,2,council,0.9000,similarity\n"
    );
    assert_eq!((count.rows, count.linked, count.not_found), (3, 2, 0));
    let options = JoinOptions {
        rows: RowsWritten::Linked,
        ..JoinOptions::default()
    };
    let (text, count) = joined(&three(), &crosswalk, &options, OWN).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert_eq!((count.rows, count.linked), (3, 2));
}

#[test]
fn row_numbers_stand_in_for_ids_as_in_prepare() {
    // The header is row 1, so the first record is row 2.
    let crosswalk = crosswalk(&[('1', "2"), ('3', "4")]);
    let own = "name\nAnn\nBo\nCy\n";
    let (text, _) = joined(&three(), &crosswalk, &JoinOptions::default(), own).unwrap();
    assert!(text.contains("Ann,1,council; police"), "{text}");
    assert!(text.contains("Cy,2,council"), "{text}");
}

#[test]
fn an_id_with_several_records_has_all_their_groups() {
    let crosswalk = crosswalk(&[('1', "7"), ('3', "7")]);
    let (text, count) = joined(&three(), &crosswalk, &JoinOptions::default(), OWN).unwrap();
    assert!(
        text.contains("7,Ann,1 | 2,council; police | council,"),
        "{text}"
    );
    assert_eq!(count.linked, 1);
}

#[test]
fn columns_of_the_same_name_are_kept_apart() {
    let crosswalk = crosswalk(&[('1', "7"), ('3', "9")]);
    let own = "id,match_group\n7,x\n9,y\n";
    let (text, _) = joined(&three(), &crosswalk, &JoinOptions::default(), own).unwrap();
    assert!(
        text.starts_with("id,match_group,match_group_2,matched_with,"),
        "{text}"
    );
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let refused = |crosswalk: &[(char, &str)], party: Option<&str>, own: &str| {
        let options = JoinOptions {
            party: party.map(str::to_owned),
            ..JoinOptions::default()
        };
        let error = joined(&three(), &self::crosswalk(crosswalk), &options, own);
        error.map(|_| ()).unwrap_err().code()
    };
    // A crosswalk of other extracts, of one extract in part, and one that is another party's.
    assert_eq!(refused(&[('a', "7")], None, OWN), "rejoin.other_crosswalk");
    assert_eq!(refused(&[('1', "7")], None, OWN), "rejoin.other_crosswalk");
    let mine = [('1', "7"), ('3', "9")];
    assert_eq!(
        refused(&mine, Some("council"), OWN),
        "rejoin.other_crosswalk"
    );
    assert_eq!(refused(&mine, Some("charity"), OWN), "rejoin.other_party");
    // A file whose ids are others.
    assert_eq!(
        refused(&mine, None, "id,name\n70,Ann\n"),
        "rejoin.other_ids"
    );
    // A file that has lost a linked row is joined, and the row is counted.
    let crosswalk = crosswalk(&mine);
    let found = joined(
        &three(),
        &crosswalk,
        &JoinOptions::default(),
        "id,name\n7,Ann\n",
    );
    assert_eq!(found.unwrap().1.not_found, 1);
}

#[test]
fn rows_without_an_id_are_nobodys_and_cells_of_others_are_no_formulas() {
    let text = format!(
        "group,party,record,score,rule\n1,hospital,{},0.9,=1+1\n1,=council,{},0.9,nhs\n2,hospital,{},0.9,nhs\n2,council,{},0.9,nhs\n",
        reference('1'),
        reference('4'),
        reference('3'),
        reference('5')
    );
    let links = LinkedRecords::read("links.csv", text.as_bytes()).unwrap();
    let crosswalk = crosswalk(&[('1', "7"), ('3', "")]);
    let own = "id,name\n7,Ann\n,Bo\n,Cy\n";
    let (text, count) = joined(&links, &crosswalk, &JoinOptions::default(), own).unwrap();
    assert!(text.contains("7,Ann,1,'=council,0.9,'=1+1\n"), "{text}");
    assert!(text.ends_with(",Bo,,,,\n,Cy,,,,\n"), "{text}");
    assert_eq!((count.linked, count.not_found), (1, 1));
}
