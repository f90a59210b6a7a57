use super::sampling::Chance;

/// The telephone numbers that Ofcom keeps for drama, less the last three digits.
///
/// They are the only ones that are sure to ring nowhere. There are but 16,000, so that strangers share numbers, above
/// all mobiles, more than in life.
const PHONE_RANGES: [&str; 16] = [
    "07700 900", // mobile; the others are landlines
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "0191 498 0",
    "020 7946 0",
    "029 2018 0",
    "01632 960",
];

/// Domains that RFC 2606 keeps for examples.
const DOMAINS: [&str; 3] = ["example.org", "example.com", "example.net"];

/// A telephone number that rings nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phone(u16);

impl Phone {
    pub(super) fn mobile(chance: &mut Chance) -> Self {
        Self(small(chance.below(1000)))
    }

    pub(super) fn landline(chance: &mut Chance) -> Self {
        Self(small(1000 + chance.below(15_000)))
    }

    /// Another number of the same kind.
    pub(super) fn another(self, chance: &mut Chance) -> Self {
        if self.0 < 1000 {
            Self::mobile(chance)
        } else {
            Self::landline(chance)
        }
    }

    /// Writes the number with the usual spaces.
    pub(super) fn write(self, out: &mut String) {
        let range = PHONE_RANGES.get(usize::from(self.0 / 1000));
        out.push_str(range.copied().unwrap_or_default());
        push_digits(u32::from(self.0 % 1000), 3, out);
    }
}

/// How a person makes an email address of their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Email(u16);

impl Email {
    pub(super) fn new(chance: &mut Chance) -> Self {
        Self(small(chance.below(1 << 16)))
    }

    pub(super) fn write(self, given_name: &str, surname: &str, out: &mut String) {
        let lower = |text: &str, out: &mut String| {
            let letters = text.chars().filter(char::is_ascii_alphabetic);
            out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        };
        match self.0 % 4 {
            0 => {
                lower(given_name, out);
                out.push('.');
                lower(surname, out);
            }
            1 => {
                lower(given_name.get(..1).unwrap_or_default(), out);
                lower(surname, out);
            }
            2 => {
                lower(surname, out);
                out.push('.');
                lower(given_name, out);
            }
            _ => {
                lower(given_name, out);
                out.push('_');
                lower(surname, out);
            }
        }
        push_digits(u32::from(self.0 / 12), 1, out);
        out.push('@');
        let domain = DOMAINS.get(usize::from(self.0 / 4 % 3));
        out.push_str(domain.copied().unwrap_or_default());
    }
}

/// Writes a number with at least that many digits.
pub(super) fn push_digits(number: u32, width: usize, out: &mut String) {
    let mut digits = [b'0'; 10];
    let mut rest = number;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        if rest == 0 && used >= width {
            break;
        }
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        used += 1;
    }
    let used = digits.iter().skip(digits.len() - used);
    out.extend(used.map(|&digit| char::from(digit)));
}

fn small(number: u32) -> u16 {
    u16::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::sampling::Purpose, *};

    #[test]
    fn digits_are_padded_but_never_cut() {
        let written = |number, width| {
            let mut out = String::new();
            push_digits(number, width, &mut out);
            out
        };
        assert_eq!(written(7, 3), "007");
        assert_eq!(written(0, 1), "0");
        assert_eq!(written(4321, 3), "4321");
        assert_eq!(written(u32::MAX, 1), "4294967295");
    }

    #[test]
    fn phones_have_eleven_digits_in_ranges_kept_for_drama() {
        let mut chance = Chance::new(1, Purpose::People);
        for _ in 0..2_000 {
            let mobile = Phone::mobile(&mut chance).another(&mut chance);
            let landline = Phone::landline(&mut chance).another(&mut chance);
            for phone in [mobile, landline] {
                let mut out = String::new();
                phone.write(&mut out);
                assert!(
                    PHONE_RANGES.iter().any(|range| out.starts_with(range)),
                    "{out}"
                );
                assert_eq!(
                    out.chars().filter(char::is_ascii_digit).count(),
                    11,
                    "{out}"
                );
                assert_eq!(phone == mobile, out.starts_with("07700 900"), "{out}");
            }
        }
    }

    #[test]
    fn emails_are_made_of_names_at_example_domains() {
        let mut out = String::new();
        Email(12).write("ANN", "O'HARE-DE VRIES", &mut out);
        assert_eq!(out, "ann.oharedevries1@example.org");
    }
}
