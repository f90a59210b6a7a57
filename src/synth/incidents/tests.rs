use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::*;

fn made(change: impl FnOnce(&mut IncidentOptions)) -> SyntheticIncidents {
    let mut options = IncidentOptions {
        incidents: 4_000,
        ..IncidentOptions::default()
    };
    change(&mut options);
    synthesise_incidents(&options).expect("sound options")
}

/// Rows as maps from column to value.
fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("as many values as columns"))
        .collect()
}

/// The ids of a source's file.
fn ids(made: &SyntheticIncidents, source: usize) -> BTreeSet<String> {
    let column = if source == 2 { "reference" } else { "id" };
    let rows = rows(&made.files[source].1);
    let ids: BTreeSet<_> = rows.iter().map(|row| row[column].clone()).collect();
    assert_eq!(ids.len(), rows.len(), "no id is given twice");
    ids
}

#[test]
fn equal_options_give_equal_bytes_and_other_seeds_give_others() {
    assert_eq!(made(|_| {}), made(|_| {}));
    assert_ne!(made(|_| {}).files, made(|it| it.seed = 2).files);
}

#[test]
fn the_truth_names_reports_that_are_there() {
    let made = made(|_| {});
    let all: Vec<_> = (0..4).map(|source| ids(&made, source)).collect();
    let truth = rows(&made.truth);
    assert!(truth.len() > 500, "{}", truth.len());
    for line in &truth {
        let mut filled = 0;
        for (source, ids) in SOURCES.iter().zip(&all) {
            let id = &line[*source];
            assert!(id.is_empty() || ids.contains(id), "{id}");
            filled += usize::from(!id.is_empty());
        }
        assert!(filled >= 2, "{line:?}");
    }
}

/// Police and council report an incident once; the others may several times.
#[test]
fn who_reports_an_incident_several_times() {
    let truth = rows(&made(|_| {}).truth);
    let mut of_police: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut of_emergency: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for line in truth
        .iter()
        .filter(|line| !line["police"].is_empty() && !line["emergency"].is_empty())
    {
        let (police, emergency) = (line["police"].as_str(), line["emergency"].as_str());
        of_police.entry(police).or_default().insert(emergency);
        of_emergency.entry(emergency).or_default().insert(police);
    }
    assert!(of_emergency.values().all(|police| police.len() == 1));
    assert!(of_police.values().any(|emergency| emergency.len() > 1));
}

/// Gray and others (2017): 59.0% of assault attendances were unknown to the police.
#[test]
fn about_six_in_ten_attendances_are_unknown_to_the_police() {
    let made = made(|it| it.incidents = 20_000);
    let known: BTreeSet<_> = rows(&made.truth)
        .into_iter()
        .filter(|line| !line["police"].is_empty())
        .map(|line| line["emergency"].clone())
        .filter(|id| !id.is_empty())
        .collect();
    let all = ids(&made, 0).len();
    #[expect(clippy::cast_precision_loss)] // Some thousand rows.
    let unknown = 1.0 - known.len() as f64 / all as f64;
    assert!((0.55..0.63).contains(&unknown), "{unknown}");
}

/// Quigg and others (2017): 75.2% of call-outs were from 18:00 to 05:59.
#[test]
fn most_calls_are_at_night() {
    let made = made(|it| it.incidents = 20_000);
    let calls = rows(&made.files[1].1);
    let night = calls.iter().filter(|row| {
        let hour: u32 = row["call time"][..2].parse().expect("an hour");
        !(6..18).contains(&hour)
    });
    #[expect(clippy::cast_precision_loss)]
    let share = night.count() as f64 / calls.len() as f64;
    assert!((0.65..0.80).contains(&share), "{share}");
}

/// The reports of the emergency department whose incident an ambulance came to, as the numbers of calls they have, and the
/// numbers of their incident's calls.
fn numbers_taken_down(made: &SyntheticIncidents) -> Vec<(String, BTreeSet<String>)> {
    let digits = |number: &str| number.replace('-', "");
    let of_calls: HashMap<_, _> = rows(&made.files[1].1)
        .iter()
        .map(|row| (row["id"].clone(), digits(&row["call number"])))
        .collect();
    let of_patients: HashMap<_, _> = rows(&made.files[0].1)
        .iter()
        .map(|row| {
            let number = digits(&row["ambulance incident number"]);
            (row["id"].clone(), number)
        })
        .collect();
    let mut calls: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in rows(&made.truth) {
        if !line["emergency"].is_empty() && !line["ambulance"].is_empty() {
            let of_incident = calls.entry(line["emergency"].clone()).or_default();
            of_incident.insert(of_calls[&line["ambulance"]].clone());
        }
    }
    calls
        .into_iter()
        .map(|(patient, calls)| (of_patients[&patient].clone(), calls))
        .collect()
}

