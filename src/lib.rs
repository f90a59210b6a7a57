//! Privacy-preserving record linkage: each organisation turns its records into tokens on its own computer, and files of
//! tokens are matched wherever they meet. No stage needs a server, and no stage after [`encode`] can name a person's
//! value.
//!
//! The flow is `read -> standardise -> encode -> exchange -> matching -> resolve -> report`; [`simple`] runs all of it.
//! `ARCHITECTURE.md` says which module may import which, and `tests/architecture.rs` holds it to that.
//!
//! `examples/` has programs to start from: `link_two_files`, `own_agreement` (an agreement that no template makes) and
//! `streaming` (a file of any size, with outputs on disk).
//!
//! # Features and versions
//!
//! The library has everything without a feature. `interop-in-browser` puts other people's token formats among the functions
//! of the WebAssembly build, and does nothing elsewhere. The Rust version needed is `rust-version` in `Cargo.toml`; it rises with a minor version
//! and never with a patch. Until 1.0 a minor version may change the interface of any module; files keep the versions that
//! they carry, and older ones are read or refused with a reason.

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
