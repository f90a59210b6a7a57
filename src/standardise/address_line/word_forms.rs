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

/// Where the writings of each initial letter start; the last entry is the end. A linear look through the few writings of
/// one letter, most of which differ in length, is quicker than a binary search through all.
const STARTS: [usize; 27] = {
    let mut starts = [FORMS.len(); 27];
    let mut at = FORMS.len();
    while at > 0 {
        at -= 1;
        let letter = (FORMS[at].0.as_bytes()[0] - b'A') as usize;
        let mut earlier = 0;
        while earlier <= letter {
            starts[earlier] = at;
            earlier += 1;
        }
    }
    starts
};

/// The one form of a word that is written in several ways.
pub fn unified(word: &str) -> Option<&'static str> {
    let initial = word.bytes().next().filter(u8::is_ascii_uppercase)?;
    let letter = usize::from(initial - b'A');
    let forms = FORMS.get(*STARTS.get(letter)?..*STARTS.get(letter + 1)?)?;
    let (_, form) = forms
        .iter()
        .find(|(writing, _)| writing.len() == word.len() && *writing == word)?;
    Some(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_sorted_and_final() {
        assert!(FORMS.is_sorted());
        for (writing, form) in FORMS {
            assert_eq!(unified(writing), Some(*form));
        }
        for (_, form) in FORMS {
            for word in form.split(' ') {
                assert_eq!(unified(word), None, "{form}");
            }
        }
    }
}
