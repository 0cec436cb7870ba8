//! Counter-based random numbers: every draw is a pure function of (seed, member, stream, step, element).

mod threefry;

pub use threefry::threefry2x32;
