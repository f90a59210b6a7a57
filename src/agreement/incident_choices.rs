//! What parties settle of the template of incidents: how near two reports must be, which values there are, how large a cell is.

use super::{AgreementError, AgreementText, Field, FieldKind, InsteadOf, Neighbourhood};

/// What can be chosen of the template of incidents alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IncidentChoices<'a> {
    /// How far apart in metres two reports of one incident can be and still be alike in place: the radius of its filter. Match
    /// keys keep in step with it.
    pub within_metres: Option<u32>,
    /// The same in minutes.
    pub within_minutes: Option<u32>,
    /// The side of a cell of the picture in metres.
    pub cell_metres: Option<u32>,
    /// Values of a category in place of those of the template, as `FIELD=VALUE|VALUE`.
    pub values: &'a [String],
}

/// Steps from a point of a filter to its edge, as the figures of `docs/incidents.md` were measured.
const PLACE_STEPS: u32 = 7;
const TIME_STEPS: u32 = 18;
/// Of those, how many the middle of a filter of when something was reported lies before it.
const EARLIER_STEPS: u32 = 15;
/// Bits of a point of a filter of time.
const TIME_BITS: u16 = 4;

/// Steps of match keys, in points of the filter: a close one and a wide one, so that of several candidates the one that shares
/// more is nearer. Two reports that are half a step apart on each axis are candidates for certain.
pub(super) struct Steps {
    pub(super) close: (u32, u32),
    pub(super) wide: (u32, u32),
}

impl IncidentChoices<'_> {
    /// What is chosen, if anything is, for a template that has nothing of it.
    pub(super) fn refused(&self) -> Option<&'static str> {
        (*self != Self::default()).then_some("distances, times, cells or values of incidents")
    }

    /// Between points of the filter: even, as half a step of a match key is a whole number of metres.
    fn metres(&self) -> u32 {
        self.within_metres
            .map_or(100, |all| all.div_ceil(2 * PLACE_STEPS) * 2)
    }

    fn minutes(&self) -> u32 {
        self.within_minutes
            .map_or(10, |all| all.div_ceil(TIME_STEPS))
    }

    /// The filters of nearness.
    pub(super) fn neighbourhoods(&self) -> Vec<Neighbourhood> {
        let of = |field: &str, spacing: u32, steps: u32, bits_per_point| Neighbourhood {
            field: field.to_owned(),
            spacing,
            radius: spacing.saturating_mul(steps),
            bits_per_point,
            instead_of: None,
        };
        let when = of("when", self.minutes(), TIME_STEPS, TIME_BITS);
        // What was reported at some time happened before it: some minutes, so that just before must not be at the edge of the
        // points, or some hours.
        let reported = Neighbourhood {
            field: "reported".to_owned(),
            instead_of: Some(InsteadOf {
                field: "when".to_owned(),
                earlier: (when.spacing * EARLIER_STEPS).min(Neighbourhood::MOST_EARLIER),
            }),
            ..when.clone()
        };
        vec![when, of("where", self.metres(), PLACE_STEPS, 1), reported]
    }

    /// Metres and minutes of the steps of match keys.
    pub(super) fn steps(&self) -> Steps {
        let (metres, minutes) = (self.metres(), self.minutes());
        Steps {
            close: (metres.saturating_mul(5), minutes.saturating_mul(6)),
            wide: (metres.saturating_mul(15), minutes.saturating_mul(24)),
        }
    }

    /// Puts the chosen values in place of the template's.
    pub(super) fn set_values(&self, text: &mut AgreementText) -> Result<(), AgreementError> {
        for chosen in self.values {
            let (name, values) = chosen.split_once('=').unwrap_or((chosen, ""));
            let mut fields = text.fields.iter_mut();
            let field = fields.find(|one| one.name == name && one.kind == FieldKind::Category);
            let Some(field) = field else {
                return Err(AgreementError::NotOfTemplate {
                    template: "incident",
                    what: format!(
                        "values of \"{}\"",
                        name.chars().take(40).collect::<String>()
                    ),
                });
            };
            field.values = values.split('|').map(|one| one.trim().to_owned()).collect();
        }
        Ok(())
    }
}

