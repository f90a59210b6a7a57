//! Words of addresses that are written in several ways.

/// The writings in alphabetical order, each with the one form it takes. No form is itself replaced.
const FORMS: &[(&str, &str)] = &[
    ("APARTMENT", "FLAT"),
    ("APPARTMENT", "FLAT"),
    ("APPT", "FLAT"),
    ("APT", "FLAT"),
    ("AV", "AVE"),
    ("AVEN", "AVE"),
    ("AVENUE", "AVE"),
    ("BASEMENT", "BSMT"),
    ("BDGS", "BLDG"),
    ("BFF", "BSMT FLAT"),
    ("BLDGS", "BLDG"),
    ("BLOCK", "BLK"),
    ("BMT", "BSMT"),
    ("BOULEVARD", "BLVD"),
    ("BROADWAY", "BDWY"),
    ("BUILDING", "BLDG"),
    ("BUILDINGS", "BLDG"),
    ("BVD", "BLVD"),
    ("CENTER", "CTR"),
    ("CENTRE", "CTR"),
    ("CIRCUS", "CIR"),
    ("CLO", "CL"),
    ("CLOSE", "CL"),
    ("CLS", "CL"),
    ("CNTR", "CTR"),
    ("COTTAGE", "COTT"),
    ("COTTAGES", "COTTS"),
    ("COURT", "CT"),
    ("CR", "CRES"),
    ("CRESC", "CRES"),
    ("CRESCENT", "CRES"),
    ("CRT", "CT"),
    ("DRIVE", "DR"),
    ("DRV", "DR"),
    ("EAST", "E"),
    ("ESTATE", "EST"),
    ("FARM", "FM"),
    ("FFF", "1ST FL FLAT"),
    ("FIFTH", "5TH"),
    ("FIRST", "1ST"),
    ("FLOOR", "FL"),
    ("FLR", "FL"),
    ("FLT", "FLAT"),
    ("FOURTH", "4TH"),
    ("GARDEN", "GDNS"),
    ("GARDENS", "GDNS"),
    ("GDN", "GDNS"),
    ("GFF", "GND FL FLAT"),
    ("GRD", "GND"),
    ("GRDNS", "GDNS"),
    ("GREAT", "GT"),
    ("GREEN", "GRN"),
    ("GROUND", "GND"),
    ("GROV", "GR"),
    ("GROVE", "GR"),
    ("GRV", "GR"),
    ("HEIGHTS", "HTS"),
    ("HOUSE", "HO"),
    ("HSE", "HO"),
    ("INDUSTRIAL", "IND"),
    ("LANE", "LN"),
    ("LOWER", "LWR"),
    ("MANSION", "MANS"),
    ("MANSIONS", "MANS"),
    ("MOUNT", "MT"),
    ("NORTH", "N"),
    ("NUM", "NO"),
    ("NUMBER", "NO"),
    ("PARADE", "PDE"),
    ("PARK", "PK"),
    ("PASSAGE", "PASS"),
    ("PLACE", "PL"),
    ("PLC", "PL"),
    ("PROMENADE", "PROM"),
    ("ROAD", "RD"),
    ("SAINT", "ST"),
    ("SECOND", "2ND"),
    ("SNT", "ST"),
    ("SOUTH", "S"),
    ("SQR", "SQ"),
    ("SQUARE", "SQ"),
    ("STATION", "STN"),
    ("STR", "ST"),
    ("STREET", "ST"),
    ("TCE", "TER"),
    ("TERR", "TER"),
    ("TERRACE", "TER"),
    ("TFF", "TOP FL FLAT"),
    ("THIRD", "3RD"),
    ("UPPER", "UPR"),
    ("VILLA", "VLS"),
    ("VILLAS", "VLS"),
    ("WALK", "WLK"),
    ("WEST", "W"),
];

/// The one form of a word that is written in several ways.
pub fn unified(word: &str) -> Option<&'static str> {
    let at = FORMS
        .binary_search_by(|(writing, _)| (*writing).cmp(word))
        .ok()?;
    FORMS.get(at).map(|&(_, form)| form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_sorted_and_final() {
        assert!(FORMS.is_sorted());
        for (_, form) in FORMS {
            for word in form.split(' ') {
                assert_eq!(unified(word), None, "{form}");
            }
        }
    }
}
