use super::sampling::Chance;

/// Given names and the short or other forms their bearers go by.
const NICKNAMES: [(&str, &str); 112] = [
    ("ABIGAIL", "ABBY ABBIE GAIL"),
    ("ALAN", "AL"),
    ("ALBERT", "BERT ALBIE"),
    ("ALEXANDER", "ALEX SANDY XANDER"),
    ("ALEXANDRA", "ALEX SANDRA LEXI"),
    ("ALFRED", "ALF ALFIE FRED"),
    ("ALISON", "ALI"),
    ("AMANDA", "MANDY"),
    ("ANDREW", "ANDY DREW"),
    ("ANGELA", "ANGIE"),
    ("ANTHONY", "TONY ANT"),
    ("ARTHUR", "ART"),
    ("BARBARA", "BARB BABS"),
    ("BEATRICE", "BEA TRIXIE"),
    ("BENJAMIN", "BEN BENNY"),
    ("BERNARD", "BERNIE"),
    ("BETHANY", "BETH"),
    ("BEVERLEY", "BEV"),
    ("BRENDA", "BREN"),
    ("CAMERON", "CAM"),
    ("CAROLINE", "CARRIE CARO"),
    ("CATHERINE", "CATH KATE CATHY"),
    ("CHARLES", "CHARLIE CHAS"),
    ("CHARLOTTE", "CHARLIE LOTTIE"),
    ("CHRISTINE", "CHRIS CHRISSIE"),
    ("CHRISTOPHER", "CHRIS KIT"),
    ("CLIFFORD", "CLIFF"),
    ("CONSTANCE", "CONNIE"),
    ("DANIEL", "DAN DANNY"),
    ("DANIELLE", "DANI"),
    ("DAVID", "DAVE DAI DAVEY"),
    ("DEBORAH", "DEB DEBBIE"),
    ("DENNIS", "DEN"),
    ("DEREK", "DEL"),
    ("DONALD", "DON"),
    ("DOROTHY", "DOT DOLLY"),
    ("DOUGLAS", "DOUG"),
    ("EDWARD", "ED TED EDDIE"),
    ("ELEANOR", "ELLIE NELL NORA"),
    ("ELIZABETH", "LIZ BETH BETTY LIZZIE"),
    ("EMILY", "EM EMMIE"),
    ("FLORENCE", "FLO FLORRIE"),
    ("FRANCES", "FRAN"),
    ("FRANCIS", "FRANK"),
    ("FREDERICK", "FRED FREDDIE"),
    ("GABRIELLE", "GABBY"),
    ("GEOFFREY", "GEOFF"),
    ("GEORGINA", "GEORGIE GINA"),
    ("GERALD", "GERRY"),
    ("GILLIAN", "GILL JILL"),
    ("GREGORY", "GREG"),
    ("HAROLD", "HARRY"),
    ("HARRIET", "HATTIE"),
    ("HENRY", "HARRY HAL"),
    ("ISABEL", "IZZY BELLA"),
    ("ISABELLA", "BELLA IZZY"),
    ("ISABELLE", "IZZY BELLE"),
    ("JACQUELINE", "JACKIE JACQUI"),
    ("JAMES", "JIM JAMIE JIMMY"),
    ("JANET", "JAN"),
    ("JEFFREY", "JEFF"),
    ("JENNIFER", "JENNY JEN"),
    ("JESSICA", "JESS JESSIE"),
    ("JOANNE", "JO"),
    ("JOHN", "JACK JOHNNY"),
    ("JONATHAN", "JON JONNY"),
    ("JOSEPH", "JOE JOEY"),
    ("JOSHUA", "JOSH"),
    ("JUDITH", "JUDY JUDE"),
    ("KATHERINE", "KATE KATHY KATIE"),
    ("KATHLEEN", "KATH KATHY"),
    ("KENNETH", "KEN KENNY"),
    ("LAWRENCE", "LARRY LAURIE"),
    ("LEONARD", "LEN LENNY"),
    ("LESLIE", "LES"),
    ("LUCY", "LU"),
    ("MARGARET", "MAGGIE PEGGY MEG"),
    ("MATTHEW", "MATT MATTY"),
    ("MAUREEN", "MO"),
    ("MEGAN", "MEG"),
    ("MICHAEL", "MIKE MICK MICKY"),
    ("MOHAMMED", "MO"),
    ("NATHANIEL", "NATE NAT"),
    ("NICHOLAS", "NICK NICKY"),
    ("NICOLA", "NICKY NIKKI"),
    ("NORMAN", "NORM"),
    ("OLIVER", "OLLIE"),
    ("OLIVIA", "LIV LIVVY"),
    ("PAMELA", "PAM"),
    ("PATRICIA", "PAT TRISH PATSY"),
    ("PATRICK", "PAT PADDY"),
    ("PETER", "PETE"),
    ("PHILIP", "PHIL"),
    ("REBECCA", "BECKY BECCA"),
    ("REGINALD", "REG REGGIE"),
    ("RICHARD", "DICK RICH RICK"),
    ("ROBERT", "BOB ROB BOBBY"),
    ("RONALD", "RON RONNIE"),
    ("SAMANTHA", "SAM SAMMY"),
    ("SAMUEL", "SAM SAMMY"),
    ("STANLEY", "STAN"),
    ("STEPHEN", "STEVE STE"),
    ("STEVEN", "STEVE"),
    ("STUART", "STU"),
    ("SUSAN", "SUE SUSIE"),
    ("TERENCE", "TERRY TEL"),
    ("THOMAS", "TOM TOMMY"),
    ("TIMOTHY", "TIM"),
    ("VICTORIA", "VICKY TORI"),
    ("VINCENT", "VINCE"),
    ("WILLIAM", "BILL WILL BILLY"),
    ("ZACHARY", "ZACH ZAK"),
];

/// A nickname for the given name, if it has any.
pub(super) fn nickname(chance: &mut Chance, given_name: &str) -> Option<&'static str> {
    let found = NICKNAMES.binary_search_by_key(&given_name, |&(formal, _)| formal);
    let (_, forms) = NICKNAMES.get(found.ok()?)?;
    let forms: Vec<&str> = forms.split(' ').collect();
    Some(chance.pick(&forms))
}

#[cfg(test)]
mod tests {
    use super::{super::sampling::Purpose, *};

    #[test]
    fn the_table_is_sorted_for_the_search() {
        assert!(NICKNAMES.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn only_names_in_the_table_have_nicknames() {
        let mut chance = Chance::new(1, Purpose::People);
        let found = nickname(&mut chance, "ROBERT");
        assert!(["BOB", "ROB", "BOBBY"].map(Some).contains(&found));
        assert_eq!(nickname(&mut chance, "XERXES"), None);
    }
}