/// A field's values in the order in which, of several reports of one incident, the later counts: `other` says least, so it is
/// first.
pub(super) fn in_order_of_what_counts(field: &Field) -> Vec<String> {
    let is_other = |value: &&String| value.eq_ignore_ascii_case("other");
    let (other, named): (Vec<_>, Vec<_>) = field.values.iter().partition(is_other);
    other.into_iter().chain(named).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Agreement, TemplateChoices, from_template, from_template_with};

    fn parties() -> [String; 2] {
        ["Hospital", "Police"].map(str::to_owned)
    }

    fn chosen(incident: IncidentChoices<'_>) -> Result<Agreement, AgreementError> {
        let choices = TemplateChoices {
            incident,
            ..TemplateChoices::default()
        };
        from_template_with("incident", &choices, &parties())
    }

    #[test]
    fn what_is_usual_can_be_said_or_left_out() {
        let said = chosen(IncidentChoices {
            within_metres: Some(700),
            within_minutes: Some(180),
            cell_metres: Some(500),
            values: &["age_band=0-9|10-17|18-24|25-34|35-44|45-54|55-64|65+".to_owned()],
        });
        let usual = from_template("incident", &parties()).unwrap();
        assert_eq!(said.unwrap().digest(), usual.digest());
        let near = &usual.field_filters().unwrap().neighbourhoods;
        let near: Vec<_> = near.iter().map(|of| (of.spacing, of.radius)).collect();
        assert_eq!(near, [(10, 180), (100, 700), (10, 180)]);
    }

    #[test]
    fn filters_and_match_keys_go_together() {
        let near = chosen(IncidentChoices {
            within_metres: Some(2_100),
            within_minutes: Some(54),
            ..IncidentChoices::default()
        });
        let near = near.unwrap();
        let filters = &near.field_filters().unwrap().neighbourhoods;
        let radii: Vec<_> = filters.iter().map(|of| of.radius).collect();
        assert_eq!(radii, [54, 2_100, 54]);
        let steps = |name: &str| {
            let mut keys = near.match_keys().iter();
            let key = keys.find(|key| key.name == name).unwrap();
            let steps = key.parts.iter().map(|part| part.step.unwrap().size);
            steps.collect::<Vec<_>>()
        };
        assert_eq!(steps("close_1"), [1_500, 1_500, 18]);
        assert_eq!(steps("wide_1"), [4_500, 4_500, 72]);
        // A day and more is as early as a report can be laid beside what happened.
        let late = chosen(IncidentChoices {
            within_minutes: Some(2_000),
            ..IncidentChoices::default()
        });
        let late = late.unwrap().field_filters().unwrap().neighbourhoods[2].clone();
        assert_eq!(late.instead_of.unwrap().earlier, 1_440);
        // Whatever is said is rounded up to what there can be.
        for metres in [150, 300, 455, 1_001] {
            let said = chosen(IncidentChoices {
                within_metres: Some(metres),
                ..IncidentChoices::default()
            });
            let radius = said.unwrap().field_filters().unwrap().neighbourhoods[1].radius;
            assert!((metres..metres + 14).contains(&radius), "{metres} {radius}");
        }
        for metres in [0, u32::MAX] {
            let error = chosen(IncidentChoices {
                within_metres: Some(metres),
                ..IncidentChoices::default()
            });
            assert!(error.is_err(), "{metres}");
        }
    }

    /// Of what the picture shows of a method, the value that says most counts.
    #[test]
    fn values_are_those_of_the_field_and_of_what_is_counted_of_it() {
        let values = ["method=blunt object| Knife |other|gun".to_owned()];
        let agreement = chosen(IncidentChoices {
            values: &values,
            ..IncidentChoices::default()
        });
        let agreement = agreement.unwrap();
        let field = agreement.field_position("method").unwrap();
        assert_eq!(
            agreement.fields()[field].values,
            ["blunt object", "Knife", "other", "gun"]
        );
        let mut counted = agreement.attributes().iter();
        let counted = counted.find(|one| one.name == "assault_method").unwrap();
        let shown: Vec<_> = counted.listed().collect();
        assert_eq!(shown, ["other", "blunt object", "Knife", "gun"]);
        for wrong in ["where=a|b", "methods=a|b", "method", "method=one"] {
            let values = [wrong.to_owned()];
            let error = chosen(IncidentChoices {
                values: &values,
                ..IncidentChoices::default()
            });
            assert!(error.is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_template_of_people_has_none_of_it() {
        let choices = TemplateChoices {
            incident: IncidentChoices {
                cell_metres: Some(500),
                ..IncidentChoices::default()
            },
            ..TemplateChoices::default()
        };
        let error = from_template_with("person", &choices, &parties()).unwrap_err();
        assert!(error.to_string().contains("\"person\""), "{error}");
    }
}