#[test]
fn no_two_calls_have_one_number_and_it_tells_their_day() {
    let calls = rows(&made(|_| {}).files[1].1);
    let numbers: BTreeSet<_> = calls
        .iter()
        .map(|row| row["call number"].as_str())
        .collect();
    assert!(calls.len() > 500 && numbers.len() == calls.len());
    for row in &calls {
        let (number, date) = (&row["call number"], &row["call date"]);
        let day = format!("{}{}{}", &date[8..10], &date[3..5], &date[..2]);
        assert_eq!(
            number.split_once('-').map(|(day, _)| day),
            Some(day.as_str()),
            "{number}"
        );
    }
}

/// Clark and others (2019): 81% of records of patients whom an ambulance brought could be linked by the call.
#[test]
fn numbers_of_calls_are_taken_down_as_often_as_is_asked() {
    // With another digit a number can be that of another call of the same incident.
    for (asked, least, most) in [(0.81, 0.78, 0.84), (1.0, 1.0, 1.0), (0.0, 0.0, 0.002)] {
        let made = made(|it| {
            it.incidents = 20_000;
            it.rates.emergency_call_number = asked;
        });
        let taken_down = numbers_taken_down(&made);
        let right = taken_down
            .iter()
            .filter(|(number, calls)| calls.contains(number));
        #[expect(clippy::cast_precision_loss)] // Some thousand rows.
        let share = right.count() as f64 / taken_down.len() as f64;
        assert!((least..=most).contains(&share), "{share} for {asked}");
    }
    // Who came without one has no number.
    let made = made(|_| {});
    let with_call = numbers_taken_down(&made).len();
    let with_number = rows(&made.files[0].1);
    let with_number = with_number
        .iter()
        .filter(|row| !row["ambulance incident number"].is_empty());
    assert!((1..=with_call).contains(&with_number.count()));
}

#[test]
fn places_are_missing_as_often_as_is_asked() {
    let missing = |share: f64| {
        let made = made(|it| it.rates = IncidentRates::USUAL.with_missing_places(share));
        let gazetteer: BTreeSet<_> = rows(&made.gazetteer)
            .into_iter()
            .map(|row| row["place"].clone())
            .collect();
        let rows = rows(&made.files[0].1);
        let nowhere = rows
            .iter()
            .filter(|row| !gazetteer.contains(&row["location description"]));
        #[expect(clippy::cast_precision_loss)]
        let share = nowhere.count() as f64 / rows.len() as f64;
        share
    };
    assert!(missing(0.0) < 1e-9);
    assert!((0.25..0.35).contains(&missing(0.3)));
    assert!(missing(1.0) > 1.0 - 1e-9);
}

#[test]
fn hotspots_have_the_incidents_that_were_planted() {
    let made = made(|it| it.hotspots = 5);
    let spots = rows(&made.hotspots);
    assert_eq!(spots.len(), 5);
    for spot in spots {
        let incidents: u32 = spot["incidents"].parse().expect("a count");
        assert!((15..75).contains(&incidents), "{incidents}");
    }
    assert_eq!(rows(&super::tests::made(|_| {}).hotspots).len(), 0);
}

#[test]
fn what_cannot_be_made_is_refused() {
    let refused = |change: fn(&mut IncidentOptions)| {
        let mut options = IncidentOptions::default();
        change(&mut options);
        synthesise_incidents(&options).err()
    };
    for incidents in [0, MAX_INCIDENTS + 1] {
        let options = IncidentOptions {
            incidents,
            ..IncidentOptions::default()
        };
        assert_eq!(
            synthesise_incidents(&options).err(),
            Some(Error::IncidentsOutOfRange { incidents })
        );
    }
    assert_eq!(
        refused(|it| it.hotspots = MAX_HOTSPOTS + 1),
        Some(Error::HotspotsOutOfRange {
            hotspots: MAX_HOTSPOTS + 1
        })
    );
    let error = refused(|it| it.rates.police_town = 1.5);
    assert!(matches!(error, Some(Error::RateOutOfRange { .. })));
    assert!(refused(|it| it.rates.police_town = f64::NAN).is_some());
    assert_eq!(refused(|it| it.incidents = 1), None);
}
