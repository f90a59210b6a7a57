use super::super::error::Error;

macro_rules! rates {
    ($($(#[$doc:meta])* $name:ident: $usual:expr;)*) => {
        /// How often sources know of an incident, and how often they err. Shares from 0 to 1; where no source is named a rate
        /// is made up.
        #[derive(Clone, Debug, PartialEq)]
        pub struct IncidentRates {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl IncidentRates {
            /// Rates with which 58% to 60% of the reports of the emergency department are of incidents unknown to the police
            /// (Gray and others 2017: 59.0%).
            pub const USUAL: Self = Self { $($name: $usual,)* };

            pub(super) fn check(&self) -> Result<(), Error> {
                for (name, rate) in [$((stringify!($name), self.$name),)*] {
                    if !(0.0..=1.0).contains(&rate) {
                        return Err(Error::RateOutOfRange { name: format!("incidents.{name}"), rate });
                    }
                }
                Ok(())
            }
        }
    };
}

rates! {
    /// An ambulance is called, by how badly somebody was hurt.
    called_lightly: 0.04;
    /// The same, hurt worse.
    called_badly: 0.35;
    /// The same, worst.
    called_worst: 0.75;
    /// A victim whom an ambulance came to is taken to an emergency department (Quigg and others 2017: 66.1%).
    conveyed: 0.66;
    /// A victim goes there without one.
    walks_in_lightly: 0.08;
    /// The same, hurt worse.
    walks_in_badly: 0.25;
    /// The same, worst.
    walks_in_worst: 0.45;
    /// The police record it.
    recorded_lightly: 0.36;
    /// The same, hurt worse.
    recorded_badly: 0.38;
    /// The same, worst.
    recorded_worst: 0.55;
    /// Cameras see what happens in the night-time streets of towns.
    seen_at_night: 0.30;
    /// The same of other public places.
    seen_otherwise: 0.06;
    /// A second call is made of one incident, and a third in as many of those.
    called_again: 0.10;
    /// The department has no usable place: nothing was asked, or no more than the town.
    emergency_without_place: 0.11;
    /// The place is written in words that no gazetteer has.
    emergency_unknown_words: 0.07;
    /// Of a patient whom an ambulance brought, the department has the number of the call, and it can be used (Clark and others 2019: 81%
    /// of the records of thirteen departments, 50% to 94% of each, by the number and the vehicle's call sign).
    emergency_call_number: 0.81;
    /// The ambulance service has no coordinates.
    ambulance_without_place: 0.03;
    /// The police have none.
    police_without_place: 0.03;
    /// The ambulance is called to somewhere else than where it happened.
    ambulance_elsewhere: 0.10;
    /// The police's coordinates are those of the street's middle.
    police_street: 0.20;
    /// The police's coordinates are those of the middle of the town, for want of better.
    police_town: 0.04;
    /// A patient is out by up to three hours about when it happened.
    emergency_wrong_hours: 0.08;
    /// The time of arrival stands for when it happened.
    emergency_arrival: 0.07;
    /// No time of day was recorded.
    emergency_without_time: 0.03;
    /// The ambulance is called hours later, when it is found to be worse than it seemed.
    ambulance_late: 0.03;
    /// The police know from when to when and not when.
    police_span: 0.30;
    /// A method is recorded as another.
    wrong_method: 0.06;
    /// No method is recorded.
    without_method: 0.10;
    /// No sex or age is recorded.
    without_victim: 0.05;
}

impl IncidentRates {
    /// The same with other shares of reports without a place: that of an emergency department in all, and half of it for
    /// ambulance service and police.
    #[must_use]
    pub fn with_missing_places(self, share: f64) -> Self {
        Self {
            emergency_without_place: share,
            emergency_unknown_words: 0.0,
            ambulance_without_place: share / 2.0,
            police_without_place: share / 2.0,
            ..self
        }
    }
}
