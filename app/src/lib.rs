//! The pages of Gedanken, and the worker that trains for them.
//!
//! What can be said without a browser is plain Rust and tested as such: [`protocol`] is what page and workers tell
//! each other, [`model`] is everything a page knows. `page` puts them to work on the main thread, `host` and `gpu_host` in
//! a worker, for the processor and for the GPU; page and worker are each a WebAssembly program of their own.

#[cfg(feature = "host")]
pub mod gpu_host;
#[cfg(feature = "host")]
pub mod host;
pub mod model;
#[cfg(feature = "page")]
pub mod page;
pub mod protocol;
