//! Gedanken's engine.

pub mod rng;
