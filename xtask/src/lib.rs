//! What `cargo xtask` is made of: building the site, serving it, setting up and running the tests.
//!
//! A library as well as a program, because the browser tests serve the built site with the very server that
//! `cargo xtask serve` uses. Nothing here is shipped: what a visitor's browser gets comes from `app`.

pub mod bench;
pub mod compare;
pub mod course;
mod dialog;
pub mod dist;
pub mod embed;
pub mod host;
pub mod offline;
pub mod pack;
pub mod page;
pub mod places;
mod predict;
pub mod preview;
pub mod process;
pub mod releases;
mod replace;
pub mod serve;
pub mod setup;
pub mod shot;
pub mod shrink;
pub mod site;
pub mod sizes;
mod split;
pub mod stages;
pub mod test;
pub mod text;
pub mod unfurl;
pub mod wasm;

pub use server;
