//! By which of their properties the areas of a file can be named, for whoever chooses one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::ViewError;
use super::areas::{area_name, features_of};

/// Names of one property that are shown.
const SHOWN: usize = 4;

/// A property that names every area of a file, each by another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AreaNaming {
    /// The property.
    pub property: String,
    /// How many areas it names.
    pub areas: usize,
    /// The first names.
    pub first: Vec<String>,
}

impl AreaNaming {
    /// Those of a GeoJSON file, in the order of their first feature: the outlines are not looked at.
    ///
    /// # Errors
    /// [`ViewError::Areas`] where there is no such file, or no such property.
    pub fn all(file: &str, bytes: &[u8]) -> Result<Vec<Self>, ViewError> {
        let features = features_of(file, bytes)?;
        let properties = features
            .first()
            .and_then(|feature| feature.get("properties")?.as_object());
        let names = |property: &String| {
            let names = features.iter().map(|feature| area_name(feature, property));
            let names = names.collect::<Result<Vec<_>, _>>().ok()?;
            let different: BTreeSet<&String> = names.iter().collect();
            (different.len() == names.len()).then(|| Self {
                property: property.clone(),
                areas: names.len(),
                first: names.iter().take(SHOWN).cloned().collect(),
            })
        };
        let all: Vec<_> = properties
            .into_iter()
            .flat_map(|properties| properties.keys())
            .filter_map(names)
            .collect();
        if all.is_empty() {
            return Err(ViewError::Areas {
                file: file.to_owned(),
                place: "features[0].properties".to_owned(),
                problem: "no property gives every area a name of its own: save the areas with one that does, such as their names or codes".to_owned(),
            });
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(features: &str) -> String {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
    }

    #[test]
    fn properties_that_tell_all_areas_apart_are_offered() {
        let text = file(
            "{\"properties\":{\"code\":7,\"name\":\"West\",\"region\":\"A\",\"note\":null}},{\"properties\":{\"code\":8,\"name\":\"East\",\"region\":\"A\"}}",
        );
        let all = AreaNaming::all("wards.geojson", text.as_bytes()).unwrap();
        let shown: Vec<_> = all.iter().map(|one| one.property.as_str()).collect();
        assert_eq!(shown, ["code", "name"]);
        assert_eq!(
            (all[1].areas, all[1].first.join(" ").as_str()),
            (2, "West East")
        );
    }

    #[test]
    fn a_file_without_one_is_refused() {
        for text in [
            file("{\"properties\":{\"a\":1}},{\"properties\":{\"a\":1}}"),
            file("{}"),
            "[]".to_owned(),
        ] {
            assert!(
                AreaNaming::all("wards.geojson", text.as_bytes()).is_err(),
                "{text}"
            );
        }
    }
}
