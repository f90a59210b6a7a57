use wasm_bindgen::JsValue;

use crate::simple;

/// What JavaScript catches: an `Error` with a `code`.
pub struct Thrown {
    code: String,
    message: String,
}

impl Thrown {
    pub(super) fn new(code: &str, message: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    /// A call that the page got wrong. The reason is about types and names, never about values.
    pub(super) fn internal(reason: &str) -> Self {
        Self::new(
            "internal",
            &format!("the page called the core wrongly: {reason}"),
        )
    }
}

impl From<simple::Error> for Thrown {
    fn from(error: simple::Error) -> Self {
        Self::new(error.code(), &error.to_string())
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        let error = js_sys::Error::new(&thrown.message);
        // Setting a property of a plain new object has no way to fail.
        let _ = js_sys::Reflect::set(&error, &"code".into(), &thrown.code.into());
        error.into()
    }
}
