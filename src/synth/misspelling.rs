//! Slips of the keyboard, the ear and the scanner.

use super::sampling::{Chance, length};

/// Each letter with its neighbours on a British keyboard.
const NEIGHBOURS: [&str; 26] = [
    "QWSZ", "VGHN", "XDFV", "SERFCX", "WSDR", "DRTGVC", "FTYHBV", "GYUJNB", "UJKO", "HUIKMN",
    "JIOLM", "KOP", "NJK", "BHJM", "IKLP", "OL", "WA", "EDFT", "AWEDXZ", "RFGY", "YHJI", "CFGB",
    "QASE", "ZSDC", "TGHU", "ASX",
];

/// Spellings that sound alike, to be replaced one by the other in either direction.
const SOUNDALIKES: [(&str, &str); 24] = [
    ("PH", "F"),
    ("CK", "K"),
    ("C", "K"),
    ("IE", "Y"),
    ("EY", "Y"),
    ("EI", "IE"),
    ("AE", "E"),
    ("OU", "O"),
    ("S", "Z"),
    ("NN", "N"),
    ("TT", "T"),
    ("LL", "L"),
    ("SS", "S"),
    ("RR", "R"),
    ("AI", "AY"),
    ("EA", "EE"),
    ("AH", "A"),
    ("OE", "O"),
    ("G", "J"),
    ("KS", "X"),
    ("TH", "T"),
    ("GH", "G"),
    ("U", "OO"),
    ("W", "WH"),
];

/// Shapes that look alike to a scanner or a tired eye.
const LOOKALIKES: [(&str, &str); 8] = [
    ("O", "0"),
    ("I", "1"),
    ("S", "5"),
    ("B", "8"),
    ("G", "6"),
    ("RN", "M"),
    ("CL", "D"),
    ("VV", "W"),
];

/// Makes one slip in a name in capitals.
pub(super) fn slip_in_name(chance: &mut Chance, text: &mut String) {
    match chance.below(100) {
        0..28 => strike_neighbour(chance, text),
        28..48 => omit(chance, text),
        48..63 => repeat(chance, text),
        63..78 => transpose(chance, text, |c| c.is_ascii_alphabetic()),
        78..96 => confuse(chance, text, &SOUNDALIKES),
        _ => confuse(chance, text, &LOOKALIKES),
    }
}

/// Makes one slip in a postcode in capitals.
pub(super) fn slip_in_postcode(chance: &mut Chance, text: &mut String) {
    match chance.below(100) {
        0..35 => strike_neighbour(chance, text),
        35..65 => change_digit(chance, text),
        65..85 => transpose(chance, text, |c| c.is_ascii_alphanumeric()),
        85..95 => confuse(chance, text, &LOOKALIKES),
        _ => omit(chance, text),
    }
}

/// Changes a digit or transposes two.
pub(super) fn slip_in_number(chance: &mut Chance, text: &mut String) {
    if chance.per_mille(650) {
        change_digit(chance, text);
    } else {
        transpose(chance, text, |c| c.is_ascii_digit());
    }
}

/// Replaces a letter by a neighbour on the keyboard.
fn strike_neighbour(chance: &mut Chance, text: &mut String) {
    edit(text, |letters| {
        let place = random_place(chance, letters, |c| c.is_ascii_uppercase())?;
        let letter = letters.get_mut(place)?;
        *letter = neighbour(chance, *letter)?;
        Some(())
    });
}

fn neighbour(chance: &mut Chance, letter: char) -> Option<char> {
    let position = u32::from(letter).checked_sub(u32::from('A'))?;
    let neighbours = NEIGHBOURS.get(position as usize)?.as_bytes();
    Some(char::from(chance.pick(neighbours)))
}

/// Leaves a letter out, unless few would remain.
fn omit(chance: &mut Chance, text: &mut String) {
    if text.len() < 3 {
        return repeat(chance, text);
    }
    edit(text, |letters| {
        let place = random_place(chance, letters, |c| c.is_ascii_alphanumeric())?;
        letters.remove(place);
        Some(())
    });
}

/// Strikes a letter twice, or its neighbour with it.
fn repeat(chance: &mut Chance, text: &mut String) {
    edit(text, |letters| {
        let place = random_place(chance, letters, |c| c.is_ascii_uppercase())?;
        let letter = letters.get(place).copied()?;
        let twice = chance.per_mille(500);
        let more = if twice {
            letter
        } else {
            neighbour(chance, letter)?
        };
        letters.insert(place + 1, more);
        Some(())
    });
}

