//! The pages of Gedanken, and the worker that trains for them.
//!
//! What can be said without a browser is plain Rust and tested as such: [`protocol`] is what page and workers tell
//! each other, [`model`] is everything a page knows. `page` and `host` put them to work, one on the main thread, one
//! in a worker; each is its own WebAssembly program.

#[cfg(feature = "worker")]
pub mod host;
pub mod model;
#[cfg(feature = "page")]
pub mod page;
pub mod protocol;
