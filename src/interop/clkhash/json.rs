//! Reading JSON by its places, so that every problem is said at once, each with its JSON pointer.

use serde_json::{Map, Value};

use super::error::Problem;

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Node<'v> {
    pub(super) value: &'v Value,
    pub(super) pointer: String,
}

impl<'v> Node<'v> {
    pub(super) const fn root(value: &'v Value) -> Self {
        Self {
            value,
            pointer: String::new(),
        }
    }

    /// The member of this name, if this is an object that has it.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        Some(Self {
            value: self.value.get(name)?,
            pointer: self.pointer_to(name),
        })
    }

    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'v, '_> {
        let items = self.value.as_array().map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(|(index, value)| Node {
            value,
            pointer: format!("{}/{index}", self.pointer),
        })
    }

    fn pointer_to(&self, name: &str) -> String {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        format!("{}/{escaped}", self.pointer)
    }
}

/// What is wrong has been said.
pub(super) struct Said;

/// The problems found so far. A reader answers `None` once it has said what is wrong.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    pub(super) fn say(&mut self, pointer: &str, message: impl Into<String>) {
        self.0.push(Problem {
            pointer: pointer.to_owned(),
            message: message.into(),
        });
    }

    pub(super) fn required<'v>(&mut self, node: &Node<'v>, name: &str) -> Option<Node<'v>> {
        self.object(node)?;
        let member = node.member(name);
        if member.is_none() {
            self.say(&node.pointer, format!("\"{name}\" is missing"));
        }
        member
    }

    pub(super) fn object<'v>(&mut self, node: &Node<'v>) -> Option<&'v Map<String, Value>> {
        let object = node.value.as_object();
        if object.is_none() {
            self.say(&node.pointer, "must be an object, in braces");
        }
        object
    }

    pub(super) fn text<'v>(&mut self, node: &Node<'v>) -> Option<&'v str> {
        let text = node.value.as_str();
        if text.is_none() {
            self.say(&node.pointer, "must be text, in quotation marks");
        }
        text
    }

    pub(super) fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        let flag = node.value.as_bool();
        if flag.is_none() {
            self.say(&node.pointer, "must be true or false");
        }
        flag
    }

    /// A whole number from `least` to `most`, written without a decimal point.
    pub(super) fn whole(&mut self, node: &Node<'_>, least: u64, most: u64) -> Option<u64> {
        self.within(node, node.value.as_u64(), least, most)
    }

    /// The same, but `20.0` is as good as `20`: where clkhash turns it into a whole number.
    pub(super) fn integral(&mut self, node: &Node<'_>, least: u64, most: u64) -> Option<u64> {
        let number = integral(node.value).and_then(|number| u64::try_from(number).ok());
        self.within(node, number, least, most)
    }

    fn within(
        &mut self,
        node: &Node<'_>,
        number: Option<u64>,
        least: u64,
        most: u64,
    ) -> Option<u64> {
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.say(
                &node.pointer,
                format!("must be a whole number from {least} to {most}"),
            );
        }
        number
    }

    /// Says which members are not among `known`.
    pub(super) fn only(&mut self, node: &Node<'_>, known: &[&str]) {
        for name in node.value.as_object().into_iter().flat_map(Map::keys) {
            if !known.contains(&name.as_str()) {
                self.say(
                    &node.pointer_to(name),
                    format!("is not known here. Known are: {}", known.join(", ")),
                );
            }
        }
    }
}

/// A whole number, also where it is written with a decimal point and zeros.
pub(super) fn integral(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    if let Some(whole) = number.as_i64() {
        return Some(whole.into());
    }
    if let Some(whole) = number.as_u64() {
        return Some(whole.into());
    }
    let decimal = number.as_f64()?;
    #[allow(clippy::cast_possible_truncation)]
    // Casts saturate, which is far beyond any number met.
    (decimal.fract() == 0.0).then_some(decimal as i128)
}
