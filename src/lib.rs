//! Privacy-preserving record linkage: each organisation turns its records into tokens on its own computer, and files of
//! tokens are matched wherever they meet. No stage needs a server, and no stage after [`encode`] can name a person's
//! value.
//!
//! The flow is `read -> standardise -> encode -> exchange -> matching -> resolve -> report`; [`simple`] runs all of it.
//! `ARCHITECTURE.md` says which module may import which, and `tests/architecture.rs` holds it to that.

pub mod agreement;
#[cfg(not(target_arch = "wasm32"))]
pub mod attack;
pub mod disclosure;
pub mod encode;
pub mod evaluate;
pub mod exchange;
pub mod interop;
pub mod matching;
pub mod profile;
pub mod read;
pub mod rejoin;
pub mod report;
pub mod resolve;
pub mod secret;
pub mod simple;
pub mod standardise;
pub mod synth;
pub mod units;
pub mod view;

#[cfg(target_arch = "wasm32")]
mod wasm;