/// Transposes two unlike characters of a kind; if there are none, changes one.
fn transpose(chance: &mut Chance, text: &mut String, is_kind: impl Fn(char) -> bool) {
    let mut done = false;
    edit(text, |letters| {
        let places: Vec<usize> = (1..letters.len())
            .filter(|&place| letters[place - 1] != letters[place])
            .filter(|&place| is_kind(letters[place - 1]) && is_kind(letters[place]))
            .collect();
        if !places.is_empty() {
            let place = chance.pick(&places);
            letters.swap(place - 1, place);
            done = true;
        }
        Some(())
    });
    if !done {
        strike_neighbour(chance, text);
    }
}

/// Replaces the first spelling of a random pair that occurs in the text by its like; if none does, strikes a neighbour.
fn confuse(chance: &mut Chance, text: &mut String, pairs: &[(&str, &str)]) {
    let start = chance.below(length(pairs)) as usize;
    let forwards = chance.per_mille(500);
    let (before, after) = pairs.split_at(start);
    for &(one, other) in after.iter().chain(before) {
        let ways = if forwards {
            [(one, other), (other, one)]
        } else {
            [(other, one), (one, other)]
        };
        for (from, to) in ways {
            if text.contains(from) {
                *text = text.replacen(from, to, 1);
                return;
            }
        }
    }
    strike_neighbour(chance, text);
}

/// Replaces a digit by another.
fn change_digit(chance: &mut Chance, text: &mut String) {
    edit(text, |letters| {
        let place = random_place(chance, letters, |c| c.is_ascii_digit())?;
        let digit = letters.get_mut(place)?;
        let changed = (digit.to_digit(10)? + 1 + chance.below(9)) % 10;
        *digit = char::from_digit(changed, 10)?;
        Some(())
    });
}

fn random_place(
    chance: &mut Chance,
    letters: &[char],
    is_kind: impl Fn(char) -> bool,
) -> Option<usize> {
    let kind = |&(_, &letter): &(usize, &char)| is_kind(letter);
    let count = letters.iter().enumerate().filter(kind).count();
    let chosen = chance.below(u32::try_from(count).ok()?);
    let mut places = letters.iter().enumerate().filter(kind);
    places.nth(chosen as usize).map(|(place, _)| place)
}

fn edit(text: &mut String, change: impl FnOnce(&mut Vec<char>) -> Option<()>) {
    let mut letters: Vec<char> = text.chars().collect();
    if change(&mut letters).is_some() {
        text.clear();
        text.extend(letters);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sampling::Purpose, *};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_slip_changes_a_name_a_little(name in "[A-Z]{1,12}([ '-][A-Z]{2,5})?", seed: u64) {
            let mut slipped = name.clone();
            slip_in_name(&mut Chance::new(seed, Purpose::Copies(0)), &mut slipped);
            prop_assert_ne!(&slipped, &name);
            prop_assert!(slipped.len().abs_diff(name.len()) <= 1, "{} {}", name, slipped);
        }

        #[test]
        fn a_slip_changes_a_postcode(postcode in "[A-Z]{2}[1-9][0-9] [0-9][A-Z]{2}", seed: u64) {
            let mut slipped = postcode.clone();
            slip_in_postcode(&mut Chance::new(seed, Purpose::Copies(0)), &mut slipped);
            prop_assert_ne!(slipped, postcode);
        }

        #[test]
        fn a_slip_in_a_number_leaves_ten_digits(number in "[0-9]{10}", seed: u64) {
            let mut slipped = number.clone();
            slip_in_number(&mut Chance::new(seed, Purpose::Copies(0)), &mut slipped);
            prop_assert_eq!(slipped.len(), 10);
            prop_assert!(slipped.bytes().all(|digit| digit.is_ascii_digit()));
        }

        #[test]
        fn nothing_panics_on_any_text(text: String, seed: u64) {
            let mut chance = Chance::new(seed, Purpose::Copies(0));
            for slip in [slip_in_name, slip_in_postcode, slip_in_number] {
                slip(&mut chance, &mut text.clone());
            }
        }
    }
}
