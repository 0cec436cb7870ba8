//! Gedanken's engine.

pub mod exact;
pub mod grad;
pub mod graph;
pub mod layout;
pub mod lower;
pub mod nn;
pub mod num;
pub mod optim;
pub mod reference;
pub mod rng;
pub mod schedule;
