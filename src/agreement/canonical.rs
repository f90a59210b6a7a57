//! RFC 8785, the JSON Canonicalization Scheme: one text for each JSON value.

use std::fmt::Write as _;

use serde_json::Value;

/// The canonical text of a value. Members are in the order of their names' UTF-16 code units (section 3.2.3), and numbers
/// are what ECMAScript makes of them as doubles (section 3.2.2.3).
pub(super) fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    push_value(value, &mut text);
    text
}

fn push_value(value: &Value, text: &mut String) {
    match value {
        // What serde_json can hold of numbers has a double, as nothing here asks it for more digits.
        Value::Number(number) => push_number(number.as_f64().unwrap_or_default(), text),
        // serde_json escapes exactly what the RFC has escaped, and as it says.
        Value::Null | Value::Bool(_) | Value::String(_) => push_displayed(value, text),
        Value::Array(elements) => {
            text.push('[');
            for (position, element) in elements.iter().enumerate() {
                push_comma(position, text);
                push_value(element, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (position, (name, member)) in members.into_iter().enumerate() {
                push_comma(position, text);
                push_displayed(&Value::from(name.as_str()), text);
                text.push(':');
                push_value(member, text);
            }
            text.push('}');
        }
    }
}

fn push_comma(position: usize, text: &mut String) {
    if position > 0 {
        text.push(',');
    }
}

fn push_displayed(value: &Value, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{value}");
}

/// Appends a number as ECMAScript's `Number::toString` writes it: the fewest digits that no other double has, plain from
/// 10^-6 to below 10^21, and with an exponent otherwise.
fn push_number(number: f64, text: &mut String) {
    if number < 0.0 {
        text.push('-');
    }
    // The fewest digits, as d.ddde-n; the same digits as ECMAScript's. Zero has no sign.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let before_point = exponent.parse::<i32>().unwrap_or_default() + 1;
    let count = digits.len();
    match usize::try_from(before_point) {
        Ok(before @ 1..=21) if before >= count => {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', before - count));
        }
        Ok(before @ 1..=21) => {
            let (whole, fraction) = digits.split_at(before);
            let _ = write!(text, "{whole}.{fraction}");
        }
        _ if (-5..=0).contains(&before_point) => {
            text.push_str("0.");
            text.extend((before_point..0).map(|_| '0'));
            text.push_str(&digits);
        }
        _ => {
            let sign = if before_point > 0 { "+" } else { "" };
            let _ = write!(text, "{mantissa}e{sign}{}", before_point - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(json: &str) -> String {
        canonical_json(&serde_json::from_str(json).unwrap())
    }

    /// RFC 8785, appendix B, and what ECMAScript prints at the limits between its forms.
    #[test]
    fn numbers_of_the_rfc() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            let mut text = String::new();
            push_number(f64::from_bits(bits), &mut text);
            assert_eq!(text, expected, "{bits:x}");
        }
    }

    /// RFC 8785, sections 3.2.2 and 3.2.3.
    #[test]
    fn the_examples_of_the_rfc() {
        let primitives = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        assert_eq!(
            canonical(primitives),
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        let sorted = r#"{
            "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
        }"#;
        let order = [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ];
        let text = canonical(sorted);
        let places = order.map(|value| text.find(value).unwrap());
        assert!(places.is_sorted(), "{text}");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let number = any::<f64>().prop_filter_map("finite", |number| {
            serde_json::Number::from_f64(number).map(Value::Number)
        });
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            (0u32..10_000).prop_map(|share| Value::from(f64::from(share) / 1e4)),
            number,
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_another_implementation(value in any_json()) {
            let theirs = serde_json_canonicalizer::to_string(&value).unwrap();
            prop_assert_eq!(canonical_json(&value), theirs);
        }
    }
}
